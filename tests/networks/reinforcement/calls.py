"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.feedforward.mlp import init_mlp
from snippets.foundations.optimizer import adam_init
from snippets.reinforcement import (
    dqn,
    dqn_agent,
    dqn_replay,
    planning,
    policy_gradient,
    policy_gradient_agent,
    ppo_agent,
    ppo_group,
    qlearning,
    selfplay,
)
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.policy_gradient_env import Carts, roll_out
from snippets.reinforcement.qlearning_env import Crowd
from tests.kit.calls import Call
from tests.networks.reinforcement.corridor import Corridor, seen_rows


def small_mdp(rng):
    """5 states, 3 actions, every step may lead anywhere."""
    P = rng.dirichlet([1.0] * 5, size=(5, 3))
    return planning.MDP(P, rng.normal(size=(5, 3)))


TABLE = {"s": (0, 4), "a": (0, 2), "s_next": (0, 4)}


def table_steps(rng):
    """Seven steps among 5 states with 3 actions; some of them end."""
    return qlearning.TableSteps(
        rng.integers(5, size=7),
        rng.integers(3, size=7),
        rng.normal(size=7),
        rng.integers(5, size=7),
        rng.random(7) < 0.5,
    )


def empty_ring():
    """A memory of transitions between states of width 5."""
    return dqn_replay.Replay(np.zeros(5), 3)


def filled_ring(rng):
    """Seven transitions came, three are kept."""
    ring = empty_ring()
    for s, a, r, s_next, end in zip(*seen_rows(rng), strict=True):
        ring.remember(s, a, r, s_next, end)
    return ring


def observed(rng):
    """A policy of three actions, and what it sees."""
    return init_mlp(rng, (4, 5, 3)), rng.normal(size=(7, 4))


def chances(rng):
    """The logarithms of probabilities of three actions."""
    return policy_gradient.policy_forward(*observed(rng))[0]


def play_carts(rng, pi):
    """Two games, of at most 20 steps."""
    return roll_out(Carts(), rng, pi, B=2, T=20)


STONES = {"boards": (-1, 1)}


def boards_of(_):
    """4 boards of tic-tac-toe: square 8 is free, or 6 or 7."""
    empty = np.zeros((4, 9), np.int64)
    empty[:, 0] = 1, -1, 0, 0
    empty[:, 4] = -1, 1, 1, 0
    empty[:, 5] = 0, 0, -1, 0
    return empty


CALLS = {
    "planning.action_values": lambda rng: Call(
        (small_mdp(rng), rng.normal(size=5)),
        wrong={"gamma": (-0.1, 1.0), "P": (0.9,)},
    ),
    "planning.greedy_policy": lambda rng: Call((rng.normal(size=(5, 3)),)),
    "planning.value_iteration": lambda rng: Call(
        (small_mdp(rng),), wrong={"gamma": (-0.1, 1.0), "P": (0.9,)}
    ),
    "planning.policy_value": lambda rng: Call(
        (small_mdp(rng), rng.dirichlet([1.0] * 3, size=5)),
        wrong={"gamma": (-0.1, 1.0), "P": (0.9,), "pi": (0.9,)},
    ),
    "planning.policy_value_backward": lambda rng: Call(
        (
            rng.normal(size=5),
            planning.policy_value(
                small_mdp(rng), rng.dirichlet([1.0] * 3, size=5)
            )[1],
        )
    ),
    "planning.policy_iteration": lambda rng: Call(
        (small_mdp(rng),), wrong={"gamma": (-0.1, 1.0), "P": (0.9,)}
    ),
    "qlearning.q_update": lambda rng: Call(
        (rng.normal(size=(5, 3)), table_steps(rng)),
        {},
        TABLE,
        wrong={"lr": (-0.1, 1.1), "gamma": (-0.1, 1.0)},
    ),
    "qlearning.sarsa_update": lambda rng: Call(
        (
            rng.normal(size=(5, 3)),
            table_steps(rng),
            rng.integers(3, size=7),
        ),
        {},
        TABLE | {"a_next": (0, 2)},
        wrong={"lr": (-0.1, 1.1), "gamma": (-0.1, 1.0)},
    ),
    "qlearning_agent.train_q": lambda rng: Call(
        (GridWorld(limit=5), rng, 2, lambda k: 0.5),
        wrong={"gamma": (-0.1, 1.0)},
    ),
    "qlearning_agent.train_crowd": lambda rng: Call(
        (Crowd(GridWorld(), 6), rng, 2),
        wrong={"gamma": (-0.1, 1.0), "eps": (-0.1, 1.1)},
    ),
    "policy_gradient.policy_forward": lambda rng: Call(observed(rng)),
    "policy_gradient.policy_entropy": lambda rng: Call((chances(rng),)),
    "policy_gradient.policy_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 3)),
            policy_gradient.policy_forward(*observed(rng))[1],
        )
    ),
    "policy_gradient.reward_to_go": lambda rng: Call(
        (rng.normal(size=(5, 4)),), wrong={"gamma": (-0.1, 1.0)}
    ),
    "policy_gradient.reinforce_loss": lambda rng: Call(
        (chances(rng), rng.integers(3, size=7), rng.normal(size=7)),
        whole={"action": (0, 2)},
    ),
    "policy_gradient_agent.normalised": lambda rng: Call((rng.normal(size=7),)),
    "policy_gradient_agent.init_agent": lambda rng: Call((rng, (4, 5), 3)),
    "policy_gradient_agent.agent_gradient": lambda rng: Call(
        (
            policy_gradient_agent.init_agent(rng, (4, 5), 3),
            rng.normal(size=(7, 4)),
            rng.integers(3, size=7),
            *rng.normal(size=(2, 7)),
        ),
        whole={"action": (0, 2)},
    ),
    "policy_gradient_agent.critic_gradient": lambda rng: Call(
        (
            init_mlp(rng, (4, 5, 1)),
            rng.normal(size=(7, 4)),
            rng.normal(size=7),
        )
    ),
    "policy_gradient_agent.train_agent": lambda rng: Call(
        (
            rng,
            policy_gradient_agent.init_agent(rng, (4, 5), 2),
            play_carts,
            policy_gradient_agent.AgentSettings(batches=2),
        ),
        wrong={"gamma": (-0.1, 1.0)},
    ),
    "ppo.ppo_loss": lambda rng: Call(
        (
            chances(rng),
            rng.normal(size=7),
            rng.integers(3, size=7),
            rng.normal(size=7),
        ),
        whole={"action": (0, 2)},
    ),
    "ppo.gae": lambda rng: Call(
        (
            rng.normal(size=(5, 4)),
            rng.normal(size=(6, 4)),
            rng.random((5, 4)) < 0.5,
        ),
        wrong={"gamma": (-0.1, 1.0), "lam": (-0.1, 1.1)},
    ),
    "ppo_agent.ppo_gradient": lambda rng: Call(
        (
            policy_gradient_agent.init_agent(rng, (4, 5), 3),
            rng.normal(size=(7, 4)),
            rng.integers(3, size=7),
            *rng.normal(size=(3, 7)),
        ),
        whole={"action": (0, 2)},
    ),
    "ppo_agent.train_ppo": lambda rng: Call(
        (
            rng,
            policy_gradient_agent.init_agent(rng, (4, 5), 2),
            play_carts,
            ppo_agent.PPOSettings(batches=2, steps=2),
        ),
        wrong={"gamma": (-0.1, 1.0), "lam": (-0.1, 1.1)},
    ),
    "ppo_group.init_writer": lambda rng: Call((rng, 5)),
    "ppo_group.text_odds": lambda rng: Call((ppo_group.init_writer(rng, 5),)),
    "ppo_group.group_advantage": lambda rng: Call((rng.normal(size=(3, 7)),)),
    "ppo_group.writer_gradient": lambda rng: Call(
        (
            ppo_group.init_writer(rng, 5),
            ppo_group.init_writer(rng, 5),
            rng.integers(5, size=(7, 2)),
            rng.normal(size=7),
            0.3,
        ),
        whole={"text": (0, 4)},
    ),
    "ppo_group.train_writer": lambda rng: Call(
        (rng, ppo_group.init_writer(rng, 5), rng.normal(size=(5, 5)), 3)
    ),
    "dqn_replay.Replay": lambda rng: Call((rng.normal(size=5), 7)),
    "dqn_replay.Replay.remember": lambda rng: Call(
        (empty_ring(), rng.normal(size=5), 2, 0.5, rng.normal(size=5), False),
        least={"a": 0},
        wrong={"r": (1, True, "0.5", None, np.ones(1))},
    ),
    "dqn_replay.Replay.draw": lambda rng: Call((filled_ring(rng), rng, 4)),
    "dqn.dqn_forward": lambda rng: Call(
        (init_mlp(rng, (5, 6, 3)), *seen_rows(rng)[:2]), whole={"a": (0, 2)}
    ),
    "dqn.dqn_backward": lambda rng: Call(
        (
            rng.normal(size=7),
            dqn.dqn_forward(init_mlp(rng, (5, 6, 3)), *seen_rows(rng)[:2])[1],
        )
    ),
    "dqn.dqn_target": lambda rng: Call(
        (
            init_mlp(rng, (5, 6, 3)),
            init_mlp(rng, (5, 4, 3)),
            seen_rows(rng),
        ),
        whole={"a": (0, 2)},
        wrong={"gamma": (-0.1, 1.0)},
    ),
    "dqn.dqn_update": lambda rng: Call(
        (
            init_mlp(rng, (5, 6, 3)),
            init_mlp(rng, (5, 4, 3)),
            seen_rows(rng),
            adam_init(init_mlp(rng, (5, 6, 3))),
            0.1,
        ),
        whole={"a": (0, 2)},
        wrong={"gamma": (-0.1, 1.0), "delta": (0.0,)},
    ),
    "dqn_agent.exploration": lambda rng: Call((3, 10), least={"t": 0}),
    "dqn_agent.dqn_values": lambda rng: Call(
        (init_mlp(rng, (5, 6, 3)), rng.normal(size=5))
    ),
    "dqn_agent.train_dqn": lambda rng: Call(
        (
            rng,
            init_mlp(rng, (5, 6, 3)),
            Corridor(),
            dqn_agent.DqnSettings(steps=20, N=9, B=3, warm=10, T=5),
        ),
        {"every": 20},
        least={"warm": 0},
    ),
    "selfplay_rules.winner": lambda rng: Call((boards_of(rng),), whole=STONES),
    "selfplay_rules.moves": lambda rng: Call((boards_of(rng),), whole=STONES),
    "selfplay_rules.play": lambda rng: Call(
        (boards_of(rng), np.array([8, 6, 8, 7])),
        whole={**STONES, "squares": (0, 8)},
    ),
    "selfplay_rules.move_values": lambda rng: Call(
        (lambda boards: boards[:, 8] / 2, boards_of(rng)), whole=STONES
    ),
    "selfplay.board_key": lambda rng: Call((boards_of(rng),), whole=STONES),
    "selfplay.table_value": lambda rng: Call(
        (rng.normal(size=3**9), boards_of(rng)), whole=STONES
    ),
    "selfplay.td_update": lambda rng: Call(
        (rng.normal(size=3**9), boards_of(rng), rng.normal(size=4)),
        whole=STONES,
    ),
    "selfplay.self_play": lambda rng: Call(
        (rng, lambda boards: boards[:, 8] / 2), {"B": 3}
    ),
    "selfplay.train_table": lambda rng: Call(
        (rng, rng.normal(size=3**9), 6), {"B": 3}
    ),
    "selfplay.init_selfplay": lambda rng: Call((rng, 5)),
    "selfplay.selfplay_forward": lambda rng: Call(
        (selfplay.init_selfplay(rng, 5), rng.normal(size=(7, 9)))
    ),
    "selfplay.selfplay_backward": lambda rng: Call(
        (
            rng.normal(size=7),
            selfplay.selfplay_forward(
                selfplay.init_selfplay(rng, 5), rng.normal(size=(7, 9))
            )[1],
        )
    ),
    "selfplay.network_value": lambda rng: Call(
        (selfplay.init_selfplay(rng, 5), boards_of(rng)), whole=STONES
    ),
    "selfplay.train_selfplay": lambda rng: Call(
        (rng, selfplay.init_selfplay(rng, 5), 6), {"B": 3}
    ),
}
INNER = {
    "planning.expect_discount": "a part of the front doors",
    "planning.expect_shares": "a part of the front doors",
    "planning.expect_mdp": "a part of the front doors",
    "qlearning.expect_share": "a part of the front doors",
    "qlearning.expect_steps": "the guard of both updates",
    "qlearning.q_target": "a formula: a number or an array, as in the loop",
    "qlearning.sarsa_target": "the same",
    "qlearning.move_towards": "q_update and sarsa_update ask before",
    "qlearning_agent.try_action": "train_q and train_crowd call it at each step",
    "qlearning_agent.shrinking": "a formula",
    "policy_gradient_agent.judge": "called by train_agent with the games of play",
    "ppo_agent.judge_ppo": "called by train_ppo with the games of play",
    "dqn_agent.expect_settings": "the guard of train_dqn",
    "dqn_agent.first_state": "called by train_dqn; it refuses params that misfit",
    "dqn_agent.step_dqn": "called by train_dqn, which has checked all arrays",
    "selfplay.fit_step": "called by train_selfplay with what games have shown",
}
