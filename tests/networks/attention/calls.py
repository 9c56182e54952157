"""One sound call of every public function of the family, for the walker of gate 1."""

from snippets.attention import attention
from tests.kit.calls import Call

CALLS = {
    "attention.init_attention": lambda rng: Call((rng, 3, 2)),
    "attention.attention_forward": lambda rng: Call(
        (attention.init_attention(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "attention.attention_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            attention.attention_forward(
                attention.init_attention(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "attention.train_attention": lambda rng: Call(
        (
            attention.init_attention(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
}
INNER = {}
