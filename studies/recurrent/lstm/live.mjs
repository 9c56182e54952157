// The chapter's network reads a digit: shift its forget gates, and see what of each row is left.
import { formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { matmul } from "../../../snippets/arrays.mjs"
import { lstm_forward } from "../../../snippets/recurrent/lstm.mjs"
import data from "./live.json"

const [T, H] = [8, 32]
const START = { shift: 0, digit: 3, row: 2, unit: 32 }
const ENDS = [-8, 8]
const SHUT = -8 // the shift of the question
const SIDE = 16 // of a pixel
const three = (value) => signed(value, 3)
const one = (value) => (value > 0 ? "+" : "") + signed(value, 1)
const percent = (value) => `${signed(100 * value, 1)}\u00a0%`

// As live.py writes them: tenths, a letter each.
const numbers = (text) => Array.from(text, (letter) => (letter.charCodeAt(0) - 79) / 10)
const lines = (flat, width) => Array.from({ length: flat.length / width }, (_, k) => flat.slice(k * width, (k + 1) * width))
const PARAMS = { W_x: lines(numbers(data.W_x), 4 * H), W_h: lines(numbers(data.W_h), 4 * H), b: numbers(data.b) }
const W_y = lines(numbers(data.W_y), 10)
const DIGITS = data.digits.map((text) => lines(Array.from(text, (letter) => parseInt(letter, 17) / 16), T))
const right = (shift) => data.right[Math.round(10 * (shift - ENDS[0]))]

const products = (rows) => rows[0].map((_, k) => rows.reduce((product, row) => product * row[k], 1))
const mean = (row) => row.reduce((total, each) => total + each) / row.length
const computed = ({ shift, digit }) => {
  const b = PARAMS.b.map((each, k) => (k >= H && k < 2 * H ? each + shift : each))
  const [hs, , [, , , steps]] = lstm_forward({ ...PARAMS, b }, DIGITS[digit].map((row) => [row]))
  const [c_prev, i, f, g] = [0, 1, 2, 3].map((part) => steps.map((step) => step[part][0])) // 4 × (T, H)
  const [scores] = matmul(hs.at(-1), W_y)
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)))
  const sure = powers.map((power) => power / powers.reduce((total, each) => total + each))
  const left = f.map((_, t) => (t + 1 < T ? mean(products(f.slice(t + 1))) : 1)) // at the end, of what row t wrote
  return { c_prev, i, f, g, sure, left, reads: sure.indexOf(Math.max(...sure)) }
}
// The units as in the still figure: those that keep most stand on the right.
const means = products([computed(START).f.reduce((total, row) => total.map((each, k) => each + row[k]))])
const ORDER = means.map((_, k) => k).sort((a, b) => means[a] - means[b])

const words = {
  zh: {
    name: "会计算的图：遗忘门与记忆",
    try: "把遗忘门的偏置往左推。各行从上往下变淡：到最后，记忆里还留着它们多少。推到哪里，网络就认不出 3 了？再往右推呢？",
    shift: "遗忘门偏置加上 Δ", digit: "哪个数字", row: "第几行 t", unit: "第几个单元",
    seen: "读到的", left: "最后还留下的", gates: "遗忘门 f：每列一个单元", sure: "它读成什么", score: "500 个里读对几个",
    question: `遗忘门几乎全关上（Δ = ${signed(SHUT, 0)}），500 个新数字里还能读对多少？Δ = 0 时是 ${right(0)} 个（图里的权重只留一位小数；取整之前是 450 个）。只看最后一行的线性模型读对 250 个。`,
    options: ["约 400 个", "约 250 个", "约 75 个"],
    answer: () => `只剩 ${right(SHUT)} 个。最后一行当然还看得见，可输出层是照着各行都在的记忆学的，现在前面几行几乎什么也没留下。`,
    is: (reads, sure) => `读成 ${reads}（${percent(sure)}）`,
    kept: (row, left) => `这个单元第 ${row} 行写下的，到最后还留下 ${percent(left)}。`,
    say: ({ shift }, { reads, sure, right }) => `Δ ${one(shift)}：读成 ${reads}，概率 ${percent(sure)}；500 个里读对 ${right} 个`,
  },
  en: {
    name: "A figure that computes: forget gates and memory",
    try: "push the bias of the forget gates to the left. The rows fade from the top: so much of each is left in memory at the end. Where does the network stop reading the 3? And to the right?",
    shift: "Δ, added to the forget bias", digit: "which digit", row: "row t", unit: "unit",
    seen: "what it reads", left: "what is left at the end", gates: "forget gates f, a column for each unit", sure: "what it takes it for", score: "right, of 500",
    question: `with the forget gates nearly shut (Δ = ${signed(SHUT, 0)}), how many of the 500 new digits does it still read? With Δ = 0 it is ${right(0)} (450 before its weights were rounded for this figure). The linear model that sees the last row alone reads 250.`,
    options: ["about 400", "about 250", "about 75"],
    answer: () => `Only ${right(SHUT)}. The last row is still there, but the output layer was trained on a memory of all the rows, and hardly anything of them is left.`,
    is: (reads, sure) => `it reads ${reads} (${percent(sure)})`,
    kept: (row, left) => `Of what this unit wrote at row ${row}, ${percent(left)} is left at the end.`,
    say: ({ shift }, { reads, sure, right }) => `Δ ${one(shift)}: it reads ${reads}, probability ${percent(sure)}; ${right} of 500 right`,
  },
}

// Cells of a table, as strong as their numbers from 0 to 1; those of one shade in one path.
const SHADES = 40
const cells = (rows, wide, tall) => {
  const found = new Map()
  rows.forEach((row, t) => row.forEach((value, k) => {
    const shade = Math.round(value * SHADES)
    found.set(shade, `${found.get(shade) ?? ""}M${(k * wide).toFixed(2)} ${t * tall}h${wide}v${tall}h${-wide}z`)
  }))
  return [...found].map(([shade, d]) => `<path d="${d}" fill-opacity="${shade / SHADES}"/>`).join("")
}
const drawing = (name, height, ...inner) => svg("svg", { viewBox: `0 0 320 ${height}`, role: "img", "aria-label": name }, ...inner)
const title = (text, x) => svg("text", { x, y: 13, class: "live-title" }, text)
const block = (kind, x, width) => [svg("g", { class: kind, transform: `translate(${x} 20)` }), svg("rect", { class: "live-frame-line", x, y: 20, width, height: T * SIDE })]

// The digit, and the digit as far as it is remembered.
const rowsOf = (stage) => {
  const [seen, edge] = block("live-ink", 24, T * SIDE)
  const [left, other] = block("live-ink", 184, T * SIDE)
  const mark = svg("rect", { class: "live-mark", x: 22, width: 292, height: SIDE })
  const labels = DIGITS[0].map((_, t) => svg("text", { x: 10, y: 32 + t * SIDE, class: "live-tick" }, `${t + 1}`))
  const node = drawing(`${stage.words.seen}, ${stage.words.left}`, 154, title(stage.words.seen, 24), title(stage.words.left, 184), seen, edge, left, other, ...labels, mark)
  stage.drag(node, (event) => stage.move("row", Math.floor((place(node, event).y - 20) / SIDE) + 1))
  return [node, (state, found) => {
    const digit = DIGITS[state.digit]
    seen.innerHTML = cells(digit, SIDE, SIDE)
    left.innerHTML = cells(digit.map((row, t) => row.map((each) => each * found.left[t])), SIDE, SIDE)
    told(mark, { y: 20 + (state.row - 1) * SIDE })
  }]
}

// The forget gate of every unit at every row.
const gatesOf = (stage) => {
  const wide = 312 / H
  const [gates, edge] = block("live-gates", 4, 312)
  const mark = svg("rect", { class: "live-mark", width: wide, height: SIDE })
  const node = drawing(stage.words.gates, 154, title(stage.words.gates, 4), gates, edge, mark)
  stage.drag(node, (event) => {
    const { x, y } = place(node, event)
    stage.move("row", Math.floor((y - 20) / SIDE) + 1)
    stage.move("unit", Math.floor((x - 4) / wide) + 1)
  })
  return [node, (state, found) => {
    gates.innerHTML = cells(found.f.map((row) => ORDER.map((k) => row[k])), wide, SIDE)
    told(mark, { x: 4 + (state.unit - 1) * wide, y: 20 + (state.row - 1) * SIDE })
  }]
}

// How sure it is of each class.
const classesOf = (stage) => {
  const bars = W_y[0].map((_, k) => svg("rect", { x: 8 + 31 * k, width: 24 }))
  const labels = bars.map((_, k) => svg("text", { x: 20 + 31 * k, y: 136, class: "live-tick" }, `${k}`))
  const name = title("", 4)
  const node = drawing(stage.words.sure, 142, name, ...bars, ...labels, svg("path", { class: "live-axis", d: "M4 120H316" }))
  return [node, ({ digit }, { sure, reads }) => {
    name.textContent = `${stage.words.is(reads, sure[reads])} ${reads === digit ? "✓" : "✗"}`
    bars.forEach((bar, k) => told(bar, { y: 120 - 95 * sure[k], height: 95 * sure[k], class: k === reads ? "live-best" : "live-other" }))
    labels.forEach((label, k) => told(label, { class: k === digit ? "live-tick live-true" : "live-tick" }))
  }]
}

// How many of 500 are right, as far as the shift has been moved.
const scoreOf = (stage) => {
  const [x, y] = [scale(ENDS, [30, 312]), scale([0, 500], [120, 26])]
  const curve = svg("path", { class: "live-line" })
  const here = svg("circle", { r: 6, class: "live-dot" })
  const count = svg("text", { class: "live-title" })
  const node = drawing(stage.words.score, 142, title(stage.words.score, 4),
    svg("path", { class: "live-axis", d: "M30 120H312" }),
    svg("text", { x: 296, y: 114, class: "live-letter" }, "Δ"),
    ...[-8, -4, 0, 4, 8].map((n) => svg("text", { x: x(n), y: 136, class: "live-tick" }, signed(n, 0))),
    ...[0, 250, 500].map((n) => svg("text", { x: 14, y: y(n) + 4, class: "live-tick" }, `${n}`)), curve, here, count)
  node.classList.add("live-along")
  stage.drag(node, (event) => stage.move("shift", x.back(place(node, event).x)))
  let [low, high] = [0, 0]
  return [node, ({ shift }) => {
    ;[low, high] = [Math.min(low, shift), Math.max(high, shift)]
    const tenths = Array.from({ length: Math.round(10 * (high - low)) + 1 }, (_, k) => low + k / 10)
    const points = tenths.map((each) => `${x(each).toFixed(1)} ${y(right(each)).toFixed(1)}`)
    told(curve, { d: `M${points.join("L")}` })
    told(here, { cx: x(shift), cy: y(right(shift)) })
    told(count, { x: x(shift) + (shift > 4 ? -40 : 10), y: y(right(shift)) - 8 })
    count.textContent = `${right(shift)}`
  }]
}

const build = (stage) => {
  const parts = [rowsOf, gatesOf, classesOf, scoreOf].map((part) => part(stage))
  const [rows, gates, classes, score] = parts.map(([node]) => node)
  const shown = made("div", { class: "live-formulas" })
  const { question, options, answer, kept } = stage.words
  const ask = () => {
    stage.set({ ...START, shift: SHUT })
    return answer()
  }
  stage.add(
    made("div", { class: "live-controls" }, stage.slider("shift", one), stage.slider("digit", (value) => `${value}`)),
    made("div", { class: "live-pair" }, rows, gates),
    made("div", { class: "live-pair" }, classes, score),
    made("div", { class: "live-controls" }, stage.slider("row", (value) => `${value}`), stage.slider("unit", (value) => `${value}`)),
    shown,
    stage.guess(question, options, 2, ask),
  )
  return (state) => {
    const found = computed(state)
    parts.forEach(([, draw]) => draw(state, found))
    const [t, k] = [state.row - 1, ORDER[state.unit - 1]]
    const [c_prev, i, f, g] = ["c_prev", "i", "f", "g"].map((name) => found[name][t][k])
    const [c, a_f] = [f * c_prev + i * g, Math.log(f / (1 - f)) - state.shift]
    const later = found.f.slice(t + 1).map((row) => row[k])
    const left = later.reduce((product, each) => product * each, 1)
    const n = state.row
    const factors = later.map((_, m) => `f_${n + 1 + m}`)
    shown.innerHTML = [
      formula(`f_${n} = σ(a + Δ) = σ(${signed(a_f, 2)} + ${within(state.shift, 1)}) = ${three(f)}`),
      formula(`c_${n} = f_${n} c_${n - 1} + i_${n} g_${n} = ${three(f)}·${within(c_prev, 3)} + ${three(i)}·${within(g, 3)} = ${three(c)}`),
      later.length ? formula(`${factors.join("·")} = ${three(left)}`) : "",
      kept(n, left),
    ].map((text) => `<p>${text}</p>`).join("")
    return { f, i, g, c, left, sure: found.sure[found.reads], reads: found.reads, right: right(state.shift) }
  }
}

const python = ({ shift, digit, row, unit }) => `import numpy as np
from sklearn.datasets import load_digits

from snippets.recurrent import lstm

images, y = load_digits(return_X_y=True)
xs = images.reshape(-1, 8, 8).swapaxes(0, 1) / 16  # (8, N, 8)
rng = np.random.default_rng(0)
params = lstm.init_lstm(rng, 8, 32)
W_y = rng.normal(size=(32, 10)) / 32**0.5  # (32, 10)
params, W_y, _ = lstm.train_lstm(
    rng, params, W_y, xs[:, :1297], y[:1297]
)
W_x, W_h, b = (p.round(1) for p in params)
W_y = W_y.round(1)  # (32, 10)
b[32:64] += ${shift}

params = lstm.LSTMParams(W_x, W_h, b)
hs, _, (*_, steps) = lstm.lstm_forward(params, xs[:, 1297:])
scores = hs[-1] @ W_y  # (500, 10)
sample, t, k = ${digit}, ${row - 1}, ${ORDER[unit - 1]}
c_prev, i, f, g = (part[sample, k] for part in steps[t][:4])
left = np.prod([step[2][sample, k] for step in steps[t + 1 :]])
p = np.exp(scores[sample] - scores[sample].max())  # (10,)
right = (scores.argmax(axis=1) == y[1297:]).sum()
print(f"f {f:.3f}  i {i:.3f}  g {g:.3f}")
print(f"c {f * c_prev + i * g:.3f}  left at the end {left:.3f}")
print(f"probability {p.max() / p.sum():.3f} of a {p.argmax()}")
print("right in the test:", right)
`

export default figure({
  name: "recurrent/lstm",
  words,
  start: START,
  ranges: {
    shift: { low: ENDS[0], high: ENDS[1], step: 0.5, fine: 0.1 },
    digit: { low: 0, high: 9, step: 1, fine: 1 },
    row: { low: 1, high: T, step: 1, fine: 1 },
    unit: { low: 1, high: H, step: 1, fine: 1 },
  },
  build,
  python,
})
