// Of loss.py what figures need, once more in JavaScript.
import { add, divide, exp, negative } from "../arrays.mjs"
import { expect } from "./neuron.mjs"

export function sigmoid(a) {
  expect("a", a, "...")
  return divide(1, add(1, exp(negative(a)))) // (...)
}
