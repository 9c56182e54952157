// A query among three keys: turn it, make it longer or shorter, and see what comes out.
import { clamped, formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { matmul } from "../../../snippets/arrays.mjs"
import { attend_backward, attend_forward } from "../../../snippets/attention/attention.mjs"

const K = [[2, 0], [0, 2], [-2, 0]]
const V = [10, 20, 30]
const START = { x: 1, y: 0.5, root: 1, hide: 0 }
const [X, Y] = [[-4, 4], [-3, 3]]
const ROOT = Math.SQRT2
const one = (value) => signed(value, 1)
const two = (value) => signed(value, 2)
const three = (value) => signed(value, 3)
const names = ["k₁", "k₂", "k₃"]

// The layer divides by √2 in any case: where it should not, the query is longer by as much.
const computed = ({ x, y, root, hide }) => {
  const longer = root ? 1 : ROOT
  const q = [x * longer, y * longer]
  const mask = [[[1, 1, 1 - hide]]]
  const [[[[[out]]]], cache] = attend_forward([[[q]]], [[K]], [[V.map((v) => [v])]], mask)
  const [[[[dq]]]] = attend_backward([[[[1]]]], cache)
  const [[[w]]] = cache[3]
  return { a: matmul(K, q).map((score) => score / ROOT), w, out, slope: dq.map((each) => each * longer) }
}
const first = (state) => three(computed(state).w[0])
const DOUBLE = { ...START, x: 2 * START.x, y: 2 * START.y }

const words = {
  zh: {
    name: "会计算的图：一个查询，三个键",
    try: "顺着虚线把 q 往外拖，再拖回 0。哪个键的权重越来越大？绿色箭头怎样变化？不管 q 在哪里，y 能小于 10 吗，能大于 30 吗？",
    x: "查询 q₁", y: "查询 q₂", root: "得分除以 √2", hide: "遮住 k₃（掩码）",
    plane: "平面上的查询和键", table: "得分、权重、值，以及混合出来的 y",
    score: "得分 a", weight: "权重 w", value: "值 v", mixed: "输出 y：权重在这里平衡",
    arrow: (slope) => `绿色箭头：q 往这边移，y 涨得最快，起初每移一个单位涨 ${one(slope)}。`,
    question: `q = (1, 0.5) 时 k₁ 的权重是 ${first(START)}。方向不变，长度加倍，这个权重会怎样？`,
    options: ["不变：方向还是原来的方向", "变大，另外两个变小", "三个都变大"],
    answer: () => `从 ${first(START)} 变到 ${first(DOUBLE)}。三个得分都加倍，它们的差也加倍，而 softmax 只看差。方向决定看谁，长度决定看得多专一。`,
    say: ({ x, y }, { w1, w2, w3, out }) => `q 是 (${two(x)}, ${two(y)})，权重 ${[w1, w2, w3].map(three).join("、")}，输出 ${one(out)}`,
  },
  en: {
    name: "A figure that computes: a query among three keys",
    try: "drag q outward along its dashed line, then back to 0. Which key gains weight, and what becomes of the green arrow? Wherever q is, can y be less than 10, or more than 30?",
    x: "query q₁", y: "query q₂", root: "divide the scores by √2", hide: "hide k₃ (mask)",
    plane: "The query and the keys in the plane", table: "Scores, weights, values, and their mixture y",
    score: "score a", weight: "weight w", value: "value v", mixed: "output y: where the weights balance",
    arrow: (slope) => `Green arrow: if q moves this way, y grows fastest, at first by ${one(slope)} for each unit.`,
    question: `with q = (1, 0.5), k₁ has the weight ${first(START)}. Make q twice as long, in the same direction: what does the weight do?`,
    options: ["It stays: the direction is the same", "It grows, the others shrink", "All three grow"],
    answer: () => `From ${first(START)} to ${first(DOUBLE)}. All scores double, so their differences double, and softmax sees nothing but differences. The direction says at whom q looks; the length, how strictly.`,
    say: ({ x, y }, { w1, w2, w3, out }) => `q (${two(x)}, ${two(y)}), weights ${[w1, w2, w3].map(three).join(", ")}, output ${one(out)}`,
  },
}

const text = (kind, x, y, ...inner) => svg("text", { x, y, class: kind }, ...inner)
const line = (kind) => svg("path", { class: kind })

// The left field: the query, the keys, how much it looks at each, and where y would grow.
const LONG = 0.15 // units of the plane for a slope of 1
const EDGE = 9 // of the dot, in pixels
const arrowed = (dot, [dx, dy]) => {
  const long = Math.hypot(dx, dy)
  if (long < 2) return ""
  const [x, y] = [dot[0] + (EDGE * dx) / long, dot[1] + (EDGE * dy) / long]
  const [tip, head] = [[x + dx, y + dy], Math.min(9, long)]
  const side = (turn) => {
    const angle = Math.atan2(dy, dx) + turn
    return `M${tip.map(two).join(" ")}l${two(head * Math.cos(angle))} ${two(head * Math.sin(angle))}`
  }
  return `M${two(x)} ${two(y)}l${two(dx)} ${two(dy)}${side(2.6)}${side(-2.6)}`.replaceAll("−", "-")
}
const plane = (stage) => {
  const [left, right, top, bottom] = [30, 334, 12, 240]
  const [x, y] = [scale(X, [left, right]), scale(Y, [bottom, top])]
  const node = svg("svg", { viewBox: "0 0 340 268", role: "group", "aria-label": stage.words.plane })
  const inside = svg("g", { "clip-path": "url(#live-plane)" })
  const box = () => svg("rect", { class: "live-field", x: left, y: top, width: right - left, height: bottom - top })
  node.append(svg("clipPath", { id: "live-plane" }, box()), box(), inside)
  for (const n of [-4, -2, 0, 2, 4]) node.append(text("live-tick", x(n), bottom + 16, signed(n, 0)))
  for (const n of [-2, 0, 2]) node.append(text("live-tick", left - 12, y(n) + 4, signed(n, 0)))
  node.append(text("live-letter", right - 12, y(0) - 8, "q₁"), text("live-letter", x(0) - 14, top + 16, "q₂"))
  const [ray, vector, slope] = ["live-next", "live-way", "live-slope"].map(line)
  const looks = K.map(() => line("live-look"))
  const dots = K.map(([a, b]) => svg("circle", { cx: x(a), cy: y(b), r: 6, class: "live-point" }))
  const labels = K.map(([a, b], n) => text("live-label", x(a) + (b ? 32 : 0), y(b) + (b ? 5 : 22), `${names[n]}: `, svg("tspan", { class: "live-mixed" }, `${V[n]}`)))
  inside.append(svg("path", { class: "live-axis", d: `M${left} ${y(0)}H${right}M${x(0)} ${top}V${bottom}` }), ray, ...looks, vector, ...dots, ...labels, slope)
  const query = svg("g", { class: "live-handle" }, svg("circle", { r: 23, class: "live-hit" }), svg("circle", { r: 8, class: "live-dot" }), text("live-letter", 9, -13, "q"))
  node.append(query)
  stage.grip(query, { x: (event) => x.back(place(node, event).x), y: (event) => y.back(place(node, event).y) })
  return [node, (state, found) => {
    const here = [x(state.x), y(state.y)]
    told(ray, { d: `M${x(0)} ${y(0)}L${x(20 * state.x)} ${y(20 * state.y)}` })
    told(vector, { d: `M${x(0)} ${y(0)}L${here.join(" ")}` })
    looks.forEach((each, n) => told(each, { d: `M${here.join(" ")}L${x(K[n][0])} ${y(K[n][1])}`, "stroke-width": two(12 * found.w[n]) }))
    told(dots[2], { class: state.hide ? "live-hidden" : "live-point" })
    told(slope, { d: arrowed(here, [LONG * found.slope[0] * (x(1) - x(0)), LONG * found.slope[1] * (y(1) - y(0))]) })
    told(query, { transform: `translate(${here.join(" ")})` })
  }]
}

// The right field: a row for each key, and below them the place where the weights balance.
const table = (stage) => {
  const { score, weight, value, mixed, table: name } = stage.words
  const x = scale([V[0], V[2]], [48, 298])
  const wide = 100
  const at = [44, 78, 112]
  const node = svg("svg", { viewBox: "0 0 340 268", role: "img", "aria-label": name },
    text("live-title live-end", 104, 16, score), text("live-title", 132, 16, weight), text("live-title live-end", 334, 16, value), text("live-title", 4, 154, mixed))
  const rows = K.map((_, n) => {
    const [scored, bar, share] = [text("live-number", 104, at[n] + 5), svg("rect", { class: "live-other", x: 132, y: at[n] - 10, height: 20 }), text("live-share", 0, at[n] + 5)]
    const row = svg("g", {}, text("live-key", 4, at[n] + 5, names[n]), scored, bar, share, text("live-number live-mixed", 334, at[n] + 5, `${V[n]}`))
    return { row, scored, bar, share }
  })
  const weights = V.map(() => svg("circle", { class: "live-other" }))
  const [beam, turn, out] = [svg("path", { class: "live-beam", d: "M28 214H318" }), svg("path", { class: "live-mixed", d: "M0 2l9 15h-18z" }), text("live-result", 0, 252)]
  node.append(...rows.map(({ row }) => row), ...weights, beam, ...V.map((each) => text("live-tick", x(each), 176, `${each}`)), turn, out)
  return [node, ({ hide }, found) => {
    rows.forEach(({ row, scored, bar, share }, n) => {
      const isHidden = n === 2 && hide
      told(row, { class: isHidden ? "live-faint" : "" })
      scored.textContent = isHidden ? "−∞" : two(found.a[n])
      told(bar, { width: wide * found.w[n] })
      told(share, { x: 138 + wide * found.w[n] })
      share.textContent = three(found.w[n])
      const r = 15 * Math.sqrt(found.w[n])
      told(weights[n], { cx: x(V[n]), cy: 213 - r, r })
    })
    told(turn, { transform: `translate(${x(found.out)} 213)` })
    told(out, { x: x(found.out) })
    out.textContent = `y = ${one(found.out)}`
  }]
}

const rooted = (html) => html.replaceAll('<mo form="infix">√</mo><mn>2</mn>', "<msqrt><mn>2</mn></msqrt>")
const formulas = ({ x, y, root, hide }, { a, w, out, slope }) => {
  const n = w.indexOf(Math.max(...w))
  const power = (k) => (k === 2 && hide ? "0" : `exp(${two(a[k])})`)
  const [by, divided] = root ? ["/√2", " / √2"] : ["", ""]
  const product = `${within(x, 2)}·${within(K[n][0], 0)} + ${within(y, 2)}·${within(K[n][1], 0)}`
  const raw = root ? `(${product})${by}` : product
  const parts = w.map((each, k) => `${three(each)}·${V[k]}`)
  return [
    `a_${n + 1} = q·k_${n + 1}${divided} = ${raw} = ${two(a[n])}`,
    `w_${n + 1} = ${power(n)} / (${a.map((_, k) => power(k)).join(" + ")}) = ${three(w[n])}`,
    `y = ${parts.join(" + ")} = ${one(out)}`,
    `∂y/∂q = (${two(slope[0])}, ${two(slope[1])})`,
  ]
}

const build = (stage) => {
  const [[left, drawPlane], [right, drawTable]] = [plane(stage), table(stage)]
  const shown = made("div", { class: "live-formulas" })
  const arrow = made("p")
  const { question, options, answer } = stage.words
  const ask = () => {
    stage.set(DOUBLE)
    return answer()
  }
  stage.add(
    made("div", { class: "live-pair" }, left, right),
    made("div", { class: "live-controls" }, stage.slider("x", two), stage.slider("y", two)),
    made("div", { class: "live-controls" }, stage.tick("root"), stage.tick("hide")),
    shown,
    stage.guess(question, options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    drawPlane(state, found)
    drawTable(state, found)
    shown.innerHTML = formulas(state, found).map((each) => `<p>${rooted(formula(each))}</p>`).join("")
    arrow.textContent = stage.words.arrow(Math.hypot(...found.slope))
    shown.append(arrow)
    const [[a1, a2, a3], [w1, w2, w3], [s1, s2]] = [found.a, found.w, found.slope]
    return { a1, a2, a3, w1, w2, w3, out: found.out, s1, s2 }
  }
}

const python = ({ x, y, root, hide }) => `import numpy as np

q = np.array([${x}, ${y}])  # (2,)
k = np.array([[2.0, 0], [0, 2], [-2, 0]])  # (3, 2)
v = np.array([10.0, 20, 30])  # (3,)
seen = np.array([True, True, ${hide ? "False" : "True"}])  # (3,)
c = ${root ? "2**-0.5" : "1"}
a = k @ q * c  # (3,)
w = np.exp(np.where(seen, a, -np.inf))  # (3,)
w = w / w.sum()  # (3,)
y = w @ v  # ()
dq = w * (v - y) @ k * c  # (2,)
print("scores", *(f"{n:.3f}" for n in a))
print("weights", *(f"{n:.3f}" for n in w))
print(f"out {y:.3f}  slope {dq[0]:.3f} {dq[1]:.3f}")
`

const by = { step: 0.5, fine: 0.05 }
const tick = { low: 0, high: 1, step: 1, fine: 1 }
export default figure({
  name: "attention/attention",
  words,
  start: START,
  ranges: { x: { low: X[0], high: X[1], ...by }, y: { low: Y[0], high: Y[1], ...by }, root: tick, hide: tick },
  build,
  python,
})
