// A Markov decision process whose rules are known, by value iteration: planning.py once more, for figures.
import { add, matmul, multiply, subtract, sum } from "../arrays.mjs"
import { expect, expect_count } from "../foundations/neuron.mjs"

const rows_of = (p) => (Array.isArray(p[0]) ? p.flatMap(rows_of) : [p])

// An Error unless 0 <= gamma < 1, a number.
export function expect_discount(gamma) {
  if (typeof gamma === "number" && gamma >= 0 && gamma < 1) return
  throw new Error(`gamma must be from 0 to below 1, got ${JSON.stringify(gamma)}`)
}

// An Error unless each last axis of p holds shares: none < 0, sum 1.
export function expect_shares(name, p) {
  const rows = rows_of(p)
  const least = Math.min(...rows.flat())
  const off = Math.max(...rows.map((row) => Math.abs(sum(row) - 1)))
  if (least >= 0 && off <= 1e-5) return
  throw new Error(`${name} must be shares that sum to 1, got least ${least}, sums off by ${off}`)
}

// An Error unless P (S, A, S) holds probabilities and R is (S, A).
export function expect_mdp(mdp) {
  const { P, R } = mdp
  expect("P", P, "S", "A", "S")
  expect("P", P, P.length, "A", P.length)
  expect_shares("P", P)
  expect("R", R, P.length, P[0].length)
}

// Q = R + γ P V: what each action is worth if V (S,) is what follows.
export function action_values(mdp, V, gamma = 0.9) {
  expect_mdp(mdp)
  expect("V", V, mdp.P.length)
  expect_discount(gamma)
  return add(mdp.R, multiply(gamma, matmul(mdp.P, V))) // (S, A)
}

// pi (S, A): all on the best action of each state, the first if equal.
export function greedy_policy(Q) {
  expect("Q", Q, "S", "A")
  const best = Q.map((row) => row.indexOf(Math.max(...row))) // (S,)
  return Q.map((row, s) => row.map((_, a) => Number(a === best[s]))) // (S, A)
}

// Bellman's backup from V = 0 until no value moves more than tol: V (S,), the largest changes (K,).
export function value_iteration(mdp, gamma = 0.9, tol = 1e-10, sweeps = 10_000) {
  expect_mdp(mdp)
  expect_discount(gamma)
  expect_count("sweeps", [sweeps])
  const { P, R } = mdp
  let V = R.map(() => 0) // (S,)
  const changes = []
  for (const _ of Array(sweeps).keys()) {
    const Q = add(R, multiply(gamma, matmul(P, V))) // (S, A)
    const next = Q.map((row) => Math.max(...row)) // (S,)
    changes.push(Math.max(...subtract(next, V).map(Math.abs)))
    V = next
    if (changes.at(-1) <= tol) break
  }
  return [V, changes] // (S,), (K,)
}
