// The rule of Q-learning for a table of values: of qlearning.py what figures need, once more in JavaScript.
import { expect } from "../foundations/neuron.mjs"
import { expect_discount } from "./planning.mjs"

// An Error unless a number, or all numbers of an array, in 0 … 1.
export function expect_share(name, share) {
  const x = [share].flat(Infinity) // (n,)
  if (x.every((each) => typeof each === "number" && each >= 0 && each <= 1)) return
  throw new Error(`${name} must be from 0 to 1, got ${JSON.stringify(share)}`)
}

const expect_index = (name, index, size, n) => {
  expect(name, index, n)
  if (index.every((each) => Number.isInteger(each) && each >= 0 && each < size)) return
  throw new Error(`${name} must be whole, from 0 to ${size - 1}, got ${index}`)
}

// An Error unless the steps, lr and gamma fit a table Q (S, A).
export function expect_steps(Q, steps, lr, gamma) {
  const { s, a, r, s_next, end } = steps
  expect("Q", Q, "S", "A")
  expect_index("s", s, Q.length, "B")
  const B = s.length
  expect_index("a", a, Q[0].length, B)
  expect("r", r, B)
  expect_index("s_next", s_next, Q.length, B)
  expect_index("end", end, 2, B) // here 0 or 1
  expect_share("lr", lr)
  expect_discount(gamma)
}

// r + γ max Q(s', ·); r alone where the episode has ended.
export function q_target(Q, r, s_next, end, gamma) {
  const follows = s_next.map((s) => Math.max(...Q[s])) // (B,)
  return r.map((reward, k) => reward + (end[k] ? 0 : gamma * follows[k])) // (B,)
}

// Q moved by lr times the mean error of each pair (s, a); the errors.
export function move_towards(Q, steps, target, lr) {
  const { s, a } = steps
  const delta = target.map((y, k) => y - Q[s[k]][a[k]]) // (B,)
  const [total, n] = [0, 0].map((none) => Q.map((row) => row.map(() => none))) // 2 × (S, A)
  for (const [k, error] of delta.entries()) {
    total[s[k]][a[k]] += error
    n[s[k]][a[k]] += 1
  }
  const rate = (i, j) => (typeof lr === "number" ? lr : lr[i][j])
  const change = (i, j) => rate(i, j) * total[i][j] / Math.max(n[i][j], 1)
  const moved = Q.map((row, i) => row.map((q, j) => q + change(i, j))) // (S, A)
  return [moved, delta] // (S, A), (B,)
}

// Q-learning: the table (S, A) after some steps, their errors δ (B,).
export function q_update(Q, steps, lr = 0.1, gamma = 0.9) {
  expect_steps(Q, steps, lr, gamma)
  const { r, s_next, end } = steps
  const target = q_target(Q, r, s_next, end, gamma) // (B,)
  return move_towards(Q, steps, target, lr) // (S, A), (B,)
}
