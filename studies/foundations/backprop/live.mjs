// The page's 2-2-1 network: drag a weight, go through both passes, nudge, and compare with dW.
import { formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { add, matmul, transpose } from "../../../snippets/arrays.mjs"
import { binary_cross_entropy, sigmoid, two_layer_backward, two_layer_forward } from "../../../snippets/foundations/backprop.mjs"

const X = [1, 2]
const Y = 1
const B_1 = [0.1, -0.2]
const B_2 = -0.1
// The weights: their key, from which node to which, where on the way, index of layer and place.
const WEIGHTS = [
  { key: "w_11", from: "x1", to: "h1", at: 0.54, index: "1,11" },
  { key: "w_12", from: "x1", to: "h2", at: 0.36, index: "1,12" },
  { key: "w_21", from: "x2", to: "h1", at: 0.36, index: "1,21" },
  { key: "w_22", from: "x2", to: "h2", at: 0.54, index: "1,22" },
  { key: "v_1", from: "h1", to: "a", at: 0.42, index: "2,1" },
  { key: "v_2", from: "h2", to: "a", at: 0.42, index: "2,2" },
]
const START = { w_11: 0.6, w_12: -0.4, w_21: -0.2, w_22: 0.6, v_1: 0.5, v_2: -0.4, which: 1, delta: 0.5, t: 8 }
const LAST = 8
const PACE = 1200 // milliseconds for a step
const four = (value) => signed(value, 4)
const short = (value) => signed(value, 2).replace(/\.?0+$/, "")
const low = (text) => text.replace(/\d/g, (digit) => "₀₁₂"[digit]) // an index in plain text
const [W, dW] = ["W", "dW"].map((letter) => WEIGHTS.map(({ index }) => letter + low(index)))

const params = ({ w_11, w_12, w_21, w_22, v_1, v_2 }) => ({ W_1: [[w_11, w_12], [w_21, w_22]], b_1: B_1, W_2: [[v_1], [v_2]], b_2: [B_2] })
const forward = (state) => {
  const [a_2, cache] = two_layer_forward(params(state), [X])
  const [L, da_2] = binary_cross_entropy(a_2, [[Y]])
  return { a_2, cache, L, da_2 }
}
const lossAt = (state, value) => forward({ ...state, [WEIGHTS[state.which - 1].key]: value }).L
const computed = (state) => {
  const { a_2, cache, L, da_2 } = forward(state)
  const { W_1, W_2 } = params(state)
  const [[dx], grads] = two_layer_backward(da_2, cache)
  const w = state[WEIGHTS[state.which - 1].key]
  const slopes = [...grads.W_1.flat(), ...grads.W_2.flat()]
  const nudged = lossAt(state, w + state.delta)
  return {
    w, slopes, nudged, L, dx, a_1: add(matmul(X, W_1), B_1), h: cache[2][0], a_2: a_2[0][0], y_hat: sigmoid(a_2)[0][0],
    da_2: da_2[0][0], dh: matmul(da_2, transpose(W_2))[0], da_1: grads.b_1, slope: slopes[state.which - 1], quotient: (nudged - L) / state.delta,
  }
}
const shut = computed({ ...START, v_1: 0 }) // of the question

const named = (word) => Object.fromEntries(WEIGHTS.map(({ key }, k) => [key, `${word} ${W[k]}`]))
const words = {
  zh: {
    name: "会计算的图：值往前走，斜率往回走", ...named("权重"), which: "哪个权重 w", delta: "拨动 Δw", t: "第几步",
    try: "在网络里上下拖动一个权重：哪些数跟着变？然后把拨动的 Δw 调小，再调小：ΔL/Δw 往哪个数靠？",
    net: "网络：值在上，斜率在下", curve: (weight) => `损失 L 随 ${weight} 怎样变`,
    value: "值 v", slope: "斜率 ∂L/∂v",
    play: "播放：前向，再反向", pause: "暂停",
    steps: ["输入", "前向：加权和，加偏置", "前向：套上 tanh", "前向：再一次加权和，加偏置", "前向：预测和损失（目标是 1）", "反向：损失对 a₂ 的斜率，预测减目标", "反向：da₂ 乘 h 是 dW₂，乘 W₂ 是 dh", "反向：乘上 tanh 的斜率", "反向：da₁ 乘 x 是 dW₁，乘 W₁ 是 dx"],
    path: "沿着路相乘：", nudge: "拨动一下：",
    question: "把 W₂,₁ 调成 0，也就是从 h₁ 到输出的那个权重。哪些斜率跟着变成 0？",
    options: ["dW₂,₁：这个权重不起作用了", "dh₁、da₁₁、dW₁,₁₁ 和 dW₁,₂₁", "一个也没有"],
    answer: (slope) => `dW₂,₁ 的因子是 h₁，不是 W₂,₁，所以它还有 ${slope}，学一步，这个权重就离开了 0。变成 0 的，是隔着它的一切：回来的路上要乘 W₂,₁。曲线说的也一样：怎么拨动 W₁,₁₁，损失都不动。`,
    say: ({ t, which }, { L, slope, quotient }) => `第 ${t} 步。损失 ${four(L)}，${dW[which - 1]} ${four(slope)}，ΔL/Δw ${four(quotient)}`,
  },
  en: {
    name: "A figure that computes: values forward, slopes back", ...named("weight"), which: "weight w", delta: "nudge Δw", t: "step",
    try: "drag a weight in the network up or down: which numbers move along? Then make the nudge Δw smaller and smaller: which number does ΔL/Δw come close to?",
    net: "The network: values above, slopes below", curve: (weight) => `The loss L over ${weight}`,
    value: "value v", slope: "slope ∂L/∂v",
    play: "Play: forward, then back", pause: "Pause",
    steps: ["The inputs", "Forward: weighted sums, plus a bias", "Forward: tanh of each", "Forward: again a weighted sum, plus a bias", "Forward: prediction and loss (the target is 1)", "Backward: the slope of the loss in a₂ is prediction minus target", "Backward: da₂ times h is dW₂, times W₂ it is dh", "Backward: times the slope of tanh", "Backward: da₁ times x is dW₁, times W₁ it is dx"],
    path: "Multiplied along the path: ", nudge: "By a nudge: ",
    question: "set W₂,₁ to 0, the weight from h₁ to the output. Which slopes become 0 as well?",
    options: ["dW₂,₁, as this weight has no effect", "dh₁, da₁₁, dW₁,₁₁ and dW₁,₂₁", "None"],
    answer: (slope) => `The factor of dW₂,₁ is h₁ and not W₂,₁, so it is still ${slope}, and a step of learning moves this weight away from 0. What becomes 0 is all that lies behind it, for on the way back everything is multiplied by W₂,₁. The curve says the same: however you nudge W₁,₁₁, the loss does not move.`,
    say: ({ t, which }, { L, slope, quotient }) => `Step ${t}. Loss ${four(L)}, ${dW[which - 1]} ${four(slope)}, ΔL/Δw ${four(quotient)}`,
  },
}

const VALUE = "fill:var(--c0)"
const SLOPE = "fill:var(--c1)"
const HALO = "paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round;font-size:12.5px"
const text = (x, y, style, anchor = "middle", inner = "") => svg("text", { x, y, class: "live-key", style: `${HALO};${style};text-anchor:${anchor}` }, inner)
const line = (d = "", style = "", kind = "live-axis") => svg("path", { d, class: kind, style: `pointer-events:none;${style}` })

const PLACES = { x1: [26, 66], x2: [26, 250], h1: [178, 66], h2: [178, 250], a: [304, 158] }
const LETTERS = { x1: "x₁", x2: "x₂", h1: "h₁", h2: "h₂", a: "a₂" }
const between = ({ from, to, at }) => PLACES[from].map((start, k) => start + at * (PLACES[to][k] - start))
const [WIDE, TALL, UNIT] = [60, 46, 80] // a weight's box; so far up for 1

// What stands at a node: the step that computes it, whether it is a slope, its place, its text.
const numbers = [
  ...X.map((x, k) => ({ t: 0, x: 4, y: 40 + 184 * k, anchor: "start", say: () => `x${"₁₂"[k]} ${x}` })),
  ...[0, 1].flatMap((k) => [
    { t: 1, x: 198, y: 24 + 184 * k, anchor: "end", say: ({ a_1 }) => `a₁${"₁₂"[k]} ${four(a_1[k])}` },
    { t: 2, x: 198, y: 40 + 184 * k, anchor: "end", say: ({ h }) => `h${"₁₂"[k]} ${four(h[k])}` },
    { t: 6, x: 198, y: 100 + 184 * k, anchor: "end", isSlope: true, say: ({ dh }) => `dh${"₁₂"[k]} ${four(dh[k])}` },
    { t: 7, x: 198, y: 116 + 184 * k, anchor: "end", isSlope: true, say: ({ da_1 }) => `da₁${"₁₂"[k]} ${four(da_1[k])}` },
    { t: 8, x: 4, y: 100 + 184 * k, anchor: "start", isSlope: true, say: ({ dx }) => `dx${"₁₂"[k]} ${four(dx[k])}` },
  ]),
  { t: 3, x: 338, y: 132, anchor: "end", say: ({ a_2 }) => `a₂ ${four(a_2)}` },
  { t: 4, x: 338, y: 250, anchor: "end", say: ({ y_hat }) => `ŷ ${four(y_hat)}` },
  { t: 4, x: 338, y: 268, anchor: "end", say: ({ L }) => `L ${four(L)}` },
  { t: 5, x: 338, y: 192, anchor: "end", isSlope: true, say: ({ da_2 }) => `da₂ ${four(da_2)}` },
]
// In which steps a connection is passed: forward, backward.
const passes = (k) => (k < 4 ? [1, 8] : [3, 6])
const nodesOf = { 0: ["x1", "x2"], 2: ["h1", "h2"], 4: ["a"], 5: ["a"], 7: ["h1", "h2"] }

const weightOf = (stage, drawing, weight, k) => {
  const [x, y] = between(weight)
  const size = { x: x - WIDE / 2, y: y - TALL / 2, width: WIDE, height: TALL, rx: 6 }
  const frame = svg("rect", { ...size, class: "live-frame-line", style: "fill:var(--paper)" })
  const [value, slope] = [text(x, y - 3, "font-weight:600"), text(x, y + 15, `${SLOPE};font-size:11.5px`)]
  const node = svg("g", {}, frame, value, slope, svg("rect", { ...size, class: "live-hit" }))
  stage.handle(node, weight.key, short, (event) => -place(drawing, event).y / UNIT)
  node.classList.add("live-vertical")
  node.addEventListener("focus", () => stage.set({ which: k + 1 }))
  const draw = (state, { slopes }) => {
    value.textContent = short(state[weight.key])
    slope.textContent = state.t < passes(k)[1] ? "" : four(slopes[k])
    slope.style.fontWeight = state.t === passes(k)[1] ? 700 : 400
    const isChosen = state.which === k + 1
    frame.style.stroke = isChosen ? "var(--ink)" : ""
    frame.style.strokeWidth = isChosen ? 2 : ""
  }
  return [node, draw]
}

const net = (stage) => {
  const drawing = svg("svg", { viewBox: "0 0 340 306", role: "group", "aria-label": stage.words.net })
  const edges = WEIGHTS.map(({ from, to }) => line(`M${PLACES[from]}L${PLACES[to]}`))
  const nodes = Object.entries(PLACES).map(([key, [cx, cy]]) => [key, svg("circle", { cx, cy, r: 18, class: "live-field" }), svg("text", { x: cx, y: cy + 5, class: "live-letter" }, LETTERS[key])])
  const texts = numbers.map(({ x, y, isSlope, anchor }) => text(x, y, isSlope ? SLOPE : VALUE, anchor))
  const weights = WEIGHTS.map((weight, k) => weightOf(stage, drawing, weight, k))
  drawing.append(...edges, ...nodes.flatMap(([, ...parts]) => parts), text(338, 18, VALUE, "end", stage.words.value), text(338, 36, SLOPE, "end", stage.words.slope), ...texts, ...weights.map(([node]) => node))
  const active = (t, isOn) => (isOn ? `stroke:var(--c${t < 5 ? 0 : 1});stroke-width:3` : "")
  return [drawing, (state, found) => {
    const { t } = state
    edges.forEach((edge, k) => told(edge, { style: active(t, passes(k).includes(t)) }))
    nodes.forEach(([key, circle]) => told(circle, { style: active(t, nodesOf[t]?.includes(key)) }))
    texts.forEach((each, k) => {
      each.textContent = t < numbers[k].t ? "" : numbers[k].say(found)
      each.style.fontWeight = t === numbers[k].t ? 700 : 400
    })
    weights.forEach(([, draw]) => draw(state, found))
  }]
}

// The loss over the chosen weight: tangent, and the chord of a nudge.
const FIELD = { x: 40, y: 26, width: 292, height: 196 }
const PLACE = scale([-1.2, 2.2], [FIELD.x, FIELD.x + FIELD.width])
const POINTS = Array.from({ length: 69 }, (_, k) => -1.2 + 0.05 * k)
const curve = (stage) => {
  const cut = "live-backprop-cut"
  const ticks = [0, 1, 2].map((k) => svg("text", { x: 20, y: FIELD.y + FIELD.height * (1 - k / 2) + 4, class: "live-tick" }))
  const [loss, tangent, chord, legs] = [line("", "", "live-line"), line("", "", "live-way"), line("", "stroke:var(--ink);stroke-dasharray:5 4;stroke-width:1.5"), line("", "stroke:var(--soft)")]
  loss.style.stroke = "var(--c0)"
  const [slope, quotient] = [text(40, 16, SLOPE, "start"), text(332, 16, "", "end")]
  const name = svg("text", { x: 186, y: 246, class: "live-title", style: "text-anchor:middle" })
  const steps = ["Δw", "ΔL"].map((inner) => text(0, 0, "fill:var(--soft)", "middle", inner))
  const [here, there] = [["live-dot", 7], ["live-mark", 7]].map(([kind, r]) => svg("g", { class: "live-handle" }, svg("circle", { r: 23, class: "live-hit" }), svg("circle", { r, class: kind })))
  const drawing = svg("svg", { viewBox: "0 0 340 254", role: "img" }, svg("clipPath", { id: cut }, svg("rect", FIELD)), svg("rect", { class: "live-field", ...FIELD }),
    ...ticks, ...[-1, 0, 1, 2].map((n) => svg("text", { x: PLACE(n), y: 238, class: "live-tick" }, signed(n, 0))), name,
    svg("g", { "clip-path": `url(#${cut})` }, loss, tangent, chord, legs), slope, quotient, ...steps, here, there)
  let held
  const at = (event) => PLACE.back(place(drawing, event).x)
  const key = () => WEIGHTS[stage.state.which - 1].key
  stage.drag(here, (event) => stage.move(key(), at(event) - held), (event) => { held = at(event) - stage.state[key()] })
  stage.grip(there, { delta: at })
  return [drawing, (state, found) => {
    const { w, L, nudged } = found
    const losses = POINTS.map((each) => lossAt(state, each))
    const floor = Math.floor(4 * Math.min(...losses)) / 4
    const top = floor + Math.max(Math.ceil(2 * (Math.max(...losses) - floor)), 1) / 2
    const y = scale([floor, top], [FIELD.y + FIELD.height, FIELD.y])
    ticks.forEach((tick, k) => { tick.textContent = short(floor + (top - floor) * k / 2) })
    const way = (values, height) => values.map((each, k) => `${k ? "L" : "M"}${PLACE(each).toFixed(1)} ${y(height(each, k)).toFixed(1)}`).join("")
    const straight = (slope) => way([-2, 3], (each) => L + slope * (each - w))
    told(loss, { d: way(POINTS, (_, k) => losses[k]) })
    told(tangent, { d: straight(found.slope) })
    told(chord, { d: straight(found.quotient) })
    const [[x_0, y_0], [x_1, y_1]] = [[PLACE(w), y(L)], [PLACE(w + state.delta), y(nudged)]]
    told(legs, { d: `M${x_0} ${y_0}H${x_1}V${y_1}` })
    told(here, { transform: `translate(${x_0} ${y_0})` })
    told(there, { transform: `translate(${x_1} ${y_1})` })
    const isWide = state.delta > 0.3
    told(steps[0], { x: (x_0 + x_1) / 2, y: y_0 + (y_1 > y_0 ? -6 : 15), visibility: isWide ? "visible" : "hidden" })
    told(steps[1], { x: x_1 + 16, y: (y_0 + y_1) / 2 + 4, visibility: isWide && Math.abs(y_1 - y_0) > 14 ? "visible" : "hidden" })
    slope.textContent = `${dW[state.which - 1]} = ${four(found.slope)}`
    quotient.textContent = `ΔL/Δw = ${four(found.quotient)}`
    name.textContent = W[state.which - 1]
    drawing.setAttribute("aria-label", stage.words.curve(W[state.which - 1]))
  }]
}

// What a step computes, with the numbers of now.
const linesOf = (state, { a_1, h, a_2, y_hat, L, da_2, dh, da_1, slopes }) => {
  const { W_1: [[w_11, w_12], [w_21, w_22]], W_2: [[v_1], [v_2]] } = params(state)
  const both = (make) => [0, 1].map((k) => make(k, k + 1))
  const plus = (b) => (b < 0 ? `− ${short(-b)}` : `+ ${short(b)}`)
  const sum = (k, w, v) => `${X[0]}·${within2(w)} + ${X[1]}·${within2(v)} ${plus(B_1[k])} = ${four(a_1[k])}`
  return [
    () => [`x_1 = ${X[0]}`, `x_2 = ${X[1]}`],
    () => [`a_11 = ${sum(0, w_11, w_21)}`, `a_12 = ${sum(1, w_12, w_22)}`],
    () => both((k, n) => `h_${n} = tanh(${four(a_1[k])}) = ${four(h[k])}`),
    () => [`a_2 = ${within(h[0], 4)}·${within2(v_1)} + ${within(h[1], 4)}·${within2(v_2)} ${plus(B_2)} = ${four(a_2)}`],
    () => [`ŷ = σ(${four(a_2)}) = ${four(y_hat)}`, `L = −ln(${four(y_hat)}) = ${four(L)}`],
    () => [`d a_2 = ŷ − y = ${four(y_hat)} − ${Y} = ${four(da_2)}`],
    () => [...both((k, n) => `d W_2,${n} = h_${n}·d a_2 = ${within(h[k], 4)}·${within(da_2, 4)} = ${four(slopes[4 + k])}`), ...both((k, n) => `d h_${n} = W_2,${n}·d a_2 = ${within2([v_1, v_2][k])}·${within(da_2, 4)} = ${four(dh[k])}`)],
    () => both((k, n) => `d a_1${n} = d h_${n}·(1 − h_${n}²) = ${within(dh[k], 4)}·(1 − ${within(h[k], 4)}²) = ${four(da_1[k])}`),
    () => [0, 1, 2, 3].map((k) => `d W_${WEIGHTS[k].index} = x_${k < 2 ? 1 : 2}·d a_1${1 + k % 2} = ${X[k < 2 ? 0 : 1]}·${within(da_1[k % 2], 4)} = ${four(slopes[k])}`),
  ][state.t]()
}
const within2 = (value) => (value < 0 ? `(${short(value)})` : short(value))

// The slope of the chosen weight, as a product and by a nudge.
const ownLines = ({ which, delta, ...state }, { h, da_2, L, slope, nudged, quotient }) => {
  const k = which - 1
  const { index } = WEIGHTS[k]
  const [from, to] = k < 4 ? [k >> 1, k % 2] : [k - 4, 0]
  const last = within(da_2, 4)
  const v = within2(state[`v_${to + 1}`])
  const product = k < 4
    ? `x_${from + 1}·(1 − h_${to + 1}²)·W_2,${to + 1}·d a_2 = ${X[from]}·(1 − ${within(h[to], 4)}²)·${v}·${last}`
    : `h_${from + 1}·d a_2 = ${within(h[from], 4)}·${last}`
  return [`d W_${index} = ${product} = ${four(slope)}`, `Δ L/Δ w = (${signed(nudged, 6)} − ${signed(L, 6)})/${short(delta)} = ${four(quotient)}`]
}

// Play, pause: both passes from the start.
const passing = (stage) => {
  const { play, pause } = stage.words
  let timer
  const rest = () => {
    clearInterval(timer)
    timer = undefined
    plays.textContent = play
  }
  const step = () => {
    stage.set({ t: stage.state.t === LAST ? 0 : stage.state.t + 1 })
    if (stage.state.t === LAST) rest()
  }
  const plays = stage.button(play, () => {
    if (timer) return rest()
    step()
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return
    timer = setInterval(step, PACE)
    plays.textContent = pause
  })
  return [plays, rest]
}

const STEPS = ["x", "→ a₁", "→ h", "→ a₂", "→ ŷ, L", "← da₂", "← dW₂, dh", "← da₁", "← dW₁, dx"]
const shownAs = (text) => `<p>${text}</p>`
const build = (stage) => {
  const [[left, drawNet], [right, drawCurve]] = [net(stage), curve(stage)]
  const [lines, own] = ["font-size:.92em;min-height:9.8em", "font-size:.92em"].map((style) => made("div", { class: "live-formulas", style }))
  const [plays, rest] = passing(stage)
  stage.moved = (key) => {
    const k = WEIGHTS.findIndex((each) => each.key === key)
    if (k >= 0) stage.state.which = k + 1
    if (key === undefined || key === "t") rest()
  }
  const time = stage.slider("t", (t) => STEPS[t])
  time.lastChild.style.minWidth = "6em"
  const { question, options, answer, steps, path, nudge } = stage.words
  const ask = () => {
    rest()
    stage.set({ ...START, v_1: 0 })
    return answer(four(shut.slopes[4]))
  }
  stage.add(
    made("div", { class: "live-pair" },
      made("div", {}, left, time, made("p", { class: "live-buttons" }, plays), lines),
      made("div", {}, right, stage.slider("which", (which) => W[which - 1]), stage.slider("delta", short), own)),
    stage.guess(question, options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    drawNet(state, found)
    drawCurve(state, found)
    lines.innerHTML = shownAs(steps[state.t]) + linesOf(state, found).map((each) => shownAs(formula(each))).join("")
    const [product, quotient] = ownLines(state, found).map(formula)
    own.innerHTML = shownAs(path + product) + shownAs(nudge + quotient)
    const { a_1: [a_11, a_12], h: [h_1, h_2], a_2, y_hat, L, da_2, dh: [dh_1, dh_2], da_1: [da_11, da_12], slopes, dx: [dx_1, dx_2] } = found
    const [dW_11, dW_12, dW_21, dW_22, dV_1, dV_2] = slopes
    return { a_11, a_12, h_1, h_2, a_2, y_hat, L, da_2, dV_1, dV_2, dh_1, dh_2, da_11, da_12, dW_11, dW_12, dW_21, dW_22, dx_1, dx_2, slope: found.slope, quotient: found.quotient }
  }
}

const float = (value) => (Number.isInteger(value) ? `${value}.0` : `${value}`)
const python = ({ w_11, w_12, w_21, w_22, v_1, v_2, which, delta }) => {
  const k = which - 1
  const [layer, spot] = k < 4 ? ["1", `${k >> 1}, ${k % 2}`] : ["2", `${k - 4}`]
  return `import numpy as np

x, y = np.array([1.0, 2.0]), 1.0  # (2,), ()
W_1 = np.array([[${float(w_11)}, ${float(w_12)}], [${float(w_21)}, ${float(w_22)}]])  # (2, 2)
b_1 = np.array([0.1, -0.2])  # (2,)
W_2 = np.array([${float(v_1)}, ${float(v_2)}])  # (2,)
b_2 = -0.1


def forward():
    a_1 = x @ W_1 + b_1  # (2,)
    h = np.tanh(a_1)  # (2,)
    a_2 = h @ W_2 + b_2  # ()
    y_hat = 1 / (1 + np.exp(-a_2))  # ()
    return a_1, h, a_2, y_hat, -np.log(y_hat)


a_1, h, a_2, y_hat, loss = forward()
da_2 = y_hat - y  # ()
dW_2 = h * da_2  # (2,)
dh = da_2 * W_2  # (2,)
da_1 = dh * (1 - h**2)  # (2,)
dW_1 = np.outer(x, da_1)  # (2, 2)
dx = W_1 @ da_1  # (2,)
names = "a_1 h a_2 ŷ L da_2 dW_2 dh da_1 dW_1 dx".split()
values = a_1, h, a_2, y_hat, loss, da_2, dW_2, dh, da_1, dW_1, dx
for name, value in zip(names, values, strict=True):
    print(f"{name:5}", *(f"{number:8.4f}" for number in np.ravel(value)))
W_${layer}[${spot}] += ${float(delta)}  # the nudge
moved = forward()[-1] - loss
print(f"dW {dW_${layer}[${spot}]:.4f}, by the nudge {moved / ${float(delta)}:.4f}")
`
}

const weight = { low: -1, high: 1, step: 0.1, fine: 0.01 }
export default figure({
  name: "foundations/backprop",
  words,
  start: START,
  ranges: {
    ...Object.fromEntries(WEIGHTS.map(({ key }) => [key, weight])),
    which: { low: 1, high: 6, step: 1, fine: 1 },
    delta: { low: 0.02, high: 1, step: 0.1, fine: 0.02 },
    t: { low: 0, high: LAST, step: 1, fine: 1 },
  },
  build,
  python,
})
