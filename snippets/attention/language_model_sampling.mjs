// The next letter, drawn: language_model_sampling.py once more, for figures.
import { divide, exp, subtract, sum } from "../arrays.mjs"
import { expect, expect_count } from "../foundations/neuron.mjs"

const cumsum = (a) => {
  let total = 0
  return a.map((x) => (total += x))
}

// Logits a (B, K), u (B,) from 0 to below 1 → letters (B,), their chances p (B, K).
export function sample_letters(a, u, temperature, top) {
  expect("a", a, "B", "K")
  expect("u", u, a.length)
  expect_count("top", [top])
  if (!u.every((n) => n >= 0 && n < 1)) throw new Error(`u must be from 0 to below 1, got ${u}`)
  if (!(temperature > 0)) throw new Error(`temperature must be above 0, got ${temperature}`)
  const p = a.map((row) => {
    const best = [...row].sort((x, y) => y - x).slice(0, top)
    const e = exp(divide(subtract(row, best[0]), temperature)) // (K,)
    const kept = e.map((each, k) => (row[k] < best.at(-1) ? 0 : each)) // (K,)
    return divide(kept, sum(kept))
  }) // (B, K)
  const letters = p.map((row, b) => {
    const ends = cumsum(row) // (K,)
    return ends.filter((end) => end <= u[b] * ends.at(-1)).length
  }) // (B,)
  return [letters, p]
}
