// The risks of 569 patients: drag the threshold and the prevalence, and see what an alarm is worth.
import { clamped, formula, made, place, scale, svg, told } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { sum } from "../../../snippets/arrays.mjs"
import { roc_curve } from "../../../snippets/applications/diagnosis_scores.mjs"
import data from "./live.json"

const TOP = 30 // the largest odds, as a power: 20 to the TOP / 12
const [LOW, HIGH] = [-31, 30]
const PER = 12 // steps from the threshold 1/2 down to 1/21
const [ILL, HEALTHY] = [data.malignant, data.benign].map(sum)
const HERE = Number(Math.log10(ILL / (ILL + HEALTHY)).toPrecision(8)) // the prevalence of the data
const [RARE, LEAST, MOST] = [-2, -3, -0.2]
const START = { k: 0, q: HERE }
const CROWD = 10_000
const FEW = 2 // false alarms in the question

// Patients from the largest risk down, as live.py has counted them.
const powers = data.benign.map((_, n) => TOP - n)
const repeated = (counts, value) => counts.flatMap((count, n) => Array(count).fill(value(n)))
const score = [data.malignant, data.benign].flatMap((counts) => repeated(counts, (n) => powers[n]))
const y = [...Array(ILL).fill(1), ...Array(HEALTHY).fill(0)]
const [FALSE, TRUE, AT] = roc_curve(y, score)

const oddsOf = (k) => 20 ** (k / PER)
const riskOf = (k) => oddsOf(k) / (1 + oddsOf(k))
const valueOf = (sens, fallout, pi) => sens * pi / (sens * pi + fallout * (1 - pi))
const computed = ({ k, q }) => {
  const here = AT.findLastIndex((each) => each >= k)
  const [sens, fallout, pi] = [TRUE[here], FALSE[here], 10 ** q]
  const [TP, FP] = [Math.round(sens * ILL), Math.round(fallout * HEALTHY)]
  const silent = (1 - sens) * pi
  return {
    t: riskOf(k), v: 1 / oddsOf(k), TP, FP, FN: ILL - TP, TN: HEALTHY - FP, sens, fallout, spec: 1 - fallout, pi,
    ppv: valueOf(sens, fallout, pi), missed: silent / (silent + (1 - fallout) * (1 - pi)),
    found: CROWD * pi * sens, alarms: CROWD * (pi * sens + (1 - pi) * fallout),
  }
}
const half = computed({ k: 0, q: RARE }) // of the question
const NEXT = AT.findLast((k) => computed({ k, q: RARE }).FP <= FEW)
const next = computed({ k: NEXT, q: RARE })
const ideal = [valueOf(1, half.fallout, half.pi), valueOf(half.sens, FEW / HEALTHY, half.pi)]

const percent = (value, digits) => `${(100 * value).toFixed(digits)} %`
const short = (value) => `${Number((100 * value).toFixed(value < 0.01 || value > 0.99 ? 2 : 1))} %`
const hundred = (value) => Math.round(100 * value)
const three = (value) => value.toFixed(3)
const four = (value) => value.toFixed(value < 0.1 ? 4 : 3)

const words = {
  zh: {
    name: "会计算的图：阈值、患病率，和一次报警的可信程度",
    try: "拖动阈值，直到只漏诊 1 例：误报多少次？阈值不动，把患病率拖到 1 %：100 次报警里还有几次是对的？再找一个阈值，让一半以上的报警是对的。",
    k: "阈值 t", q: "患病率 π", risks: "569 位病人的风险和阈值", worth: "报警的可信程度随患病率的变化，和 100 次报警",
    risk: "风险", malignant: "恶性", benign: "良性", prevalence: "患病率 π",
    ill: ({ FN, TP }) => `${ILL} 例恶性：漏诊 ${FN}，找到 ${TP}`, healthy: ({ TN, FP }) => `${HEALTHY} 例良性：没打扰 ${TN}，误报 ${FP}`,
    sens: "敏感度", colon: "：", spec: "特异度", here: "这份数据",
    of: (right) => `100 次报警里，${right} 次是对的（实心）`,
    none: (right) => `${HEALTHY} 例里误报 0 次，不等于永远没有：真正的比例仍可能高到大约 3/${HEALTHY}，那样 100 次报警里只有 ${right} 次是对的。`,
    suits: (t, v) => `${t}：如果风险校准过，漏诊和误报的代价是 ${v} : 1，就取这个阈值。`,
    crowd: ({ pi, found, alarms, missed }) => `${CROWD} 个这样的人里有 ${Math.round(CROWD * pi)} 个患病；报警 ${Math.round(alarms)} 次，其中 ${Math.round(found)} 次是对的。没有报警的人，患病的还有 ${percent(missed, 2)}。`,
    question: `患病率 1 %，阈值 1/2：漏诊 ${half.FN} 例，误报 ${half.FP} 次，100 次报警里 ${hundred(half.ppv)} 次是对的。怎样更能让报警可信：一例也不漏，还是误报少 ${half.FP - FEW} 次？`,
    options: ["一例也不漏", `误报少 ${half.FP - FEW} 次`, "一样"],
    answer: () => `误报少 ${half.FP - FEW} 次：对的会到 ${hundred(ideal[1])} 次；一例也不漏，只到 ${hundred(ideal[0])} 次。几乎人人健康，所以报警可不可信，全看误报。图里的阈值升到只剩 ${FEW} 次误报：漏诊 ${next.FN} 例，对的却有 ${hundred(next.ppv)} 次。（几次误报是很小的数：换一批病人，这些百分比会差很多。）`,
    say: (_, { t, FN, FP, pi, ppv }) => `阈值 ${short(t)}：漏诊 ${FN} 例，误报 ${FP} 次；患病率 ${short(pi)}，100 次报警里 ${hundred(ppv)} 次是对的`,
  },
  en: {
    name: "A figure that computes: threshold, prevalence, and what an alarm is worth",
    try: "drag the threshold until only 1 cancer is missed: how many false alarms are there? Leave it there and drag the prevalence to 1 %: how many of 100 alarms are right? Then find a threshold at which more than half of the alarms are right.",
    k: "threshold t", q: "prevalence π", risks: "The risks of 569 patients and the threshold", worth: "What an alarm is worth against the prevalence, and 100 alarms",
    risk: "risk", malignant: "malignant", benign: "benign", prevalence: "prevalence π",
    ill: ({ FN, TP }) => `${ILL} ill: ${FN} missed, ${TP} found`, healthy: ({ TN, FP }) => `${HEALTHY} healthy: ${TN} cleared, ${FP} false`,
    sens: "sensitivity", colon: ": ", spec: "specificity", here: "these data",
    of: (right) => `Of 100 alarms ${right} are right (filled)`,
    none: (right) => `No false alarm among ${HEALTHY} is not none for ever: the true share may still be as high as about 3/${HEALTHY}, and then only ${right} of 100 alarms are right.`,
    suits: (t, v) => `${t}: the threshold to take if the risks are calibrated and a miss and a false alarm cost ${v} : 1.`,
    crowd: ({ pi, found, alarms, missed }) => `Of ${CROWD} such people ${Math.round(CROWD * pi)} are ill. There are ${Math.round(alarms)} alarms, ${Math.round(found)} of them right. Of those without an alarm, ${percent(missed, 2)} are ill.`,
    question: `at a prevalence of 1 % and the threshold 1/2, ${half.FN} cancers are missed, ${half.FP} alarms are false, and of 100 alarms ${hundred(half.ppv)} are right. What would make an alarm more reliable: no cancer missed, or ${half.FP - FEW} false alarms fewer?`,
    options: ["No cancer missed", `${half.FP - FEW} false alarms fewer`, "Both alike"],
    answer: () => `With ${half.FP - FEW} false alarms fewer, ${hundred(ideal[1])} of 100 would be right; with no cancer missed, only ${hundred(ideal[0])}. Nearly all are healthy, so the false alarms decide. Here the threshold has risen until ${FEW} are left: ${next.FN} cancers are missed, and yet ${hundred(next.ppv)} of 100 alarms are right. (A few false alarms are few to count: with other patients these shares would be quite different.)`,
    say: (_, { t, FN, FP, pi, ppv }) => `threshold ${short(t)}: ${FN} cancers missed, ${FP} false alarms; at a prevalence of ${short(pi)}, ${hundred(ppv)} of 100 alarms are right`,
  },
}

const HALO = "paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-opacity:.8;stroke-linejoin:round"
const text = (kind, x, y, inner = "", anchor = "middle") => svg("text", { class: kind, x, y, style: `${HALO};text-anchor:${anchor}` }, inner)
const line = (kind, d = "", style = "") => svg("path", { class: kind, d, style })
const drawing = (name, ...inner) => svg("svg", { viewBox: "0 0 340 372", role: "img", "aria-label": name }, ...inner)

// A square for each patient: malignant upwards, benign downwards.
const [ROW, SIDE, MIDDLE] = [4.2, 3.6, 158]
const x = scale([LOW - 1.5, HIGH + 1.5], [6, 334])
const squares = (counts, at) => powers.flatMap((k, n) => Array.from({ length: counts[n] }, (_, m) => `M${x(k).toFixed(1)} ${at(m).toFixed(1)}h${SIDE}v${SIDE}h${-SIDE}z`)).join("")
const SHARES = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999]
const bar = (at) => [0.35, 1].map((opacity, n) => svg("rect", { y: at, height: 12, "fill-opacity": opacity, class: at < 330 ? "live-best" : "live-other", x: n ? 0 : 6 }))
const risksOf = (stage) => {
  const { words } = stage
  const sides = [1, 2].map(() => svg("rect", { y: 0, height: 284 }))
  const parts = [["live-best", data.malignant, (m) => MIDDLE - ROW * (m + 1)], ["live-other", data.benign, (m) => MIDDLE + ROW - SIDE + ROW * m]].map(([kind, counts, at]) => ({ kind, d: squares(counts, at) }))
  const both = (n) => svg("g", { "clip-path": `url(#live-diagnosis-${n})`, "fill-opacity": [0.35, 1][n] }, ...parts.map(({ kind, d }) => line(kind, d)))
  const [cut, knob, value] = [line("live-true"), svg("circle", { r: 8, cy: 12, class: "live-dot" }), text("live-large", 0, 34)]
  const bars = [bar(306), bar(348)]
  const names = [301, 343].map((at) => [text("live-title", 6, at, "", "start"), text("live-true", 334, at, "", "end")])
  names.flat().forEach((name) => { name.style.fontSize = "12px" })
  const node = drawing(words.risks, ...sides.map((side, n) => svg("clipPath", { id: `live-diagnosis-${n}` }, side)), both(0), both(1), line("live-axis", `M6 ${MIDDLE}H334`),
    text("live-title", 6, MIDDLE - 6, words.malignant, "start"), text("live-title", 334, MIDDLE + 16, words.benign, "end"),
    ...SHARES.map((p) => text("live-tick", x(PER * Math.log(p / (1 - p)) / Math.log(20)), 281, short(p))), text("live-title", 334, 264, words.risk, "end"),
    cut, knob, value, ...bars.flat(), ...names.flat())
  node.classList.add("live-along")
  stage.drag(node, (event) => stage.move("k", x.back(place(node, event).x)))
  return [node, ({ k }, found) => {
    const edge = x(k) - (ROW - SIDE)
    told(sides[0], { x: 0, width: edge })
    told(sides[1], { x: edge, width: 340 - edge })
    told(cut, { d: `M${edge} 12V268`, stroke: "currentColor" })
    told(knob, { cx: edge })
    value.textContent = `t = ${short(found.t)}`
    told(value, { x: edge + (edge > 170 ? -8 : 8), style: `${HALO};text-anchor:${edge > 170 ? "end" : "start"}` })
    const share = [1 - found.sens, found.spec]
    bars.forEach(([pale, full], n) => {
      const wide = 328 * share[n]
      told(pale, { width: wide })
      told(full, { x: 6 + wide, width: 328 - wide })
    })
    const rates = [[words.ill, "sens", found.sens], [words.healthy, "spec", found.spec]]
    names.forEach(([name, rate], n) => {
      const [say, kind, one] = rates[n]
      name.textContent = say(found)
      rate.textContent = `${kind} ${percent(one, 1)}`
    })
  }]
}

// What an alarm is worth against the prevalence, for the two thresholds of the page and for this one.
const POINTS = Array.from({ length: 71 }, (_, n) => LEAST + (MOST - LEAST) * n / 70)
const worthOf = (stage) => {
  const { words } = stage
  const [at, high] = [scale([LEAST, MOST], [36, 332]), scale([0, 1], [224, 26])]
  const point = ({ sens, fallout }) => (q) => [at(q), high(valueOf(sens, fallout, 10 ** q))].map((each) => each.toFixed(1)).join(" ")
  const way = (found) => `M${POINTS.map(point(found)).join("L")}`
  const [curve, lead, knob, value] = [line("live-line"), line("live-axis", "", "stroke-dasharray:4 4"), svg("circle", { r: 8, class: "live-dot" }), text("live-large", 0, 0)]
  const [page, other] = [0, -PER].map((k) => line("live-axis", way(computed({ k, q: 0 })), `stroke:var(--c0);stroke-width:1.5;stroke-dasharray:${k ? "5 4" : "none"}`))
  const title = text("live-title", 36, 282, "", "start")
  const alarms = Array.from({ length: 100 }, (_, n) => svg("rect", { x: 36 + 14.9 * (n % 20), y: 290 + 15 * Math.floor(n / 20), width: 12, height: 12, rx: 2 }))
  const node = drawing(words.worth, svg("rect", { class: "live-field", x: 36, y: 26, width: 296, height: 198 }), line("live-axis", `M${at(RARE)} 26V224M${at(HERE)} 26V224`),
    ...[0, 0.5, 1].map((n) => text("live-tick", 18, high(n) + 4, short(n))), ...[0.001, 0.01, 0.1].map((n) => text("live-tick", at(Math.log10(n)), 240, short(n))),
    text("live-tick", at(HERE), 240, short(ILL / (ILL + HEALTHY))), text("live-title", 184, 256, words.prevalence), text("live-title", 4, 14, "PPV", "start"),
    page, other, text("live-title", at(-1.42), high(0.86), "t = 1/2", "end"), text("live-title", at(-1.1), high(0.42), "t = 1/21", "end"),
    curve, lead, knob, value, title, ...alarms)
  node.classList.add("live-along")
  stage.drag(node, (event) => stage.move("q", at.back(place(node, event).x)))
  return [node, ({ q }, found) => {
    const [left, top] = [at(q), high(found.ppv)]
    told(curve, { d: way(found) })
    told(lead, { d: `M36 ${top}H${left}V224` })
    told(knob, { cx: left, cy: top })
    value.textContent = percent(found.ppv, 0)
    told(value, { x: left + (q < -2.5 ? 12 : -12), y: clamped(top - 10, 44, 216), style: `${HALO};text-anchor:${q < -2.5 ? "start" : "end"}` })
    const right = hundred(found.ppv)
    title.textContent = words.of(right)
    alarms.forEach((each, n) => {
      each.style.cssText = n < right ? "fill:var(--c1);stroke:var(--c1);stroke-width:1.5" : "fill:var(--c0);fill-opacity:.12;stroke:var(--c0);stroke-width:1.5"
    })
  }]
}

const build = (stage) => {
  const { words } = stage
  const [[risks, drawRisks], [worth, drawWorth]] = [risksOf(stage), worthOf(stage)]
  const shown = made("div", { class: "live-formulas" })
  const go = (key, name, value) => [key, value, stage.button(name, () => stage.set({ [key]: value }))]
  const gos = [go("k", "t = 1/2", 0), go("k", "t = 1/21", -PER), go("q", "π = 1 %", RARE), go("q", `π: ${words.here}`, HERE)]
  const ask = () => {
    stage.set({ k: NEXT, q: RARE })
    return words.answer()
  }
  stage.add(
    made("p", { class: "live-buttons" }, ...gos.map(([, , button]) => button)),
    made("div", { class: "live-pair" }, risks, worth),
    made("div", { class: "live-controls" }, stage.slider("k", (k) => short(riskOf(k))), stage.slider("q", (q) => short(10 ** q))),
    shown,
    stage.guess(words.question, words.options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    const { t, v, TP, FP, FN, TN, sens, spec, fallout, pi, ppv, missed, alarms } = found
    const times = Number(v.toPrecision(3))
    drawRisks(state, found)
    drawWorth(state, found)
    gos.forEach(([key, value, button]) => { button.ariaPressed = state[key] === value })
    shown.innerHTML = [
      words.sens + words.colon + formula(`sens = ${TP} / (${TP} + ${FN}) = ${three(sens)}`),
      words.spec + words.colon + formula(`spec = ${TN} / (${TN} + ${FP}) = ${three(spec)}`),
      formula(`PPV = ${three(sens)}·${four(pi)} / (${three(sens)}·${four(pi)} + ${four(fallout)}·${four(1 - pi)}) = ${three(ppv)}`),
      FP === 0 ? words.none(hundred(valueOf(sens, 3 / HEALTHY, pi))) : words.crowd(found),
      words.suits(formula(`t = 1 / (1 + ${times}) = ${t < 0.01 ? t.toFixed(5) : three(t)}`), times),
    ].map((each) => `<p>${each}</p>`).join("")
    return { t, TP, FN, FP, TN, sens, spec, pi, ppv, alarms, missed }
  }
}

const listed = (counts) => counts.join(", ").replace(/(.{1,52})(?: |$)/g, "    $1\n")
const python = ({ k, q }) => `import numpy as np

from snippets.applications.diagnosis_scores import roc_curve

# how many patients have the odds 20^(${TOP}/${PER}), 20^(${TOP - 1}/${PER}), …
malignant = np.array([
${listed(data.malignant)}])  # (${powers.length},)
benign = np.array([
${listed(data.benign)}])  # (${powers.length},)

k, pi = ${k}, 10 ** ${q}
power = ${TOP}.0 - np.arange(${powers.length})  # (${powers.length},)
score = np.concatenate([power.repeat(malignant), power.repeat(benign)])
y = np.array([1, 0]).repeat([malignant.sum(), benign.sum()])
false, true, at = roc_curve(y, score)  # 3 × (T,)
here = np.flatnonzero(at >= k)[-1]
sens, spec = true[here], 1 - false[here]
odds = 20 ** (k / ${PER})
print(f"threshold {odds / (1 + odds):.5f}")
TP, FP = ((score >= k) & (y == 1)).sum(), ((score >= k) & (y == 0)).sum()
print(f"found {TP}, missed {malignant.sum() - TP}", end=", ")
print(f"false alarms {FP}, cleared {benign.sum() - FP}")
print(f"sensitivity {sens:.4f}, specificity {spec:.4f}")
hits, alarms = sens * pi, sens * pi + (1 - spec) * (1 - pi)
print(f"prevalence {pi:.5f}: an alarm is worth {hits / alarms:.4f}")
print(f"alarms among ten thousand: {${CROWD} * alarms:.2f}")
print(f"ill without an alarm: {(1 - sens) * pi / (1 - alarms):.6f}")
`

export default figure({
  name: "applications/diagnosis",
  words,
  start: START,
  ranges: { k: { low: LOW, high: HIGH, step: 1, fine: 1 }, q: { low: LEAST, high: MOST, step: 0.1, fine: 0.01 } },
  build,
  python,
})
