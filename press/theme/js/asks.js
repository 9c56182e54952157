// Which symbol stands where: in formulas as press/read/signs.py reads them, in code by its name.
const UNSEEN = /[\u2061-\u2064 \n]/g
const BETWEEN = { msub: "_", msup: "^", munder: "_" }
const SILENT = "[class^=c], [class^=s]" // comments and texts

export const key = (node) => {
  const parts = [...node.children].map(key)
  if (!parts.length) return node.textContent.replace(UNSEEN, "")
  if (node.localName === "msubsup") return `${parts[0]}_${parts[1]}^${parts[2]}`
  return parts.join(BETWEEN[node.localName] ?? "")
}

// Under which keys a part may be known, each with whether its power is left to read.
const ways = (node) => {
  const whole = [key(node), false]
  if (node.localName === "mi" || node.localName === "mover") return [whole]
  if (!/^m(sub|sup|subsup)$/.test(node.localName)) return []
  const [base, below, above] = [...node.children].map(key)
  if (node.localName === "msub") return [whole, [base, false]]
  if (node.localName === "msup") return [whole, [base, true]]
  return [whole, [`${base}_${below}`, true], [`${base}^${above}`, false], [base, true]]
}

// Of a formula every part that a list knows: the element, and its line in the list.
export const signs = (node, known) => {
  const parts = [...node.children]
  const inside = (some) => some.flatMap((part) => signs(part, known))
  for (const [called, rest] of ways(node))
    if (known.has(called)) return [[node, known.get(called)], ...rest ? inside(parts.slice(-1)) : []]
  if (/^m(sub|under|subsup|underover)$/.test(node.localName)) parts.splice(1, 1) // nothing in it answers
  return inside(parts)
}

// dW is the gradient of W: its line is that of the letter d, whether or not a name in the code is d.
export const GRADIENT = "d of"
export const named = (name, names) => names.get(name) ?? (name[0] === "d" && names.has(name.slice(1)) ? names.get(GRADIENT) : undefined)

const words = (text) => text.parentElement.closest(SILENT) ? [] : [...text.data.matchAll(/[A-Za-z_]\w*/g)]

const range = (text, word) => {
  const found = document.createRange()
  found.setStart(text, word.index)
  found.setEnd(text, word.index + word[0].length)
  return found
}

// Every place of a symbol in the code of the page.
export const places = (line, names) => {
  const found = []
  for (const code of document.querySelectorAll("article code")) {
    if (code.closest(".output")) continue
    const walk = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
    while (walk.nextNode())
      for (const word of words(walk.currentNode))
        if (named(word[0], names) === line) found.push(range(walk.currentNode, word))
  }
  return found
}

// The name in the code at a point.
export const nameAt = (x, y, names) => {
  const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y)
  const [text, at] = [caret?.offsetNode ?? caret?.startContainer, caret?.offset ?? caret?.startOffset]
  if (text?.nodeType !== Node.TEXT_NODE || !text.parentElement.closest("code") || text.parentElement.closest(".output")) return
  const word = words(text).find(({ index, 0: name }) => index <= at && at <= index + name.length)
  const line = word && named(word[0], names)
  if (!line) return
  const place = range(text, word)
  const { left, right, top, bottom } = place.getBoundingClientRect()
  return x >= left && x <= right && y >= top && y <= bottom ? [place, line] : undefined
}
