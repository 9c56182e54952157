// Python in the colours of the page: enough for an editor.
const KEYWORDS = "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield True False None"
const CALLED = "abs all any bool dict enumerate float int isinstance len list map max min next open print range reversed round set sorted str sum super tuple type zip"
const PART = new RegExp([
  /(?<comment>#[^\n]*)/,
  /(?<string>(?<![A-Za-z_])[rbfu]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))/,
  /(?<number>\b(?:0x[\da-f]+|\d[\d_]*\.?\d*(?:e[-+]?\d+)?|\.\d+)j?\b)/,
  /(?<name>[A-Za-z_]\w*)/,
].map(({ source }) => source).join("|"), "gi")
const KINDS = { comment: "c1", string: "s2", number: "mf" }
const named = new Map([...KEYWORDS.split(" ").map((word) => [word, "k"]), ...CALLED.split(" ").map((word) => [word, "nb"])])

export const coloured = (code) => {
  const parts = document.createDocumentFragment()
  let last = 0
  for (const { 0: text, index, groups } of code.matchAll(PART)) {
    const kind = Object.keys(KINDS).find((name) => groups[name] !== undefined)
    const look = kind ? KINDS[kind] : named.get(text)
    if (!look) continue
    const span = document.createElement("span")
    span.className = look
    span.textContent = text
    parts.append(code.slice(last, index), span)
    last = index + text.length
  }
  parts.append(code.slice(last))
  return parts
}
