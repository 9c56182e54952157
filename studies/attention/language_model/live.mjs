// The next letter of a line: where one has read to, temperature, Top-k, and the number that draws it.
import { formula, made, place, scale, signed, svg, told } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { divide, exp, sum } from "../../../snippets/arrays.mjs"
import { sample_letters } from "../../../snippets/attention/language_model_sampling.mjs"
import data from "./live.json"

const [LETTERS, LINE] = [Array.from(data.alphabet), Array.from(data.line)]
const A = data.a.map((row) => divide(row, 100)) // (T, K), 0 for the likeliest
const K = LETTERS.length
const BARS = 7 // letters with a bar of their own
const START = { u: 0.9, t: 1, n: 24, k: K }
const ASKED = { ...START, n: 3, t: 2 } // the state of the question
const two = (value) => signed(value, 2)
const three = (value) => signed(value, 3)
const text = (value) => `${value}`
const shown = (letter) => ({ " ": "␣", "\n": "↵" })[letter] ?? letter
const read = (n) => LINE.slice(0, n).join("")
const REST = LINE.length - ASKED.n // letters that follow the digits

const computed = ({ u, t, n, k }) => {
  const [[letter], [p]] = sample_letters([A[n]], [u], t, k)
  const ends = p.map((_, i) => sum(p.slice(0, i + 1)))
  const order = [...p.keys()].sort((i, j) => A[n][j] - A[n][i])
  const rest = order.slice(BARS).filter((i) => p[i] > 0)
  return { p, letter, order, rest, ends, chance: p[letter], most: p[order[0]], others: rest.length ? sum(rest.map((i) => p[i])) : 0 }
}
const most = (state) => computed(state).most

const words = {
  zh: {
    name: "会计算的图：下一个字符，由温度和一个数决定",
    try: "拖动长条上的圆点：它落在哪一段，就写下哪个字符。圆点不动，只改温度，写下的还是它吗？再把带字符的圆盘往左拖：模型在哪里有把握，在哪里没有？",
    n: "已经读了几个字符", t: "温度 T", k: "只留前 k 个", u: "抽到的数 u",
    line: "这一行：读到哪里，写下什么", bars: "下一个字符的概率", strip: "从 0 到 1，每个字符一段",
    others: (many) => `其余 ${many} 个`, random: "随机抽一个数",
    why: (lag, all) => `${lag} 是它的得分和最高分的差，${all} 是留下的字符的 exp 之和。`,
    question: `读完 ${read(ASKED.n)}，该写空格。温度 1 时它的概率是 ${three(most({ ...ASKED, t: 1 }))}。温度调到 2 呢？`,
    options: ["还在 0.95 以上：它领先那么多", "约三分之二", "约二分之一：除以 2"],
    answer: ({ most, p }) => `${three(most)}。没有哪个字符变得很可能，但是 ${p.length - 1} 个不可能的一起占了 ${three(1 - most)}：每个都落后得少了一半。数字后面还有 ${REST} 个字符，要是个个都只有这么大的把握，就几乎不会全对。`,
    say: ({ n }, { letter, chance }) => `读了 ${n} 个字符，写下 ${shown(LETTERS[letter])}，概率 ${three(chance)}`,
  },
  en: {
    name: "A figure that computes: the next letter, by temperature and a number",
    try: "drag the dot along the strip: the letter in whose part it lands is written. Leave it there and change the temperature: is it still the same letter? Then drag the disc with the letter to the left: where is the model sure, where not?",
    n: "letters read", t: "temperature T", k: "keep the k likeliest", u: "number drawn, u",
    line: "The line: how far it is read, what is written", bars: "Probabilities of the next letter", strip: "From 0 to 1, a part for each letter",
    others: (many) => (many === 1 ? "1 other" : `${many} others`), random: "Draw a number",
    why: (lag, all) => `${lag} is how far its score lags behind the highest, ${all} the sum of exp for all letters that are kept.`,
    question: `after ${read(ASKED.n)} comes a space. At temperature 1 its probability is ${three(most({ ...ASKED, t: 1 }))}. And at temperature 2?`,
    options: ["still above 0.95: it is so far ahead", "about two thirds", "about a half: divided by 2"],
    answer: ({ most, p }) => `${three(most)}. No other letter becomes likely, but ${p.length - 1} unlikely ones together get ${three(1 - most)}: each now lags behind only half as far. After the digits come ${REST} letters. If each were as sure as this, all of them would hardly ever be right.`,
    say: ({ n }, { letter, chance }) => `${n} letters read, ${shown(LETTERS[letter])} is written, probability ${three(chance)}`,
  },
}

const label = (kind, x, y, inner = "", more = {}) => svg("text", { class: kind, x, y, ...more }, inner)

// The line, and below it the letter that is written; the cursor is dragged along.
const isWide = (letter) => /\p{Script=Han}/u.test(letter)
const widths = LINE.map((letter) => (isWide(letter) ? 1.4 : 1))
const UNIT = 332 / sum(widths)
const CELLS = widths.map((wide, i) => 4 + UNIT * (sum(widths.slice(0, i + 1)) - wide / 2)) // middles
const nearest = (x) => CELLS.map((cell) => Math.abs(cell - x)).reduce((best, far, i, all) => (far < all[best] ? i : best), 0)
const lineOf = (stage) => {
  const letters = LINE.map((letter, i) => label("", CELLS[i], 20, shown(letter), { style: "text-anchor:middle;font:13px var(--md-code-font-family),monospace" }))
  const written = label("live-letter", 0, 50, "", { style: "font:600 16px var(--md-code-font-family),monospace;fill:var(--paper)" })
  const hand = svg("g", {}, svg("circle", { cy: 45, r: 24, class: "live-hit" }), svg("path", { class: "live-best", d: "M0 25l6 9h-12z" }), svg("circle", { cy: 45, r: 13, class: "live-best" }), written)
  const node = svg("svg", { viewBox: "0 0 340 72", role: "group", "aria-label": stage.words.line }, ...letters, hand)
  stage.handle(hand, "n", text, (event) => nearest(place(node, event).x))
  return [node, ({ n }, { letter }) => {
    letters.forEach((each, i) => told(each, { fill: i < n ? "var(--ink)" : "var(--faint)" }))
    told(hand, { transform: `translate(${CELLS[n]} 0)` })
    written.textContent = shown(LETTERS[letter])
  }]
}

// A bar for each of the likeliest letters, and one for all others together.
const ROW = 24
const barsOf = (stage) => {
  const rows = Array.from({ length: BARS + 1 }, (_, i) => ({
    name: label("live-number", 62, i * ROW + 16),
    bar: svg("rect", { x: 72, y: i * ROW + 3, height: ROW - 6, class: "live-other" }),
    part: svg("rect", { x: 72, y: i * ROW + 3, height: ROW - 6, class: "live-best" }), // of the letter that is written
    share: label("live-share", 0, i * ROW + 16),
  }))
  const node = svg("svg", { viewBox: `0 0 340 ${ROW * (BARS + 1)}`, role: "img", "aria-label": stage.words.bars }, ...rows.flatMap((row) => Object.values(row)))
  return [node, (_, { p, letter, order, rest, others, chance }) => rows.forEach(({ name, bar, part, share }, i) => {
    const [value, isDrawn] = i < BARS ? [p[order[i]], order[i] === letter] : [others, rest.includes(letter)]
    name.textContent = i < BARS ? shown(LETTERS[order[i]]) : rest.length ? stage.words.others(rest.length) : ""
    told(bar, { width: 210 * value })
    told(part, { width: isDrawn ? 210 * chance : 0 })
    told(share, { x: 78 + 210 * value })
    share.textContent = value ? three(value) : name.textContent && "0"
  })]
}

// The probabilities side by side, in the order of the alphabet; the number lands in one of them.
const stripOf = (stage) => {
  const x = scale([0, 1], [6, 334])
  const parts = LETTERS.map((letter) => ({ box: svg("rect", { y: 22, height: 46, class: "live-other" }), name: label("live-label", 0, 50, shown(letter)) }))
  const [needle, knob, value] = [svg("path", { class: "live-mark" }), svg("circle", { cy: 86, r: 9, class: "live-dot" }), label("live-key", 0, 112, "", { style: "text-anchor:middle" })]
  const node = svg("svg", { viewBox: "0 0 340 120", role: "img", "aria-label": stage.words.strip, class: "live-along" },
    label("live-title", 6, 12, stage.words.strip), ...parts.map(({ box }) => box), svg("rect", { class: "live-frame-line", x: 6, y: 22, width: 328, height: 46 }), needle, ...parts.map(({ name }) => name), knob, value)
  stage.drag(node, (event) => stage.move("u", x.back(place(node, event).x)))
  return [node, ({ u }, { p, letter, ends }) => {
    let isDark = false // by turns, so that each seen part ends where the next one begins
    parts.forEach(({ box, name }, i) => {
      const wide = 328 * p[i]
      if (wide >= 1) isDark = !isDark
      told(box, { x: x(ends[i]) - wide, width: wide, class: i === letter ? "live-best" : "live-other", "fill-opacity": i === letter ? 1 : isDark ? 0.5 : 0.25 })
      told(name, { x: x(ends[i]) - wide / 2, visibility: wide < 10 ? "hidden" : "visible", style: `stroke:none;fill:var(--${i === letter ? "paper" : "ink"})` })
    })
    told(needle, { d: `M${x(u)} 18V78` })
    told(knob, { cx: x(u) })
    told(value, { x: Math.min(300, Math.max(40, x(u))) })
    value.textContent = `u = ${three(u)}`
  }]
}

const formulas = ({ u, t, n }, { p, letter, ends, chance }, { why }) => {
  const all = sum(exp(divide(A[n].filter((_, i) => p[i] > 0), t)))
  return [
    `${shown(LETTERS[letter])}: ` + formula(`p = exp(${two(A[n][letter])} / ${two(t)}) / ${three(all)} = ${three(chance)}`),
    formula(`${three(ends[letter] - chance)} ≤ u = ${three(u)} < ${three(ends[letter])}`),
    why(two(A[n][letter]), three(all)),
  ]
}

const build = (stage) => {
  const [[line, drawLine], [bars, drawBars], [strip, drawStrip]] = [lineOf, barsOf, stripOf].map((part) => part(stage))
  const lines = made("div", { class: "live-formulas" })
  const { random, question, options, answer } = stage.words
  const ask = () => {
    stage.set(ASKED)
    return answer(computed(ASKED))
  }
  const throws = () => stage.move("u", Math.floor(1000 * Math.random()) / 1000)
  stage.add(
    made("div", { class: "live-pair" }, made("div", {}, line, bars), made("div", {}, strip, made("p", { class: "live-buttons" }, stage.button(random, throws)), lines)),
    made("div", { class: "live-controls" }, stage.slider("u", three), stage.slider("t", two), stage.slider("k", text)),
    stage.guess(question, options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    for (const draw of [drawLine, drawBars, drawStrip]) draw(state, found)
    lines.innerHTML = formulas(state, found, stage.words).map((each) => `<p>${each}</p>`).join("")
    const { letter, chance, ends, most, others } = found
    return { letter, chance, from: ends[letter] - chance, to: ends[letter], most, others }
  }
}

const listed = (row) => row.join(", ").replace(/(.{1,60})(?: |$)/g, "    $1\n")
const python = ({ u, t, n, k }) => `import numpy as np

from snippets.attention.language_model_sampling import sample_letters

alphabet = ${JSON.stringify(data.alphabet)}
read = ${JSON.stringify("\n" + read(n))}
# the scores of the next letter, in hundredths; the likeliest has 0
a = np.array([[
${listed(data.a[n])}]]) / 100  # (1, ${K})
u, temperature, top = np.array([${u}]), ${t}, ${k}

letters, (p,) = sample_letters(a, u, temperature, top)
k = letters[0]
print(repr((read + alphabet[k]).replace(" ", "_")))
end = p[: k + 1].sum()  # ()
print(f"letter {k} of the alphabet, chance {p[k]:.3f}")
print(f"its part goes from {end - p[k]:.3f} to {end:.3f}")
order = np.argsort(-a[0], kind="stable")  # (${K},)
print(f"likeliest letter {p[order[0]]:.3f}")
print(f"all without a bar of their own {p[order[${BARS}:]].sum():.3f}")
`

export default figure({
  name: "attention/language_model",
  words,
  start: START,
  ranges: {
    u: { low: 0, high: 0.999, step: 0.01, fine: 0.001 },
    t: { low: 0.1, high: 3, step: 0.1, fine: 0.05 },
    n: { low: 0, high: LINE.length - 1, step: 1, fine: 1 },
    k: { low: 1, high: K, step: 1, fine: 1 },
  },
  build,
  python,
})
