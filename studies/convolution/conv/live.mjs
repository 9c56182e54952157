// A kernel on the page's cat, small: drag it, paint it, set its stride, padding and dilation.
import { clamped, formula, made, place, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { mean, sum } from "../../../snippets/arrays.mjs"
import { conv_loops } from "../../../snippets/convolution/conv.mjs"
import data from "./live.json"

const CAT = data.cat.map((line) => Array.from(line, (letter) => letter.charCodeAt(0) - 48)) // as live.py writes it
const [H, W] = [CAT.length, CAT[0].length]
const RINGS = 2 // of 0, at most
const [TALL, WIDE] = [H + 2 * RINGS, W + 2 * RINGS]
const CELLS = [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => ({ i, j, key: `w${i}${j}` })))
const painted = (weights) => Object.fromEntries(CELLS.map(({ key }, n) => [key, weights[n]]))
const KERNELS = {
  upright: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  level: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  ones: [1, 1, 1, 1, 1, 1, 1, 1, 1],
  sharp: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  zeros: [0, 0, 0, 0, 0, 0, 0, 0, 0],
}
const START = { row: 18, column: 25, s: 1, p: 0, d: 1, ...painted(KERNELS.upright) }
const MIRRORED = [1, 0, -1, 2, 0, -2, 1, 0, -1] // the kernel of the question
const whole = (value) => signed(value, 0)
const text = (value) => `${value}`

// All answers, and how bright each is drawn: in the middle, what a window of mean grey answers.
const GREY = mean(CAT)
const shades = (all, middle) => {
  const far = all.map((each) => Math.abs(each - middle)).sort((a, b) => a - b)
  const reach = far[Math.floor(0.98 * far.length)] || 1
  return (value) => 127.5 * (1 + (value - middle) / reach)
}
const grey = shades(CAT.flat(), GREY)
const pixel = (h, w) => CAT[h]?.[w] ?? 0
const known = {}
const computed = (state) => {
  const { s, p, d } = state
  const weights = CELLS.map(({ key }) => state[key])
  const told = String([s, p, d, weights])
  if (known.told === told) return known
  const kernel = [0, 3, 6].map((from) => weights.slice(from, from + 3))
  const [[y]] = conv_loops({ W: [[kernel]], b: [0] }, [[CAT]], s, p, d)
  const all = y.flat()
  const strongest = Math.max(...all.map(Math.abs))
  return Object.assign(known, { told, y, weights, strongest, Ho: y.length, Wo: y[0].length, shade: shades(all, GREY * sum(weights)) })
}
// The window nearest to a place: row and column are those of its middle.
const standing = ({ row, column, s, p, d }, { Ho, Wo }) => {
  const [u, v] = [[row, Ho], [column, Wo]].map(([at, many]) => clamped(Math.round((at + p - d) / s), 0, many - 1))
  return { u, v, top: u * s - p, left: v * s - p }
}
const SOBEL = computed(START).told
const answer = (state) => {
  const found = computed(state)
  const { u, v } = standing(state, found)
  return found.y[u][v]
}

const named = (word) => Object.fromEntries(CELLS.map(({ i, j, key }) => [key, `${word} w[${i}, ${j}]`]))
const words = {
  zh: {
    name: "会计算的图：在猫身上滑动的卷积核",
    try: "拖动猫身上的窗口，响应就一行一行地拼成一幅图。再按住卷积核的一格，上下拖，改它的权重。九格全是 1 时，看到的是什么？",
    row: "窗口中心在第几行", column: "窗口中心在第几列", s: "步幅 s", p: "填充 p", d: "膨胀 d", ...named("权重"),
    cat: `猫：${H} × ${W}`, answers: (rows, columns) => `响应：${rows} × ${columns}`, pixels: "窗口里的像素",
    slide: "从头滑到底", kernel: "卷积核：",
    kernels: { upright: "竖直边缘", level: "水平边缘", ones: "九个 1", sharp: "锐化", zeros: "全 0" },
    question: "把核的左右两列对调：1、2、1 在左，−1、−2、−1 在右。响应图会怎样？",
    options: ["左右翻转，猫脸朝另一边", "位置不动，亮暗对换", "一点不变"],
    answer: (before, after) => `每个响应只变了正负号，例如 ${before} 变成 ${after}：现在问的是左边是否比右边亮。窗口还是从左滑到右，所以响应都留在原处，翻转的只是问题。`,
    say: (_, { u, v, y, Ho, Wo }) => `第 ${u} 行第 ${v} 列的响应是 ${whole(y)}；一共 ${Ho} × ${Wo} 个`,
  },
  en: {
    name: "A figure that computes: a kernel slides over the cat",
    try: "drag the window over the cat, and its answers become a picture, row by row. Then drag a cell of the kernel up or down. What do you see with nine ones?",
    row: "row of the middle of the window", column: "column of the middle of the window", s: "stride s", p: "padding p", d: "dilation d", ...named("weight"),
    cat: `The cat: ${H} × ${W}`, answers: (rows, columns) => `Its answers: ${rows} × ${columns}`, pixels: "Pixels in the window",
    slide: "Slide over all", kernel: "Kernel: ",
    kernels: { upright: "Vertical edges", level: "Horizontal edges", ones: "Ones", sharp: "Sharpen", zeros: "Zeros" },
    question: "swap the outer columns of the kernel: 1, 2, 1 on the left, −1, −2, −1 on the right. What becomes of the picture of answers?",
    options: ["It is mirrored, and the cat looks the other way", "Bright and dark change places, and all else stays", "Nothing changes"],
    answer: (before, after) => `Each answer only changes its sign (${before} becomes ${after}): now the kernel asks whether it is brighter on the left. The window still slides from left to right, so each answer stays at its place. Only the question is mirrored.`,
    say: (_, { u, v, y, Ho, Wo }) => `the answer in row ${u}, column ${v} is ${whole(y)}; ${Ho} × ${Wo} of them`,
  },
}

// A picture of which each pixel is one unit wide; paint draws rows of numbers as grey.
const picture = (more) => {
  const canvas = made("canvas", { width: WIDE, height: TALL, "aria-hidden": "true" })
  const drawing = svg("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "group" }, ...more)
  const title = made("p", { class: "live-name" })
  const context = canvas.getContext("2d")
  const paint = (top, left, rows, shade) => {
    const image = context.createImageData(WIDE, TALL)
    const pixels = new Uint32Array(image.data.buffer)
    rows.forEach((row, u) => row.forEach((value, v) => {
      pixels[(u + top) * WIDE + v + left] = 0xff000000 | (0x10101 * clamped(Math.round(shade(value)), 0, 255))
    }))
    context.putImageData(image, 0, 0)
  }
  const name = (text) => told(drawing, { "aria-label": title.textContent = text })
  return { node: made("div", {}, title, made("div", { class: "live-pixels" }, canvas, drawing)), name, drawing, paint }
}
const edge = (rows, columns, at, more) => svg("rect", { class: "live-frame-line", x: at, y: at, width: columns, height: rows, ...more })
const pointer = (d) => svg("g", {}, svg("circle", { r: 4.7, class: "live-hit" }), svg("path", { d, class: "live-best" }))
const cell = (x, y) => `M${x} ${y}h1v1h-1z`

// The cat with its rings of 0 and the window; a mark at the side for row and column each.
const catOf = (stage) => {
  const [frame, cells] = [svg("rect", { class: "live-mark" }), svg("path", { class: "live-mark live-thin" })]
  const held = svg("circle", { r: 4.7, class: "live-hit" })
  const hand = svg("g", { class: "live-handle" }, held, frame, cells)
  const [row, column] = [pointer("M-2.6-1.2V1.2L-.3 0z"), pointer("M-1.2-2.6H1.2L0-.3z")]
  const field = svg("rect", { class: "live-hit", width: WIDE, height: TALL })
  const { node, name, drawing, paint } = picture([edge(H, W, RINGS), field, hand, row, column])
  const at = { row: (event) => place(drawing, event).y, column: (event) => place(drawing, event).x }
  stage.drag(field, (event) => stage.lead({ row: Math.floor(at.row(event)) - RINGS, column: Math.floor(at.column(event)) - RINGS }))
  stage.handle(row, "row", text, at.row)
  stage.handle(column, "column", text, at.column)
  stage.grip(hand, at)
  name(stage.words.cat)
  let rings
  return [node, ({ row: middle, column: centre, p, d }, _, { top, left }) => {
    if (rings !== p) paint(RINGS - p, RINGS - p, Array.from({ length: H + 2 * p }, (_, u) => Array.from({ length: W + 2 * p }, (_, v) => pixel(u - p, v - p))), grey)
    rings = p
    const [x, y, wide] = [left + RINGS, top + RINGS, 2 * d + 1]
    told(frame, { x, y, width: wide, height: wide })
    told(cells, { d: d > 1 ? CELLS.map(({ i, j }) => cell(x + j * d, y + i * d)).join("") : "" })
    told(held, { cx: x + wide / 2, cy: y + wide / 2 })
    told(row, { transform: `translate(0 ${clamped(middle, 0, H - 1) + RINGS + 0.5})` })
    told(column, { transform: `translate(${clamped(centre, 0, W - 1) + RINGS + 0.5} 0)` })
  }]
}

// The answers as far as the window has come, each where the middle of its window is, at stride 1.
const answersOf = (stage) => {
  const mark = svg("rect", { class: "live-mark", width: 2, height: 2 })
  const { node, name, paint } = picture([edge(H, W, RINGS, { class: "live-axis", "stroke-dasharray": "3 3" }), mark])
  return [node, ({ p, d }, { y, Ho, Wo, shade }, { u, v }, upTo) => {
    const at = RINGS + d - p
    paint(at, at, y.slice(0, Math.floor(upTo / Wo) + 1).map((row, k) => row.slice(0, upTo + 1 - k * Wo)), shade)
    told(mark, { x: v + at - 0.5, y: u + at - 0.5 })
    name(stage.words.answers(Ho, Wo))
  }]
}

// Under the glass: nine pixels, and the kernel, whose cells are dragged and say their products.
const [BROAD, HIGH, SMALL] = [66, 46, 30] // the longest product is ·63=−567
const ARROWS = "M54 10l4-5 4 5zM54 14h8l-4 5z"
// Who does not drag, but taps: the upper half is one more, the lower half one less.
const tapped = (stage, node, key) => {
  let before
  node.addEventListener("pointerdown", () => { before = stage.state[key] })
  node.addEventListener("click", ({ clientY }) => {
    const { top, height } = node.getBoundingClientRect()
    if (stage.state[key] === before) stage.move(key, before + (clientY < top + height / 2 ? 1 : -1))
  })
}
const lensOf = (stage) => {
  const pixels = CELLS.map(({ i, j }) => [svg("rect", { x: j * SMALL, y: i * SMALL, width: SMALL, height: SMALL }), svg("text", { x: (j + 0.5) * SMALL, y: (i + 0.5) * SMALL + 5, class: "live-digit" })])
  const cells = CELLS.map(({ i, j, key }) => {
    const size = { width: BROAD, height: HIGH }
    const [tint, weight, product] = [svg("rect", size), svg("text", { x: BROAD / 2, y: 20, class: "live-weight" }), svg("text", { x: BROAD / 2, y: 38, class: "live-tick live-ink" })]
    const drawn = svg("g", { transform: `translate(${j * BROAD} ${i * HIGH})` }, tint, svg("rect", { ...size, class: "live-frame-line" }), weight, product, svg("path", { d: ARROWS, class: "live-arrows" }), svg("rect", { ...size, class: "live-hit" }))
    stage.handle(drawn, key, whole, (event) => -event.clientY / 12)
    drawn.classList.add("live-vertical")
    tapped(stage, drawn, key)
    return { tint, weight, product }
  })
  const node = made("div", { class: "live-lens" },
    svg("svg", { viewBox: `0 0 ${3 * SMALL} ${3 * SMALL}`, width: 3 * SMALL, role: "img", "aria-label": stage.words.pixels }, ...pixels.flat()), made("b", {}, "⋆"),
    svg("svg", { viewBox: `-1 -1 ${3 * BROAD + 2} ${3 * HIGH + 2}`, width: 3 * BROAD + 2, role: "group", "aria-label": stage.words.kernel }, ...cells.flatMap(({ tint }) => tint.parentNode)))
  return [node, ({ d }, { weights }, { top, left }) => {
    const seen = CELLS.map(({ i, j }) => pixel(top + i * d, left + j * d))
    const products = seen.map((each, n) => each * weights[n])
    const most = Math.max(...products.map(Math.abs)) || 1
    pixels.forEach(([square, digit], n) => {
      const tone = clamped(Math.round(grey(seen[n])), 0, 255)
      told(square, { fill: `rgb(${tone},${tone},${tone})` })
      told(digit, { fill: tone > 120 ? "#000" : "#fff" }).textContent = seen[n]
    })
    cells.forEach(({ tint, weight, product }, n) => {
      told(tint, { class: products[n] < 0 ? "live-other" : "live-best", "fill-opacity": 0.4 * Math.abs(products[n]) / most })
      weight.textContent = whole(weights[n])
      product.textContent = `·${seen[n]}=${whole(products[n])}`
    })
    return seen
  }]
}

const formulas = ({ s, p, d }, { y, weights, Ho }, { u, v }, seen) => {
  const products = weights.map((weight, n) => `${within(weight, 0)}·${seen[n]}`)
  return [
    `y_${u},${v} = ${products.join(" + ")} = ${whole(y[u][v])}`,
    `H_o = ⌊(${H} + 2·${p} − ${d}·(3 − 1) − 1) / ${s}⌋ + 1 = ${Ho}`,
  ]
}

const build = (stage) => {
  const [[cat, drawCat], [answers, drawAnswers], [lens, drawLens]] = [catOf, answersOf, lensOf].map((part) => part(stage))
  const lines = [made("p"), made("p")]
  const shown = made("div", { class: "live-formulas" }, ...lines)
  const write = (text, k) => {
    if (lines[k].text !== text) lines[k].innerHTML = formula(text) // to lay one out takes long
    lines[k].text = text
  }
  const { slide, kernel, kernels, question, options } = stage.words
  let upTo = -1 // the last answer that is drawn; all, once kernel or settings are others
  let [timer, drawn] = []
  stage.moved = (key) => {
    clearTimeout(timer)
    if (!key) upTo = -1
  }
  const walk = (n) => {
    const { s, p, d } = stage.state
    const { Ho, Wo } = computed(stage.state)
    const [u, v] = [Math.floor(n / Wo), n % Wo]
    upTo = n
    stage.set({ row: u * s - p + d, column: v * s - p + d })
    const left = Ho * Wo - 1 - n
    if (left) timer = setTimeout(() => walk(n + Math.min(left, 7)), 16)
  }
  const fromStart = () => {
    stage.moved()
    const { Ho, Wo } = computed(stage.state)
    walk(matchMedia("(prefers-reduced-motion: reduce)").matches ? Ho * Wo - 1 : 0)
  }
  const choices = Object.entries(kernels).map(([key, name]) => [KERNELS[key], stage.button(name, () => {
    stage.moved(key)
    stage.set(painted(KERNELS[key]))
  })])
  const ask = () => {
    stage.moved("mirrored")
    stage.set({ ...START, ...painted(MIRRORED) })
    return stage.words.answer(whole(answer(START)), whole(answer(stage.state)))
  }
  stage.add(
    made("div", { class: "live-pair" }, cat, answers),
    made("p", { class: "live-buttons" }, stage.button(slide, fromStart)),
    made("div", { class: "live-pair" }, lens, shown),
    made("p", { class: "live-buttons" }, kernel, ...choices.map(([, button]) => button)),
    made("div", { class: "live-controls live-short" }, ...["s", "p", "d"].map((key) => stage.slider(key, text))),
    stage.guess(question, options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    const where = standing(state, found)
    const { u, v } = where
    const { y, weights, Ho, Wo, strongest } = found
    const isNew = found.told !== drawn && found.told !== SOBEL
    upTo = isNew ? Infinity : Math.max(upTo, u * Wo + v)
    drawn = found.told
    drawCat(state, found, where)
    drawAnswers(state, found, where, upTo)
    const seen = drawLens(state, found, where)
    formulas(state, found, where, seen).forEach(write)
    choices.forEach(([each, button]) => { button.ariaPressed = String(each) === String(weights) })
    return { u, v, y: y[u][v], Ho, Wo, strongest }
  }
}

const python = (state) => {
  const { s, p, d } = state
  const found = computed(state)
  const { u, v } = standing(state, found)
  const rows = [0, 3, 6].map((from) => `[${found.weights.slice(from, from + 3).join(", ")}]`)
  return `import numpy as np
from skimage import data

from snippets.convolution.conv import ConvParams, conv_forward

face = data.chelsea().mean(axis=2)[10:280, 60:420]  # (270, 360)
squares = face.reshape(45, 6, 60, 6)  # (45, 6, 60, 6)
x = squares.mean(axis=(1, 3)) // 4  # (45, 60)
w = np.array([${rows.join(", ")}], float)
s, p, d = ${s}, ${p}, ${d}

u, v = ${u}, ${v}
rows = slice(u * s, u * s + 2 * d + 1, d)
columns = slice(v * s, v * s + 2 * d + 1, d)
window = np.pad(x, p)[rows, columns]  # (3, 3)
print(f"y[{u}, {v}] = {(window * w).sum():.0f}")

params = ConvParams(w[None, None], np.zeros(1))
y = conv_forward(params, x[None, None], s, p, d)[0][0, 0]
print(f"{y.shape[0]} x {y.shape[1]} answers")
print(f"strongest answer {np.abs(y).max():.0f}")
`
}

const count = (low, high) => ({ low, high, step: 1, fine: 1 })
export default figure({
  name: "convolution/conv",
  words,
  start: START,
  ranges: {
    row: count(-1, H), column: count(-1, W), s: count(1, 3), p: count(0, RINGS), d: count(1, 3),
    ...Object.fromEntries(CELLS.map(({ key }) => [key, count(-9, 9)])),
  },
  build,
  python,
})
