// What a program draws with show and curves. Its first line stands below; the rest of
// its text, which is what it prints where there is no screen, folds out.
import { heat, span, svg } from "./names.js"

const SIDE = 320 // pixels of an image at most
const TALL = 240
const HEIGHT = 100 // of a curve, in units of its own

const made = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text })

const images = (found) => {
  const row = made("div", "run-images")
  const side = found.length === 1 ? SIDE : SIDE / 4
  const largest = span(found)
  row.append(...found.map((rows) => heat(rows, largest, side, found.length === 1 ? TALL : side, 24)))
  return row
}

const ends = (numbers) => {
  const finite = numbers.filter((number) => number !== null)
  return finite.length ? [Math.min(...finite), Math.max(...finite)] : [0, 0]
}

// The pieces of a curve: a number that is none leaves a gap, one alone is a dot.
const pieces = (points, place) => {
  const found = [[]]
  for (const point of points) {
    if (point[1] === null) found.push([])
    else found.at(-1).push(place(point))
  }
  return found.filter((piece) => piece.length).map((piece) => piece.length > 1 ? piece : [...piece, ...piece])
}

const lines = (found) => {
  const all = found.flatMap(({ points }) => points)
  const [left, right] = ends(all.map(([x]) => x))
  const [low, high] = ends(all.map(([, y]) => y))
  const place = ([x, y]) => {
    const across = (x - left) / (right - left || 1) * HEIGHT
    return `${across.toFixed(2)},${((high - y) / (high - low || 1) * HEIGHT).toFixed(2)}`
  }
  const drawing = svg("svg", { viewBox: `0 0 ${HEIGHT} ${HEIGHT}`, preserveAspectRatio: "none" })
  found.forEach(({ points }, number) => {
    for (const piece of pieces(points, place)) drawing.append(svg("polyline", { points: piece.join(" "), class: `line-${number}` }))
  })
  const box = made("div", "run-curves")
  const axis = (side, ...told) => {
    const row = made("div", side)
    row.append(...told.map((number) => made("span", "", `${Number(number.toPrecision(3))}`.replace("-", "−"))))
    return row
  }
  box.append(axis("run-up", high, low), drawing, axis("run-along", left, right))
  return box
}

// Which line is which: a piece of each, with its label.
const legend = (found) => {
  const row = made("div", "run-legend")
  found.forEach(({ label }, number) => {
    const sample = svg("svg", { viewBox: "0 0 24 8", width: 24, height: 8 })
    sample.append(svg("polyline", { points: "0,4 24,4", class: `line-${number}` }))
    const each = made("span", "")
    each.append(sample, ` ${label}`)
    row.append(each)
  })
  return row
}

export const drawn = ({ images: rows, curves }, text) => {
  const box = made("div", "run-picture")
  const [head, rest] = text.split(/(?<=^.*\n)/)
  const view = rows ? images(rows) : lines(curves)
  view.ariaHidden = "true"
  const fold = made("details", "")
  const summary = made("summary", "")
  summary.append(made("span", "stdout", head))
  fold.append(summary, made("span", "stdout", rest))
  box.append(view)
  if (curves?.some(({ label }) => label)) {
    const row = legend(curves)
    row.ariaHidden = "true"
    box.append(row)
  }
  box.append(fold)
  return box
}
