/* The frame of a figure that computes. A figure says

     name     as its element does: family/slug
     words    of both languages: { zh, en }, each with try, say(state, numbers), and its own
     start    the state, numbers by name
     ranges   for each { low, high, step, fine }: what a key does, and with Shift; limit, where
              a state may go further than a hand leads
     build    (stage) → what draws a state: (state) → its numbers, by name, for Python, too
     python   (state) → a program that prints these numbers, in this order

   and this makes of it the task, the controls, what is said aloud, the link and the program. */
import { clamped, made, told } from "./draw.js"

export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en"
const SHARED = {
  zh: { try: "试试：", guess: "先猜：", right: "猜对了。", wrong: "不对。", again: "从头再来", link: "复制链接", copied: "链接已复制：打开它，图就是现在这样。", python: "看 Python" },
  en: { try: "Try: ", guess: "Guess first: ", right: "Right. ", wrong: "No. ", again: "Start again", link: "Copy link", copied: "Link copied: it opens the figure as it is now.", python: "As Python" },
}
export const common = SHARED[language]
const STYLE = new URL("../../css/live.css", import.meta.url).href
const PAUSE = 500 // milliseconds after a change, until it is said aloud
let styled

const style = () => styled ??= new Promise((resolve) => {
  const sheet = made("link", { rel: "stylesheet", href: STYLE })
  sheet.onload = sheet.onerror = resolve
  document.head.append(sheet)
})

// A link has all numbers of a state in their order, or it is no link of this figure.
const fragment = (name, state) => `#live=${name}:${Object.values(state).map((value) => Number(value.toPrecision(8))).join(",")}`
const given = ({ name, start, ranges }) => {
  const [head, tail] = location.hash.split(":")
  if (head !== `#live=${name}` || !/^[-\d.e]+(,[-\d.e]+)*$/.test(tail ?? "")) return null
  const [keys, values] = [Object.keys(start), tail.split(",").map(Number)]
  const fits = (value, { low, high, fine, limit }) => value >= (limit ? -limit : low) && value <= (limit ?? high) && (fine !== 1 || Number.isInteger(value))
  if (keys.length !== values.length || !keys.every((key, k) => fits(values[k], ranges[key]))) return null
  return Object.fromEntries(keys.map((key, k) => [key, values[k]]))
}

const rounded = (value, { low, high, fine }) => clamped(Number((Math.round(value / fine) * fine).toFixed(6)), low, high)
const WAYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 }

class Stage {
  constructor(box, spec) {
    Object.assign(this, { box, spec, words: spec.words[language], state: { ...spec.start, ...given(spec) }, sliders: [] })
    this.said = made("output", { class: "spoken", "aria-live": "polite" })
    this.frame = made("div", { class: "live-frame", role: "group", "aria-label": this.words.name })
    this.task = this.frame.appendChild(made("p", { class: "live-task" }, made("b", {}, common.try), this.words.try))
  }

  add(...nodes) {
    this.frame.append(...nodes)
    return nodes[0]
  }

  // A change of the state: drawn at once, said aloud once no other follows.
  set(change) {
    Object.assign(this.state, change)
    this.show()
    clearTimeout(this.later)
    this.later = setTimeout(() => { this.said.textContent = this.words.say(this.state, this.numbers) }, PAUSE)
  }

  move(key, value) {
    this.lead({ [key]: value })
  }

  // Where a hand leads one number or several, drawn once.
  lead(values) {
    const keys = Object.keys(values)
    keys.forEach((key) => this.moved?.(key))
    this.set(Object.fromEntries(keys.map((key) => [key, rounded(values[key], this.spec.ranges[key])])))
  }

  show() {
    this.numbers = this.draw(this.state)
    this.sliders.forEach((renew) => renew())
    this.program?.show(this.spec.python(this.state))
  }

  // The keys of a slider; with Shift in small steps.
  key(event, key) {
    const { low, high, step, fine } = this.spec.ranges[key]
    const way = WAYS[event.key]
    const ends = { Home: low, End: high }
    if (way) this.move(key, this.state[key] + way * (event.shiftKey ? fine : step))
    else if (event.key in ends) this.move(key, ends[event.key])
    else return
    event.preventDefault()
  }

  // A slider of its own, with its name and its value; text says the value.
  slider(key, text) {
    const { low, high, fine } = this.spec.ranges[key]
    const field = made("input", { type: "range", min: low, max: high, step: fine })
    const value = made("span", { class: "live-value" })
    field.addEventListener("input", () => this.move(key, field.valueAsNumber))
    field.addEventListener("keydown", (event) => this.key(event, key))
    this.sliders.push(() => {
      field.value = this.state[key]
      field.ariaValueText = value.textContent = text(this.state[key])
    })
    return made("label", { class: "live-slider" }, made("span", {}, this.words[key]), field, value)
  }

  // A box to tick, for what is 0 or 1.
  tick(key) {
    const field = made("input", { type: "checkbox" })
    field.addEventListener("change", () => this.move(key, Number(field.checked)))
    this.sliders.push(() => { field.checked = this.state[key] === 1 })
    return made("label", { class: "live-box" }, field, this.words[key])
  }

  // A part of a drawing as a slider: node is dragged, place says which value is meant.
  handle(node, key, text, place) {
    const { low, high } = this.spec.ranges[key]
    told(node, { role: "slider", tabindex: 0, class: "live-handle", "aria-label": this.words[key], "aria-valuemin": low, "aria-valuemax": high })
    node.addEventListener("keydown", (event) => this.key(event, key))
    this.grip(node, { [key]: place })
    this.sliders.push(() => told(node, { "aria-valuenow": clamped(this.state[key], low, high), "aria-valuetext": text(this.state[key]) }))
  }

  // A part of a drawing that goes where the pointer leads it, from where it was held.
  grip(node, places) {
    const keys = Object.keys(places)
    let held
    this.drag(node,
      (event) => this.lead(Object.fromEntries(keys.map((key) => [key, places[key](event) + held[key]]))),
      (event) => { held = Object.fromEntries(keys.map((key) => [key, this.state[key] - places[key](event)])) })
  }

  // What happens at each place of a pointer that is down; first, where it comes down.
  drag(node, at, first = at) {
    node.addEventListener("pointerdown", (event) => {
      if (event.button) return
      event.preventDefault()
      node.setPointerCapture(event.pointerId)
      node.focus({ preventScroll: true })
      first(event)
    })
    node.addEventListener("pointermove", (event) => { if (node.hasPointerCapture(event.pointerId)) at(event) })
  }

  button(text, action) {
    const node = made("button", { type: "button" }, text)
    node.addEventListener("click", action)
    return node
  }

  // A question with its options; the answer does what was asked about, and says why.
  guess(question, options, right, answer) {
    const told = made("p", { class: "live-answer", role: "status" })
    const buttons = options.map((text, k) => this.button(text, () => {
      buttons.forEach((each, n) => { each.ariaPressed = n === k })
      told.textContent = (k === right ? common.right : common.wrong) + answer()
    }))
    return made("div", { class: "live-guess" }, made("p", {}, made("b", {}, common.guess), question), made("p", { class: "live-buttons" }, ...buttons), told)
  }

  // Below all of it: start again, link, Python.
  feet() {
    const note = made("span", { role: "status" })
    const again = () => { this.moved?.(); this.set({ ...this.spec.start }) }
    const link = async () => {
      const address = location.origin + location.pathname + fragment(this.spec.name, this.state)
      await navigator.clipboard.writeText(address).then(() => { note.textContent = common.copied }, () => { note.textContent = address })
    }
    const python = async () => {
      const { Program } = await import("./python.js")
      if (this.program) this.program.box.hidden = !this.program.box.hidden
      else this.frame.append((this.program = new Program(this.spec.python(this.state))).box)
      opens.ariaExpanded = !this.program.box.hidden
    }
    const opens = this.button(common.python, python)
    opens.ariaExpanded = false
    return made("p", { class: "live-buttons" }, this.button(common.again, again), this.button(common.link, link), opens, note)
  }
}

export const figure = (spec) => async (box) => {
  const stage = new Stage(box, spec)
  stage.draw = spec.build(stage)
  stage.add(stage.feet(), stage.said)
  await style()
  addEventListener("hashchange", () => {
    const state = given(spec)
    if (state) stage.set(state)
  })
  stage.show()
  box.prepend(stage.frame)
  box.dataset.on = ""
  box.live = stage // what tests ask
}
