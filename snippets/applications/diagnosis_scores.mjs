// What a risk is worth: of diagnosis_scores.py what figures need, once more in JavaScript.
import { expect } from "../foundations/neuron.mjs"

// An Error unless there is a score (N,) for each y (N,), and both y.
export function expect_scored(y, score) {
  expect("score", score, "N")
  expect("y", y, score.length)
  if (y.every((n) => n === 0 || n === 1) && y.includes(0) && y.includes(1)) return
  throw new Error(`y must be 0 and 1, both of them, got ${[...new Set(y)].slice(0, 4)}`)
}

// False and true alarm rates (T,) and thresholds, from ∞ downwards.
export function roc_curve(y, score) {
  expect_scored(y, score)
  const steps = [...new Set(score)].sort((a, b) => b - a) // (T-1,)
  const thresholds = [Infinity, ...steps] // (T,)
  const [benign, malignant] = [0, 1].map((n) => score.filter((_, k) => y[k] === n)) // (n,), (m,)
  const share = (group) => thresholds.map((t) => group.filter((each) => each >= t).length / group.length) // (T,)
  return [share(benign), share(malignant), thresholds] // 3 × (T,)
}
