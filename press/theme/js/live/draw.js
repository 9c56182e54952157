// What figures are made of: elements, scales, numbers, formulas.
const SVG = "http://www.w3.org/2000/svg"

const filled = (node, told, inner) => {
  for (const [name, value] of Object.entries(told)) node.setAttribute(name, value)
  node.append(...inner)
  return node
}
export const made = (tag, told = {}, ...inner) => filled(document.createElement(tag), told, inner)
export const svg = (tag, told = {}, ...inner) => filled(document.createElementNS(SVG, tag), told, inner)
export const told = (node, changes) => filled(node, changes, [])

// From numbers to places in a drawing, and back.
export const scale = ([low, high], [from, to]) => {
  const at = (value) => from + ((value - low) / (high - low)) * (to - from)
  at.back = (place) => low + ((place - from) / (to - from)) * (high - low)
  return at
}

export const clamped = (value, low, high) => Math.min(high, Math.max(low, value))
export const signed = (value, digits) => Number(value.toFixed(digits)).toFixed(digits).replace(/^-(?=[0.]*$)/, "").replace("-", "−")
export const within = (value, digits) => (value < 0 ? `(${signed(value, digits)})` : signed(value, digits)) // within a product

// A formula, which may break before = and +. A letter may have an index, or two: c_t, y_u,v. A minus
// that takes nothing away belongs to its number.
const PART = /(?<number>(?:(?<=(?:^|[(=⋅])\s?)−)?\d+(?:\.\d+)?|²)|(?<name>∂|\p{L}+)(?:_(?<index>[\p{L}\d−]+(?:,[\p{L}\d−]+)*))?|(?<sign>\S)/gu
const kinds = { number: "mn", name: "mi", sign: "mo" }
const [opens, closes] = ["prefix", "postfix"].map((form) => ` form="${form}" stretchy="false"`)
const forms = { "(": opens, "⌊": opens, ")": closes, "⌋": closes }
const part = ({ number, name, index, sign }) => {
  const [kind, text] = number ? ["number", number] : name ? ["name", name] : ["sign", sign]
  const how = forms[sign] ?? (sign ? ' form="infix"' : "")
  const node = `<${kinds[kind]}${how}>${text}</${kinds[kind]}>`
  return index ? `<msub>${node}<mrow><mi>${index}</mi></mrow></msub>` : node
}
export const formula = (text) =>
  text.replaceAll("·", "⋅").split(/ (?=[=+] )/).map((piece) => `<math>${[...piece.matchAll(PART)].map(({ groups }) => part(groups)).join("")}</math>`).join(" ")

// Where a pointer is in a drawing.
export const place = (drawing, { clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(drawing.getScreenCTM().inverse())
