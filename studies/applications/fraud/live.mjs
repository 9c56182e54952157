// The scores of the test weeks: drag the threshold, and see whom it calls, whom it misses, what that costs.
import { clamped, formula, made, place, scale, signed, svg, told } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { add, multiply, sum } from "../../../snippets/arrays.mjs"
import { cost_curve, precision_recall_curve } from "../../../snippets/applications/fraud_alerts.mjs"
import data from "./live.json"

const [TOP, WIDE] = [8.5, 0.25] // the largest score; from a column to the next
const [LOW, HIGH] = [-7, 7.5]
const START = { t: 4, v: 3 }
const ASKED = 10 // the cost of the question
const two = (value) => signed(value, 2)
const three = (value) => signed(value, 3)

// Payments from the largest score down, as live.py has counted them.
const scores = data.fraud.map((_, k) => TOP - WIDE * k)
const repeated = (counts, value) => counts.map((count, k) => Array(count).fill(value(k)))
const payments = (fraud, genuine) => {
  const [bad, good] = [repeated(fraud, () => 1), repeated(genuine, () => 0)]
  return [repeated(fraud.map((count, k) => count + genuine[k]), (k) => scores[k]).flat(), bad.flatMap((some, k) => some.concat(good[k]))]
}
const [SCORE, Y] = payments(data.fraud, data.genuine)
const WEEK_8 = payments(data.fraud_8, data.genuine_8)
const FRAUDS = sum(data.fraud)
const [PRECISION, RECALL, AT] = precision_recall_curve(SCORE, Y)

// At each threshold, from none on down: the calls, and the frauds without one.
const counts = (score, y) => {
  const [at, calls] = cost_curve(score, y, y.map(() => 0), 1)
  const [, misses] = cost_curve(score, y, y.map(() => 1), 0)
  return { at, calls, misses }
}
const [HERE, BEFORE] = [counts(SCORE, Y), counts(...WEEK_8)]
// What they cost, in calls; of the cheapest, the highest.
const costs = ({ at, calls, misses }, v) => {
  const spent = add(calls, multiply(v, misses))
  const least = Math.min(...spent)
  return { at, spent, least, t: at[spent.indexOf(least)] }
}
const paid = ({ at, spent }, t) => spent[at.findLastIndex((score) => score >= t)]
const counted = (t) => {
  const [TP, FP] = [data.fraud, data.genuine].map((counts) => sum(counts.map((count, k) => (scores[k] >= t ? count : 0))))
  return { TP, FP, FN: FRAUDS - TP, TN: Y.length - FRAUDS - FP }
}
const computed = ({ t, v }) => {
  const [best, chosen] = [costs(HERE, v), costs(BEFORE, v).t]
  const [now, next] = [t, Math.max(t - 1, LOW)].map(counted)
  const more = next.TP - now.TP
  const calls = more + next.FP - now.FP
  return { ...now, cost: paid(best, t), best, chosen, dear: paid(best, chosen), more, calls, precision: now.TP / (now.TP + now.FP), recall: now.TP / FRAUDS }
}
const alarms = (v) => {
  const { TP, FP } = counted(costs(HERE, v).t)
  return TP + FP
}

const words = {
  zh: {
    name: "会计算的图：阈值、四个数和成本",
    try: `左右拖动阈值。它右边的每笔支付都要打一个电话，成本 1；漏掉一笔欺诈，成本 ${START.v}。拖到哪里最便宜？再把漏掉一笔的成本调到 50：该往哪边走？`,
    t: "阈值 t", v: "漏掉一笔的成本 v",
    scores: "得分和阈值，下面是成本", curve: "精确率和召回率",
    missed: "漏掉的欺诈", found: "找到的欺诈", quiet: "正常，没打扰", false: "正常，误报",
    score: "得分", spent: "成本（电话数）", none: (cost) => `${words.zh.nobody}：${cost}`, nobody: "一个电话也不打",
    cheapest: "走到最便宜处",
    precision: "精确率", recall: "召回率", cost: "成本",
    further: (t, calls, found, sum) => `再往左，到 ${t}：多打 ${calls} 个电话，多找到 ${found} 笔：${sum}`,
    pays: "，更便宜。", not: "，更贵。", same: "，一样。",
    week: (t, cost) => `这是事后看的。只看第 8 周，会选 ${t}，在这三周里要花 ${cost}。`,
    question: `漏掉一笔算 ${ASKED} 个电话，最便宜的阈值会报警多少次？算 ${START.v} 个时是 ${alarms(START.v)} 次。三周里有 ${FRAUDS} 笔欺诈。`,
    options: ["约 130 次，一笔欺诈一次", "约 200 次", "约 1300 次，一笔欺诈 10 次"],
    answer: ({ TP, FP, FN, calls, more }) => `${TP + FP} 次，找到 ${TP} 笔，误报 ${FP} 次，还有 ${FN} 笔宁可漏掉：再往左打 ${calls} 个电话，只多找到 ${more} 笔。要十个里对一个的，是新增的电话，不是全部电话。`,
    say: ({ t }, { TP, FP, cost }) => `阈值 ${two(t)}：${FRAUDS} 笔欺诈找到 ${TP} 笔，误报 ${FP} 次，成本 ${cost}`,
  },
  en: {
    name: "A figure that computes: threshold, counts and cost",
    try: `drag the threshold left and right. To its right every payment gets a call, which costs 1; a missed fraud costs ${START.v}. Where is it cheapest? Then let a miss cost 50: which way do you have to go?`,
    t: "threshold t", v: "a miss costs v",
    scores: "Scores and threshold, below them the cost", curve: "Precision and recall",
    missed: "frauds missed", found: "frauds found", quiet: "genuine, left in peace", false: "genuine: false alarms",
    score: "score", spent: "cost, in calls", none: (cost) => `${words.en.nobody}: ${cost}`, nobody: "no call at all",
    cheapest: "Go to the cheapest",
    precision: "precision", recall: "recall", cost: "cost",
    further: (t, calls, found, sum) => `Further left, to ${t}: ${calls} more calls find ${found} more frauds: ${sum}`,
    pays: ", cheaper.", not: ", dearer.", same: ", the same.",
    week: (t, cost) => `This is hindsight. By week 8 alone one would choose ${t}, which costs ${cost} in these weeks.`,
    question: `if a missed fraud costs ${ASKED} calls, how many alarms does the cheapest threshold raise? At ${START.v} calls it raises ${alarms(START.v)}. There are ${FRAUDS} frauds.`,
    options: ["about 130, one for each fraud", "about 200", "about 1300, ten for each fraud"],
    answer: ({ TP, FP, FN, calls, more }) => `${TP + FP}: ${TP} frauds found, ${FP} false alarms. The other ${FN} frauds are cheaper missed: the next ${calls} calls would find only ${more}. One in ten must be right of the calls that one adds, not of all calls.`,
    say: ({ t }, { TP, FP, cost }) => `threshold ${two(t)}: ${TP} of ${FRAUDS} frauds found, ${FP} false alarms, cost ${cost}`,
  },
}

const HALO = "paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-opacity:.8;stroke-linejoin:round"
const text = (kind, x, y, inner = "", anchor = "middle") => svg("text", { class: kind, x, y, style: `${HALO};text-anchor:${anchor}` }, inner)
const drawing = (name, ...inner) => svg("svg", { viewBox: "0 0 340 360", role: "img", "aria-label": name }, ...inner)
const line = (kind, d = "", more = {}) => svg("path", { class: kind, d, ...more })
const DASHED = { "stroke-dasharray": "4 4" }

// Columns of squares, one for each payment; rows below the last are cut off.
const [ROW, SIDE, MIDDLE, ROWS] = [5.5, 4.6, 104, 18]
const x = scale([LOW - WIDE / 2, HIGH + WIDE / 2], [6, 334])
const squares = (counts, y) => scores.map((score, k) => (score < LOW ? "" : Array.from({ length: Math.min(counts[k], ROWS) }, (_, n) => `M${(x(score) - SIDE / 2).toFixed(2)} ${y(n).toFixed(1)}h${SIDE}v${SIDE}h${-SIDE}z`).join(""))).join("")
const PARTS = [["live-best", data.fraud, (n) => MIDDLE - ROW * (n + 1)], ["live-other", data.genuine, (n) => MIDDLE + ROW - SIDE + ROW * n]]

const scoresOf = (stage) => {
  const { words } = stage
  const [FLOOR, CEILING] = [352, 244]
  const [left, right] = [1, 2].map(() => svg("rect", { y: 0, height: 360 }))
  const both = (side, opacity) => svg("g", { "clip-path": `url(#live-fraud-cut-${side})`, "fill-opacity": opacity }, ...PARTS.map(([kind, counts, y]) => svg("path", { class: kind, d: squares(counts, y) })))
  const corner = (x, y, anchor) => [text("live-large", x, y, "", anchor), text("live-title", x, y + 14, "", anchor)]
  const corners = [corner(6, 34, "start"), corner(334, 34, "end"), corner(6, 172, "start"), corner(334, 172, "end")]
  const names = ["FN", "TP", "TN", "FP"]
  ;["missed", "found", "quiet", "false"].forEach((name, k) => { corners[k][1].textContent = words[name] })
  const [cut, curve, ring] = [line("live-true"), line("live-line"), svg("circle", { r: 9, class: "live-mark" })]
  const [knob, here] = [svg("circle", { r: 8, cy: 10, class: "live-dot" }), svg("circle", { r: 6, class: "live-dot" })]
  const [none, spent] = [text("live-title", 334, 0, "", "end"), text("live-large", 0, 0)]
  const dotted = line("live-axis", "", DASHED)
  const node = drawing(words.scores,
    svg("clipPath", { id: "live-fraud-cut-left" }, left), svg("clipPath", { id: "live-fraud-cut-right" }, right),
    svg("clipPath", { id: "live-fraud-cost" }, svg("rect", { x: 0, y: CEILING - 8, width: 340, height: FLOOR - CEILING + 8 })),
    both("left", 0.35), both("right", 1), line("live-axis", `M6 ${MIDDLE}H334M6 ${FLOOR}H334`),
    ...[-6, -4, -2, 0, 2, 4, 6].map((n) => text("live-tick", x(n), 218, signed(n, 0))), text("live-title", 338, 218, words.score, "end"), text("live-title", 334, 248, words.spent, "end"),
    svg("g", { "clip-path": "url(#live-fraud-cost)" }, dotted, curve), cut, none, ring, ...corners.flat(), knob, here, spent)
  node.classList.add("live-along")
  stage.drag(node, (event) => stage.move("t", x.back(place(node, event).x) + WIDE / 2))
  const draw = (state, found, [low, high], isOpen) => {
    const edge = x(state.t - WIDE / 2)
    told(left, { x: 0, width: edge })
    told(right, { x: edge, width: 340 - edge })
    told(cut, { d: `M${edge} 10V${FLOOR}`, stroke: "currentColor" })
    told(knob, { cx: edge })
    names.forEach((name, k) => { corners[k][0].textContent = found[name] })
    const nothing = state.v * FRAUDS
    const y = scale([0, 1.5 * nothing], [FLOOR, CEILING])
    const at = (cost) => Math.max(y(cost), CEILING - 2)
    const { best } = found
    const points = best.at.flatMap((score, k) => (score >= low && score <= high ? [`${x(score - WIDE / 2).toFixed(1)} ${y(best.spent[k]).toFixed(1)}`] : []))
    told(curve, { d: points.length ? `M${points.join("L")}` : "" })
    told(dotted, { d: `M6 ${y(nothing)}H334` })
    none.textContent = words.none(nothing)
    told(none, { y: y(nothing) - 5 })
    told(here, { cx: edge, cy: at(found.cost) })
    spent.textContent = found.cost
    told(spent, { x: edge + (edge > 280 ? -10 : 10), y: clamped(at(found.cost) + 20, 0, FLOOR - 4), style: `${HALO};text-anchor:${edge > 280 ? "end" : "start"}` })
    told(ring, { cx: x(best.t - WIDE / 2), cy: at(best.least), visibility: isOpen ? "visible" : "hidden" })
  }
  return [node, draw]
}

// Precision against recall, and where the threshold stands on it.
const curveOf = (stage) => {
  const { words } = stage
  const [r, p] = [scale([0, 1], [36, 328]), scale([0, 1], [322, 24])]
  const [lead, here] = [line("live-axis", "", DASHED), svg("circle", { r: 8, class: "live-dot" })]
  const points = AT.map((_, k) => `${r(RECALL[k]).toFixed(1)} ${p(PRECISION[k]).toFixed(1)}`)
  const values = [text("live-title", 0, 316), text("live-title", 0, 0, "", "start")]
  const node = drawing(words.curve, svg("rect", { class: "live-field", x: 36, y: 24, width: 292, height: 298 }),
    ...[0, 0.5, 1].flatMap((n) => [text("live-tick", r(n), 338, `${n}`), text("live-tick", 22, p(n) + 4, `${n}`)]),
    text("live-title", 182, 356, words.recall), text("live-title", 36, 14, words.precision, "start"),
    line("live-line", `M${points.join("L")}`, { style: "stroke:var(--c0)" }), lead, here, ...values)
  node.classList.add("live-along")
  const near = ({ x, y }) => {
    const far = AT.map((_, k) => Math.hypot(r(RECALL[k]) - x, p(PRECISION[k]) - y))
    return AT[far.indexOf(Math.min(...far))]
  }
  stage.drag(node, (event) => stage.move("t", near(place(node, event))))
  return [node, (_, { precision, recall }) => {
    told(lead, { d: `M36 ${p(precision)}H${r(recall)}V322` })
    told(here, { cx: r(recall), cy: p(precision) })
    values.forEach((value, k) => { value.textContent = three([recall, precision][k]) })
    told(values[0], { x: r(recall) + (recall < 0.15 ? 22 : -22) })
    told(values[1], precision > 0.9 ? { x: 50, y: 40 } : { x: 40, y: p(precision) - 5 })
  }]
}

const unbroken = (piece) => `<span style="white-space:nowrap">${piece}</span>`
const build = (stage) => {
  const [[left, drawScores], [right, drawCurve]] = [scoresOf(stage), curveOf(stage)]
  const shown = made("div", { class: "live-formulas" })
  const { words } = stage
  let [seen, isOpen] = [[START.t, TOP], false] // of the curve of the cost: where the threshold has been
  const open = () => { [seen, isOpen] = [[LOW, TOP], true] }
  stage.moved = (key) => { if (!key) [seen, isOpen] = [[START.t, TOP], false] }
  const go = (v) => {
    open()
    stage.set({ v, t: costs(HERE, v).t })
  }
  const ask = () => {
    go(ASKED)
    return words.answer(computed(stage.state))
  }
  stage.add(
    made("div", { class: "live-controls", style: "row-gap:.4rem;margin-bottom:.6rem" }, stage.slider("t", two), stage.slider("v", (value) => `${value}`), stage.button(words.cheapest, () => go(stage.state.v))),
    made("div", { class: "live-pair" }, left, right),
    shown,
    stage.guess(words.question, words.options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    const { TP, FP, FN, TN, precision, recall, cost, best, chosen, dear, calls, more } = found
    seen = [Math.min(seen[0], state.t), TOP]
    drawScores(state, found, seen, isOpen)
    drawCurve(state, found)
    const change = calls - state.v * more
    const verdict = change < 0 ? words.pays : change > 0 ? words.not : words.same
    const below = two(Math.max(state.t - 1, LOW))
    const balance = unbroken(formula(`${calls} − ${state.v}·${more} = ${signed(change, 0)}`) + verdict)
    shown.innerHTML = [
      formula(`${words.precision} = ${TP} / (${TP} + ${FP}) = ${three(precision)}`),
      formula(`${words.recall} = ${TP} / (${TP} + ${FN}) = ${three(recall)}`),
      formula(`${words.cost} = ${TP} + ${FP} + ${state.v}·${FN} = ${cost}`),
      state.t > LOW ? words.further(formula(`t = ${below}`), calls, more, balance) : "",
      isOpen ? words.week(Number.isFinite(chosen) ? formula(`t = ${two(chosen)}`) : words.nobody, dear) : "",
    ].map((line) => `<p>${line}</p>`).join("")
    return { TP, FP, FN, TN, precision, recall, cost, calls, more, cheapest: best.t, least: best.least, dear }
  }
}

const listed = (counts) => counts.join(", ").replace(/(.{1,52})(?: |$)/g, "    $1\n")
const python = ({ t, v }) => `import numpy as np

# how many payments have the score ${TOP}, ${TOP - WIDE}, … ${LOW}, and less
fraud = np.array([
${listed(data.fraud)}])  # (${scores.length},)
genuine = np.array([
${listed(data.genuine)}])  # (${scores.length},)
# the same of the week by which one chooses
fraud_before = np.array([
${listed(data.fraud_8)}])  # (${scores.length},)
genuine_before = np.array([
${listed(data.genuine_8)}])  # (${scores.length},)

t, v = ${t}, ${v}
score = ${TOP} - ${WIDE} * np.arange(${scores.length})  # (${scores.length},)


def counted(t):
    alarm = score >= t  # (${scores.length},)
    return fraud[alarm].sum(), genuine[alarm].sum()


def costs(fraud, genuine):
    calls = np.append(0, (fraud + genuine).cumsum())  # (${scores.length + 1},)
    missed = fraud.sum() - np.append(0, fraud.cumsum())  # (${scores.length + 1},)
    return calls + v * missed  # (${scores.length + 1},)


TP, FP = counted(t)
FN, TN = fraud.sum() - TP, genuine.sum() - FP
print(f"found {TP}, false alarms {FP}, missed {FN}, in peace {TN}")
print(f"precision {TP / (TP + FP):.3f}")
print(f"recall {TP / (TP + FN):.3f}")
print(f"cost {TP + FP + v * FN}")
more, false = np.subtract(counted(max(t - 1, ${LOW})), (TP, FP))
print(f"further left: {more + false} more calls find {more} more")
cost = costs(fraud, genuine)  # (${scores.length + 1},)
at = np.append(np.inf, score)  # (${scores.length + 1},)
print(f"cheapest: t = {at[cost.argmin()]:.2f}, cost {cost.min()}")
chosen = costs(fraud_before, genuine_before).argmin()
print(f"at the threshold chosen before: cost {cost[chosen]}")
`

const by = { step: WIDE, fine: WIDE }
export default figure({
  name: "applications/fraud",
  words,
  start: START,
  ranges: { t: { low: LOW, high: HIGH, ...by }, v: { low: 2, high: 50, step: 1, fine: 1 } },
  build,
  python,
})
