// A symbol answers: what it is, its shape, where it is made, and where else it stands.
import { GRADIENT, key, nameAt, places, signs } from "./asks.js"

const STYLE = new URL("../css/symbols.css", import.meta.url).href
const REST = 250 // milliseconds that a pointer rests before it asks, or has left
const zh = document.documentElement.lang.startsWith("zh")
const said = (n) => zh ? `本页 ${n} 处` : n === 1 ? "1 place on this page" : `${n} places on this page`
const known = new Map() // by key, the line of the list
const names = new Map() // by name in the code
const at = new Map() // by element of a formula
const card = Object.assign(document.createElement("div"), { className: "answer", hidden: true })
let shown, home, timer

const read = (list) => {
  for (const line of list.querySelectorAll("tbody tr")) {
    const [letters, code] = line.cells
    letters.querySelectorAll("math").forEach((math) => known.set(key(math), line))
    code.querySelectorAll("code").forEach(({ textContent }) => names.set(textContent, line))
  }
  names.set(GRADIENT, known.get("d"))
  for (const math of document.querySelectorAll("article math"))
    for (const [part, line] of signs(math, known)) at.set(part, line)
}

// The first words of a line: what its letter is called where a shape names it.
const brief = (line) => line.cells[3].textContent.split(/[:;,(：；，（]/)[0].trim()

const sizes = (shape) => [...new Set(shape.match(/[A-Za-z]\w*/g))].flatMap((letter) => {
  const line = known.get(letter) ?? names.get(letter)
  return line ? `${letter} ${brief(line)}` : []
}).join(zh ? "，" : ", ")

const part = (...inside) => {
  const made = document.createElement("div")
  made.append(...inside)
  return made
}

const copy = (cell) => {
  const found = cell.cloneNode(true)
  found.querySelectorAll("[data-asked]").forEach((each) => { delete each.dataset.asked })
  return [...found.childNodes]
}

const fill = (line, count) => {
  const [letters, code, shape, words] = line.cells
  const head = part(...copy(letters), " ", ...copy(code))
  const told = shape.textContent
  card.replaceChildren(head, part(...copy(words)), ...told ? [part(told, " ", sizes(told))] : [], part(said(count)))
}

export const close = () => {
  clearTimeout(timer)
  if (!shown) return
  document.querySelectorAll("[data-asked]").forEach((part) => { delete part.dataset.asked })
  globalThis.CSS?.highlights?.delete("asked")
  card.hidden = true
  shown = undefined
}

const mark = (line, here) => {
  const parts = [...at].filter(([, other]) => other === line).map(([part]) => part)
  const ranges = places(line, names)
  parts.forEach((part) => { part.dataset.asked = part === here ? "here" : "" })
  if (globalThis.Highlight) CSS.highlights.set("asked", new Highlight(...ranges))
  const all = [...parts, ...ranges.map(({ startContainer }) => startContainer.parentElement)]
  return all.filter((part) => !part.closest(".symbols")).length
}

// Below what was asked, or above it where there is no room; within the window.
const put = (here) => {
  card.hidden = false
  const { left, top, bottom } = here.getBoundingClientRect()
  const [width, height] = [card.offsetWidth, card.offsetHeight]
  const above = bottom + height + 8 > innerHeight && top > height + 60
  card.style.left = `${scrollX + Math.max(8, Math.min(left, document.documentElement.clientWidth - width - 8))}px`
  card.style.top = `${scrollY + (above ? top - height - 6 : bottom + 6)}px`
}

// A pointer asks in silence; of what a key has asked for, a screen reader hears the answer.
const ask = (here, line, byKey = false) => {
  if (shown === here) return
  close()
  card.ariaLive = byKey ? "polite" : "off"
  fill(line, mark(line, here))
  put(here)
  shown = here
}

const under = ({ target, clientX, clientY }) => {
  let node = target
  while (node && !at.has(node)) node = node.parentElement
  if (node) return [node, at.get(node)]
  return target.closest?.("code") ? nameAt(clientX, clientY, names) : undefined
}

const same = (one, other) => one === other || one instanceof Range && other instanceof Range &&
  one.startContainer === other.startContainer && one.startOffset === other.startOffset

// With a mouse: what it rests on. It may go to the card, and back.
const point = (event) => {
  if (event.pointerType === "touch" || event.buttons) return
  clearTimeout(timer)
  if (card.contains(event.target)) return
  const found = under(event)
  if (found && same(found[0], shown)) return
  timer = setTimeout(() => found ? ask(...found) : close(), REST)
}

const press = (event) => {
  if (event.target.closest?.(".answer, a, button, .exercise .lines")) return // these have work of their own
  const found = getSelection().isCollapsed ? under(event) : undefined
  if (found) ask(...found)
  else close()
}

const KEYS = { ArrowRight: 1, ArrowDown: 1, Enter: 1, ArrowLeft: -1, ArrowUp: -1 }

// In a formula that has the focus, the arrows go from symbol to symbol.
const walk = (box, step) => {
  const all = [...at.keys()].filter((each) => box.contains(each))
  const from = all.indexOf(shown)
  const next = all[from < 0 && step < 0 ? all.length - 1 : (from + step + all.length) % all.length]
  if (!next) return
  next.scrollIntoView({ block: "nearest", inline: "nearest" })
  ask(next, at.get(next), true)
}

// The link of a card comes behind its formula, though the card stands elsewhere.
const leave = (event, box) => {
  const link = card.querySelector("a")
  if (card.contains(event.target)) home.focus({ preventScroll: true })
  else if (box?.contains(shown) && link && !event.shiftKey) link.focus()
  else return
  if (event.shiftKey || document.activeElement === link) event.preventDefault()
}

const type = (event) => {
  const box = event.target.closest?.("div.math")
  if (event.ctrlKey || event.altKey || event.metaKey) return
  if (event.key === "Tab" && shown) return leave(event, box)
  if (event.key === "Escape" && shown) {
    if (card.contains(event.target)) home.focus({ preventScroll: true })
    return close()
  }
  if (!box || !KEYS[event.key]) return
  event.preventDefault()
  home = box
  walk(box, KEYS[event.key])
}

const style = () => new Promise((resolve) => {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE, onload: resolve, onerror: resolve }))
})

export const begin = async (list, event) => {
  read(list)
  await style()
  document.body.append(card)
  addEventListener("pointermove", point)
  addEventListener("click", press)
  addEventListener("keydown", type)
  addEventListener("resize", close)
  addEventListener("focusin", ({ target }) => { if (target !== home && !card.contains(target)) close() })
  const first = { pointerover: point, click: press, keydown: type }
  first[event.type](event)
}
