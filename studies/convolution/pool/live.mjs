// The page's cat, coarse: move it under windows that stand still; what the maximum and the mean of each say then.
import { clamped, formula, made, place, scale, signed, svg, told } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { maximum, mean, square, subtract } from "../../../snippets/arrays.mjs"
import { avg_pool_forward, max_pool_forward } from "../../../snippets/convolution/pool.mjs"
import data from "./live.json"

const CAT = data.cat.map((line) => Array.from(line, (letter) => letter.charCodeAt(0) - 48)) // as live.py writes it
const [SIDE, FAR, BRIGHT] = [48, 16, 63]
const SHIFTS = [...Array(FAR + 1).keys()]
const START = { d: 0, k: 4, edges: 0, stripes: 0 }
const ASKED = { ...START, d: START.k } // of the question
const UNRELATED = Math.SQRT2
const two = (value) => signed(value, 2)
const text = (value) => `${value}`

// The picture under the windows, wide enough for all shifts.
const picture = ({ k, edges, stripes }) => {
  const x = stripes ? CAT.map((row) => row.map((_, w) => (Math.floor(w / k) % 2 ? 0 : BRIGHT))) : CAT
  return edges ? x.map((row) => maximum(subtract(row.slice(1), row.slice(0, -1)), 0)) : x
}
const view = (x, d) => x.map((row) => row.slice(d, d + SIDE))
const spread = (a) => mean(square(subtract(a, mean(a))))
const moved = (before, after) => mean(square(subtract(after, before)))
const alike = (a, b) => a.map((row, u) => row.map((each, v) => each === b[u][v]))
const count = (a) => a.flat().filter(Boolean).length

// At each shift: pixels, maxima and means, how far they are from those of the start; winners.
const known = {}
const computed = (state) => {
  const told = String([state.k, state.edges, state.stripes])
  if (known.told === told) return known
  const x = picture(state)
  const views = SHIFTS.map((d) => view(x, d))
  const [largest, means] = [max_pool_forward, avg_pool_forward].map((pool) => SHIFTS.map((d) => pool([[views[d]]], state.k)))
  const maps = [views, ...[largest, means].map((answers) => answers.map(([[[map]]]) => map))]
  const spreads = maps.map(([first]) => spread(first))
  const gaps = maps.map((each) => each.map((map) => moved(each[0], map)))
  const changes = gaps.map((each, n) => each.map((gap) => Math.sqrt(gap / spreads[n])))
  const winners = largest.map(([, [[[winner]]]]) => winner)
  return Object.assign(known, { told, x, maps, spreads, gaps, changes, winners, side: maps[1][0].length, top: Math.max(...x.flat()) })
}
// How many windows the shift is, and how far the maxima are from those of the start, moved along by as many.
const along = ({ d, k }, { maps: [, largest], spreads }) => {
  const places = Math.floor((2 * d + k) / (2 * k))
  const [before, after] = [largest[0].map((row) => row.slice(places)), largest[d].map((row) => row.slice(0, row.length - places))]
  return { places, apart: Math.sqrt(moved(before, after) / spreads[1]) }
}
const same = ({ d }, { maps }) => maps.slice(1).map((each) => alike(each[0], each[d]))

const ONE = (({ maps: [, largest] }) => count(alike(largest[0], largest[1])))(computed(START))
const words = {
  zh: {
    name: "会计算的图：猫在窗口下面移动",
    try: "窗口不动，把猫往左拖，一次一个像素。每个点是所在窗口里最亮的像素：什么时候最大值变了，什么时候没变？平均值呢？再勾选“条纹”，看最大池化还有没有帮助。",
    d: "平移 d", k: "窗口 k", edges: "边缘：往右看哪里变亮", stripes: "条纹，和窗口一样宽",
    view: "猫：往左拖", dots: "彩色点：最大值和开始时一样；白点：换了一个", chart: "变化随平移", max: "最大", mean: "平均", pixels: "像素", shift: "平移", unrelated: "毫不相干",
    root: "变化：差的平方的平均，除以方差，再开平方", changes: ["像素", "最大值", "平均值"], stay: (n, N) => `${n}/${N} 个没变`,
    places: (places) => `开始时的最大值图移动 ${places} 格，再和现在的比：差 `,
    question: `窗口 ${START.k}×${START.k}，猫移动 1 个像素：144 个最大值有 ${ONE} 个没变。移动 ${START.k} 个像素，正好一个窗口呢？`,
    options: ["几乎都成了新的数", "144 个都不变", "132 个是原来的数，都挪了一格"],
    answer: (change) => `看那些点：它们跟着猫走，只是都进了隔壁的窗口。图挪了一格，一边丢掉一列，另一边补上一列。可是同一格里的数差不多都换了：变化是 ${change}。这是等变，不是不变。`,
    say: ({ d, k }, { pixels, max, mean, same_max }) => `窗口 ${k}，平移 ${d}：像素的变化 ${two(pixels)}，最大 ${two(max)}，平均 ${two(mean)}；${same_max} 个最大值没变`,
  },
  en: {
    name: "A figure that computes: the cat moves under the windows",
    try: "the windows stand still; drag the cat to the left, pixel by pixel. A dot marks the brightest pixel of each window. When does a maximum change, and when not? And the mean? Then tick the stripes: does the maximum still help?",
    d: "shift d", k: "window k", edges: "edges: brighter to the right", stripes: "stripes as wide as a window",
    view: "The cat: drag it to the left", dots: "coloured dot: the maximum of the start; white: another one", chart: "The change against the shift", max: "max", mean: "mean", pixels: "pixels", shift: "shift", unrelated: "unrelated",
    root: "Change: the root of the mean squared difference over the variance", changes: ["of the pixels", "of the maxima", "of the means"], stay: (n, N) => `${n} of ${N} unchanged`,
    places: (places) => `Move the first map of maxima along by ${places}, and compare it with the map of now: it differs by `,
    question: `with windows of ${START.k}×${START.k}, ${ONE} of the 144 maxima stay as they are when the cat moves by 1 pixel. And when it moves by ${START.k}, exactly one window?`,
    options: ["Nearly all are new numbers", "All 144 stay", "132 are the old ones, one place further"],
    answer: (change) => `Look at the dots: they travel with the cat, and each is now in the next window. The map has moved by one place; it lost a column on one side and got one on the other. But in their places nearly all numbers are others: the change is ${change}. That is equivariance, no invariance.`,
    say: ({ d, k }, { pixels, max, mean, same_max }) => `window ${k}, shift ${d}: the pixels changed by ${two(pixels)}, the maxima by ${two(max)}, the means by ${two(mean)}; ${same_max} maxima are unchanged`,
  },
}

// A picture of which each pixel is one unit wide, in blocks of k; over it a drawing.
const frame = (name, ...more) => {
  const canvas = made("canvas", { width: SIDE, height: SIDE, "aria-hidden": "true" })
  const drawing = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", "aria-label": name }, ...more, svg("rect", { class: "live-frame-line", width: SIDE, height: SIDE }))
  const title = made("p", { class: "live-name", style: "margin-left:0" }, name)
  const context = canvas.getContext("2d")
  const paint = (rows, k, top) => {
    const image = context.createImageData(SIDE, SIDE)
    const pixels = new Uint32Array(image.data.buffer)
    pixels.forEach((_, n) => {
      const value = rows[Math.floor(Math.floor(n / SIDE) / k)]?.[Math.floor(n % SIDE / k)]
      if (value !== undefined) pixels[n] = 0xff000000 | (0x10101 * clamped(Math.round(255 * value / top), 0, 255))
    })
    context.putImageData(image, 0, 0)
  }
  return { node: made("div", { style: "flex:1 1 150px" }, title, made("div", { class: "live-pixels", style: "margin:0" }, canvas, drawing)), title, drawing, paint }
}
// Squares in the middle of pixels or cells, as one path.
const squares = (places, side) => places.map(([x, y]) => `M${(x - side / 2).toFixed(2)} ${(y - side / 2).toFixed(2)}h${side}v${side}h${-side}z`).join("")
const marks = () => [svg("path", { style: "fill:var(--c1);stroke:#000;stroke-width:.7" }), svg("path", { style: "fill:#fff;stroke:#000;stroke-width:.7" })]

// The picture, the windows over it, and the winner of each: full where the maximum is that of the start.
const viewOf = (stage) => {
  const grid = svg("path", { style: "stroke:#fff;stroke-opacity:.5;stroke-width:1;fill:none" })
  const [old, other] = marks()
  const { node, drawing, paint } = frame(stage.words.view, grid, old, other)
  drawing.classList.add("live-along")
  stage.grip(drawing, { d: (event) => -place(drawing, event).x })
  return [node, ({ d, k }, { maps: [views], winners, side, top }, [stays]) => {
    paint(views[d], 1, top)
    const lines = [...Array(side + 1).keys()].map((n) => n * k)
    told(grid, { d: k > 1 ? lines.map((at) => `M0 ${at}H${side * k}M${at} 0V${side * k}`).join("") : "" })
    const spots = (kept) => winners[d].flatMap((row, u) => row.flatMap((n, v) => (k > 1 && stays[u][v] === kept ? [[n % SIDE + 0.5, Math.floor(n / SIDE) + 0.5]] : [])))
    told(old, { d: squares(spots(true), 0.64) })
    told(other, { d: squares(spots(false), 0.64) })
  }]
}

// What comes out, and which of its numbers are those of the start.
const mapOf = (n) => (stage) => {
  const [kept] = marks()
  const { node, title, drawing, paint } = frame("", kept)
  return [node, ({ d, k }, { maps, side, top }, both) => {
    const stays = both[n - 1]
    paint(maps[n][d], k, top)
    const spots = stays.flatMap((row, u) => row.flatMap((is, v) => (is && k > 1 && d ? [[(v + 0.5) * k, (u + 0.5) * k]] : [])))
    told(kept, { d: squares(spots, Math.min(0.64, k / 4)) })
    const name = `${stage.words[n === 1 ? "max" : "mean"]} ${k}×${k}: ${stage.words.stay(count(stays), side * side)}`
    told(drawing, { "aria-label": title.textContent = name })
  }]
}

// The change against the shift, as far as the cat has been.
const KINDS = [["pixels", { class: "live-look", fill: "none", "stroke-width": 7 }], ["max", { class: "live-line" }], ["mean", { class: "live-slope", "stroke-dasharray": "2 7" }]]
const chartOf = (stage) => {
  const { words } = stage
  const [x, y] = [scale([0, FAR], [34, 320]), scale([0, 2.1], [308, 52])]
  const lines = KINDS.map(([, kind]) => svg("path", kind))
  const dots = KINDS.map(([name]) => svg("circle", { r: name === "max" ? 6 : 5, class: { pixels: "live-other", max: "live-dot", mean: "live-mixed" }[name] }))
  const mark = svg("path", { class: "live-error" })
  const legend = KINDS.flatMap(([name, kind], k) => [svg("path", { ...kind, d: `M${34 + 100 * k} 30h26` }), svg("text", { class: "live-title", x: 66 + 100 * k, y: 34 }, words[name])])
  const node = svg("svg", { viewBox: "0 0 336 348", role: "img", "aria-label": words.chart },
    svg("text", { class: "live-title", x: 34, y: 12 }, words.chart), ...legend,
    svg("rect", { class: "live-field", x: 34, y: y(2.1), width: 286, height: 256 }),
    ...[0, 0.5, 1, 1.5, 2].map((each) => svg("text", { class: "live-tick", x: 18, y: y(each) + 4 }, text(each))),
    ...[0, 4, 8, 12, 16].map((each) => svg("text", { class: "live-tick", x: x(each), y: 325 }, text(each))),
    svg("text", { class: "live-title", x: 177, y: 344, style: "text-anchor:middle" }, words.shift),
    svg("path", { class: "live-axis", "stroke-dasharray": "4 4", d: `M34 ${y(UNRELATED)}H320` }), svg("text", { class: "live-title", x: 316, y: y(UNRELATED) - 5, style: "text-anchor:end" }, words.unrelated),
    mark, ...lines, ...dots)
  node.classList.add("live-along")
  stage.drag(node, (event) => stage.move("d", x.back(place(node, event).x)))
  return [made("div", { style: "flex:1 1 15rem" }, node), ({ d }, { changes }, _, seen) => {
    told(mark, { d: `M${x(d)} ${y(2.1)}V308` })
    changes.forEach((each, n) => {
      const points = each.slice(0, seen + 1).map((change, k) => `${x(k).toFixed(1)} ${y(change).toFixed(1)}`)
      told(lines[n], { d: `M${points.join("L")}` })
      told(dots[n], { cx: x(d), cy: y(each[d]) })
    })
  }]
}

const root = (above, below) => formula(`${above} / ${below}`).replace("<math>", "<math><msqrt>").replace("</math>", "</msqrt></math>")
const build = (stage) => {
  const { words } = stage
  const drawn = [viewOf, chartOf, mapOf(1), mapOf(2)].map((part) => part(stage))
  const nodes = drawn.map(([node]) => node)
  nodes[0].style.flexBasis = "15rem"
  nodes[0].append(made("p", { class: "live-name", style: "margin:.3rem 0 0" }, words.dots))
  const shown = made("div", { class: "live-formulas" })
  let seen = 0 // how far the cat has been
  stage.moved = (key) => { if (!key) seen = 0 }
  const ask = () => {
    stage.set({ ...ASKED })
    return words.answer(two(computed(ASKED).changes[1][ASKED.d]))
  }
  stage.add(
    made("div", { class: "live-pair" }, nodes[0], nodes[1]),
    made("div", { class: "live-controls live-short" }, stage.slider("d", text), stage.slider("k", text)),
    made("div", { class: "live-controls" }, stage.tick("edges"), stage.tick("stripes")),
    made("div", { class: "live-pair" }, nodes[2], nodes[3]),
    shown,
    stage.guess(words.question, words.options, 2, ask),
  )
  return (state) => {
    const { d } = state
    const found = computed(state)
    const { gaps, spreads, changes } = found
    const stays = same(state, found)
    const { places, apart } = along(state, found)
    seen = Math.max(seen, d)
    drawn.forEach(([, draw]) => draw(state, found, stays, seen))
    shown.innerHTML = [
      words.root,
      ...changes.map((each, n) => `${words.changes[n]} ${root(two(gaps[n][d]), two(spreads[n]))} ${formula("= " + two(each[d]))}`),
      places ? words.places(places) + formula(two(apart)) : "",
    ].map((line) => `<p>${line}</p>`).join("")
    const [pixels, max, mean] = changes.map((each) => each[d])
    const [same_max, same_mean] = stays.map(count)
    return { pixels, max, mean, same_max, same_mean, places, apart }
  }
}

const python = ({ d, k, edges, stripes }) => {
  const source = stripes ? `row = 63.0 * (np.arange(65) // ${k} % 2 == 0)  # (65,)
x = np.tile(row, (48, 1))  # (48, 65)` : `face = data.chelsea().mean(axis=2)[48:240, 84:344]  # (192, 260)
squares = face.reshape(48, 4, 65, 4)  # (48, 4, 65, 4)
x = squares.mean(axis=(1, 3)) // 4  # (48, 65)`
  const detected = edges ? "x = np.maximum(x[:, 1:] - x[:, :-1], 0)  # (48, 64)\n" : ""
  return `import numpy as np
${stripes ? "" : "from skimage import data\n"}
from snippets.convolution.pool import avg_pool_forward, max_pool_forward

${source}
${detected}d, k = ${d}, ${k}
before, after = x[:, :48], x[:, d : d + 48]


def maps(pool):
    """What a pooling makes of both views."""
    views = np.stack([before, after])[:, None]  # (2, 1, 48, 48)
    return pool(views, k)[0][:, 0]


def change(before, after, spread):
    return np.sqrt(((after - before) ** 2).mean() / spread)


largest, means = maps(max_pool_forward), maps(avg_pool_forward)
for name, (first, now) in (
    ("pixels", (before, after)),
    ("max", largest),
    ("mean", means),
):
    print(f"{name} change by {change(first, now, first.var()):.2f}")
for name, (first, now) in (("max", largest), ("mean", means)):
    print(f"{name}: {(first == now).sum()} unchanged")

first, now = largest
places = (2 * d + k) // (2 * k)
stay = now.shape[1] - places
apart = change(first[:, places:], now[:, :stay], first.var())
print(f"max, {places} further: differs by {apart:.2f}")
`
}

const range = (low, high) => ({ low, high, step: 1, fine: 1 })
export default figure({
  name: "convolution/pool",
  words,
  start: START,
  ranges: { d: range(0, FAR), k: range(1, 8), edges: range(0, 1), stripes: range(0, 1) },
  build,
  python,
})
