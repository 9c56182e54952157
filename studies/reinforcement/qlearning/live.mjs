// A walk on the grid, step by step: what it writes, where from; how far the table is from the exact one.
import { formula, made, place, scale, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { action_values, value_iteration } from "../../../snippets/reinforcement/planning.mjs"
import { q_update } from "../../../snippets/reinforcement/qlearning.mjs"
import { shrinking } from "../../../snippets/reinforcement/qlearning_agent.mjs"

const MAP = "S..G.#.X...."
const W = 4
const CELLS = [...MAP].map((_, s) => s)
const MOVES = [[-1, 0], [0, 1], [1, 0], [0, -1]] // up, right, down, left
const WAYS = [...MOVES.keys()]
const ARROWS = "↑→↓←"
const SLIPS = [[0, 0.8], [1, 0.1], [3, 0.1]] // how far a step turns, and how probably
const [COST, GAMMA, MOST] = [0.04, 0.9, 2000]
const START = { N: 1, eta: 1, shrink: 1, eps: 0.3, luck: 2, exact: 0 }
const ASKED = { ...START, N: MOST, eps: 1 } // of the question
const two = (value) => signed(value, 2)
const three = (value) => signed(value, 3)
const whole = (value) => `${value}`

const acts = (s) => "S.".includes(MAP[s])
const ends = (s) => "GX".includes(MAP[s])
const FREE = CELLS.filter(acts)
const rewardOf = (s) => ({ G: 1, X: -1 }[MAP[s]] ?? 0) - COST
const towards = (s, way) => {
  const [row, column] = [Math.floor(s / W) + MOVES[way][0], s % W + MOVES[way][1]]
  const t = W * row + column
  return row >= 0 && row < 3 && column >= 0 && column < W && MAP[t] !== "#" ? t : s
}

// The referee, who knows the rules.
const each = (f) => CELLS.map((s) => WAYS.map((a) => f(s, acts(s) ? SLIPS.map(([turn, p]) => ({ p, t: towards(s, (a + turn) % 4) })) : [])))
const mdp = {
  P: each((s, found) => CELLS.map((t) => found.reduce((total, one) => total + (one.t === t ? one.p : 0), Number(!acts(s) && s === t)))),
  R: each((_, found) => found.reduce((total, { p, t }) => total + p * rewardOf(t), 0)),
}
const EXACT = action_values(mdp, value_iteration(mdp, GAMMA)[0], GAMMA)
const top = (q) => WAYS.filter((a) => q[a] === Math.max(...q))
const isRight = (Q, s) => top(Q[s]).every((a) => EXACT[s][a] > Math.max(...EXACT[s]) - 1e-9)
const farthest = (Q) => {
  let worst = { off: -1 }
  FREE.forEach((s) => WAYS.forEach((a) => {
    const off = Math.abs(Q[s][a] - EXACT[s][a])
    if (off > worst.off) worst = { off, s, a }
  }))
  return worst
}

// A walk goes on as far as it is asked for. Each step draws three lots, whatever comes of them:
// so the luck is the same for all rates, and for all ε.
const begun = ({ eta, shrink, eps, luck }) => {
  let seed = 1000003 * luck
  const lot = () => (seed = 48271 * seed % 2147483647) / 2147483647
  const n = CELLS.map(() => WAYS.map(() => 0))
  const steps = [{ t: 0, Q: n.map((row) => [...row]), walk: 1, G: 0, X: 0 }]
  const step = () => {
    const last = steps.at(-1)
    const [Q, s] = [last.Q, ends(last.t) ? 0 : last.t]
    const [explore, which, slip] = [lot(), lot(), lot()]
    const isRandom = explore < eps
    const options = isRandom ? WAYS : top(Q[s])
    const a = options[Math.floor(which * options.length)]
    const way = (a + (slip < 0.8 ? 0 : slip < 0.9 ? 1 : 3)) % 4
    const t = towards(s, way)
    const visits = (n[s][a] += 1)
    const rate = eta * (shrink ? shrinking(visits) : 1)
    const r = rewardOf(t)
    const [next, [delta]] = q_update(Q, { s: [s], a: [a], r: [r], s_next: [t], end: [Number(ends(t))] }, rate, GAMMA)
    const mark = MAP[t]
    steps.push({
      s, a, way, t, r, n: visits, rate, delta, isRandom, lots: options.length, before: Q, Q: next, worst: farthest(next),
      walk: last.walk + Number(ends(last.t)), G: last.G + Number(mark === "G"), X: last.X + Number(mark === "X"),
    })
  }
  return (N) => {
    while (steps.length <= N) step()
    return steps
  }
}
const kept = new Map()
const stepsOf = (state) => {
  const { N, eta, shrink, eps, luck } = state
  const key = `${eta} ${shrink} ${eps} ${luck}`
  if (kept.size > 5) kept.clear()
  if (!kept.has(key)) kept.set(key, begun(state))
  return kept.get(key)(N)
}
const rightOf = (Q) => FREE.filter((s) => isRight(Q, s)).length
const nearer = (luck) => [START.eps, ASKED.eps].map((eps) => {
  const { worst, G, X } = stepsOf({ ...ASKED, eps, luck })[MOST]
  return { off: two(worst.off), X, walks: G + X }
})

const words = {
  zh: {
    name: "会计算的图：看 Q-learning 走网格",
    try: "一步一步地走，盯住加框的三角：这一步只改写这一个数。虚线框里是它借来的猜测。走完一趟，再按“播放”。然后不让 η 变小，让它一直等于 1：滑一次会怎样？",
    N: "步数 N", eta: "学习率 η", shrink: "每碰到一次，η 就变小", eps: "随便走 ε", luck: "运气", exact: "看精确表",
    board: "网格世界：每格四个动作的猜测，和机器人", curve: "表的最大误差随步数的变化", error: "最大误差", steps: "步数", page: "细线：η 越来越小，ε = 0.3",
    step: "走一步", walk: "走完这一趟", play: "播放", pause: "暂停",
    told: ({ walk, s, a, way, t, isRandom, lots }) => [
      `第 ${walk} 趟：在状态 ${s}，`, isRandom ? "随便选了 " : lots > 1 ? "几个一样高，抽签选了 " : "选了猜得最高的 ", ARROWS[a],
      way === a ? "，" : `，却滑向 ${ARROWS[way]}，`, t === s ? "撞上了，留在原地。" : ends(t) ? `到了 ${MAP[t]}，这一趟完了。` : `到了状态 ${t}。`,
    ].join(""),
    slipped: "（滑了也记在想做的动作上。）",
    written: (n, eta) => `第 ${n} 次碰到这一对：${eta}`,
    sum: (worst, right, { G, X }) => `离精确表最远的差 ${two(worst.off)}（状态 ${worst.s} 的 ${ARROWS[worst.a]}）。${FREE.length} 个箭头对了 ${right} 个。到过 G ${G} 次，X ${X} 次。`,
    same: "学习率和 ε 从第一步起就管用。运气是抽签和打滑：改学习率，运气不变。灰色的箭头不是最好的。",
    question: `步步随便走（ε = 1），走 ${MOST} 步。和 ε = 0.3 比，学到的表离精确表更远还是更近？`,
    options: ["更远：它老是掉进 X", "更近", "差不多"],
    answer: ([calm, wild], all) => `更近：最大误差 ${wild.off}，而不是 ${calm.off}。它走得糟多了：${wild.walks} 趟里有 ${wild.X} 趟掉进 X（ε = 0.3 时 ${calm.walks} 趟里 ${calm.X} 趟）。可是目标取的是最好的后续，不管接下来真的做什么；而随便走的，哪里都去得多。${all} 种运气都是这样。`,
    say: (state, { error, right }) => {
      const { s, a, Q } = stepsOf(state)[state.N]
      return `第 ${state.N} 步：状态 ${s} 的 ${ARROWS[a]} 改成 ${two(Q[s][a])}。最大误差 ${two(error)}，${right} 个箭头对了`
    },
  },
  en: {
    name: "A figure that computes: Q-learning walks the grid",
    try: "go step by step and watch the framed triangle: a step writes this one number and no other. The dashed one is the guess that it borrows. Finish a walk, then press Play. Then untick “η shrinks”, so that the rate stays at 1: what does one slip do?",
    N: "steps N", eta: "rate η", shrink: "η shrinks at each visit", eps: "random ε", luck: "luck", exact: "show the exact table",
    board: "The grid world: guesses for four actions in each cell, and the robot", curve: "The largest error of the table against the steps", error: "largest error", steps: "steps", page: "thin: shrinking η, ε = 0.3",
    step: "Step", walk: "Finish this walk", play: "Play", pause: "Pause",
    told: ({ walk, s, a, way, t, isRandom, lots }) => [
      `Walk ${walk}: in state ${s} it `, isRandom ? "took one at random, " : lots > 1 ? "drew lots among equals, " : "took the best guess, ", ARROWS[a],
      way === a ? ", " : `, but slipped ${ARROWS[way]}, `, t === s ? "bumped and stayed." : ends(t) ? `and came to ${MAP[t]}: this walk is over.` : `and came to state ${t}.`,
    ].join(""),
    slipped: " (The slip is charged to the action it meant.)",
    written: (n, eta) => `Visit ${n} of this pair: ${eta}`,
    sum: (worst, right, { G, X }) => `Farthest from the exact table: by ${two(worst.off)} (state ${worst.s}, ${ARROWS[worst.a]}). Of ${FREE.length} arrows ${right} are right. Walks that ended at G: ${G}, in X: ${X}.`,
    same: "Rate and ε hold from the first step on. Luck is lots and slips: change a rate, and it stays the same. Grey arrows are not the best.",
    question: `let every step be random (ε = 1), for ${MOST} steps. Compared with ε = 0.3, is the table farther from the exact one, or nearer?`,
    options: ["Farther: it keeps falling into X", "Nearer", "About the same"],
    answer: ([calm, wild], all) => `Nearer: its largest error is ${wild.off} instead of ${calm.off}. It walks much worse: ${wild.X} of ${wild.walks} walks end in X (with ε = 0.3, ${calm.X} of ${calm.walks}). But the target takes the best that could follow, whatever is done next; and who walks at random sees more of every place. It is so with all ${all} kinds of luck.`,
    say: (state, { error, right }) => {
      const { s, a, Q } = stepsOf(state)[state.N]
      return `step ${state.N}: state ${s}, ${ARROWS[a]} becomes ${two(Q[s][a])}. Largest error ${two(error)}, ${right} arrows right`
    },
  },
}

const SIDE = 84
const HALF = SIDE / 2
const triangle = (a, inset = 0) => {
  const [near, far] = [inset, SIDE - inset]
  const corners = [[near, near], [far, near], [far, far], [near, far]]
  return `M${corners[a]}L${corners[(a + 1) % 4]}L${HALF} ${HALF}z`
}
const SPOTS = [[HALF, 14, "middle"], [SIDE - 3, HALF + 4, "end"], [HALF, SIDE - 6, "middle"], [3, HALF + 4, "start"]]
const corner = (s) => [SIDE * (s % W), SIDE * Math.floor(s / W)]
const centre = (s) => corner(s).map((each) => each + HALF)
const at = (s) => `translate(${corner(s)})`
const ARROW = "M-7 0H6M2-4 7 0 2 4"
const HALO = "font-size:11px;paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-opacity:.7"
const cellOf = (s) => {
  const box = svg("rect", { width: SIDE, height: SIDE, class: "live-frame-line" })
  const node = svg("g", { transform: at(s) })
  if (!acts(s)) {
    box.style.cssText = `fill:var(${{ G: "--c2", X: "--c1", "#": "--soft" }[MAP[s]]});fill-opacity:.55`
    const prize = { G: "+1", X: "−1" }[MAP[s]]
    const lines = prize ? [MAP[s], prize] : []
    node.append(box, ...lines.map((line, k) => svg("text", { class: "live-weight", x: HALF, y: 22 + 54 * k }, line)))
    return [node, svg("g"), () => {}]
  }
  const parts = WAYS.map((a) => svg("path", { d: triangle(a), class: "live-frame-line" }))
  const numbers = SPOTS.map(([x, y, anchor]) => svg("text", { x, y, class: "live-tick live-ink", style: `${HALO};text-anchor:${anchor}` }))
  const arrow = svg("path", { class: "live-beam", d: ARROW, fill: "none" })
  node.append(...parts, svg("text", { class: "live-tick", x: 4, y: 12, style: "font-size:10px;text-anchor:start" }, whole(s)))
  return [node, svg("g", { transform: at(s) }, arrow, ...numbers), (Q) => {
    const best = top(Q[s])
    WAYS.forEach((a) => {
      const q = Q[s][a]
      parts[a].style.cssText = `fill:var(${q < 0 ? "--c1" : "--c0"});fill-opacity:${0.5 * Math.min(1, Math.abs(q))}`
      numbers[a].textContent = q === 0 ? "0" : two(q)
      numbers[a].style.fontWeight = q === Math.max(...Q[s]) && best.length < 4 ? 700 : 400
    })
    told(arrow, { transform: `translate(${HALF} ${HALF}) rotate(${90 * best[0] - 90})`, visibility: best.length > 1 ? "hidden" : "visible" })
    arrow.style.stroke = isRight(Q, s) ? "" : "var(--faint)"
  }]
}
const ROBOT = 12
const boardOf = (stage) => {
  const cells = CELLS.map(cellOf)
  const [frame, loan] = ["stroke-width:4;stroke:var(--accent)", "stroke-width:3;stroke:var(--accent);stroke-dasharray:5 4"].map((style) => svg("path", { class: "live-mark", style: `${style};stroke-linejoin:round` }))
  const [way, robot] = [svg("path", { class: "live-way", style: "stroke:var(--soft);stroke-width:2.5" }), svg("circle", { r: ROBOT, class: "live-goal", style: "stroke-width:3" })]
  const node = svg("svg", { viewBox: `-2 -2 ${SIDE * W + 4} ${SIDE * 3 + 4}`, role: "img", "aria-label": stage.words.board }, ...cells.map(([cell]) => cell), loan, frame, way, robot, ...cells.map(([, over]) => over))
  return [node, ({ exact }, { s, a, t, before, Q }) => {
    cells.forEach(([, , draw]) => draw(exact ? EXACT : Q))
    told(frame, { d: triangle(a, 3), transform: at(s) })
    told(loan, { d: triangle(top(before[t])[0], 3), transform: at(t), visibility: ends(t) ? "hidden" : "visible" })
    const [from, to] = [s, t].map(centre)
    const far = Math.hypot(to[0] - from[0], to[1] - from[1])
    told(way, { d: far ? `M${from}L${to.map((each, k) => each - ROBOT * (each - from[k]) / far)}` : "" })
    told(robot, { cx: to[0], cy: to[1] })
  }]
}

// The largest error as far as the walk has come; thin, that of the page's rate and ε.
const curveOf = (stage) => {
  const { words } = stage
  const [root, y] = [scale([0, Math.sqrt(MOST)], [34, 330]), scale([0, 1.7], [222, 26])] // the first steps have more room
  const x = (N) => root(Math.sqrt(N))
  const [thin, thick] = ["live-look", "live-line"].map((kind) => svg("path", { class: kind, fill: "none", style: "stroke-linejoin:round" }))
  told(thin, { style: "stroke-width:1.5;stroke:var(--soft);stroke-opacity:1" })
  thick.style.strokeWidth = 2
  const [cut, knob] = [svg("path", { class: "live-axis" }), svg("circle", { r: 7, class: "live-dot" })]
  const value = svg("text", { class: "live-large" })
  const name = (inner, x, y, anchor) => svg("text", { class: "live-title", x, y, style: `text-anchor:${anchor}` }, inner)
  const note = name(words.page, 330, 16, "end")
  const node = svg("svg", { viewBox: "0 0 340 256", role: "img", "aria-label": words.curve }, svg("rect", { class: "live-field", x: 34, y: 26, width: 296, height: 196 }),
    ...[0, 0.5, 1, 1.5].map((n) => svg("text", { class: "live-tick", x: 18, y: y(n) + 4 }, whole(n))), ...[0, 100, 500, 1000, 2000].map((n) => svg("text", { class: "live-tick", x: x(n), y: 237 }, whole(n))),
    name(words.error, 4, 16, "start"), name(words.steps, 182, 252, "middle"), note, cut, thin, thick, knob, value)
  node.classList.add("live-along")
  stage.drag(node, (event) => stage.move("N", Math.max(0, root.back(place(node, event).x)) ** 2))
  const point = ({ worst }, k) => `${x(k + 1).toFixed(1)} ${y(worst.off).toFixed(1)}`
  const line = (steps, N) => `M${steps.slice(1, N + 1).map(point).join("L")}h0`
  return [node, (state, steps) => {
    const { N } = state
    const isOther = ["eta", "shrink", "eps"].some((key) => state[key] !== START[key])
    told(thin, { d: isOther ? line(stepsOf({ ...START, N, luck: state.luck }), N) : "" })
    note.style.visibility = isOther ? "visible" : "hidden"
    told(thick, { d: line(steps, N) })
    const [left, high] = [x(N), y(steps[N].worst.off)]
    told(cut, { d: `M${left} 26V222` })
    told(knob, { cx: left, cy: high })
    value.textContent = two(steps[N].worst.off)
    told(value, { x: left + (N < 100 ? 44 : -8), y: high < 48 ? high + 24 : high - 12 })
  }]
}

const shrunk = (eta, n) => `<math><mi>η</mi><mo>=</mo><mn>${eta}</mn><mo>⋅</mo><msup><mn>${n}</mn><mrow><mo form="prefix">−</mo><mn>0.8</mn></mrow></msup></math> `
const linesOf = ({ eta }, step, words, isSlip) => {
  const { s, a, t, r, n, rate, delta, before, Q } = step
  const old = before[s][a]
  const best = Math.max(...before[t])
  const target = old + delta
  const y = ends(t) ? `y = r = ${two(r)}` : `y = r + γ·max Q_${t} = ${two(r)} + ${GAMMA}·${within(best, 3)} = ${three(target)}`
  return [
    words.told(step) + (isSlip ? words.slipped : ""),
    formula(y),
    formula(`δ = y − Q_${s},${a} = ${three(target)} − ${within(old, 3)} = ${three(delta)}`),
    words.written(n, rate === eta ? formula(`η = ${eta}`) : shrunk(eta, n) + formula(` = ${three(rate)}`)),
    formula(`Q_${s},${a} = ${three(old)} + ${three(rate)}·${within(delta, 3)} = ${three(Q[s][a])}`),
  ]
}

// Slowly at first, then faster and faster, until the last step or a pause.
const [SLOW, FAST, CALM] = [450, 25, 1000]
const playing = (stage) => {
  const { play, pause } = stage.words
  let timer
  const rest = () => {
    clearTimeout(timer)
    timer = undefined
    plays.textContent = play
  }
  const go = (wait) => {
    if (stage.state.N >= MOST) return rest()
    stage.set({ N: stage.state.N + 1 })
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches
    timer = setTimeout(() => go(Math.max(FAST, wait * 0.97)), isCalm ? CALM : wait)
    plays.textContent = pause
  }
  const plays = stage.button(play, () => (timer ? rest() : go(SLOW)))
  return [plays, rest]
}

const build = (stage) => {
  const { words } = stage
  const [[board, drawBoard], [curve, drawCurve]] = [boardOf(stage), curveOf(stage)]
  const [lines, sum] = ["font-size:.92em;min-height:11em", "font-size:.92em"].map((style) => made("div", { class: "live-formulas", style }))
  const [plays, rest] = playing(stage)
  stage.moved = rest
  const further = (isLast) => {
    rest()
    let { N } = stage.state
    do N = Math.min(N + 1, MOST)
    while (N < MOST && !isLast(stepsOf({ ...stage.state, N })[N]))
    stage.set({ N })
  }
  const ask = () => {
    rest()
    const lucks = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    const { luck } = stage.state
    stage.set({ ...ASKED, luck })
    return words.answer(nearer(luck), lucks.length)
  }
  const sliders = [["N", whole], ["eta", two], ["eps", two], ["luck", whole]].map(([key, text]) => stage.slider(key, text))
  sliders.forEach((each) => { each.style.flexBasis = "14rem" })
  const shrinks = stage.tick("shrink")
  shrinks.firstChild.style.flex = "none"
  const buttons = made("p", { class: "live-buttons" }, stage.button(words.step, () => further(() => true)), stage.button(words.walk, () => further(({ t }) => ends(t))), plays)
  stage.add(
    made("div", { class: "live-pair", style: "margin-top:.6rem" },
      made("div", {}, board, buttons, stage.tick("exact"), lines),
      made("div", {}, curve, sum, made("div", { class: "live-controls live-short", style: "margin:0" }, ...sliders, shrinks))),
    made("p", {}, words.same),
    stage.guess(words.question, words.options, 1, ask),
  )
  return (state) => {
    const steps = stepsOf(state)
    const step = steps[state.N]
    drawBoard(state, step)
    drawCurve(state, steps)
    const { s, a, t, r, n, rate, delta, before, Q, worst, G, X } = step
    const right = rightOf(Q)
    lines.innerHTML = linesOf(state, step, words, step.way !== a).map((line) => `<p>${line}</p>`).join("")
    sum.textContent = words.sum(worst, right, step)
    return { s, a, t, r, n, rate, target: before[s][a] + delta, delta, Q: Q[s][a], error: worst.off, right, G, X }
  }
}

const python = ({ N, eta, shrink, eps, luck }) => `import numpy as np

from snippets.reinforcement.planning import action_values, value_iteration
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.qlearning import TableSteps, q_update
${shrink ? "from snippets.reinforcement.qlearning_agent import shrinking\n" : ""}
N, eta, eps, luck = ${N}, ${eta}, ${eps}, ${luck}


def lots(seed):
    while True:
        seed = 48271 * seed % 2147483647
        yield seed / 2147483647


world, lot = GridWorld(), lots(1000003 * luck)
Q, n = np.zeros((2, 12, 4))  # 2 × (12, 4)
t, found = world.start, []
for _ in range(N):
    s = world.start if world.ends(t) else t
    explore, which, slip = next(lot), next(lot), next(lot)
    best = np.flatnonzero(Q[s] == Q[s].max())  # (m,)
    options = np.arange(4) if explore < eps else best  # (m,)
    a = int(options[int(which * len(options))])
    turn = 0 if slip < 0.8 else 1 if slip < 0.9 else 3
    t = world.neighbour(s, (a + turn) % 4)
    n[s, a] += 1
    rate = eta${shrink ? " * shrinking(n[s, a])" : ""}
    step = [s], [a], [world.reward(t)], [t], [world.ends(t)]
    old = Q[s, a]
    Q, (delta,) = q_update(Q, TableSteps(*map(np.array, step)), rate, ${GAMMA})
    found.append(world.cells.flat[t])

print(f"state {s}, action {a}, next state {t}, reward {world.reward(t):.2f}")
print(f"visit {n[s, a]:.0f}, rate {rate:.4f}, target {old + delta:.4f}")
print(f"error {delta:.4f}, the guess is now {Q[s, a]:.4f}")
mdp = world.mdp()
exact = action_values(mdp, value_iteration(mdp)[0])  # (12, 4)
print(f"largest error {abs(Q - exact).max():.4f}")
top = Q == Q.max(axis=1, keepdims=True)  # (12, 4)
good = exact > exact.max(axis=1, keepdims=True) - 1e-9  # (12, 4)
right = (good | ~top).all(axis=1)  # (12,)
acts = np.isin(world.cells.ravel(), ["S", "."])  # (12,)
print(f"{right[acts].sum()} arrows are right")
print(f"G {found.count('G')} times, X {found.count('X')} times")
`

const share = { low: 0, high: 1, step: 0.1, fine: 0.01 }
const bit = { low: 0, high: 1, step: 1, fine: 1 }
export default figure({
  name: "reinforcement/qlearning",
  words,
  start: START,
  ranges: {
    N: { low: 1, high: MOST, step: 1, fine: 1 },
    eta: { ...share, low: 0.05 },
    shrink: bit,
    eps: share,
    luck: { low: 1, high: 9, step: 1, fine: 1 },
    exact: bit,
  },
  build,
  python,
})
