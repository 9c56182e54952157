// A single neuron, forward, backward and trained: neuron.py once more, for figures.
import { add, divide, exp, greater, matmul, maximum, mean, multiply, negative, ones_like, size, square, subtract, sum, tanh, transpose } from "../arrays.mjs"

// The shape of a regular array of numbers that is not empty; else null.
const shape_of = (a) => {
  if (typeof a === "number") return []
  if (!Array.isArray(a) || a.length === 0) return null
  if (a.filter((n) => typeof n === "number").length === a.length) return [a.length]
  const inner = Array.from(a, shape_of)
  const same = inner.every((each) => each !== null && String(each) === String(inner[0]))
  return same ? [a.length, ...inner[0]] : null
}
const told = (shape) => (shape.length === 1 ? `(${shape},)` : `(${shape.join(", ")})`)
const sort = (a) => (Array.isArray(a) ? "a list that is empty, uneven or no numbers" : typeof a)

// An Error unless a holds numbers in this shape; a letter stands for any size from 1, "..." for any shape.
export function expect(name, a, ...shape) {
  const found = shape_of(a)
  const free = shape[0] === "..."
  const fits = (size, k) => typeof size === "string" || size === found[k]
  if (found !== null && (free || (found.length === shape.length && shape.every(fits)))) return
  const want = free ? "" : ` of shape ${told(shape)}`
  throw new Error(`${name} must be numbers${want}, got ${found === null ? sort(a) : told(found)}`)
}

// An Error unless all counts are whole numbers from low.
export function expect_count(name, counts, low = 1) {
  if (counts.every((n) => Number.isInteger(n) && n >= low)) return
  throw new Error(`${name} must be whole and at least ${low}, got ${counts.map((n) => JSON.stringify(n)).join(", ")}`)
}

export function sigmoid(a) {
  expect("a", a, "...")
  return divide(1, add(1, exp(negative(a)))) // (...)
}

export function f_identity(a) {
  expect("a", a, "...")
  return [a, ones_like(a)] // 2 × (...)
}

export function f_relu(a) {
  expect("a", a, "...")
  return [maximum(a, 0), greater(a, 0)] // 2 × (...)
}

export function f_sigmoid(a) {
  const y_hat = sigmoid(a) // (...)
  return [y_hat, multiply(y_hat, subtract(1, y_hat))] // 2 × (...)
}

export function f_tanh(a) {
  expect("a", a, "...")
  const y_hat = tanh(a) // (...)
  return [y_hat, subtract(1, square(y_hat))] // 2 × (...)
}

// ŷ = f(x·w + b): x (N, D) → y_hat (N,), cache.
export function neuron_forward(params, x, f = f_identity) {
  const { w, b } = params
  expect("w", w, "D")
  expect("b", b)
  expect("x", x, "N", w.length)
  const a = add(matmul(x, w), b) // (N,)
  const [y_hat, slope] = f(a) // 2 × (N,)
  return [y_hat, [x, w, slope]]
}

// dy_hat (N,) → dx (N, D), grads.
export function neuron_backward(dy_hat, cache) {
  const [x, w, slope] = cache
  expect("dy_hat", dy_hat, slope.length)
  const da = multiply(dy_hat, slope) // (N,)
  const dx = da.map((each) => multiply(each, w)) // (N, D)
  const dw = matmul(transpose(x), da) // (D,)
  const db = sum(da) // ()
  return [dx, { w: dw, b: db }]
}

// Mean squared error, its gradient dy_hat.
export function mse(y_hat, y) {
  expect("y_hat", y_hat, "...")
  expect("y", y, ...shape_of(y_hat))
  const error = subtract(y_hat, y) // (...)
  return [mean(square(error)), multiply(2 / size(error), error)] // (), (...)
}

// Full-batch gradient descent on the mean squared error: params, losses (steps,).
export function train_neuron(params, x, y, f = f_identity, lr = 0.1, steps = 100) {
  expect_count("steps", [steps], 0)
  const losses = []
  for (const _ of Array(steps)) {
    const [y_hat, cache] = neuron_forward(params, x, f)
    const [loss, dy_hat] = mse(y_hat, y)
    const [, grads] = neuron_backward(dy_hat, cache)
    const moved = (p, g) => subtract(p, multiply(lr, g))
    params = { w: moved(params.w, grads.w), b: moved(params.b, grads.b) }
    losses.push(loss)
  }
  return [params, losses]
}
