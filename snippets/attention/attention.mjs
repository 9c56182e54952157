// Scaled dot-product attention, forward and backward: attention.py once more, for figures.
import { divide, exp, matmul, multiply, subtract, sum, transpose } from "../arrays.mjs"
import { expect } from "../foundations/neuron.mjs"

// The same with each head of each sample.
const heads = (f, ...arrays) => arrays[0].map((sample, b) => sample.map((_, i) => f(...arrays.map((array) => array[b][i]))))

// An Error unless numbers (B, T, S), where 0 is False, leave each query a key.
export function expect_mask(mask, B, T, S) {
  expect("mask", mask, B, T, S)
  for (const [b, rows] of mask.entries()) {
    const t = rows.findIndex((row) => !row.some(Boolean))
    if (t >= 0) throw new Error(`mask must be true somewhere in each row, got none for query ${t} of sample ${b}`)
  }
}

// q (B, h, T, d), k (B, h, S, d), v (B, h, S, e) → y (B, h, T, e), cache; a query may look where mask (B, T, S) is not 0.
export function attend_forward(q, k, v, mask = null) {
  expect("q", q, "B", "h", "T", "d")
  const [B, h, T, d] = [q.length, q[0].length, q[0][0].length, q[0][0][0].length]
  expect("k", k, B, h, "S", d)
  const S = k[0][0].length
  expect("v", v, B, h, S, "e")
  let a = heads((q, k) => multiply(matmul(q, transpose(k)), d ** -0.5), q, k) // (B, h, T, S)
  if (mask !== null) {
    expect_mask(mask, B, T, S)
    const hidden = (row, seen) => row.map((score, s) => (seen[s] ? score : -Infinity)) // (S,)
    a = a.map((sample, b) => sample.map((rows) => rows.map((row, t) => hidden(row, mask[b][t])))) // (B, h, T, S)
  }
  const powers = (row) => exp(subtract(row, Math.max(...row))) // (S,)
  const shares = (row) => divide(row, sum(row)) // (S,)
  const w = heads((a) => a.map(powers).map(shares), a) // (B, h, T, S)
  const y = heads(matmul, w, v) // (B, h, T, e)
  return [y, [q, k, v, w]]
}

// dy (B, h, T, e) → dq, dk, dv.
export function attend_backward(dy, cache) {
  const [q, k, v, w] = cache
  const [B, h, T, d] = [q.length, q[0].length, q[0][0].length, q[0][0][0].length]
  expect("dy", dy, B, h, T, v[0][0][0].length)
  const dv = heads((w, dy) => matmul(transpose(w), dy), w, dy) // (B, h, S, e)
  const dw = heads((dy, v) => matmul(dy, transpose(v)), dy, v) // (B, h, T, S)
  const slopes = (w, dw) => multiply(multiply(w, subtract(dw, sum(multiply(w, dw)))), d ** -0.5) // (S,)
  const da = heads((w, dw) => w.map((row, t) => slopes(row, dw[t])), w, dw) // (B, h, T, S)
  const dq = heads(matmul, da, k) // (B, h, T, d)
  const dk = heads((da, q) => matmul(transpose(da), q), da, q) // (B, h, S, d)
  return [dq, dk, dv]
}
