// Of loss.py what figures need, once more in JavaScript.
import { abs, add, divide, exp, mean, multiply, negative, size, square, subtract } from "../arrays.mjs"
import { expect } from "./neuron.mjs"

const shape_of = (a) => (Array.isArray(a) ? [a.length, ...shape_of(a[0])] : [])
const entrywise = (f, a) => (Array.isArray(a) ? a.map((inner) => entrywise(f, inner)) : f(a))

// The errors, once both have been asked.
const errors = (y_hat, y) => {
  expect("y_hat", y_hat, "...")
  expect("y", y, ...shape_of(y_hat))
  return subtract(y_hat, y) // (...)
}

// Mean squared error, its gradient dy_hat.
export function mse(y_hat, y) {
  const error = errors(y_hat, y) // (...)
  return [mean(square(error)), multiply(2 / size(error), error)] // (), (...)
}

// Mean absolute error, its gradient dy_hat.
export function mae(y_hat, y) {
  const error = errors(y_hat, y) // (...)
  return [mean(abs(error)), divide(entrywise(Math.sign, error), size(error))] // (), (...)
}

// Square up to delta, straight beyond: loss, dy_hat.
export function huber(y_hat, y, delta = 1) {
  const error = errors(y_hat, y) // (...)
  if (!(delta > 0)) throw new Error(`delta must be above 0, got ${delta}`)
  const clipped = entrywise((e) => Math.min(delta, Math.max(-delta, e)), error) // (...)
  const losses = multiply(clipped, subtract(error, divide(clipped, 2))) // (...)
  return [mean(losses), divide(clipped, size(error))] // (), (...)
}

export function sigmoid(a) {
  expect("a", a, "...")
  return divide(1, add(1, exp(negative(a)))) // (...)
}
