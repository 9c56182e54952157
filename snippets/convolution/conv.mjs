// Convolution with stride, padding, dilation and groups: conv.py once more, for figures.
import { sum } from "../arrays.mjs"
import { expect, expect_count } from "../foundations/neuron.mjs"

const AXES = [0, 1] // height, width
const sizes = (a) => (Array.isArray(a) ? [a.length, ...sizes(a[0])] : [])
const told = (shape) => `(${shape.join(", ")})`
const places = (size) => [...Array(size).keys()]

// [height, width], from low, of one integer or two.
export function pair(name, value, low) {
  const two = Array.isArray(value) ? value : [value, value]
  if (two.length !== 2) throw new Error(`${name} must be one integer or two, got ${JSON.stringify(value)}`)
  expect_count(name, two, low)
  return two
}

// s, p, d and the output size, each as [height, width].
export function conv_geometry(params, x, s, p, d, G) {
  const { W, b } = params
  expect("W", W, "M", "N", "k_h", "k_w")
  expect("b", b, W.length)
  expect("x", x, "B", "C", "H", "W")
  ;[s, p, d] = [pair("s", s, 1), pair("p", p, 0), pair("d", d, 1)]
  expect_count("G", [G])
  const [[M, N, ...k], [, C, ...size]] = [sizes(W), sizes(x)]
  if (C !== N * G || M % G) throw new Error(`x, W must be alike in channels, G = ${G}, got ${told(sizes(x))}, ${told(sizes(W))}`)
  const span = AXES.map((a) => d[a] * (k[a] - 1) + 1)
  const padded = AXES.map((a) => size[a] + 2 * p[a])
  if (span[0] > padded[0] || span[1] > padded[1]) throw new Error(`a kernel must be within ${told(padded)}, got ${told(span)}`)
  return [s, p, d, AXES.map((a) => Math.floor((padded[a] - span[a]) / s[a]) + 1)]
}

// The definition: maps (B, M, Ho, Wo) of images x (B, C, H, W).
export function conv_loops(params, x, s = 1, p = 0, d = 1, G = 1) {
  const [[s_h, s_w], [p_h, p_w], [d_h, d_w], [Ho, Wo]] = conv_geometry(params, x, s, p, d, G)
  const { W, b } = params
  const answer = (image, m, u, v) => {
    const c = Math.floor((m * G) / W.length) * W[m].length
    const products = W[m].map((layer, n) => layer.map((row, i) => {
      const pixels = image[c + n][u * s_h + i * d_h - p_h]
      return row.map((weight, j) => weight * (pixels?.[v * s_w + j * d_w - p_w] ?? 0))
    })) // (N, k_h, k_w)
    return b[m] + sum(products)
  }
  return x.map((image) => W.map((_, m) => places(Ho).map((u) => places(Wo).map((v) => answer(image, m, u, v)))))
}
