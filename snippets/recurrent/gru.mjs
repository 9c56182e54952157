// Gated recurrent unit, one step and forward: gru.py once more, for figures. The parts stand in the order r, z, n.
import { add, matmul, multiply, subtract, tanh } from "../arrays.mjs"
import { sigmoid } from "../foundations/loss.mjs"
import { expect } from "../foundations/neuron.mjs"

const part = (a, k) => a.map((row) => row.slice((k * row.length) / 3, ((k + 1) * row.length) / 3))

// One step in time, given a_x = x W_x + b_x: h and its cache.
export function gru_step(W_h, b_h, a_x, h_prev, reset_after = true) {
  const [x_r, x_z, x_n] = [0, 1, 2].map((k) => part(a_x, k)) // 3 × (B, H)
  const [W_r, W_z, W_n] = [0, 1, 2].map((k) => part(W_h, k)) // 3 × (H, H)
  const [b_r, b_z, b_n] = [0, 1, 2].map((k) => part([b_h], k)[0]) // 3 × (H,)
  const r = sigmoid(add(add(x_r, matmul(h_prev, W_r)), b_r)) // (B, H)
  const z = sigmoid(add(add(x_z, matmul(h_prev, W_z)), b_z)) // (B, H)
  const u = reset_after ? add(matmul(h_prev, W_n), b_n) : multiply(r, h_prev) // (B, H)
  const a_n = reset_after ? add(x_n, multiply(r, u)) : add(add(x_n, matmul(u, W_n)), b_n) // (B, H)
  const n = tanh(a_n) // (B, H)
  const h = add(multiply(subtract(1, z), n), multiply(z, h_prev)) // (B, H)
  return [h, [r, z, n, u]]
}

// D and H.
export function expect_gru(params) {
  const { W_x, W_h, b_x, b_h } = params
  expect("W_h", W_h, "H", "3H")
  const H = W_h.length
  expect("W_h", W_h, H, 3 * H)
  expect("W_x", W_x, "D", 3 * H)
  expect("b_x", b_x, 3 * H)
  expect("b_h", b_h, 3 * H)
  return [W_x.length, H]
}

// Run over xs (T, B, D) from h_0 (B, H), zero unless given: hs (T, B, H), a cache.
export function gru_forward(params, xs, h_0 = null, reset_after = true) {
  const { W_x, W_h, b_x, b_h } = params
  const [D, H] = expect_gru(params)
  expect("xs", xs, "T", "B", D)
  const B = xs[0].length
  h_0 = h_0 ?? xs[0].map(() => Array(H).fill(0)) // (B, H)
  expect("h_0", h_0, B, H)
  const a_xs = add(matmul(xs, W_x), b_x) // (T, B, 3H)
  const hs = [h_0]
  const steps = []
  for (const a_x of a_xs) {
    const [h, step] = gru_step(W_h, b_h, a_x, hs.at(-1), reset_after)
    hs.push(h)
    steps.push(step)
  }
  const kept = [0, 1, 2, 3].map((k) => steps.map((step) => step[k])) // (4, T, B, H)
  return [hs.slice(1), [params, xs, hs, kept, reset_after]]
}
