// Three points and a line: drag w and b, or let the neuron step down its loss.
import { clamped, formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { mean } from "../../../snippets/arrays.mjs"
import { f_identity, mse, neuron_backward, neuron_forward, train_neuron } from "../../../snippets/foundations/neuron.mjs"

const X = [0, 1, 2]
const Y = [1, 3, 5]
const BEST = { w: 2, b: 1 }
const START = { w: 0, b: 0, rate: 0.1 }
const LARGE = 0.5 // the learning rate of the question
const FAR = 20 // no step leads further away
const samples = X.map((x) => [x])
const params = ({ w, b }) => ({ w: [w], b })

const computed = (state) => {
  const [y_hat, cache] = neuron_forward(params(state), samples)
  const [loss, dy_hat] = mse(y_hat, Y)
  const [, { w: [dw], b: db }] = neuron_backward(dy_hat, cache)
  return { y_hat, loss, dw, db }
}
const stepped = (state, steps = 1) => {
  const [{ w: [w], b }] = train_neuron(params(state), samples, Y, f_identity, state.rate, steps)
  return { w, b }
}
const lossAfter = (rate) => computed(stepped({ ...START, rate })).loss
const three = (value) => signed(value, 3)
const two = (value) => signed(value, 2)

const words = {
  zh: {
    name: "会计算的图：一条直线怎样学习",
    try: "拖动线上的两个圆点，让直线穿过三个点。损失能降到多小？然后按“从头再来”，再按“走一步”：神经元自己会往哪里走？",
    w: "权重 w", b: "偏置 b", rate: "学习率 η",
    line: "三个点和直线", map: "损失的等高线",
    one: "走一步", many: "走 20 步",
    far: "再走一步就出了这张图：步子太大，越走越远。",
    question: `从 w = b = 0 出发，η 用 ${LARGE}，不用 ${START.rate}。走一步以后，损失（在那里是 ${three(computed(START).loss)}）会怎样？`,
    options: ["比用小步降得更多", "降一点", "反而升高"],
    answer: () => `η = ${START.rate} 时降到 ${three(lossAfter(START.rate))}，η = ${LARGE} 时升到 ${three(lossAfter(LARGE))}：方向是对的，可一步迈过了谷底，到了对面更高的地方。`,
    say: ({ w, b }, { loss }) => `w ${two(w)}，b ${two(b)}，损失 ${three(loss)}`,
  },
  en: {
    name: "A figure that computes: how a line learns",
    try: "drag the two dots on the line until it runs through all three points. How small does the loss get? Then press Start again and One step: which way does the neuron go by itself?",
    w: "weight w", b: "bias b", rate: "learning rate η",
    line: "Three points and the line", map: "Contour lines of the loss",
    one: "One step", many: "20 steps",
    far: "One step more would leave the picture: the steps are too large, each leads further away.",
    question: `from w = b = 0, with η = ${LARGE} in place of ${START.rate}: what does one step do to the loss, which is ${three(computed(START).loss)} there?`,
    options: ["It falls more than with the small step", "It falls a little", "It rises"],
    answer: () => `With η = ${START.rate} it falls to ${three(lossAfter(START.rate))}, with η = ${LARGE} it rises to ${three(lossAfter(LARGE))}: the direction is right, but the step leads across the valley and higher up the other side.`,
    say: ({ w, b }, { loss }) => `w ${two(w)}, b ${two(b)}, loss ${three(loss)}`,
  },
}

// A field with axes: what is drawn lies in its middle part, which cuts off what is outside.
let fields = 0
const field = (name, [xs, ys], ticks, letters) => {
  const [left, right, top, bottom] = [30, 334, 12, 228]
  const [x, y] = [scale(xs, [left, right]), scale(ys, [bottom, top])]
  const id = `live-cut-${++fields}`
  const inside = svg("g", { "clip-path": `url(#${id})` })
  const drawing = svg("svg", { viewBox: "0 0 340 258", role: "group", "aria-label": name },
    svg("clipPath", { id }, svg("rect", { x: left, y: top, width: right - left, height: bottom - top })),
    svg("rect", { class: "live-field", x: left, y: top, width: right - left, height: bottom - top }), inside)
  ticks[0].forEach((n) => drawing.append(svg("text", { x: x(n), y: bottom + 16, class: "live-tick" }, signed(n, 0))))
  ticks[1].forEach((n) => drawing.append(svg("text", { x: left - 12, y: y(n) + 4, class: "live-tick" }, signed(n, 0))))
  drawing.append(svg("text", { x: right - 8, y: bottom + 26, class: "live-letter" }, letters[0]), svg("text", { x: 12, y: top + 14, class: "live-letter" }, letters[1]))
  return { drawing, inside, x, y, top, bottom }
}
const dot = (size, ...more) => svg("g", {}, svg("circle", { r: 23, class: "live-hit" }), svg("circle", { r: size, class: "live-dot" }), ...more)
const letter = (text) => svg("text", { x: 16, y: 16, class: "live-letter" }, text)
const to = (node, x, y) => told(node, { transform: `translate(${x} ${y})` })

// The left field: points, line, errors, and a dot for each of b and w.
const lines = (stage) => {
  const { drawing, inside, x, y, top, bottom } = field(stage.words.line, [[-0.35, 2.35], [-2.5, 7.5]], [X, [-2, 0, 2, 4, 6]], ["x", "y"])
  const line = svg("path", { class: "live-line" })
  const errors = X.map(() => svg("path", { class: "live-error" }))
  inside.append(line, ...errors, ...X.map((each, n) => svg("circle", { cx: x(each), cy: y(Y[n]), r: 5, class: "live-point" })))
  const [b, w] = [dot(8, letter("b")), dot(8, letter("w"))]
  drawing.append(b, w)
  stage.handle(b, "b", two, (event) => y.back(place(drawing, event).y))
  stage.handle(w, "w", two, (event) => (y.back(place(drawing, event).y) - stage.state.b) / 2)
  const height = (value) => clamped(y(value), top, bottom)
  const draw = (state, { y_hat }) => {
    const at = (place) => state.w * place + state.b
    told(line, { d: `M${x(-1)} ${y(at(-1))}L${x(3)} ${y(at(3))}` })
    errors.forEach((each, n) => told(each, { d: `M${x(X[n])} ${y(Y[n])}V${y(y_hat[n])}` }))
    to(b, x(0), height(at(0)))
    to(w, x(2), height(at(2)))
  }
  return [drawing, draw]
}

// The right field: where w and b are on the loss, the way so far, and the next step.
const map = (stage) => {
  const { drawing, inside, x, y } = field(stage.words.map, [[-1.5, 5.5], [-3.5, 5.5]], [[0, 2, 4], [-2, 0, 2, 4]], ["w", "b"])
  const level = (loss) => { // x̄² (Δw)² + 2 x̄ Δw Δb + (Δb)² = L is an ellipse around the best
    const points = Array.from({ length: 91 }, (_, k) => {
      const [along, across] = [Math.cos(k * Math.PI / 45), Math.sin(k * Math.PI / 45)].map((part) => part * Math.sqrt(loss))
      const dw = across / Math.sqrt(mean(X.map((each) => each ** 2)) - mean(X) ** 2)
      return `${x(BEST.w + dw).toFixed(1)} ${y(BEST.b + along - mean(X) * dw).toFixed(1)}`
    })
    return svg("path", { d: `M${points.join("L")}Z`, class: "live-level" })
  }
  const [way, next] = [svg("path", { class: "live-way" }), svg("path", { class: "live-next" })]
  const [here, size] = [dot(7), svg("text", { x: 326, y: 30, class: "live-large" })]
  inside.append(...[36, 25, 16, 9, 4, 1, 0.1].map(level), way, next)
  drawing.append(size, here)
  here.classList.add("live-handle")
  stage.grip(here, { w: (event) => x.back(place(drawing, event).x), b: (event) => y.back(place(drawing, event).y) })
  const draw = (state, { loss }, steps) => {
    size.textContent = `L = ${three(loss)}`
    const at = ({ w, b }) => `${x(w).toFixed(1)} ${y(b).toFixed(1)}`
    told(way, { d: `M${[...steps, state].map(at).join("L")}` })
    told(next, { d: `M${at(state)}L${at(stepped(state))}` })
    to(here, clamped(x(state.w), x(-1.5), x(5.5)), clamped(y(state.b), y(5.5), y(-3.5)))
  }
  return [drawing, draw]
}

const formulas = (state, { y_hat, loss, dw, db }) => {
  const errors = y_hat.map((each, n) => each - Y[n])
  const squares = errors.map((e) => `${within(e, 2)}²`)
  const products = errors.map((e, n) => `${within(e, 2)}·${X[n]}`).join(" + ")
  const next = stepped(state)
  return [
    `L = (${squares.join(" + ")}) / 3 = ${three(loss)}`,
    `∂L/∂w = 2/3 · (${products}) = ${three(dw)}`,
    `∂L/∂b = 2/3 · (${errors.map((e) => within(e, 2)).join(" + ")}) = ${three(db)}`,
    `w − η·∂L/∂w = ${three(state.w)} − ${state.rate}·${within(dw, 3)} = ${three(next.w)}`,
    `b − η·∂L/∂b = ${three(state.b)} − ${state.rate}·${within(db, 3)} = ${three(next.b)}`,
  ]
}

const build = (stage) => {
  const [[left, drawLine], [right, drawMap]] = [lines(stage), map(stage)]
  const shown = made("div", { class: "live-formulas" })
  const note = made("span", { role: "status" })
  let steps = [] // since a hand moved something
  let timer
  stage.moved = (key) => { // another η begins no new way
    clearTimeout(timer)
    if (key !== "rate") steps = []
    note.textContent = ""
  }
  const step = () => {
    const next = stepped(stage.state)
    const isFar = Math.max(Math.abs(next.w), Math.abs(next.b)) > FAR
    note.textContent = isFar ? stage.words.far : ""
    if (isFar) return false
    steps.push({ w: stage.state.w, b: stage.state.b })
    stage.set(next)
    return true
  }
  const walk = (left) => {
    clearTimeout(timer)
    if (!left || !step()) return
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) walk(left - 1)
    else timer = setTimeout(() => walk(left - 1), 90)
  }
  const ask = () => {
    stage.moved()
    stage.set({ ...START, rate: LARGE })
    step()
    return stage.words.answer()
  }
  const { one, many, question, options } = stage.words
  stage.add(
    made("div", { class: "live-pair" }, left, right),
    made("div", { class: "live-controls" }, stage.slider("rate", two), made("p", { class: "live-buttons" }, stage.button(one, () => walk(1)), stage.button(many, () => walk(20)), note)),
    shown,
    stage.guess(question, options, 2, ask),
  )
  return (state) => {
    const found = computed(state)
    drawLine(state, found)
    drawMap(state, found, steps)
    shown.innerHTML = formulas(state, found).map((text) => `<p>${formula(text)}</p>`).join("")
    const { loss, dw, db } = found
    const { w, b } = stepped(state)
    return { loss, dw, db, w, b }
  }
}

const python = ({ w, b, rate }) => `import numpy as np

x = np.array([0.0, 1.0, 2.0])  # (3,)
y = np.array([1.0, 3.0, 5.0])  # (3,)
w, b, lr = ${w}, ${b}, ${rate}
error = w * x + b - y  # (3,)
dw = (2 * error * x).mean()  # ()
db = (2 * error).mean()  # ()
print(f"loss {(error**2).mean():.3f}  dw {dw:.3f}  db {db:.3f}")
print(f"after a step: w {w - lr * dw:.3f}  b {b - lr * db:.3f}")
`

const by = { step: 0.1, fine: 0.01, limit: FAR }
export default figure({
  name: "foundations/neuron",
  words,
  start: START,
  ranges: { w: { low: -2, high: 6, ...by }, b: { low: -3, high: 6, ...by }, rate: { low: 0.01, high: 0.6, step: 0.05, fine: 0.01 } },
  build,
  python,
})
