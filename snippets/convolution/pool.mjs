// Max and average pooling of pool.py, forward, once more in JavaScript.
import { sum } from "../arrays.mjs"
import { expect } from "../foundations/neuron.mjs"
import { pair } from "./conv.mjs"

const AXES = [0, 1] // height, width
const sizes = (a) => (Array.isArray(a) ? [a.length, ...sizes(a[0])] : [])
const told = (shape) => `(${shape.join(", ")})`
const places = (size) => [...Array(size).keys()]

// k, s, p and the output size, each as [height, width]; s is k if null.
export function geometry(x, k, s, p) {
  expect("x", x, "B", "C", "H", "W")
  ;[k, p] = [pair("k", k, 1), pair("p", p, 0)]
  s = pair("s", s ?? k, 1)
  if (AXES.some((a) => p[a] > Math.floor(k[a] / 2))) throw new Error(`p must be from 0 to half of k = ${told(k)}, got p = ${told(p)}`)
  const padded = AXES.map((a) => sizes(x)[2 + a] + 2 * p[a])
  if (AXES.some((a) => k[a] > padded[a])) throw new Error(`k must be within the padded size ${told(padded)}, got ${told(k)}`)
  return [k, s, p, AXES.map((a) => Math.floor((padded[a] - k[a]) / s[a]) + 1)]
}

// For each window of one axis, the pixels that it holds.
const held = (size, many, k, s, p) => places(many).map((u) => places(size).filter((h) => h >= u * s - p && h < u * s - p + k))

// What f says of each window, given all pixels of an image in a row and where they stand.
const windows = (f, x, [k, s, p, many]) => {
  const size = sizes(x).slice(2)
  const [rows, columns] = AXES.map((a) => held(size[a], many[a], k[a], s[a], p[a]))
  const of_map = (map) => {
    const pixels = map.flat()
    return rows.map((these) => columns.map((those) => f(pixels, these.flatMap((h) => those.map((w) => h * size[1] + w)))))
  }
  return x.map((image) => image.map(of_map))
}

// Largest pixel of every window of x (B, C, H, W): out (B, C, Ho, Wo), cache.
export function max_pool_forward(x, k, s = null, p = 0) {
  const settings = geometry(x, k, s, p)
  const first = (pixels, there) => there.reduce((best, n) => (pixels[n] > pixels[best] ? n : best))
  const largest = (pixels, there) => pixels[first(pixels, there)]
  return [windows(largest, x, settings), [windows(first, x, settings), sizes(x)]]
}

// Mean of every window of x (B, C, H, W), padding counted as 0: out (B, C, Ho, Wo), cache.
export function avg_pool_forward(x, k, s = null, p = 0) {
  const settings = geometry(x, k, s, p)
  const [[k_h, k_w]] = settings
  const mean = (pixels, there) => sum(there.map((n) => pixels[n])) / (k_h * k_w)
  return [windows(mean, x, settings), [sizes(x), ...settings]]
}
