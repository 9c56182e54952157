// Of activation.py what figures need, and neuron.mjs does not have, once more in JavaScript.
import { add, greater, maximum, multiply, subtract } from "../arrays.mjs"
import { expect, sigmoid } from "./neuron.mjs"

// ReLU with slope alpha, 0 … 1, where a <= 0.
export function f_leaky_relu(a, alpha = 0.01) {
  expect("a", a, "...")
  if (!(alpha >= 0 && alpha <= 1)) throw new Error(`alpha must be 0 … 1, got ${alpha}`)
  const slope = maximum(greater(a, 0), alpha) // (...)
  return [multiply(slope, a), slope] // 2 × (...)
}

// The product a σ(a), also called swish.
export function f_silu(a) {
  const s = sigmoid(a) // (...)
  return [multiply(a, s), multiply(s, add(1, multiply(a, subtract(1, s))))] // 2 × (...)
}
