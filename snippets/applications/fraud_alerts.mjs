// What a score of fraud is worth: of fraud_alerts.py what figures need, once more in JavaScript.
import { divide, sum } from "../arrays.mjs"
import { expect } from "../foundations/neuron.mjs"

const cumsum = (a) => {
  let total = 0
  return a.map((x) => (total += x))
}

// An Error unless y (N,) is 0 or 1, and at least one of them is 1.
export function expect_frauds(score, y) {
  expect("score", score, "N")
  expect("y", y, score.length)
  if (y.every((n) => n === 0 || n === 1) && y.includes(1)) return
  throw new Error(`y must be 0 or 1 with at least one 1, got ${[...new Set(y)].slice(0, 4)}`)
}

// The order (N,), best first; the last place of each value (T,).
export function fraud_order(score) {
  expect("score", score, "N")
  const order = [...score.keys()].sort((i, j) => score[j] - score[i]) // (N,)
  const last = [...score.keys()].filter((k) => score[order[k]] !== score[order[k + 1]]) // (T,)
  return [order, last]
}

// Precision, recall and threshold (T,), from the largest score down.
export function precision_recall_curve(score, y) {
  expect_frauds(score, y)
  const [order, last] = fraud_order(score) // (N,), (T,)
  const total = cumsum(order.map((n) => y[n])) // (N,)
  const precision = last.map((k) => total[k] / (k + 1)) // (T,)
  const recall = divide(last.map((k) => total[k]), sum(y)) // (T,)
  const threshold = last.map((k) => score[order[k]]) // (T,)
  return [precision, recall, threshold] // 3 × (T,)
}

// Threshold and what it costs (T+1,): alerts, and frauds let through. The first threshold is infinite.
export function cost_curve(score, y, amount, cost) {
  expect_frauds(score, y)
  expect("amount", amount, score.length)
  const [order, last] = fraud_order(score) // (N,), (T,)
  const lost = order.map((n) => y[n] * amount[n]) // (N,)
  const [all, saved] = [sum(lost), cumsum(lost)] // (), (N,)
  const spent = last.map((k) => cost * (k + 1) + all - saved[k]) // (T,)
  const at = last.map((k) => score[order[k]]) // (T,)
  return [[Infinity, ...at], [all, ...spent]] // 2 × (T+1,)
}
