// Three crosses and a circle: drag the circle; the line turns with every mistake, Novikoff counts along.
import { clamped, formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { add, divide, matmul, multiply, sqrt, square, subtract, sum } from "../../../snippets/arrays.mjs"
import { init_perceptron, novikoff, perceptron_step } from "../../../snippets/foundations/perceptron.mjs"

const CROSSES = [[0, 0], [0, 1], [1, 0]]
const Y = [-1, -1, -1, 1]
const START = { x_1: 1, x_2: 1, k: 2 }
const MOST = 100 // mistakes shown
const NEAR = 0.75 // of the question
const short = (value) => signed(value, 3).replace(/\.?0+$/, "")
const pointed = (values) => `(${values.map(short).join(", ")})`

// The rule, up to k mistakes, or until all samples in a row are right: [{ n, before, params }], isDone.
const learned = (x, k) => {
  const steps = []
  let [params, right] = [init_perceptron(2), 0]
  for (const each of Array((MOST + 1) * Y.length).keys()) {
    if (right === Y.length || steps.length === k) break
    const n = each % Y.length
    const [after, hit] = perceptron_step(params, x[n], Y[n])
    right = hit ? right + 1 : 0
    if (!hit) steps.push({ n, before: params, params: after })
    params = after
  }
  return steps
}

// The widest margin: the shortest θ with z·θ ≥ 1. It touches two or three samples; where none does, nothing separates.
const cross = ([a, b, c], [p, q, r]) => [b * r - c * q, c * p - a * r, a * q - b * p]
const touching = (rest, a, b) => {
  const [aa, ab, bb] = [matmul(a, a), matmul(a, b), matmul(b, b)]
  const two = divide(add(multiply(bb - ab, a), multiply(aa - ab, b)), aa * bb - ab * ab)
  return [two, ...rest.map((c) => divide(add(cross(a, b), add(cross(b, c), cross(c, a))), matmul(a, cross(b, c))))]
}
const separator = (x) => {
  const z = x.map((each, n) => multiply(Y[n], [...each, 1]))
  const found = z.flatMap((a, n) => z.slice(n + 1).flatMap((b, m) => touching(z.slice(n + m + 2), a, b)))
    .filter((theta) => z.every((each) => matmul(each, theta) > 1 - 1e-9))
    .sort((a, b) => matmul(a, a) - matmul(b, b))
  return found.length ? { w: found[0].slice(0, 2), b: found[0][2] } : null
}
const lengthOf = ({ w, b }) => sqrt(sum(square([...w, b])))
const isTurned = ({ w }) => sum(square(w)) > 0 // there is a line
const samples = ({ x_1, x_2 }) => [...CROSSES, [x_1, x_2]]
const computed = (state) => {
  const x = samples(state)
  const steps = learned(x, state.k)
  const best = separator(x)
  const [R, gamma] = best ? novikoff(best, x, Y) : [sqrt(Math.max(...x.map((each) => sum(square(each)))) + 1), 0]
  return { x, steps, isDone: steps.length === learned(x, steps.length + 1).length, params: steps.at(-1)?.params ?? init_perceptron(2), R, gamma, bound: best && (R / gamma) ** 2 }
}
const whole = (change) => computed({ ...START, ...change, k: MOST })
const [far, near] = [whole({}), whole({ x_1: NEAR, x_2: NEAR })]
const top = (bound) => Math.floor(bound + 1e-6)

const words = {
  zh: {
    name: "会计算的图：直线随着错误转动",
    try: "按几次“下一个错误”，看直线怎样转，再按“走到底”。然后把圆点拖近三个叉：上界 (R/γ)² 变大时，错误也跟着变多吗？拖到三个叉中间呢？",
    x_1: "圆点的 x₁", x_2: "圆点的 x₂", k: "最多看几个错误",
    plane: "四个点和直线", race: "两个长度赛跑",
    next: "下一个错误", all: "走到底",
    first: "还没有看过任何点，权重全是 0。",
    wrong: (k, x) => `第 ${k} 个错误：${x}（圈出的点）。`,
    dashed: "虚线是改之前的直线。",
    flat: "w 是 0，还没有直线。",
    done: (k) => `一共 ${k} 个错误，现在四个点全对。`,
    never: "没有直线能分开这四个点，没有上界：它永远停不下来。",
    more: `这里只画前 ${MOST} 个错误，后面还有。`,
    count: (k, bound) => [`${k} 个错误`, ...(bound ? [`上界 ${bound}`] : [])].join("，"),
    question: `圆点从 (1, 1) 移到 (${NEAR}, ${NEAR})，离叉更近，上界从 ${top(far.bound)} 升到 ${top(near.bound)}。错误一共 ${far.steps.length} 个，会变成几个？`,
    options: ["更多", "一样多", "更少"],
    answer: () => `只有 ${near.steps.length} 个。上界说的是最多能有几个，不管样本怎样排列；它不预言实际有几个。这里的直线碰巧一转就转对了。`,
    say: ({ x_1, x_2 }, { mistakes, bound }) => [`圆点 ${pointed([x_1, x_2])}`, `${mistakes} 个错误`, bound ? `上界 ${top(bound)}` : "没有上界"].join("，"),
  },
  en: {
    name: "A figure that computes: a line turns with its mistakes",
    try: "press Next mistake a few times and watch the line turn; then To the end. Now drag the circle nearer to the three crosses: when the bound (R/γ)² grows, do the mistakes grow along? And between the crosses?",
    x_1: "x₁ of the circle", x_2: "x₂ of the circle", k: "mistakes shown, at most",
    plane: "Four points and the line", race: "The race of two lengths",
    next: "Next mistake", all: "To the end",
    first: "No point has been looked at; all weights are 0.",
    wrong: (k, x) => `Mistake ${k}: ${x}, the ringed point.`,
    dashed: "Dashed: the line before it was corrected.",
    flat: "w is 0, so there is no line yet.",
    done: (k) => `Mistakes in all: ${k}. Now all four points are right.`,
    never: "No line separates these four points, so there is no bound: it never ends.",
    more: `Only the first ${MOST} mistakes are shown here; there are more.`,
    count: (k, bound) => [`mistakes ${k}`, ...(bound ? [`bound ${bound}`] : [])].join(", "),
    question: `the circle moves from (1, 1) to (${NEAR}, ${NEAR}), nearer to the crosses, and the bound rises from ${top(far.bound)} to ${top(near.bound)}. There were ${far.steps.length} mistakes in all: how many will there be?`,
    options: ["More", "As many", "Fewer"],
    answer: () => `Only ${near.steps.length}. The bound says how many there can be at most, in whatever order the samples come; it does not foretell how many there are. Here the line happens to turn the right way at once.`,
    say: ({ x_1, x_2 }, { mistakes, bound }) => [`Circle ${pointed([x_1, x_2])}`, `mistakes ${mistakes}`, bound ? `bound ${top(bound)}` : "no bound"].join(", "),
  },
}

let fields = 0
const BOX = { x: 30, y: 12, width: 304, height: 216 }
const field = (name, letters) => {
  const id = `live-rule-${++fields}`
  const inside = svg("g", { "clip-path": `url(#${id})` })
  const ticks = svg("g")
  const drawing = svg("svg", { viewBox: "0 0 340 258", role: "group", "aria-label": name },
    svg("clipPath", { id }, svg("rect", BOX)), svg("rect", { class: "live-field", ...BOX }), inside, ticks)
  drawing.append(svg("text", { x: 322, y: 254, class: "live-letter" }, letters[0]), svg("text", { x: 13, y: 26, class: "live-letter" }, letters[1]))
  const mark = (x, y, across, up) => ticks.replaceChildren(
    ...across.map((n) => svg("text", { x: x(n), y: 244, class: "live-tick" }, signed(n, 0))),
    ...up.map((n) => svg("text", { x: 18, y: y(n) + 4, class: "live-tick" }, signed(n, 0))))
  return { drawing, inside, mark }
}
const [X, UP] = [scale([-1.35, 2.872], [30, 334]), scale([-0.75, 2.25], [228, 12])]
const at = ([x, y]) => `${X(x).toFixed(1)} ${UP(y).toFixed(1)}`

// Where w·x + b = 0, across the picture, and the half plane where the answer is the circle.
const line = ({ w, b }) => {
  const size = matmul(w, w)
  if (size === 0) return ["", ""]
  const foot = multiply(-b / size, w)
  const [along, over] = [[-w[1], w[0]], w].map((way) => multiply(30 / sqrt(size), way))
  const ends = [subtract(foot, along), add(foot, along)]
  const path = `M${ends.map(at).join("L")}`
  return [path, `${path}L${[...ends].reverse().map((end) => at(add(end, over))).join("L")}Z`]
}
const plane = (stage) => {
  const { drawing, inside, mark } = field(stage.words.plane, ["x₁", "x₂"])
  mark(X, UP, [-1, 0, 1, 2], [0, 1])
  const [side, before, after] = ["live-level", "live-next", "live-slope"].map((each) => svg("path", { class: each }))
  const ring = svg("circle", { r: 15, class: "live-goal" })
  const crosses = CROSSES.map(([x, y]) => svg("path", { d: `M${X(x) - 6} ${UP(y) - 6}l12 12m0-12l-12 12`, class: "live-mark", "stroke-width": 4 }))
  const circle = svg("g", { class: "live-handle" }, svg("circle", { r: 24, class: "live-hit" }), svg("circle", { r: 8, class: "live-point" }))
  inside.append(side, before, after, ...crosses, ring)
  drawing.append(circle)
  stage.grip(circle, { x_1: (event) => X.back(place(drawing, event).x), x_2: (event) => UP.back(place(drawing, event).y) })
  const draw = ({ x, steps, params }) => {
    const last = steps.at(-1)
    const [path, half] = line(params)
    told(after, { d: path })
    told(side, { d: half })
    told(before, { d: last ? line(last.before)[0] : "" })
    told(ring, last ? { visibility: "visible", cx: X(x[last.n][0]), cy: UP(x[last.n][1]) } : { visibility: "hidden" })
    told(circle, { transform: `translate(${X(x[3][0])} ${UP(x[3][1])})` })
  }
  return [drawing, draw]
}

// k γ from below, √k R from above, and between them the length of θ after each mistake.
const race = (stage) => {
  const { drawing, inside, mark } = field(stage.words.race, ["k", "‖θ‖"])
  const low = svg("path", { class: "live-way" })
  const high = svg("path", { class: "live-look", fill: "none", "stroke-width": 3 })
  const end = svg("path", { class: "live-error" })
  const dots = svg("path", { class: "live-dots" })
  const [lower, upper] = ["kγ", "√k R"].map((text) => svg("text", { class: "live-letter" }, text))
  const count = svg("text", { x: 326, y: 30, class: "live-large" })
  inside.append(high, low, end, dots)
  drawing.append(lower, upper, count)
  const draw = ({ steps, isDone, R, gamma, bound }) => {
    const wide = 60 * clamped(Math.ceil(Math.max(bound, steps.length) / 57), 1, 8)
    const tall = 1.2 * R * Math.sqrt(wide)
    const middle = Math.min(bound, wide) / 2
    const tick = tall < 18 ? 5 : tall < 45 ? 10 : 20
    const [x, y] = [scale([0, wide], [30, 334]), scale([0, tall], [228, 12])]
    const at = (k, size) => `${x(k).toFixed(1)} ${y(size(k)).toFixed(1)}`
    const way = (size) => "M" + Array.from({ length: 101 }, (_, n) => at(n * wide / 100, size)).join("L")
    mark(x, y, [0, 1, 2, 3].map((n) => n * wide / 4), [0, 1, 2, 3].map((n) => n * tick).filter((n) => n < tall * 0.85))
    told(high, { d: way((k) => R * Math.sqrt(k)) })
    told(low, { d: bound ? way((k) => k * gamma) : "" })
    told(end, { d: bound && bound < wide ? `M${x(bound)} ${y(R * R / gamma)}V228` : "" })
    told(dots, { d: steps.map((each, n) => `M${x(n + 1)} ${y(lengthOf(each.params))}h0`).join("") })
    told(upper, { x: x(wide * 0.3), y: y(R * Math.sqrt(wide * 0.3)) - 10 })
    told(lower, { x: x(middle) + 18, y: y(middle * gamma) + (gamma * wide < tall / 4 ? -8 : 16), visibility: bound ? "visible" : "hidden" })
    count.textContent = `${stage.words.count(steps.length, bound && top(bound))}${isDone ? " ✓" : ""}`
  }
  return [drawing, draw]
}

const formulas = ({ x, steps, params, R, gamma, bound }) => {
  const last = steps.at(-1)
  const k = steps.length
  const own = [`‖θ‖ = ${signed(lengthOf(params), 3)}`, ...(bound ? [`(R/γ)² = (${signed(R, 5)}/${signed(gamma, 5)})² = ${signed(bound, 1)}`] : [])]
  if (!last) return own
  const { w, b } = last.before
  const [each, y] = [x[last.n], Y[last.n]]
  const score = matmul(each, w) + b
  const inner = (value) => within(value, 3).replace(/\.?0+(?=\)?$)/, "")
  const products = each.map((part, n) => `${inner(part)}·${inner(w[n])}`).join(" + ")
  return [
    `a = x·w + b = ${products} + ${inner(b)} = ${short(score)}`,
    `y·a = ${inner(y)}·${inner(score)} = ${short(y * score)} ≤ 0`,
    `w + y·x = ${pointed(w)} + ${inner(y)}·${pointed(each)} = ${pointed(params.w)}`,
    `b + y = ${short(b)} + ${inner(y)} = ${short(params.b)}`,
    bound ? `k·γ = ${signed(k * gamma, 3)} ≤ ‖θ‖ = ${signed(lengthOf(params), 3)} ≤ R·√k = ${signed(R * Math.sqrt(k), 3)}` : own[0],
    ...own.slice(1),
  ]
}

const build = (stage) => {
  const { next, all, question, options, answer, first, wrong, dashed, flat, done, never, more } = stage.words
  const [[left, drawPlane], [right, drawRace]] = [plane(stage), race(stage)]
  const shown = made("div", { class: "live-formulas" })
  const note = made("p", { role: "status" })
  let timer
  stage.moved = () => clearTimeout(timer)
  const step = () => {
    const { steps, isDone } = computed(stage.state)
    if (isDone || steps.length === MOST) return false
    stage.set({ k: steps.length + 1 })
    return true
  }
  const walk = () => {
    clearTimeout(timer)
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches && step()) timer = setTimeout(walk, 150)
    else stage.set({ k: MOST }) // what is dragged from now on is shown to its end
  }
  const ask = () => {
    stage.moved()
    stage.set({ x_1: NEAR, x_2: NEAR, k: MOST })
    return answer()
  }
  stage.add(
    made("div", { class: "live-pair" }, left, right),
    note,
    made("p", { class: "live-buttons" }, stage.button(next, () => { stage.moved(); step() }), stage.button(all, walk)),
    made("div", { class: "live-controls" }, stage.slider("x_1", short), stage.slider("x_2", short), stage.slider("k", short)),
    shown,
    stage.guess(question, options, 2, ask),
  )
  return (state) => {
    const found = computed(state)
    const { x, steps, isDone, params, R, gamma, bound } = found
    drawPlane(found)
    drawRace(found)
    const k = steps.length
    note.textContent = [
      k ? wrong(k, pointed(x[steps[k - 1].n])) : first,
      ...(k && isTurned(steps[k - 1].before) ? [dashed] : []),
      ...(k && !isTurned(params) ? [flat] : []),
      ...(bound ? [] : [never]),
      ...(isDone ? [done(k)] : []),
      ...(bound && !isDone && k === MOST ? [more] : []),
    ].join(" ")
    shown.innerHTML = formulas(found).map((text) => `<p>${formula(text)}</p>`).join("")
    const numbers = { mistakes: k, w_1: params.w[0], w_2: params.w[1], b: params.b, length: lengthOf(params) }
    return bound ? { ...numbers, R, gamma, bound } : numbers
  }
}

const python = ({ x_1, x_2, k }) => `import numpy as np
from scipy.optimize import nnls

from snippets.foundations.perceptron import (
    PerceptronParams,
    init_perceptron,
    novikoff,
    perceptron_step,
)

x = np.array([[0, 0], [0, 1], [1, 0], [${x_1}, ${x_2}]], float)  # (4, 2)
y = np.array([-1.0, -1.0, -1.0, 1.0])  # (4,)
params, mistakes, right, n = init_perceptron(2), 0, 0, 0
while mistakes < ${k} and right < 4:
    params, hit = perceptron_step(params, x[n], y[n])
    mistakes += not hit
    right = right + 1 if hit else 0
    n = (n + 1) % 4
w, b = params
length = np.sqrt(w @ w + b**2)  # ()
print(f"mistakes {mistakes}  w {w[0]:.3f} {w[1]:.3f}  b {b:.3f}  |θ| {length:.3f}")

# the widest margin, as least squares
z = y[:, None] * np.c_[x, np.ones(4)]  # (4, 3)
alpha, rest = nnls(np.vstack([z.T, np.ones(4)]), np.eye(4)[3])  # (4,), ()
if rest < 1e-9:
    print("no line separates them, no bound")
else:
    theta = alpha @ z  # (3,)
    R, gamma = novikoff(PerceptronParams(theta[:2], theta[2]), x, y)
    print(f"R {R:.4f}  γ {gamma:.4f}  (R/γ)² {(R / gamma) ** 2:.3f}")
`

const by = { low: -0.5, high: 2, step: 0.25, fine: 0.125 } // whole in base 2: a tie is one
export default figure({
  name: "foundations/perceptron",
  words,
  start: START,
  ranges: { x_1: by, x_2: by, k: { low: 0, high: MOST, step: 1, fine: 1 } },
  build,
  python,
})
