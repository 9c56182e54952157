// The names of a block after a run: numbers, a curve, a heat map.
const SVG = "http://www.w3.org/2000/svg"
export const svg = (tag, attributes) => {
  const made = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
const WIDTH = 120
const HEIGHT = 32

export const span = (images) => Math.max(...images.flat(2).map(Math.abs)) || 1

const spread = (numbers) => {
  const low = Math.min(...numbers)
  const high = Math.max(...numbers)
  return [low, high - low || 1]
}

export const curve = (values) => {
  const [low, range] = spread(values)
  const points = values.map((value, index) =>
    `${(index / (values.length - 1) * WIDTH).toFixed(1)},${(HEIGHT - 1 - (value - low) / range * (HEIGHT - 2)).toFixed(1)}`)
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" })
  drawing.append(svg("polyline", { points: points.join(" ") }))
  return drawing
}

// Squares from c0 to c1, those of one shade in one path, for thousands of elements would
// hold up the page; a number that is none, as null, gets a cross.
const SHADES = 32
export const heat = (rows, largest = span([rows]), side = WIDTH, tall = 2 * HEIGHT, most = 12) => {
  const [height, width] = [rows.length, rows[0].length]
  const scale = Math.min(side / width, tall / height, most)
  const drawing = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, width: width * scale, height: height * scale,
    "aria-hidden": "true", "shape-rendering": "crispEdges",
  })
  const cells = new Map()
  rows.forEach((row, y) => row.forEach((value, x) => {
    const shade = value === null ? "odd" : Math.round(value / largest * SHADES) + 0
    cells.set(shade, `${cells.get(shade) ?? ""}M${x} ${y}${shade === "odd" ? "l1 1m0-1l-1 1" : "h1v1h-1z"}`)
  }))
  for (const [shade, d] of cells) {
    const look = shade === "odd" ? { class: shade } : { class: shade < 0 ? "minus" : "plus", "fill-opacity": Math.abs(shade) / SHADES }
    drawing.append(svg("path", { d, ...look }))
  }
  return drawing
}

const drawn = (values) => Array.isArray(values[0]) ? heat(values) : curve(values)

export const shown = (names, words) => {
  const fold = document.createElement("details")
  fold.className = "run-names"
  const summary = document.createElement("summary")
  summary.textContent = words.names(names.length)
  const table = document.createElement("table")
  fold.append(summary, table)
  for (const { name, kind, text, shape, dtype, values } of names) {
    const row = table.insertRow()
    const head = document.createElement("th")
    head.scope = "row"
    head.append(Object.assign(document.createElement("code"), { textContent: name }))
    row.append(head)
    row.insertCell().textContent = shape ? `(${shape.join(", ")}${shape.length === 1 ? "," : ""}) ${dtype}` : kind
    const cell = row.insertCell()
    if (values) cell.append(drawn(values))
    cell.append(Object.assign(document.createElement("code"), { textContent: text }))
  }
  return fold
}
