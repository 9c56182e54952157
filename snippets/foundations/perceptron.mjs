// Rosenblatt's rule and Novikoff's bound: perceptron.py once more, for figures.
import { add, divide, matmul, maximum, multiply, negative, sqrt, square, sum } from "../arrays.mjs"
import { expect, expect_count } from "./neuron.mjs"

// All zero, where the convergence proof starts.
export function init_perceptron(D) {
  expect_count("D", [D])
  return { w: Array(D).fill(0), b: 0 }
}

// Scores a = x·w + b: x (N, D) → a (N,), cache.
export function perceptron_forward(params, x) {
  const { w, b } = params
  expect("w", w, "D")
  expect("b", b)
  expect("x", x, "N", w.length)
  const a = add(matmul(x, w), b) // (N,)
  return [a, [x, w]]
}

// The criterion Σ max(0, -y a) and da (N,), where -y marks a mistake.
export function perceptron_loss(a, y) {
  expect("a", a, "N")
  expect("y", y, a.length)
  if (y.some((label) => label * label !== 1)) throw new Error(`y must be ±1, got ${y.slice(0, 3)}`)
  const da = y.map((label, n) => (label * a[n] <= 0 ? -label : 0)) // (N,)
  const loss = sum(maximum(negative(multiply(y, a)), 0)) // ()
  return [loss, da]
}

// Rosenblatt's rule for one sample x (D,), y = ±1: params, hit.
export function perceptron_step(params, x, y) {
  const { w, b } = params
  expect("w", w, "D")
  expect("b", b)
  expect("x", x, w.length)
  if (![-1, 1].includes(y)) throw new Error(`y must be 1 or -1, got ${JSON.stringify(y)}`)
  if (y * (matmul(x, w) + b) > 0) return [params, true]
  return [{ w: add(w, multiply(y, x)), b: b + y }, false]
}

// R, γ of a separator (w, b), both in the space of (x, 1).
export function novikoff(params, x, y) {
  const { w, b } = params
  const [a] = perceptron_forward(params, x)
  perceptron_loss(a, y) // refuses what is not ±1
  const gamma = divide(Math.min(...multiply(y, a)), sqrt(matmul(w, w) + b * b)) // ()
  if (!(gamma > 0)) throw new Error(`params must be a separator of the classes, got γ = ${gamma}`)
  const R = sqrt(Math.max(...x.map((each) => sum(square(each)))) + 1) // ()
  return [R, gamma]
}
