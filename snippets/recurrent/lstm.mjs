// Long short-term memory: lstm.py once more, for figures. The gates stand in the order i, f, g, o.
import { add, matmul, multiply, square, subtract, tanh, transpose, zeros_like } from "../arrays.mjs"
import { sigmoid } from "../foundations/loss.mjs"
import { expect } from "../foundations/neuron.mjs"

const split = (a) => [0, 1, 2, 3].map((k) => a.map((row) => row.slice((k * row.length) / 4, ((k + 1) * row.length) / 4)))
const beside = (first, ...others) => first.map((row, n) => row.concat(...others.map((each) => each[n])))

// One step in time, given a_x = x W_x + b: h, c and its cache.
export function lstm_step(W_h, a_x, h_prev, c_prev) {
  const a = add(a_x, matmul(h_prev, W_h)) // (B, 4H)
  const [a_i, a_f, a_g, a_o] = split(a) // 4 × (B, H)
  const i = sigmoid(a_i) // (B, H)
  const f = sigmoid(a_f) // (B, H)
  const g = tanh(a_g) // (B, H)
  const o = sigmoid(a_o) // (B, H)
  const c = add(multiply(f, c_prev), multiply(i, g)) // (B, H)
  const tanh_c = tanh(c) // (B, H)
  const h = multiply(o, tanh_c) // (B, H)
  return [h, c, [c_prev, i, f, g, o, h, tanh_c]]
}

// D and H.
export function expect_lstm(params) {
  const { W_x, W_h, b } = params
  expect("W_h", W_h, "H", "4H")
  const H = W_h.length
  expect("W_h", W_h, H, 4 * H)
  expect("W_x", W_x, "D", 4 * H)
  expect("b", b, 4 * H)
  return [W_x.length, H]
}

// h_0, c_0 (B, H), zero unless given.
export function lstm_start(params, xs, h_0 = null, c_0 = null) {
  const [D, H] = expect_lstm(params)
  expect("xs", xs, "T", "B", D)
  const B = xs[0].length
  const zero = xs[0].map(() => Array(H).fill(0)) // (B, H)
  ;[h_0, c_0] = [h_0 ?? zero, c_0 ?? zero] // 2 × (B, H)
  expect("h_0", h_0, B, H)
  expect("c_0", c_0, B, H)
  return [h_0, c_0]
}

// All steps, given a_xs = xs W_x + b: h_0 … h_T, c and caches.
export function lstm_run(W_h, a_xs, h_0, c) {
  const hs = [h_0]
  const steps = []
  for (const a_x of a_xs) {
    const [h, c_t, step] = lstm_step(W_h, a_x, hs.at(-1), c)
    c = c_t
    hs.push(h)
    steps.push(step)
  }
  return [hs, c, steps] // (T+1, B, H), (B, H)
}

// Run over xs (T, B, D): hs (T, B, H), the last c, a cache.
export function lstm_forward(params, xs, h_0 = null, c_0 = null) {
  ;[h_0, c_0] = lstm_start(params, xs, h_0, c_0) // 2 × (B, H)
  const { W_x, W_h, b } = params
  const a_xs = add(matmul(xs, W_x), b) // (T, B, 4H)
  const [hs, c, steps] = lstm_run(W_h, a_xs, h_0, c_0)
  return [hs.slice(1), c, [params, xs, hs, steps]]
}

// Undo one step: da of each gate, and dc_prev.
export function lstm_step_backward(step, dh, dc) {
  const [c_prev, i, f, g, o, h, tanh_c] = step
  dc = add(dc, multiply(dh, subtract(o, multiply(h, tanh_c)))) // (B, H)
  const dc_i = multiply(dc, i) // (B, H)
  const dc_prev = multiply(dc, f) // (B, H)
  const da_i = multiply(multiply(dc_i, g), subtract(1, i)) // (B, H)
  const da_f = multiply(multiply(dc_prev, c_prev), subtract(1, f)) // (B, H)
  const da_g = multiply(dc_i, subtract(1, square(g))) // (B, H)
  const da_o = multiply(multiply(dh, h), subtract(1, o)) // (B, H)
  return [[da_i, da_f, da_g, da_o], dc_prev]
}

// Backpropagate dhs (T, B, H), and dc (B, H) of the last c if given: dxs, dh_0, dc_0, grads.
export function lstm_backward(dhs, cache, dc = null) {
  const [params, xs, hs, steps] = cache
  const [h_0] = hs // (B, H)
  const [T, B, H] = [steps.length, h_0.length, params.W_h.length]
  let dh = zeros_like(h_0) // (B, H)
  dc = dc ?? dh // (B, H)
  expect("dhs", dhs, T, B, H)
  expect("dc", dc, B, H)
  const das = []
  for (const step of [...steps].reverse()) {
    const [da, dc_prev] = lstm_step_backward(step, add(dhs[T - 1 - das.length], dh), dc)
    dc = dc_prev
    das.push(beside(...da)) // (B, 4H)
    dh = matmul(das.at(-1), transpose(params.W_h)) // (B, H)
  }
  das.reverse() // (T, B, 4H)
  const ones = xs.map((x) => x.map(() => [1])) // (T, B, 1)
  const z = xs.map((x, t) => beside(x, hs[t], ones[t])) // (T, B, D+H+1)
  const dW = matmul(transpose(z.flat()), das.flat()) // (D+H+1, 4H)
  const dxs = matmul(das, transpose(params.W_x)) // (T, B, D)
  return [dxs, dh, dc, { W_x: dW.slice(0, -H - 1), W_h: dW.slice(-H - 1, -1), b: dW.at(-1) }]
}
