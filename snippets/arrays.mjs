// What the twins in JavaScript need of NumPy, by its names. An array is a list of lists of
// numbers. Nothing is checked here: whoever calls has asked expect (foundations/neuron.mjs).

const depth = (a) => (Array.isArray(a) ? 1 + depth(a[0]) : 0)
const entries = (a) => [a].flat(Infinity)
const one = (f, a) => (Array.isArray(a) ? a.map((inner) => one(f, inner)) : f(a))

// Of two arrays the one with fewer axes meets every part of the other.
const two = (f, a, b) => {
  if (typeof a === "number" && typeof b === "number") return f(a, b)
  const [m, n] = [depth(a), depth(b)]
  if (m > n) return a.map((inner) => two(f, inner, b))
  if (n > m) return b.map((inner) => two(f, a, inner))
  return a.map((inner, k) => two(f, inner, b[k]))
}

export function add(a, b) {
  return two((x, y) => x + y, a, b)
}

export function subtract(a, b) {
  return two((x, y) => x - y, a, b)
}

export function multiply(a, b) {
  return two((x, y) => x * y, a, b)
}

export function divide(a, b) {
  return two((x, y) => x / y, a, b)
}

export function maximum(a, b) {
  return two((x, y) => Math.max(x, y), a, b)
}

export function greater(a, b) {
  return two((x, y) => Number(x > y), a, b)
}

export function negative(a) {
  return one((x) => -x, a)
}

export function exp(a) {
  return one(Math.exp, a)
}

export function log1p(a) {
  return one(Math.log1p, a)
}

export function tanh(a) {
  return one(Math.tanh, a)
}

export function abs(a) {
  return one(Math.abs, a)
}

export function square(a) {
  return one((x) => x * x, a)
}

export function sqrt(a) {
  return one(Math.sqrt, a)
}

export function zeros_like(a) {
  return one(() => 0, a)
}

export function ones_like(a) {
  return one(() => 1, a)
}

export function size(a) {
  return entries(a).length
}

export function sum(a) {
  return entries(a).reduce((total, x) => total + x)
}

export function mean(a) {
  return sum(a) / size(a)
}

// (n, m) → (m, n)
export function transpose(a) {
  return a[0].map((_, k) => a.map((row) => row[k]))
}

// (…, k) with (k,) → (…), or with (k, m) → (…, m)
export function matmul(a, b) {
  if (depth(a) > 1) return a.map((inner) => matmul(inner, b))
  const along = (entry) => a.reduce((total, x, k) => total + x * entry(k), 0)
  return depth(b) > 1 ? b[0].map((_, m) => along((k) => b[k][m])) : along((k) => b[k])
}
