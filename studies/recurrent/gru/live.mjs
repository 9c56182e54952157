// The page's five steps by hand: drag inputs and gates, and see what the state keeps.
import { formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { gru_step } from "../../../snippets/recurrent/gru.mjs"

const STEPS = [1, 2, 3, 4, 5]
const GIVEN = [[0.5, 0, 0], [2, 1, 1], [-0.8, 1, 0], [-0.8, 0, 0], [1.5, 0, 0.75]] // x, r, z
const PARTS = ["x", "r", "z"]
const entry = (part, t) => `${part}${t}`
const START = {
  ...Object.fromEntries(STEPS.flatMap((t) => PARTS.map((part, k) => [entry(part, t), GIVEN[t - 1][k]]))),
  step: 4,
}
const KEPT = Object.fromEntries(STEPS.slice(1).flatMap((t) => [[entry("z", t), 1], [entry("r", t), 0]])) // of the question
const two = (value) => signed(value, 2)
const { zh, en } = {
  zh: { x: "输入 x", r: "重置门 r", z: "更新门 z" },
  en: { x: "input x", r: "reset gate r", z: "update gate z" },
}
const named = (names) => Object.fromEntries(Object.keys(START).filter((key) => key !== "step").map((key) => [key, `${names[key[0]]}, t = ${key[1]}`]))

// A gate that is g gets the a with sigmoid(a) = g: ±∞ where it is shut or open.
const before = (g) => Math.log(g / (1 - g))
const computed = (state) => {
  const hs = [0]
  const ns = []
  for (const t of STEPS) {
    const [x, r, z] = PARTS.map((part) => state[entry(part, t)])
    const [[[h]], [, , [[n]]]] = gru_step([[0, 0, 1]], [0, 0, 0], [[before(r), before(z), x]], [[hs.at(-1)]])
    hs.push(h)
    ns.push(n)
  }
  const left = STEPS.slice(1).reduce((product, t) => product * state[entry("z", t)], 1)
  return { hs, ns, left }
}

const words = {
  zh: {
    name: "会计算的图：两个门与一个状态", ...named(zh), step: "第几步 t",
    try: "第 1 步写下的是 0.46。只拖动更新门 z（上下拖），让它原样留到第 5 步。要拖动哪几个 z？",
    parts: "输入 x 与两个门", states: "状态 h（实线）与候选状态 n（圆圈）",
    question: "第 2 到第 5 步的 z 全是 1，r 全是 0。到最后，0.46 还剩多少？",
    options: ["一点不剩：r = 0 就是忘掉", "剩一半", "原样留着"],
    answer: (h) => `最后还是 ${h}。r 只决定候选状态看不看得见过去；z = 1 时候选状态根本没被采用，旧状态绕过了 r。r 让候选状态忘掉过去，状态自己忘不忘，由 z 说了算。`,
    left: "从第 1 步的状态直接留到最后的份额：",
    say: ({ step }, { n, h, last, left }) => `第 ${step} 步：候选状态 ${two(n)}，状态 ${two(h)}；最后 ${two(last)}，第 1 步直接留下 ${two(left)}`,
  },
  en: {
    name: "A figure that computes: two gates and one state", ...named(en), step: "step t",
    try: "step 1 writes 0.46. Let it last until step 5 as it is, by dragging only the update gates z up or down. Which of them?",
    parts: "Input x and both gates", states: "The state h (line), the candidates n (rings)",
    question: "from step 2 on all z are 1 and all r are 0. How much of the 0.46 is there at the end?",
    options: ["nothing: r = 0 forgets it", "half of it", "all of it"],
    answer: (h) => `It is still ${h}. The reset gate only says whether the candidate sees the past, and with z = 1 no candidate is taken: the old state goes past r. So r lets the candidate forget; whether the state forgets is up to z.`,
    left: "The share of step 1's state that is kept directly until the end: ",
    say: ({ step }, { n, h, last, left }) => `Step ${step}: candidate ${two(n)}, state ${two(h)}; at the end ${two(last)}, of step 1 directly ${two(left)}`,
  },
}

const SIDE = 48 // of a cell
const [TOP, GAP] = [26, 54]
const column = (t) => 4 + 54 * t + 6 // where a cell begins
const middle = (t) => column(t) + SIDE / 2
const drawing = (name, ...inner) => svg("svg", { viewBox: "0 0 336 190", role: "img", "aria-label": name }, svg("text", { x: 4, y: 13, class: "live-title" }, name), ...inner)
const marks = () => svg("rect", { class: "live-mark", y: 20, width: SIDE + 6, height: 168 })
const marked = (mark, { step }) => told(mark, { x: column(step) - 3 })

// A cell for each number, as full as it is; what it stands for is dragged up and down.
const cell = (stage, node, part, t) => {
  const key = entry(part, t)
  const [x, y] = [column(t), TOP + GAP * PARTS.indexOf(part)]
  const level = scale([stage.spec.ranges[key].low, stage.spec.ranges[key].high], [y + SIDE, y])
  const fill = svg("rect", { x, width: SIDE, class: "live-gates", "fill-opacity": 0.25 })
  const number = svg("text", { x: x + SIDE / 2, y: y + 16, class: "live-key live-digit" })
  const size = { x, y, width: SIDE, height: SIDE }
  const frame = svg("rect", { ...size, class: "live-frame-line" })
  const hit = svg("rect", { ...size, class: "live-hit" })
  const group = svg("g", {}, fill, frame, number, hit)
  stage.handle(group, key, two, (event) => level.back(place(node, event).y))
  group.classList.add("live-vertical")
  node.append(group)
  return (state) => {
    const [from, to] = [level(0), level(state[key])]
    told(fill, { y: Math.min(from, to), height: Math.abs(from - to) })
    number.textContent = two(state[key])
  }
}
const partsOf = (stage) => {
  const mark = marks()
  const letters = PARTS.map((part, k) => svg("text", { x: 30, y: TOP + GAP * k + 29, class: "live-letter" }, part))
  const node = drawing(stage.words.parts, mark, ...letters)
  node.setAttribute("role", "group")
  const cells = PARTS.flatMap((part) => STEPS.map((t) => cell(stage, node, part, t)))
  return [node, (state) => {
    marked(mark, state)
    cells.forEach((draw) => draw(state))
  }]
}

// The state runs level as long as it is kept, and falls or rises towards the candidate.
const statesOf = (stage) => {
  const y = scale([-1, 1], [168, 30])
  const [mark, way] = [marks(), svg("path", { class: "live-line" })]
  const dots = STEPS.map((t) => svg("circle", { cx: middle(t), r: 6, class: "live-dot" }))
  const rings = STEPS.map((t) => svg("circle", { cx: middle(t), r: 9, class: "live-error" }))
  rings.forEach((ring) => { ring.style.fill = "none" })
  const ticks = [-1, 0, 1].map((each) => svg("text", { x: 14, y: y(each) + 4, class: "live-tick" }, signed(each, 0)))
  const node = drawing(stage.words.states, svg("path", { class: "live-axis", d: `M24 ${y(0)}H332` }),
    ...ticks, ...STEPS.map((t) => svg("text", { x: middle(t), y: 184, class: "live-tick" }, `${t}`)), mark, way, ...rings, ...dots)
  node.classList.add("live-along")
  stage.drag(node, (event) => stage.move("step", Math.round((place(node, event).x - middle(0)) / (middle(1) - middle(0)))))
  return [node, (state, { hs, ns }) => {
    marked(mark, state)
    const steps = STEPS.map((t) => `H${middle(t)}V${y(hs[t])}`).join("")
    told(way, { d: `M24 ${y(0)}${steps}H332` })
    dots.forEach((dot, k) => told(dot, { cy: y(hs[k + 1]) }))
    rings.forEach((ring, k) => told(ring, { cy: y(ns[k]) }))
  }]
}

const build = (stage) => {
  stage.moved = (key) => { if (/\d$/.test(key ?? "")) stage.state.step = Number(key.at(-1)) }
  const parts = [partsOf, statesOf].map((part) => part(stage))
  const shown = made("div", { class: "live-formulas" })
  const { question, options, answer } = stage.words
  const ask = () => {
    stage.set({ ...START, ...KEPT, step: 5 })
    return answer(two(stage.numbers.last))
  }
  stage.add(
    made("div", { class: "live-pair" }, ...parts.map(([node]) => node)),
    made("div", { class: "live-controls" }, stage.slider("step", (value) => `${value}`)),
    shown,
    stage.guess(question, options, 2, ask),
  )
  return (state) => {
    const found = computed(state)
    parts.forEach(([, draw]) => draw(state, found))
    const { hs, ns, left } = found
    const t = state.step
    const [x, r, z] = PARTS.map((part) => state[entry(part, t)])
    const [h_prev, n, h] = [hs[t - 1], ns[t - 1], hs[t]]
    const factors = STEPS.slice(1).map((each) => `z_${each}`)
    shown.innerHTML = [
      formula(`n_${t} = tanh(x_${t} + r_${t} h_${t - 1}) = tanh(${two(x)} + ${two(r)}·${within(h_prev, 2)}) = ${two(n)}`),
      formula(`h_${t} = (1 − z_${t})n_${t} + z_${t} h_${t - 1} = ${two(1 - z)}·${within(n, 2)} + ${two(z)}·${within(h_prev, 2)} = ${two(h)}`),
      stage.words.left + formula(`${factors.join("·")} = ${two(left)}`),
    ].map((line) => `<p>${line}</p>`).join("")
    return { n, h, last: hs[5], left }
  }
}

const lines = (state) => STEPS.map((t) => {
  const inputs = PARTS.map((part) => state[entry(part, t)])
  return `    (${inputs.join(", ")}),\n`
}).join("")
const python = (state) => `import numpy as np

inputs = [  # x, r, z
${lines(state)}]
h = 0.0
states = []
for x, r, z in inputs:
    n = np.tanh(x + r * h)
    h = (1 - z) * n + z * h
    states.append((n, h))
n, h = states[${state.step - 1}]
left = np.prod([z for _, _, z in inputs[1:]])
print(f"candidate {n:.3f}, state {h:.3f}")
print(f"state at the end: {states[-1][1]:.3f}")
print(f"kept of the first directly: {left:.3f}")
`

const range = { x: { low: -2, high: 2, step: 0.5, fine: 0.1 }, r: { low: 0, high: 1, step: 0.25, fine: 0.05 }, z: { low: 0, high: 1, step: 0.25, fine: 0.05 } }

export default figure({
  name: "recurrent/gru",
  words,
  start: START,
  ranges: {
    ...Object.fromEntries(Object.keys(START).map((key) => [key, range[key[0]]])),
    step: { low: 1, high: 5, step: 1, fine: 1 },
  },
  build,
  python,
})
