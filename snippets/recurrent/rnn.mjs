// A simple recurrent network, forward and back: rnn.py once more, for figures.
import { add, matmul, multiply, square, subtract, tanh, transpose, zeros_like } from "../arrays.mjs"
import { expect } from "../foundations/neuron.mjs"

// One step in time, given a_x = x W_x + b: h.
export function rnn_step(W_h, a_x, h_prev) {
  const a = add(a_x, matmul(h_prev, W_h)) // (B, H)
  return tanh(a) // (B, H)
}

// D and H.
export function expect_rnn(params) {
  const { W_x, W_h, b } = params
  expect("W_h", W_h, "H", "H")
  const H = W_h.length
  expect("W_h", W_h, H, H)
  expect("W_x", W_x, "D", H)
  expect("b", b, H)
  return [W_x.length, H]
}

// Run over xs (T, B, D) from h_0 (B, H), zero unless given: hs (T, B, H), a cache.
export function rnn_forward(params, xs, h_0 = null) {
  const { W_x, W_h, b } = params
  const [D, H] = expect_rnn(params)
  expect("xs", xs, "T", "B", D)
  const B = xs[0].length
  h_0 = h_0 ?? xs[0].map(() => Array(H).fill(0)) // (B, H)
  expect("h_0", h_0, B, H)
  const a_xs = add(matmul(xs, W_x), b) // (T, B, H)
  const hs = [h_0]
  for (const a_x of a_xs) hs.push(rnn_step(W_h, a_x, hs.at(-1)))
  return [hs.slice(1), [params, xs, hs]]
}

// Backpropagate dhs (T, B, H) through time: dxs (T, B, D), dh_0, grads.
export function rnn_backward(dhs, cache) {
  const [params, xs, hs] = cache
  const [h_0, ...after] = hs // (B, H), (T, B, H)
  expect("dhs", dhs, after.length, h_0.length, h_0[0].length)
  const slopes = subtract(1, square(after)) // (T, B, H)
  const W_hT = transpose(params.W_h) // (H, H)
  const das = []
  let dh = zeros_like(h_0) // (B, H)
  for (const slope of [...slopes].reverse()) {
    das.push(multiply(add(dhs.at(-1 - das.length), dh), slope)) // (B, H)
    dh = matmul(das.at(-1), W_hT) // (B, H)
  }
  das.reverse() // (T, B, H)
  const before = hs.slice(0, -1) // (T, B, H)
  const dW_x = matmul(transpose(xs.flat()), das.flat()) // (D, H)
  const dW_h = matmul(transpose(before.flat()), das.flat()) // (H, H)
  const dxs = matmul(das, transpose(params.W_x)) // (T, B, D)
  const db = das.flat().reduce((total, da) => add(total, da)) // (H,)
  return [dxs, dh, { W_x: dW_x, W_h: dW_h, b: db }]
}
