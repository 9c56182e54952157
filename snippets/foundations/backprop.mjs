// Two layers, forward and backward: of backprop.py what figures need, once more in JavaScript.
import { abs, add, divide, exp, log1p, matmul, maximum, mean, multiply, negative, size, square, subtract, sum, tanh, transpose } from "../arrays.mjs"
import { expect } from "./neuron.mjs"

const shape_of = (a) => (Array.isArray(a) ? [a.length, ...shape_of(a[0])] : [])

// From x (N, D) to the logits a_2 (N, K), and the cache.
export function two_layer_forward(params, x) {
  const { W_1, b_1, W_2, b_2 } = params
  expect("W_1", W_1, "D", "H")
  expect("b_1", b_1, W_1[0].length)
  expect("W_2", W_2, b_1.length, "K")
  expect("b_2", b_2, W_2[0].length)
  expect("x", x, "N", W_1.length)
  const a_1 = add(matmul(x, W_1), b_1) // (N, H)
  const h = tanh(a_1) // (N, H)
  const a_2 = add(matmul(h, W_2), b_2) // (N, K)
  return [a_2, [x, W_1, h, W_2]]
}

export function sigmoid(a) {
  expect("a", a, "...")
  return divide(1, add(1, exp(negative(a)))) // (...)
}

// Loss of logits a for y in 0 … 1, and da.
export function binary_cross_entropy(a, y) {
  expect("a", a, "...")
  expect("y", y, ...shape_of(a))
  const wrong = [y].flat(Infinity).filter((each) => !(each >= 0 && each <= 1))
  if (wrong.length) throw new Error(`y must be numbers 0 … 1, got ${wrong.slice(0, 3)}`)
  const losses = add(subtract(maximum(a, 0), multiply(a, y)), log1p(exp(negative(abs(a))))) // (...)
  return [mean(losses), divide(subtract(sigmoid(a), y), size(a))] // (), (...)
}

// From da_2 (N, K) back to dx (N, D), and the gradients of the params.
export function two_layer_backward(da_2, cache) {
  const [x, W_1, h, W_2] = cache
  expect("da_2", da_2, x.length, W_2[0].length)
  const dW_2 = matmul(transpose(h), da_2) // (H, K)
  const db_2 = transpose(da_2).map(sum) // (K,)
  const dh = matmul(da_2, transpose(W_2)) // (N, H)
  const da_1 = multiply(dh, subtract(1, square(h))) // (N, H)
  const dW_1 = matmul(transpose(x), da_1) // (D, H)
  const db_1 = transpose(da_1).map(sum) // (H,)
  const dx = matmul(da_1, transpose(W_1)) // (N, D)
  return [dx, { W_1: dW_1, b_1: db_1, W_2: dW_2, b_2: db_2 }]
}
