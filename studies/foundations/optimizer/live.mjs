// Six rules from one start in one valley: drag the start, narrow the valley, let them race.
import { formula, made, place, scale, signed, svg, told } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { add, divide, multiply, ones_like, sqrt, square, subtract, sum, zeros_like } from "../../../snippets/arrays.mjs"
import { adagrad_rule, adam_rule, momentum_rule, nesterov_rule, rmsprop_rule, sgd_rule } from "../../../snippets/foundations/optimizer.mjs"

const START = { w_1: -2, w_2: 1, kappa: 20, rate: 0.06, t: 40 }
const NARROW = 45 // the κ of the question
const LAST = 40
const FAR = 10 // whoever is further away has left
const PACE = 90 // milliseconds for a step
const [WIDTH, HEIGHT] = [240, 164]
const LEVELS = [0.5, 1, 1.5, 2, 3, 4, 6, 8] // where they cross the axis of w_1
const three = (value) => signed(value, 3)
const two = (value) => signed(value, 2)

// What a rule divides by what, of its gradient and its new memory.
const plain = (m) => [m, ones_like(m)]
const unbiased = (mean, beta, t) => divide(mean, 1 - beta ** t)
const RULES = {
  sgd: { rule: sgd_rule, buffers: 0, parts: (g) => plain(g) },
  momentum: { rule: momentum_rule, buffers: 1, parts: (g, [m]) => plain(m) },
  nesterov: { rule: nesterov_rule, buffers: 1, parts: (g, [m]) => plain(add(g, multiply(0.9, m))) },
  adagrad: { rule: adagrad_rule, buffers: 1, parts: (g, [v]) => [g, sqrt(v)] },
  rmsprop: { rule: rmsprop_rule, buffers: 1, parts: (g, [v]) => [g, sqrt(v)] },
  adam: { rule: adam_rule, buffers: 2, parts: (g, [m, v], t) => [unbiased(m, 0.9, t), sqrt(unbiased(v, 0.999, t))] },
}
const NAMES = Object.keys(RULES)

const isFar = (w) => Math.max(...w.map(Math.abs)) > FAR
const run = ({ rule, buffers, parts }, { w_1, w_2, kappa, rate, t }) => {
  const curvature = [1, kappa]
  let [w, memory] = [[w_1, w_2], Array(buffers).fill(zeros_like(curvature))]
  const stepped = (count) => rule(w, multiply(curvature, w), ...memory, ...(rule === adam_rule ? [count] : []), rate)
  const way = [w]
  while (way.length <= t && !isFar(w)) {
    ;[w, ...memory] = stepped(way.length)
    way.push(w)
  }
  const [next, ...later] = stepped(way.length)
  const [m, root] = parts(multiply(curvature, w), later, way.length)
  return { way, w, m, root, steps: divide(subtract(w, next), rate), loss: sum(multiply(curvature, square(w))) / 2, isGone: isFar(w) }
}
const computed = (state) => Object.fromEntries(NAMES.map((name) => [name, run(RULES[name], state)]))

const where = ([w_1, w_2]) => `(${two(w_1)},\u00a0${two(w_2)})`
const [wide, narrow] = [START, { ...START, kappa: NARROW }].map(computed)

const words = {
  zh: {
    name: "会计算的图：六种优化器赛跑",
    try: "拖动起点（哪一格里的都行），再按“开跑”：谁领先？然后把 η 调到 0.01，再调到 0.12：领先的还是它吗？谁最先飞出去？",
    w_1: "起点的 w₁", w_2: "起点的 w₂", kappa: "山谷多窄：κ", rate: "学习率 η", t: "第几步",
    rules: ["梯度下降", "动量", "Nesterov", "AdaGrad", "RMSProp", "Adam"],
    field: (rule) => `${rule}走过的路`,
    from: "每格下面是 m/√v：下一步从 w₁、w₂ 上各减去几个 η。RMSProp 的第一步总是 10 个，所以它常常领先。", start: "起点",
    play: "开跑", pause: "暂停", one: "走一步",
    ahead: "领先", gone: (t) => `第 ${t} 步飞出去`,
    question: `山谷变窄，κ 从 ${START.kappa} 变成 ${NARROW}，起点和 η 不变。六条路线里，哪几条和原来一模一样？`,
    options: ["一条也没有", "动量和 Nesterov 的", "AdaGrad、RMSProp 和 Adam 的"],
    answer: () => `${START.t} 步以后，Adam 在宽的山谷里到了 ${where(wide.adam.w)}，在窄的里也到了 ${where(narrow.adam.w)}。w₂ 的 m 随 κ 变大，√v 也变大同样多，一除就消掉了。梯度下降没有东西可除：在宽的山谷里损失降到 ${three(wide.sgd.loss)}，在窄的里第 ${narrow.sgd.way.length - 1} 步就飞了出去。`,
    say: ({ kappa, rate, t }, numbers) => `第 ${t} 步，κ ${kappa}，η ${rate}。损失：${losses("zh", numbers).join("，")}`,
  },
  en: {
    name: "A figure that computes: six optimizers race",
    try: "drag the start, in any of the six panels, and press Play: who is ahead? Then set η to 0.01, and to 0.12: is it the same one, and who flies out first?",
    w_1: "w₁ of the start", w_2: "w₂ of the start", kappa: "how narrow: κ", rate: "learning rate η", t: "step",
    rules: ["gradient descent", "momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"],
    field: (rule) => `The way of ${rule}`,
    from: "Below each, m/√v: so many η its next step takes off w₁ and off w₂. RMSProp's first is always 10 η, so it often leads.", start: "start",
    play: "Play", pause: "Pause", one: "One step",
    ahead: "ahead", gone: (t) => `out at step ${t}`,
    question: `the valley gets narrower, κ = ${NARROW} in place of ${START.kappa}; start and η stay. Which of the six paths stay exactly as they are?`,
    options: ["None", "Those of momentum and Nesterov", "Those of AdaGrad, RMSProp and Adam"],
    answer: () => `After ${START.t} steps Adam is at ${where(wide.adam.w)} in the wide valley, at ${where(narrow.adam.w)} in the narrow one. With κ the m of w₂ grows, and √v grows just as much: the division removes it. Gradient descent divides by nothing: in the wide valley its loss falls to ${three(wide.sgd.loss)}, from the narrow one it flies out at step ${narrow.sgd.way.length - 1}.`,
    say: ({ kappa, rate, t }, numbers) => `Step ${t}, κ ${kappa}, η ${rate}. Losses: ${losses("en", numbers).join(", ")}`,
  },
}
const losses = (language, numbers) => NAMES.map((name, k) => `${words[language].rules[k]} ${three(numbers[name + "_loss"])}`)

// A small field with the valley, which all share.
const [X, Y] = [scale([-2.8, 1.2], [26, WIDTH - 2]), scale([-1.3, 1.3], [HEIGHT - 22, 2])]
const FRAME = { x: 26, y: 2, width: WIDTH - 28, height: HEIGHT - 24 }
const CUT = "live-race"
const field = (name) => {
  const inside = svg("g", { "clip-path": `url(#${CUT})` })
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": name }, svg("rect", { class: "live-field", ...FRAME }), inside)
  const ticks = [...[-2, -1, 0, 1].map((n) => [X(n), HEIGHT - 7, n]), ...[-1, 0, 1].map((n) => [13, Y(n) + 4, n])]
  drawing.append(...ticks.map(([x, y, n]) => svg("text", { x, y, class: "live-tick" }, signed(n, 0))))
  drawing.append(...[[X(0.5), HEIGHT - 7, "w₁"], [13, Y(0.5) + 4, "w₂"]].map(([x, y, axis]) => svg("text", { x, y, class: "live-letter" }, axis)))
  return { drawing, inside }
}
const valley = () => {
  const levels = LEVELS.map(() => svg("ellipse", { cx: X(0), cy: Y(0), class: "live-level" }))
  const draw = ({ kappa }) => levels.forEach((each, k) => told(each, { rx: X(LEVELS[k]) - X(0), ry: (Y(0) - Y(LEVELS[k])) / Math.sqrt(kappa) }))
  return [levels, draw]
}

// The dot at the start: two sliders in one place, so that keys reach both weights.
const hit = () => svg("circle", { r: 36, class: "live-hit" })
const arrows = { w_1: "M-30 0l8-6v12zM30 0l-8-6v12z", w_2: "M0-30l-6 8h12zM0 30l-6-8h12z" }
const leads = (stage, node, drawing, keys) => {
  const places = { w_1: (event) => X.back(place(drawing, event).x), w_2: (event) => Y.back(place(drawing, event).y) }
  stage.grip(node, Object.fromEntries(keys.map((key) => [key, places[key]])))
  return places
}
const handles = (stage, drawing) => ["w_1", "w_2"].map((key, k, keys) => {
  const node = svg("g", {}, hit(), svg("path", { d: arrows[key], class: "live-when" }))
  const other = keys[1 - k]
  stage.handle(node, key, two, leads(stage, node, drawing, [other])[key])
  return node
})
const grip = (stage, drawing) => {
  const node = svg("g", { class: "live-handle" }, hit())
  leads(stage, node, drawing, ["w_1", "w_2"])
  return [node]
}

const point = ([w_1, w_2]) => `${X(w_1).toFixed(1)} ${Y(w_2).toFixed(1)}`
// m/√v of a weight, which does not break: three figures of each number, or as many as fit.
const short = (value) => signed(value, Math.abs(value) < 0.0995 ? 3 : Math.abs(value) < 99.5 ? 2 : 1)
const quotient = ({ m, root, steps }, isDivided, k) => {
  const under = root[k] === 0 ? "ε" : isDivided ? short(root[k]) : "1"
  return formula(`${short(m[k])}/${under}=${short(steps[k])}`)
}

// A rule: its name and loss, its way, its next step.
const panel = (stage, key, number) => {
  const { rules, ahead, gone, field: named } = stage.words
  const { drawing, inside } = field(named(rules[number]))
  const [levels, drawLevels] = number === 0 ? valley() : [[], () => {}]
  const shared = "live-valley"
  const floor = number === 0 ? svg("g", { id: shared }, ...levels) : svg("use", { href: `#${shared}` })
  const [way, dots] = [svg("path", { class: "live-way" }), svg("path", { class: "live-dots" })]
  const [start, head] = [svg("g", {}, svg("circle", { r: 7, class: "live-dot" })), svg("circle", { r: 5, class: "live-head" })]
  const [note, loss] = [20, HEIGHT - 30].map((y) => svg("text", { x: WIDTH - 8, y, class: "live-large" }))
  const quotients = [made("span"), made("span")]
  if (number === 0) drawing.prepend(svg("clipPath", { id: CUT }, svg("rect", FRAME)))
  inside.append(floor, svg("path", { d: `M${X(0) - 6} ${Y(0)}h12M${X(0)} ${Y(0) - 6}v12`, class: "live-goal" }), way, dots, head)
  const moved = [start, ...(number === 0 ? handles(stage, drawing) : grip(stage, drawing))]
  const label = svg("text", { y: 4, class: "live-title" }, number === 0 ? stage.words.start : "")
  start.append(label)
  drawing.append(note, loss, ...moved)
  const node = made("div", {}, made("p", {}, made("b", {}, rules[number])), drawing, made("p", { class: "live-row" }, ...quotients))
  const draw = (state, found, isAhead) => {
    const { way: points, w, isGone } = found
    drawLevels(state)
    moved.forEach((each) => told(each, { transform: `translate(${X(state.w_1)} ${Y(state.w_2)})` }))
    told(label, state.w_1 < 0 ? { x: 12, "text-anchor": "start" } : { x: -12, "text-anchor": "end" })
    told(way, { d: `M${points.map(point).join("L")}` })
    told(dots, { d: points.map((each) => `M${point(each)}h0`).join("") })
    told(head, { cx: X(w[0]), cy: Y(w[1]) })
    loss.textContent = isGone ? gone(points.length - 1) : `L = ${three(found.loss)}`
    note.textContent = isAhead ? ahead : ""
    quotients.forEach((each, k) => { each.innerHTML = `w${"₁₂"[k]} ${isGone ? "–" : quotient(found, number > 2, k)}` })
  }
  return [node, draw]
}

const first = (found) => {
  const left = NAMES.filter((name) => !found[name].isGone && found[name].way.length > 1)
  return left.reduce((best, name) => (best && found[best].loss <= found[name].loss ? best : name), undefined)
}

// Play, pause, one step.
const race = (stage) => {
  const { play, pause, one } = stage.words
  let timer
  const rest = () => {
    clearInterval(timer)
    timer = undefined
    plays.textContent = play
  }
  const step = () => { // after the last one, the first
    stage.set({ t: (stage.state.t % LAST) + 1 })
    if (stage.state.t === LAST) rest()
  }
  const plays = stage.button(play, () => {
    if (timer) return rest()
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
    if (isStill) return stage.set({ t: stage.state.t === LAST ? 0 : LAST })
    if (stage.state.t === LAST) stage.set({ t: 0 })
    timer = setInterval(step, PACE)
    plays.textContent = pause
  })
  stage.moved = (key) => { if (key === undefined || key === "t") rest() }
  return made("p", { class: "live-buttons" }, plays, stage.button(one, () => { rest(); step() }))
}

const build = (stage) => {
  const panels = NAMES.map((name, k) => panel(stage, name, k))
  const { question, options, answer, from } = stage.words
  const ask = () => {
    stage.moved()
    stage.set({ ...START, kappa: NARROW })
    return answer()
  }
  stage.add(
    made("div", { class: "live-controls" }, stage.slider("rate", (value) => `${value}`), stage.slider("kappa", (value) => `${value}`)),
    made("div", { class: "live-controls" }, stage.slider("t", (value) => `${value}`), race(stage)),
    made("p", {}, from),
    made("div", { class: "live-many" }, ...panels.map(([node]) => node)),
    stage.guess(question, options, 2, ask),
  )
  return (state) => {
    const found = computed(state)
    const best = first(found)
    NAMES.forEach((name, k) => panels[k][1](state, found[name], name === best))
    return Object.fromEntries(NAMES.flatMap((name) => {
      const { w, loss, steps } = found[name]
      return Object.entries({ w_1: w[0], w_2: w[1], loss, steps_1: steps[0], steps_2: steps[1] }).map(([key, value]) => [`${name}_${key}`, value])
    }))
  }
}

const python = ({ w_1, w_2, kappa, rate, t }) => `import numpy as np

from snippets.foundations import optimizer

names = "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"
curvature = np.array([1.0, ${kappa}.0])  # (2,)
lr = ${rate}
print("              w_1      w_2     loss  the next step in η")
for name in names:
    init = getattr(optimizer, f"{name}_init")
    step = getattr(optimizer, f"{name}_step")
    w = np.array([${w_1}, ${w_2}], float)  # (2,)
    state = init([w])
    for _ in range(${t}):
        if abs(w).max() <= ${FAR}:
            (w,), state = step([w], [curvature * w], state, lr=lr)
    (after,), _ = step([w], [curvature * w], state, lr=lr)
    loss = (curvature * w**2).sum() / 2
    row = *w, loss, *((w - after) / lr)
    print(f"{name:8}", *(f"{n:8.3f}" for n in row))
`

export default figure({
  name: "foundations/optimizer",
  words,
  start: START,
  ranges: {
    w_1: { low: -2.6, high: 1, step: 0.1, fine: 0.02 },
    w_2: { low: -1.2, high: 1.2, step: 0.1, fine: 0.02 },
    kappa: { low: 1, high: 50, step: 5, fine: 1 },
    rate: { low: 0.005, high: 0.3, step: 0.01, fine: 0.005 },
    t: { low: 0, high: LAST, step: 1, fine: 1 },
  },
  build,
  python,
})
