// One prediction for five targets: drag it, or a target, and see how hard each pulls under three losses.
import { clamped, formula, made, place, scale, signed, svg, told } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { multiply, sum } from "../../../snippets/arrays.mjs"
import { huber, mae, mse } from "../../../snippets/foundations/loss.mjs"

const GIVEN = [1, 3, 4, 5, 7]
const KEYS = GIVEN.map((_, n) => `y${n + 1}`)
const targets = (values) => Object.fromEntries(KEYS.map((key, n) => [key, values[n]]))
const START = { g: 6, delta: 1, ...targets(GIVEN) }
const [MIDDLE, ASIDE] = [2, 4.9] // the target of the question, and where it goes
const ASKED = { ...START, ...targets(GIVEN.with(MIDDLE, ASIDE)) }
const END = 10 // of the line
const NAMES = ["MSE", "MAE", "Huber"]
const [LOSSES, COLOURS] = [[mse, mae, huber], ["var(--c0)", "var(--c1)", "var(--c2)"]]
const PLACES = [1, 0, 1] // of a pull in a formula
const HALVINGS = 60
const one = (value) => signed(value, 1)
const two = (value) => signed(value, 2)

const targetsOf = (state) => KEYS.map((key) => state[key])
// The loss of one prediction for all, and its slope by each target.
const judged = (loss, g, y, delta) => {
  const [value, slopes] = loss(y.map(() => g), y, delta)
  return { value, slopes, slope: sum(slopes) }
}
// Where the slope is 0: between the targets, halved again and again.
const least = (loss, y, delta) => {
  let [low, high] = [Math.min(...y), Math.max(...y)]
  for (const _ of Array(HALVINGS)) {
    const middle = (low + high) / 2
    if (judged(loss, middle, y, delta).slope < 0) low = middle
    else high = middle
  }
  return high
}
const computed = (state) => {
  const y = targetsOf(state)
  return LOSSES.map((loss) => ({ ...judged(loss, state.g, y, state.delta), best: least(loss, y, state.delta) }))
}
const [BEFORE, AFTER] = [START, ASKED].map((state) => computed(state).map(({ best }) => best))

const named = (text) => Object.fromEntries(KEYS.map((key, n) => [key, text(n + 1)]))
const words = {
  zh: {
    name: "会计算的图：五个目标拉一个预测",
    try: "把预测 ŷ 往左拖，拖到一种损失两边的力一样大：训练就会停在那里。再把最远的目标 7 拖到 10：谁的停靠处跟着走，谁的不动？",
    g: "预测 ŷ", delta: "Huber 的 δ", ...named((n) => `目标 ${n}`),
    losses: "五个目标的平均损失", pulls: "拉力：每一段是一个目标",
    balance: "平衡", slope: (value) => `斜率 ${value}`,
    go: "走到最低点：",
    question: `目标是 ${GIVEN.join("、")} 时，三种损失的最低点都在 ${signed(BEFORE[0], 0)}，就是中间那个。只把它从 ${GIVEN[MIDDLE]} 挪到 ${ASIDE}，谁的最低点挪得最远？`,
    options: ["MSE：平方的力最大", "MAE", "都一样"],
    answer: (bests) => `MSE 到 ${bests[0]}，MAE 到 ${bests[1]}，Huber 到 ${bests[2]}。MAE 只数每边有几个目标，所以停在中间那个上，只要它还在中间，走到哪里就跟到哪里；别的目标离得多远，MAE 不管。MSE 正好相反：不论远近，哪个目标动，最低点都跟着动，动它的五分之一。`,
    say: ({ g }, numbers) => `预测 ${two(g)}。斜率：MSE ${two(numbers.MSE_slope)}，MAE ${two(numbers.MAE_slope)}，Huber ${two(numbers.Huber_slope)}`,
  },
  en: {
    name: "A figure that computes: five targets pull at one prediction",
    try: "drag the prediction ŷ to smaller numbers until, for one of the losses, both sides pull equally hard: there training would stop. Then drag the farthest target from 7 to 10. Whose resting place goes along, whose does not?",
    g: "prediction ŷ", delta: "Huber's δ", ...named((n) => `target ${n}`),
    losses: "Mean loss over the five targets", pulls: "Pulls: a piece for each target",
    balance: "balanced", slope: (value) => `slope ${value}`,
    go: "Go to the least: ",
    question: `with the targets ${GIVEN.join(", ")} all three losses are least at ${signed(BEFORE[0], 0)}, the middle one. Now only that one moves, from ${GIVEN[MIDDLE]} to ${ASIDE}. Whose lowest point moves furthest?`,
    options: ["MSE's: squares pull hardest", "MAE's", "All move alike"],
    answer: (bests) => `MSE's moves to ${bests[0]}, MAE's to ${bests[1]}, Huber's to ${bests[2]}. MAE only counts the targets on either side, so it rests on the middle one and goes all the way with it, as long as it is the middle one; how far off the others are is all the same to it. With MSE it is the other way round: whichever target moves, near or far, the lowest point goes along a fifth of the way.`,
    say: ({ g }, numbers) => `prediction ${two(g)}. Slopes: MSE ${two(numbers.MSE_slope)}, MAE ${two(numbers.MAE_slope)}, Huber ${two(numbers.Huber_slope)}`,
  },
}

const title = (text, x, y, style = "") => svg("text", { class: "live-title", x, y, style }, text)
const drawing = (name, height, ...inner) => svg("svg", { viewBox: `0 0 336 ${height}`, role: "group", "aria-label": name }, ...inner)
const painted = (kind, colour) => svg("path", { class: kind, style: `stroke:${colour}` })

// The three losses over the prediction, their tangents; targets on the line, and the prediction.
const [X, Y] = [scale([0, END], [18, 318]), scale([0, 14], [262, 82])]
const FIELD = { x: 18, y: 82, width: 300, height: 180 }
const GRID = Array.from({ length: 101 }, (_, k) => k * END / 100)
const [LINE, REACH] = [286, 0.9]
const lossesOf = (stage) => {
  const { words, spec } = stage
  const curves = COLOURS.map((colour) => painted("live-line", colour))
  const tangents = COLOURS.map(() => svg("path", { class: "live-beam" }))
  const dots = COLOURS.map((colour) => svg("circle", { r: 6, style: `fill:${colour};stroke:var(--paper);stroke-width:2` }))
  const lead = svg("path", { class: "live-error" })
  const legend = NAMES.flatMap((name, n) => [svg("path", { class: "live-line", style: `stroke:${COLOURS[n]}`, d: `M${18 + 84 * n} 31h20` }), title(name, 43 + 84 * n, 35, "fill:var(--ink)")])
  const hand = svg("g", {}, svg("circle", { r: 23, class: "live-hit" }), svg("circle", { r: 13, class: "live-head" }), svg("text", { class: "live-letter", y: 5, style: "fill:var(--paper)" }, "ŷ"))
  const node = drawing(words.losses, 340, svg("clipPath", { id: "live-loss-cut" }, svg("rect", FIELD)), svg("rect", { class: "live-field", ...FIELD }),
    title(words.losses, 18, 14), ...[0, 5, 10].map((n) => svg("text", { class: "live-tick", x: 8, y: Y(n) + 4 }, `${n}`)),
    svg("path", { class: "live-axis", d: `M18 ${LINE}H318` }), ...[0, 2, 4, 6, 8, 10].map((n) => svg("text", { class: "live-tick", x: X(n), y: 327 }, `${n}`)),
    lead, svg("g", { "clip-path": "url(#live-loss-cut)" }, ...curves, ...tangents, ...dots), ...legend)
  const at = (event) => X.back(place(node, event).x)
  const points = KEYS.map((key) => {
    const point = svg("g", {}, svg("circle", { r: 23, class: "live-hit" }), svg("circle", { r: 8, class: "live-point" }))
    node.append(point)
    stage.handle(point, key, one, at)
    return point
  })
  node.append(hand)
  stage.handle(hand, "g", two, at)
  return [node, (state, found) => {
    const y = targetsOf(state)
    LOSSES.forEach((loss, n) => {
      const { value, slope } = found[n]
      const { g } = state
      const line = GRID.map((each) => `${X(each).toFixed(1)} ${Math.max(-999, Y(judged(loss, each, y, state.delta).value)).toFixed(1)}`)
      told(curves[n], { d: `M${line.join("L")}` })
      told(tangents[n], { d: `M${X(g - REACH)} ${Y(value - REACH * slope)}L${X(g + REACH)} ${Y(value + REACH * slope)}` })
      told(dots[n], { cx: X(g), cy: Y(value) })
    })
    told(lead, { d: `M${X(state.g)} 70V${LINE}` })
    told(hand, { transform: `translate(${X(clamped(state.g, spec.ranges.g.low, END))} 60)` })
    points.forEach((point, n) => told(point, { transform: `translate(${X(y[n])} ${LINE})` }))
  }]
}

// For each loss, how hard the targets on either side pull, and what is left of it.
const [CENTRE, UNIT, MOST, TALL] = [168, 8, 20, 32]
const pullsOf = (stage) => {
  const { words } = stage
  const rows = NAMES.map((name, n) => {
    const top = 48 + 96 * n
    const [bars, net] = [svg("path", { style: `fill:${COLOURS[n]};fill-opacity:.75;stroke:var(--paper);stroke-width:1.5` }), svg("path", { class: "live-beam", style: "stroke-width:3;fill:var(--ink);stroke-linejoin:round" })]
    const value = svg("text", { class: "live-number", x: 330, y: top - 8 })
    const parts = [svg("text", { class: "live-key", x: 6, y: top - 8 }, name), value, bars, svg("path", { class: "live-beam", d: `M${CENTRE} ${top - 4}V${top + TALL + 18}` }), net]
    return { top, bars, net, value, parts }
  })
  const node = drawing(words.pulls, 300, title(words.pulls, 6, 14), ...rows.flatMap(({ parts }) => parts))
  node.setAttribute("role", "img")
  return [node, (state, found) => rows.forEach(({ top, bars, net, value }, n) => {
    const { slopes, slope } = found[n]
    const pulls = multiply(-slopes.length, slopes)
    const ends = { "-1": 0, 1: 0 }
    const order = [...pulls.keys()].sort((i, j) => Math.abs(pulls[i]) - Math.abs(pulls[j]))
    const place = (far) => CENTRE + UNIT * clamped(far, -MOST, MOST)
    told(bars, { d: order.map((k) => {
      const way = pulls[k] < 0 ? -1 : 1
      const from = ends[way]
      ends[way] = from + pulls[k]
      return `M${place(from)} ${top}H${place(ends[way])}v${TALL}H${place(from)}z`
    }).join("") })
    const [tip, y] = [place(sum(pulls)), top + TALL + 11]
    const back = Math.sign(CENTRE - tip) * Math.min(7, Math.abs(CENTRE - tip))
    told(net, { d: Math.abs(slope) < 0.005 ? "" : `M${CENTRE} ${y}H${tip}l${back}-4v8l${-back}-4` })
    value.textContent = Math.abs(slope) < 0.005 ? words.balance : words.slope(two(slope))
  })]
}

const series = (values, digits) => values.map((each, n) => (n ? (each < 0 ? " − " : " + ") + signed(Math.abs(each), digits) : signed(each, digits))).join("")
const build = (stage) => {
  const { words } = stage
  const [[losses, drawLosses], [pulls, drawPulls]] = [lossesOf(stage), pullsOf(stage)]
  const shown = made("div", { class: "live-formulas" })
  const go = NAMES.map((name, n) => stage.button(name, () => stage.set({ g: computed(stage.state)[n].best })))
  const ask = () => {
    stage.set({ ...ASKED, g: AFTER[1] })
    return words.answer(AFTER.map(two))
  }
  stage.add(
    made("div", { class: "live-pair" }, losses, pulls),
    made("p", { class: "live-buttons" }, words.go, ...go),
    made("div", { class: "live-controls" }, stage.slider("delta", two)),
    shown,
    stage.guess(words.question, words.options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    drawLosses(state, found)
    drawPulls(state, found)
    shown.innerHTML = found.map(({ value, slopes, slope }, n) => {
      const each = multiply(slopes.length / (n ? 1 : 2), slopes)
      const line = formula(`∂L/∂ŷ = ${n ? "" : "2·"}(${series(each, PLACES[n])})/${slopes.length} = ${two(slope)}`)
      return `<p><b>${NAMES[n]}</b> ${formula("L = " + two(value))}; ${line}</p>`
    }).join("")
    return Object.fromEntries(found.flatMap(({ value, slope, best }, n) => Object.entries({ loss: value, slope, least: best }).map(([key, each]) => [`${NAMES[n]}_${key}`, each])))
  }
}

const python = (state) => `from functools import partial

import numpy as np

from snippets.foundations.loss import huber, mae, mse

y = np.array([${targetsOf(state).join(", ")}], float)  # (5,)
g, delta = ${state.g}, ${state.delta}
losses = {"MSE": mse, "MAE": mae, "Huber": partial(huber, delta=float(delta))}


def judged(loss, g):
    value, slopes = loss(np.full(5, g, float), y)
    return value, slopes.sum()


for name, loss in losses.items():
    low, high = y.min(), y.max()
    for _ in range(${HALVINGS}):
        middle = (low + high) / 2
        if judged(loss, middle)[1] < 0:
            low = middle
        else:
            high = middle
    value, slope = judged(loss, g)
    print(f"{name}: loss {value:.2f}, slope {slope:.2f}, least at {high:.2f}")
`

const range = (low, high, step) => ({ low, high, step, fine: 0.1 })
export default figure({
  name: "foundations/loss",
  words,
  start: START,
  ranges: { g: range(0, END, 0.5), delta: range(0.1, 5, 0.5), ...Object.fromEntries(KEYS.map((key) => [key, range(0, END, 0.5)])) },
  build,
  python,
})
