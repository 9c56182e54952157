// Two units whose W_h is α Q: how far a moved input reaches in the state, and the gradient back.
import { clamped, formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { rnn_backward, rnn_forward } from "../../../snippets/recurrent/rnn.mjs"

const STEPS = 50
const TIMES = Array.from({ length: STEPS + 1 }, (_, k) => k)
const CELLS = ["q11", "q12", "q21", "q22"]
const START = { alpha: 0.8, q11: 0.6, q12: 0.8, q21: -0.8, q22: 0.6, size: 0, t: STEPS }
const LARGE = { ...START, alpha: 1.25 }
const DRIVEN = { ...LARGE, size: 1 } // of the question
const WAY = [0.6, 0.8] // of length 1: which way an input is moved, and the gradient at the last state
const MOVE = 0.01
const two = (value) => signed(value, 2)

// The largest |eigenvalue| of Q: of a pair of complex ones, each is as large as the other.
const inner = ({ q11, q12, q21, q22 }) => ((q11 - q22) / 2) ** 2 + q12 * q21
const radius = (state) => {
  const { q11, q12, q21, q22 } = state
  return inner(state) < 0 ? Math.sqrt(q11 * q22 - q12 * q21) : Math.abs(q11 + q22) / 2 + Math.sqrt(inner(state))
}
const noise = (s, factor) => ((s * s * factor) % 101 - 50) / 50 // from −1 to 1, hardly regular
const weights = ({ alpha, q11, q12, q21, q22 }) => [[alpha * q11, alpha * q12], [alpha * q21, alpha * q22]]
const computed = (state) => {
  const xs = TIMES.map((k) => [37, 59].map((factor) => state.size * noise(k + 1, factor)))
  const moved = xs[0].map((x, k) => x + MOVE * WAY[k])
  const both = xs.map((x, k) => [x, k ? x : moved]) // (T, 2, 2)
  const [hs, cache] = rnn_forward({ W_x: [[1, 0], [0, 1]], W_h: weights(state), b: [0, 0] }, both)
  const [dxs] = rnn_backward(TIMES.map((k) => [WAY.map((each) => (k === STEPS ? each : 0)), [0, 0]]), cache)
  const h = hs.map(([each]) => each) // (T, 2)
  const on = hs.map(([still, other]) => Number((Math.hypot(other[0] - still[0], other[1] - still[1]) / MOVE).toFixed(9)))
  const back = dxs.map(([dx]) => Math.hypot(...dx)).reverse()
  const slope = 1 - h.flat().reduce((total, each) => total + each * each, 0) / h.flat().length
  return { h, on, back, slope, rho: state.alpha * radius(state) }
}

// A number that may be tiny or huge: 0.8, 1.4·10^−5.
const parts = (value) => value.toExponential(1).split("e").map(Number)
const short = (value) => {
  const [, e] = parts(value)
  if (Math.abs(e) < 3) return `${Number(value.toPrecision(2))}`
  return `${value.toExponential(1).split("e")[0]}·10^${signed(e, 0)}`
}
const raised = (text) => text.replace(/\^(.*)$/, (_, power) => Array.from(power, (sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] ?? "⁻").join(""))
const plain = (value) => raised(short(value))
const POWER = /(<m[ni]>[^<]*<\/m[ni]>)<mo form="infix">\^<\/mo>(?:<mo form="infix">(−)<\/mo>)?<(m[in])>([^<]*)<\/\3>/g
const TIGHT = /<mo form="infix">([√|])<\/mo>/g
const powers = (text) => formula(text).replace(TIGHT, '<mo form="prefix" lspace="0" rspace="0" stretchy="false">$1</mo>').replace(POWER, (_, base, minus = "", kind, power) => `<msup>${base}<${kind}>${minus}${power}</${kind}></msup>`)

const named = (word) => Object.fromEntries(CELLS.map((key) => [key, `${word} q[${key[1]}, ${key[2]}]`]))
const [grown, driven] = [computed(LARGE), computed(DRIVEN)]
const words = {
  zh: {
    name: "会计算的图：谱半径", ...named("元素"), alpha: "α，乘以整个 Q", size: "输入的大小 x", t: "走几步 t",
    try: "把虚线末端的圆点往上拖（或推 α），让 50 步里既不消失也不爆炸。ρ 停在哪里？再给每一步一个输入 x：两条线都往哪边走？",
    matrix: "Q：上下拖一个数", states: "两个单元的状态 h（h₂ 是虚线）", lengths: "t 步之后还剩多少倍",
    legend: ["梯度：往回 t 步", `状态：x₁ 挪动 ${MOVE}，再走 t 步`, "ρ 的 t 次方"],
    rho: "谱半径：",
    back: (t) => `最后一个状态的梯度，往回 ${t} 步，长度要乘以 `,
    on: (t) => `x₁ 挪动一点，再走 ${t} 步，状态挪动的是它的多少倍：`,
    held: "（每个单元都被 tanh 夹在 −1 与 1 之间，状态不会再涨；梯度没有这道墙。）",
    slope: "平均一步的倍数，按 ρ 乘以 tanh 的平均斜率是 ", fact: "，梯度实际是 ",
    question: `ρ = ${two(grown.rho)}，没有输入：走 ${STEPS} 步，梯度变成 ${plain(grown.back[STEPS])} 倍。现在每一步都有输入，最大到 1。梯度呢？`,
    options: ["涨得更多：可传的东西多了", "一样涨：ρ 没有变", "反而缩短"],
    answer: () => `只剩 ${plain(driven.back[STEPS])} 倍。输入把状态推离 0，那里的 tanh 更平：斜率平均只有 ${two(driven.slope)}，乘以 ρ 就小于 1。`,
    say: ({ t }, { rho, back, backE, on, onE }) => `ρ ${two(rho)}；${t} 步：梯度 ${plain(back * 10 ** backE)} 倍，状态 ${plain(on * 10 ** onE)} 倍`,
  },
  en: {
    name: "A figure that computes: the spectral radius", ...named("entry"), alpha: "α, times all of Q", size: "input size x", t: "steps t",
    try: "drag the dot at the end of the dashed line up (or move α) until over 50 steps nothing fades and nothing explodes. Where is ρ then? Now give each step an input x: which way do both lines go?",
    matrix: "Q: drag a number up or down", states: "States h of both units (h₂ dashed)", lengths: "What is left after t steps",
    legend: ["gradient, t steps back", `state, t steps after x₁ moved by ${MOVE}`, "ρ to the power t"],
    rho: "Spectral radius: ",
    back: (t) => `Going back ${t} steps multiplies the length of the last state's gradient by `,
    on: (t) => `x₁ moves a little, and ${t} steps later the state moves by so many times as much: `,
    held: " (tanh keeps each unit between −1 and 1, so the state grows no further; for the gradient there is no such wall.)",
    slope: "For a mean step, ρ times the mean slope of tanh says ", fact: "; the gradient's is ",
    question: `with ρ = ${two(grown.rho)} and no input, ${STEPS} steps make the gradient ${plain(grown.back[STEPS])} times as long. Now each step has an input, of up to 1. And the gradient?`,
    options: ["It grows even more: there is more to pass on", "It grows as before: ρ is the same", "It gets shorter"],
    answer: () => `It shrinks to ${plain(driven.back[STEPS])} of its length. The inputs push the states away from 0, where tanh is flatter: its slopes are ${two(driven.slope)} on average, and ρ times that is below 1.`,
    say: ({ t }, { rho, back, backE, on, onE }) => `ρ ${two(rho)}; over ${t} steps the gradient times ${plain(back * 10 ** backE)}, the state times ${plain(on * 10 ** onE)}`,
  },
}

const drawing = (name, ...nodes) => svg("svg", { viewBox: "0 0 336 300", role: "group", "aria-label": name }, ...nodes)
const title = (text, y, x = 4) => svg("text", { x, y, class: "live-title" }, text)
const letter = (text, x, y) => svg("text", { x, y, class: "live-letter" }, text)
const tick = (text, x, y) => svg("text", { x, y, class: "live-tick" }, text)
const bracket = (left, right) => svg("path", { class: "live-beam", fill: "none", d: `M${left + 5} 22H${left}V134H${left + 5}M${right - 5} 22H${right}V134H${right - 5}` })
const curve = (values, x, y) => {
  const points = values.map((value, k) => `${x(k).toFixed(1)} ${y(value).toFixed(1)}`)
  return `M${points.join("L")}`
}

// A cell for each entry of Q, as full as it is; it is dragged up and down.
const [SIDE, GAP, TOP] = [48, 54, 27]
const cell = (stage, node, key) => {
  const [x, y] = [78 + GAP * (key[2] - 1), TOP + GAP * (key[1] - 1)]
  const { low, high } = stage.spec.ranges[key]
  const level = scale([low, high], [y + SIDE, y])
  const box = { x, y, width: SIDE, height: SIDE }
  const fill = svg("rect", { x, width: SIDE, class: "live-gates", "fill-opacity": 0.25 })
  const number = svg("text", { x: x + SIDE / 2, y: y + 16, class: "live-key live-digit" })
  const group = svg("g", {}, fill, svg("rect", { ...box, class: "live-frame-line" }), number, svg("rect", { ...box, class: "live-hit" }))
  stage.handle(group, key, two, (event) => level.back(place(node, event).y))
  group.classList.add("live-vertical")
  node.append(group)
  return (state) => {
    const [from, to] = [level(0), level(state[key])]
    told(fill, { y: Math.min(from, to), height: Math.abs(from - to) })
    number.textContent = two(state[key])
  }
}

// Left: Q, what it makes of W_h, and the states.
const matrixOf = (stage) => {
  const { matrix, states } = stage.words
  const [x, y] = [scale([0, STEPS], [30, 326]), scale([-1, 1], [272, 184])]
  const entries = CELLS.map((key) => svg("text", { x: 246 + 56 * (key[2] - 1), y: TOP + 29 + GAP * (key[1] - 1), class: "live-key live-digit" }))
  const lines = ["none", "5 4"].map((dashes) => svg("path", { class: "live-slope", "stroke-dasharray": dashes }))
  lines.forEach((line) => { line.style.strokeWidth = 2 })
  const node = drawing(matrix, title(matrix, 13), svg("text", { x: 16, y: 83, class: "live-letter" }, "W", svg("tspan", { dy: 4, "font-size": 11 }, "h")),
    letter("= α", 48, 83), bracket(70, 188), letter("=", 200, 83), bracket(212, 334), ...entries,
    title(states, 168), ...[-1, 0, 1].map((each) => tick(signed(each, 0), 14, y(each) + 4)), ...[0, 25, 50].map((each) => tick(`${each}`, x(each), 292)),
    svg("path", { class: "live-axis", d: `M30 ${y(0)}H326` }), ...lines)
  const cells = CELLS.map((key) => cell(stage, node, key))
  return [node, (state, { h }) => {
    cells.forEach((draw) => draw(state))
    weights(state).flat().forEach((each, k) => { entries[k].textContent = two(each) })
    lines.forEach((line, k) => told(line, { d: curve(h.map((each) => each[k]), x, y) }))
  }]
}

// Right: what is left after t steps, in powers of ten.
const [LEAST, MOST] = [-9, 6]
const lengthsOf = (stage) => {
  const { lengths, legend } = stage.words
  const [x, y] = [scale([0, STEPS], [36, 308]), scale([LEAST, MOST], [272, 74])]
  const log = (value) => y(clamped(Math.log10(value), LEAST - 1, MOST + 1))
  const frame = { x: 36, y: 74, width: 272, height: 198 }
  const kinds = [{ class: "live-line" }, { class: "live-look", fill: "none", "stroke-width": 9 }, { class: "live-beam", fill: "none", "stroke-dasharray": "5 4" }]
  const [back, on, line] = kinds.map((kind) => svg("path", kind))
  const samples = kinds.flatMap((kind, k) => [svg("path", { ...kind, d: `M6 ${9 + 18 * k}H30` }), title(legend[k], 13 + 18 * k, 38)])
  const mark = svg("path", { class: "live-error" })
  const dots = ["live-point", "live-dot"].map((name) => svg("circle", { r: 6, class: name }))
  const along = svg("rect", { ...frame, class: "live-hit live-along" })
  const size = svg("text", { x: 332, y: 14, class: "live-large" })
  const end = svg("g", {}, svg("circle", { r: 23, class: "live-hit" }), svg("circle", { r: 8, class: "live-head" }))
  along.style.display = "block" // inline, it would have no touch-action
  const node = drawing(lengths, svg("clipPath", { id: "live-cut-rnn" }, svg("rect", { ...frame, width: 280 })), svg("rect", { ...frame, class: "live-field" }),
    svg("path", { class: "live-axis", d: `M36 ${y(0)}H308` }), ...samples, ...[-9, -6, -3, 0, 3, 6].map((each) => tick(each ? raised(`10^${signed(each, 0)}`) : "1", 17, y(each) + 4)),
    ...[0, 10, 20, 30, 40, 50].map((each) => tick(`${each}`, x(each), 292)), letter("t", 328, 292),
    svg("g", { "clip-path": "url(#live-cut-rnn)" }, on, back, line, mark, ...dots), along, size, end)
  stage.drag(along, (event) => stage.move("t", x.back(place(node, event).x)))
  stage.handle(end, "alpha", two, (event) => 10 ** (y.back(place(node, event).y) / STEPS) / Math.max(radius(stage.state), 0.1))
  return [node, (state, found) => {
    told(back, { d: curve(found.back, x, log) })
    told(on, { d: curve(found.on, x, log) })
    told(line, { d: curve(TIMES.map((t) => found.rho ** t), x, log) })
    told(mark, { d: `M${x(state.t)} 74V272` })
    ;[found.on, found.back].forEach((values, k) => told(dots[k], { cx: x(state.t), cy: log(values[state.t]) }))
    told(end, { transform: `translate(${x(STEPS)} ${clamped(log(found.rho ** STEPS), y(MOST), y(LEAST))})` })
    size.textContent = `ρ = ${two(found.rho)}`
  }]
}

// ρ of α Q: two real eigenvalues, or a complex pair.
const eigen = (state, rho) => {
  const { alpha, q11, q12, q21, q22 } = state
  const [a, b, c, d] = [q11, q12, q21, q22].map((each) => within(each, 2))
  if (inner(state) < 0) return `ρ = α√(q_11 q_22 − q_12 q_21) = ${two(alpha)}·√(${two(q11)}·${d} − ${b}·${c}) = ${two(rho)}`
  return `ρ = α(|q_11 + q_22|/2 + √((q_11 − q_22)²/4 + q_12 q_21)) = ${two(alpha)}·(|${a} + ${d}|/2 + √((${two(q11)} − ${d})²/4 + ${b}·${c})) = ${two(rho)}`
}

const build = (stage) => {
  const drawn = [matrixOf, lengthsOf].map((part) => part(stage))
  const shown = made("div", { class: "live-formulas" })
  const { question, options, answer } = stage.words
  const ask = () => {
    stage.set({ ...DRIVEN })
    return answer()
  }
  stage.add(
    made("div", { class: "live-pair" }, ...drawn.map(([node]) => node)),
    made("div", { class: "live-controls" }, stage.slider("alpha", two), stage.slider("size", two), stage.slider("t", (value) => `${value}`)),
    shown,
    stage.guess(question, options, 2, ask),
  )
  return (state) => {
    const found = computed(state)
    drawn.forEach(([, draw]) => draw(state, found))
    const { rho, slope } = found
    const [back, on] = [found.back[state.t], found.on[state.t]]
    const step = back ** (1 / state.t)
    shown.innerHTML = [
      stage.words.rho + powers(eigen(state, rho)),
      powers(`ρ^t = ${two(rho)}^${state.t} = ${short(rho ** state.t)}`),
      stage.words.back(state.t) + powers(short(back)),
      stage.words.on(state.t) + powers(short(on)) + (on * MOVE > 0.3 ? stage.words.held : ""),
      stage.words.slope + powers(`${two(rho)}·${two(slope)} = ${two(rho * slope)}`) + stage.words.fact + powers(two(step)),
    ].map((line) => `<p>${line}</p>`).join("")
    const [[, backE], [, onE]] = [parts(back), parts(on)]
    return { rho, slope, step, back: back / 10 ** backE, backE, on: on / 10 ** onE, onE }
  }
}

const python = ({ alpha, q11, q12, q21, q22, size, t }) => `import numpy as np

from snippets.recurrent.rnn import RNNParams, rnn_backward, rnn_forward

Q = np.array([[${q11}, ${q12}], [${q21}, ${q22}]], float)
alpha, size, t = ${alpha}, ${size}, ${t}
params = RNNParams(np.eye(2), alpha * Q, np.zeros(2))
way = np.array([0.6, 0.8])  # (2,)

s = np.arange(1, 52)[:, None]  # (51, 1)
x = size * ((s * s * [37, 59] % 101 - 50) / 50)  # (51, 2)
xs = np.stack([x, x], axis=1)  # (51, 2, 2): as it is, and moved
xs[0, 1] += 0.01 * way
hs, cache = rnn_forward(params, xs)
dhs = np.zeros_like(hs)  # (51, 2, 2)
dhs[-1, 0] = way
dxs, _, _ = rnn_backward(dhs, cache)

rho = np.abs(np.linalg.eigvals(params.W_h)).max()
slope = (1 - hs[:, 0] ** 2).mean()
back = np.linalg.norm(dxs[-1 - t, 0])
print(f"rho {rho:.2f}, mean slope {slope:.2f}, mean step {back ** (1 / t):.2f}")
on = round(np.linalg.norm(hs[t, 1] - hs[t, 0]) / 0.01, 9)
for name, left in ("gradient", back), ("state", on):
    digits, power = f"{left:.1e}".split("e")
    print(f"{name}: {digits} times ten to the {int(power)}")
`

const entry = { low: -1.5, high: 1.5, step: 0.1, fine: 0.05 }
export default figure({
  name: "recurrent/rnn",
  words,
  start: START,
  ranges: {
    alpha: { low: 0, high: 1.5, step: 0.05, fine: 0.01 },
    ...Object.fromEntries(CELLS.map((key) => [key, entry])),
    size: { low: 0, high: 2, step: 0.1, fine: 0.05 },
    t: { low: 1, high: STEPS, step: 1, fine: 1 },
  },
  build,
  python,
})
