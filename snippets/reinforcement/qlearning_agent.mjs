// How fast a rate shrinks: of qlearning_agent.py what figures need, once more in JavaScript.

// A learning rate: 1 at the first visit of a pair, n^−0.8 at the nth.
export function shrinking(n, power = 0.8) {
  return n ** -power // ()
}
