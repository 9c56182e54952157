// Whether two outputs are alike, as press/read/within.py decides it.
const NUMBER = /(?<![A-Za-z_\d.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g
const SLACK = 1e-9

const tabs = (line) => {
  let found = ""
  for (const letter of line) found += letter === "\t" ? " ".repeat(4 - (found.length % 4)) : letter
  return found
}
export const normal = (text) =>
  text.split("\n").map((line) => tabs(line).trimEnd()).join("\n").replace(/^\n+|\n+$/g, "")

const words = (text) => text.replace(/ +/g, " ").split(NUMBER).map((piece) => piece.replace(/^ +| +$/g, ""))

const around = (number, within) => {
  if (within.endsWith("%")) return Number(within.slice(0, -1)) / 100 * Math.abs(Number(number))
  const size = Number(within)
  return !/[.e]/.test(number) && size < 1 ? 0 : size
}

export const alike = (shown, printed, within = "") => {
  if (shown === printed) return true
  if (!within) return false
  const ours = shown.match(NUMBER) ?? []
  const theirs = printed.match(NUMBER) ?? []
  const [left, right] = [words(shown), words(printed)]
  if (ours.length !== theirs.length || left.length !== right.length) return false
  if (left.some((word, index) => word !== right[index])) return false
  return ours.every((number, index) =>
    number === theirs[index] || Math.abs(number - theirs[index]) <= around(number, within) + SLACK)
}

// same, within, or different with the numbers of the lines that differ
export const judged = (shown, printed, within = "") => {
  const [ours, theirs] = [normal(shown), normal(printed)]
  if (ours === theirs) return { verdict: "same", lines: [] }
  if (alike(ours, theirs, within)) return { verdict: "within", lines: [] }
  const [left, right] = [ours.split("\n"), theirs.split("\n")]
  const lines = right.flatMap((line, index) => alike(left[index] ?? "", line, within) ? [] : [index])
  return { verdict: "different", lines }
}
