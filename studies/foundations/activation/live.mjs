// Twenty layers of one unit each: drag the input, and see where they stand on their bend.
import { clamped, formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { f_leaky_relu, f_silu } from "../../../snippets/foundations/activation.mjs"
import { f_identity, f_relu, f_sigmoid, f_tanh } from "../../../snippets/foundations/neuron.mjs"

const START = { x: 1, w: 1, L: 20 }
const LARGE = 2 // the weight of the question
const MOST = 20
const BENDS = { identity: f_identity, relu: f_relu, leaky_relu: f_leaky_relu, sigmoid: f_sigmoid, tanh: f_tanh, silu: f_silu }
const NAMES = Object.keys(BENDS)
const SHOWN = 3 // factors in a formula
const two = (value) => signed(value, 2)
const three = (value) => signed(value, 3)

// A share in few characters: 0.016, 3.3·10⁻⁹.
const raised = (n) => [...`${n}`].map((each) => (each === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[each])).join("")
const share = (value) => {
  const size = Math.abs(value)
  if (size === 0) return "0"
  if (size >= 0.00995 && size < 999.5) return signed(value, size < 0.995 ? 3 : 2)
  const [head, tail] = value.toExponential(1).split("e")
  return `${head.replace("-", "−")}·10${raised(Number(tail))}`
}

// Each layer: where it stands, its slope, and what is left of the nudge behind it.
const run = (f, { x, w, L }) => {
  let [h, left] = [x, 1]
  const layers = []
  for (const _ of Array(L)) {
    const a = w * h
    const [value, slope] = f(a)
    h = value
    left = left * (w * slope)
    layers.push({ a, h, slope, factor: w * slope, left })
  }
  return { layers, h, left, kept: Math.abs(left) ** (1 / L) }
}
const [small, large] = [1, LARGE].map((w) => run(f_tanh, { ...START, w }))

const words = {
  zh: {
    name: "会计算的图：二十层的斜率相乘",
    try: `在任意一格里左右拖动，挪动第一层站的位置：站在哪里，tanh 才几乎全部留下？到了 0 的左边，ReLU 会怎样？再找一找：${MOST} 层不变，有没有哪个 x 和 w，能让 sigmoid 留下百万分之一？`,
    x: "输入 x", w: "权重 w", L: "层数 L",
    bends: ["不弯", "ReLU", "leaky ReLU", "sigmoid", "tanh", "SiLU"],
    field: (bend) => `${bend}：各层在曲线上的位置`,
    from: "大圆点是第一层，绿线是它的切线；小圆点是后面各层，每一层的 a 是 w 乘以前一层的输出。虚线是斜率 f′。柱子是每过一层，扰动还剩多少：横线代表全部，更高的画不下。f(…) 是第一层的输出；再下面是开头几层的因子 w·f′，各层的全乘起来，就是剩下的部分。",
    left: "剩下", kept: (value) => `平均每层 ${value}`,
    question: `w = 1 时，tanh 过 ${MOST} 层剩 ${share(small.left)}。权重加倍，w = ${LARGE}，每一层都把扰动多放大一倍。剩下的会怎样？`,
    options: ["多得多", "差不多", "少得多"],
    answer: () => `只剩 ${share(large.left)}。权重大了，a 也大了：各层站到 ${two(large.layers.at(-1).a)} 附近，那里的斜率只有 ${three(large.layers.at(-1).slope)}，乘以 ${LARGE} 也补不回来。w = 1 时各层慢慢走向 0，那里的斜率接近 1。`,
    say: ({ x, w, L }, numbers) => `x ${two(x)}，w ${two(w)}，${L} 层。剩下：${lefts("zh", numbers).join("，")}`,
  },
  en: {
    name: "A figure that computes: twenty slopes, multiplied",
    try: `drag sideways in any panel, and move where the first layer stands: where does tanh keep nearly all? What does ReLU do to the left of 0? Then hunt: with all ${MOST} layers, is there any x and w for which the sigmoid keeps a millionth?`,
    x: "input x", w: "weight w", L: "layers L",
    bends: ["no bend", "ReLU", "leaky ReLU", "sigmoid", "tanh", "SiLU"],
    field: (bend) => `${bend}: where the layers stand on it`,
    from: "The large dot is the first layer, with its tangent in green; the small dots are the layers behind it, each at an a that is w times the output before. Dashed: the slope f′. The bars show what is left of a nudge behind each layer: the line is all of it, and what is taller is cut off. f(…) is the output of the first layer; below it stand the first factors w·f′, and the product of those of all layers is what is left.",
    left: "left", kept: (value) => `${value} per layer`,
    question: `with w = 1, tanh leaves ${share(small.left)} after ${MOST} layers. Now the weight is twice as large, w = ${LARGE}, so each layer stretches the nudge twice as much. How much is left?`,
    options: ["Far more", "About as much", "Far less"],
    answer: () => `Only ${share(large.left)}. A larger weight makes a larger a: the layers stand near ${two(large.layers.at(-1).a)}, where the slope is ${three(large.layers.at(-1).slope)}, and ${LARGE} times that is still small. With w = 1 they creep towards 0, where it is close to 1.`,
    say: ({ x, w, L }, numbers) => `x ${two(x)}, w ${two(w)}, layers ${L}. Left: ${lefts("en", numbers).join(", ")}`,
  },
}
const leftOf = (name, numbers) => share(numbers[`${name}_left`] * 10 ** numbers[`${name}_power`])
const lefts = (language, numbers) => NAMES.map((name, k) => `${words[language].bends[k]} ${leftOf(name, numbers)}`)

const [WIDTH, HEIGHT, FLOOR, TOP] = [240, 224, 220, 178]
const FRAME = { x: 26, y: 2, width: WIDTH - 28, height: 122 }
const [X, Y] = [scale([-4, 4], [26, WIDTH - 2]), scale([-1.3, 2.3], [124, 2])]
const BAR = (WIDTH - 28) / MOST
const TALLEST = 1.15
const CUT = "live-bend"
const point = (a, y) => `${X(a).toFixed(1)} ${Y(y).toFixed(1)}`
const curve = (f, part) => `M${Array.from({ length: 161 }, (_, k) => (k - 80) / 20).map((a) => point(a, f(a)[part])).join("L")}`
const isNear = ({ a, h }) => Math.abs(a) < 4.5 && Math.abs(h) < 3 // a path to 10⁶ makes a box that chokes whoever measures it
const product = (layers) => formula(layers.slice(0, SHOWN).map(({ factor }) => (factor === 0 ? "0" : within(factor, 2))).join("·")) + (layers.length > SHOWN ? " · …" : "")

// One bend: its curve, where the layers stand, what they leave.
const panel = (stage, name, number) => {
  const f = BENDS[name]
  const { bends, field, left: word, kept } = stage.words
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": field(bends[number]) })
  if (number === 0) drawing.append(svg("clipPath", { id: CUT }, svg("rect", FRAME)))
  const [tangent, dots, bars] = ["live-slope", "live-dots", "live-best"].map((each) => svg("path", { class: each }))
  const start = svg("circle", { r: 8, class: "live-head" })
  const left = svg("text", { x: WIDTH - 4, y: 167, class: "live-large" })
  const inside = svg("g", { "clip-path": `url(#${CUT})` },
    svg("path", { d: `M${X(-4)} ${Y(0)}H${X(4)}M${X(0)} ${Y(-2)}V0`, class: "live-axis" }),
    svg("path", { d: curve(f, 0), class: "live-look", fill: "none", "stroke-width": 4 }), svg("path", { d: curve(f, 1), class: "live-next" }), tangent, start, dots)
  const hold = svg("g", { class: "live-along" }, svg("rect", { class: "live-hit", ...FRAME }))
  const ticks = [...[-3, 0, 3].map((n) => [X(n), 141, n]), ...[-1, 0, 1, 2].map((n) => [13, Y(n) + 4, n])]
  drawing.append(svg("rect", { class: "live-field", ...FRAME }), inside, ...ticks.map(([x, y, n]) => svg("text", { x, y, class: "live-tick" }, signed(n, 0))))
  drawing.append(svg("text", { x: X(3.7), y: 142, class: "live-letter" }, "a"), svg("path", { d: `M26 ${TOP}H${WIDTH - 2}M26 ${FLOOR}H${WIDTH - 2}`, class: "live-axis" }), bars, svg("text", { x: 26, y: 167, class: "live-title" }, word), left, hold)
  stage.grip(hold, { x: (event) => X.back(place(drawing, event).x) / stage.state.w })
  const rows = [made("span"), made("span"), made("span")]
  const node = made("div", {}, made("p", {}, made("b", {}, bends[number])), drawing, made("p", { class: "live-row" }, ...rows))
  const draw = (found) => {
    const [{ a, h, slope }] = found.layers
    told(tangent, { d: `M${point(a - 1, h - slope)}L${point(a + 1, h + slope)}` })
    told(dots, { d: found.layers.slice(1).filter(isNear).map((each) => `M${point(each.a, each.h)}h0`).join("") })
    told(start, { cx: clamped(X(a), 26, WIDTH - 2), cy: clamped(Y(h), 2, 124) })
    told(bars, { d: found.layers.map((each, k) => `M${26 + k * BAR} ${FLOOR}V${FLOOR - Math.min(TALLEST, Math.abs(each.left)) * (FLOOR - TOP)}h${BAR - 1.5}V${FLOOR}z`).join("") })
    left.textContent = share(found.left)
    rows[0].innerHTML = formula(`f(${two(a)})=${three(h)}`)
    rows[1].innerHTML = product(found.layers)
    rows[2].textContent = kept(three(found.kept))
  }
  return [node, draw]
}

const build = (stage) => {
  const panels = NAMES.map((name, k) => panel(stage, name, k))
  const { question, options, answer, from } = stage.words
  const ask = () => {
    stage.set({ ...START, w: LARGE })
    return answer()
  }
  stage.add(
    made("div", { class: "live-controls" }, stage.slider("x", two), stage.slider("w", two), stage.slider("L", (value) => `${value}`)),
    made("div", { class: "live-many" }, ...panels.map(([node]) => node)),
    made("p", {}, from),
    stage.guess(question, options, 2, ask),
  )
  return (state) => Object.fromEntries(NAMES.flatMap((name, k) => {
    const found = run(BENDS[name], state)
    panels[k][1](found)
    const tail = Number(found.left.toExponential(1).split("e")[1])
    return Object.entries({ h: found.h, left: found.left / 10 ** tail, power: tail, kept: found.kept }).map(([key, value]) => [`${name}_${key}`, value])
  }))
}

const python = ({ x, w, L }) => `import numpy as np

from snippets.foundations import activation

print("               last output   left of nudge   per layer")
for name in ("identity", "relu", "leaky_relu", "sigmoid", "tanh", "silu"):
    f = getattr(activation, f"f_{name}")
    h, left = np.array(${x}, float), 1.0  # (), ()
    for _ in range(${L}):
        h, slope = f(np.asarray(${w} * h))
        left = left * (${w} * slope)
    kept = abs(left) ** (1 / ${L})  # ()
    head, power = f"{left:.1e}".split("e")
    nudge = f"{head} e {int(power)}"  # times 10 to the power
    print(f"{name:12} {h:13.3f} {nudge:>15} {kept:11.3f}")
`

export default figure({
  name: "foundations/activation",
  words,
  start: START,
  ranges: {
    x: { low: -3, high: 3, step: 0.25, fine: 0.05 },
    w: { low: 0.5, high: 2, step: 0.25, fine: 0.05 },
    L: { low: 1, high: MOST, step: 1, fine: 1 },
  },
  build,
  python,
})
