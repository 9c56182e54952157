// The icy world: set the price of a step, patience and ice, build walls; values and policy follow.
import { formula, made, signed, svg, told, within } from "../../../press/theme/js/live/draw.js"
import { figure } from "../../../press/theme/js/live/figure.js"
import { action_values, greedy_policy, value_iteration } from "../../../snippets/reinforcement/planning.mjs"

const MAP = ["S..G", ".#.X", "...."]
const [H, W] = [MAP.length, MAP[0].length]
const GIVEN = Array.from(MAP.join(""))
const CELLS = [...GIVEN.keys()]
const MOVES = [[-1, 0], [0, 1], [1, 0], [0, -1]] // up, right, down, left
const WAYS = [...MOVES.keys()]
const ARROWS = Array.from("↑→↓←")
const PRIZES = { G: 1, X: -1 }
const PRICES = [0.01, 0.04, 0.3, 2] // those of the page
const wall = (s) => `w${s}`
const FREE = CELLS.filter((s) => ".#".includes(GIVEN[s])) // where a wall may stand
const START = { cost: PRICES[0], gamma: 0.99, slip: 0.2, s: 6, ...Object.fromEntries(FREE.map((s) => [wall(s), Number(GIVEN[s] === "#")])) }
const ASKED = { ...START, cost: 2, gamma: 0.5 } // of the question
const two = (value) => signed(value, 2)
const three = (value) => signed(value, 3)
const short = (value) => signed(value, 3).replace(/0+$/, "").replace(/\.$/, "")

const marksOf = (state) => CELLS.map((s) => (wall(s) in state ? ".#"[state[wall(s)]] : GIVEN[s]))
const acts = (mark) => mark === "." || mark === "S"
// Where a step leads, and what it meets if it leads nowhere.
const towards = (marks, s, way) => {
  const [row, column] = [Math.floor(s / W) + MOVES[way][0], s % W + MOVES[way][1]]
  const t = W * row + column
  const isInside = row >= 0 && row < H && column >= 0 && column < W
  return isInside && marks[t] !== "#" ? { t } : { t: s, met: isInside ? "#" : "edge" }
}
const outcomes = ({ cost, slip }, marks, s, a) => [[0, 1 - slip], [1, slip / 2], [3, slip / 2]].map(([turn, p]) => {
  const { t } = towards(marks, s, (a + turn) % 4)
  return { p, t, reward: (PRIZES[marks[t]] ?? 0) - cost }
})
const tables = (state, marks) => {
  const each = (f) => CELLS.map((s) => WAYS.map((a) => f(s, acts(marks[s]) ? outcomes(state, marks, s, a) : [])))
  const P = each((s, found) => {
    const row = CELLS.map((t) => Number(found.length === 0 && t === s))
    found.forEach(({ p, t }) => { row[t] += p })
    return row
  })
  return { P, R: each((_, found) => found.reduce((total, { p, reward }) => total + p * reward, 0)) }
}
const computed = (state) => {
  const marks = marksOf(state)
  const mdp = tables(state, marks)
  const [V, changes] = value_iteration(mdp, state.gamma)
  const Q = action_values(mdp, V, state.gamma)
  const alike = Q.map((row) => row.map((q) => Math.round(q * 1e9) / 1e9)) // but for the last digits
  const best = greedy_policy(alike).map((row) => row.indexOf(1))
  return { marks, V, Q, best, sweeps: changes.length }
}
// What is best in a cell, in words.
const verdict = ({ s }, { marks, best }, { ways, into, rest }) => {
  if (!acts(marks[s])) return rest[marks[s]]
  const { t, met } = towards(marks, s, best[s])
  return ways[best[s]] + (into[met ?? marks[t]] ?? "")
}

const named = (text) => Object.fromEntries(FREE.map((s) => [wall(s), text + s]))
const words = {
  zh: {
    name: "会计算的图：冰面上最好的走法",
    try: "让每步越来越贵，盯住加框的格子：贵到多少，智能体不再撞墙？贵到多少，它就跳进窟窿？再点别的格子，框就移过去；再点一次，那里就砌起一堵墙。",
    cost: "代价 c", gamma: "折扣 γ", slip: "打滑概率", s: "状态 s", ...named("墙：状态 "),
    board: "冰面世界：价值和最好的动作", price: "代价：", best: "最好的动作：",
    ways: ["向上", "向右", "向下", "向左"],
    into: { "#": "，撞墙", edge: "，撞到边上", X: "，跳进窟窿", G: "，进目标" },
    rest: { "#": "没有（这里是墙）", G: "没有（到这里就结束，后面什么也没有，所以值 0）", X: "没有（到这里就结束，后面什么也没有，所以值 0）" },
    swept: (sweeps) => `扫了 ${sweeps} 遍，价值不再变。`,
    question: "每步花 2，有耐心的（γ = 0.99）从加框的格子跳进窟窿。没耐心的（γ = 0.5）会怎样？",
    options: ["更要跳：早点了结", "向上走", "撞墙，等着"],
    answer: (q, patient) => `它向上走：对它来说，向上值 ${q[0]}，跳值 ${q[1]}；对有耐心的是 ${patient[0]} 和 ${patient[1]}。后面每一步的代价都打了折，所以路长一点也不怕；窟窿的 1 却是马上要付的。`,
    say: (state, { start }) => `状态 ${state.s}：${verdict(state, computed(state), words.zh)}；S 值 ${two(start)}`,
  },
  en: {
    name: "A figure that computes: the best way on ice",
    try: "let a step cost more and more, and watch the framed cell. At which price does the agent leave the wall, at which does it jump into the hole? Then tap another cell to frame it; tap it again, and a wall stands there.",
    cost: "price c", gamma: "discount γ", slip: "slip", s: "state s", ...named("wall in state "),
    board: "The icy world: values and best actions", price: "Price: ", best: "Best action: ",
    ways: ["up", "right", "down", "left"],
    into: { "#": ", against the wall", edge: ", against the edge", X: ", into the hole", G: ", into the goal" },
    rest: { "#": "none, since it is a wall", G: "none: it is the end, after which nothing comes, so it is worth 0", X: "none: it is the end, after which nothing comes, so it is worth 0" },
    swept: (sweeps) => `After ${sweeps} sweeps no value changes any more.`,
    question: "at a price of 2 the patient agent (γ = 0.99) jumps from the framed cell into the hole. What does an impatient one do there (γ = 0.5)?",
    options: ["It jumps all the more: sooner over", "It goes up", "It waits at the wall"],
    answer: (q, patient) => `It goes up: to it, up is worth ${q[0]} and the jump ${q[1]}; to the patient one ${patient[0]} and ${patient[1]}. What later steps cost is discounted, so a longer way frightens it less; but the 1 of the hole is due at once.`,
    say: (state, { start }) => `state ${state.s}: ${verdict(state, computed(state), words.en)}; S is worth ${two(start)}`,
  },
}

const SIDE = 84
const ARROW = "M-15 0H13M3-9 14 0 3 9"
// A cell is framed when it is tapped; once more, and a wall comes or goes.
const cellOf = (stage, s) => {
  const size = { width: SIDE, height: SIDE }
  const [tint, line, hit] = ["", "live-frame-line", "live-hit"].map((kind) => svg("rect", { ...size, class: kind }))
  const arrow = svg("path", { class: "live-beam", d: ARROW, fill: "none" })
  const value = svg("text", { class: "live-weight", x: SIDE / 2, y: 70 })
  const node = svg("g", { transform: `translate(${SIDE * (s % W)} ${SIDE * Math.floor(s / W)})`, style: "cursor:pointer" }, tint, line, arrow, value, hit)
  const mark = GIVEN[s]
  if (mark in PRIZES) node.append(svg("text", { class: "live-weight", x: SIDE / 2, y: 40 }, mark))
  if (mark === "S") node.append(svg("text", { class: "live-letter", x: 12, y: 19 }, mark))
  const key = wall(s)
  const toggle = () => stage.move(key, 1 - stage.state[key])
  node.addEventListener("mousedown", (event) => event.preventDefault()) // the frame says it: no ring of focus
  node.addEventListener("click", (event) => {
    if (key in stage.state && (stage.state.s === s || event.detail === 0)) toggle() // 0: no pointer
    else stage.move("s", s)
  })
  if (key in stage.state) {
    told(node, { role: "checkbox", tabindex: 0, "aria-label": stage.words[key] })
    node.addEventListener("keydown", (event) => {
      if (event.key !== " ") return
      event.preventDefault()
      toggle()
    })
  }
  return [node, (state, { marks, V, best }, most) => {
    const [isFree, prize] = [acts(marks[s]), PRIZES[marks[s]]]
    if (key in state) told(node, { "aria-checked": state[key] === 1 })
    const colour = isFree ? (V[s] < 0 ? "--c1" : "--c0") : { G: "--c2", X: "--c1", "#": "--soft" }[marks[s]]
    tint.style.fill = `var(${colour})`
    tint.style.fillOpacity = isFree ? 0.4 * Math.abs(V[s]) / most : 0.55
    value.textContent = isFree ? two(V[s]) : prize ? (prize > 0 ? "+1" : "−1") : ""
    told(arrow, { transform: `translate(${SIDE / 2} 30) rotate(${90 * best[s] - 90})`, visibility: isFree ? "visible" : "hidden" })
  }]
}
const boardOf = (stage) => {
  const cells = CELLS.map((s) => cellOf(stage, s))
  const frame = svg("rect", { class: "live-mark", x: 3, y: 3, width: SIDE - 6, height: SIDE - 6, style: "stroke-width:4;stroke:var(--accent);pointer-events:none" })
  const node = svg("svg", { viewBox: `-1 -1 ${SIDE * W + 2} ${SIDE * H + 2}`, role: "group", "aria-label": stage.words.board }, ...cells.map(([cell]) => cell), frame)
  return [node, (state, found) => {
    const most = Math.max(1, ...found.V.map(Math.abs))
    cells.forEach(([, draw]) => draw(state, found, most))
    told(frame, { transform: `translate(${SIDE * (state.s % W)} ${SIDE * Math.floor(state.s / W)})` })
  }]
}

const lines = (state, found, words) => {
  const { s, gamma } = state
  const { marks, V, Q, best, sweeps } = found
  const told = [`<b>${words.best}</b>${verdict(state, found, words)}`]
  if (acts(marks[s])) {
    const each = Q[s].map((q, a) => `${ARROWS[a]}\u00a0${three(q)}`)
    const terms = outcomes(state, marks, s, best[s]).filter(({ p }) => p > 0).map(({ p, t, reward }) => `${short(p)}·(${signed(reward, 2)}+${short(gamma)}·${within(V[t], 3)})`)
    told.push(each.map((text, a) => (a === best[s] ? `<b>${text}</b>` : text)).join("&ensp; "), formula(`Q_${s},${best[s]} = ${terms.join(" + ")} = ${three(Q[s][best[s]])}`))
  }
  return [...told, words.swept(sweeps)]
}

const build = (stage) => {
  const [board, draw] = boardOf(stage)
  const shown = made("div", { class: "live-formulas" })
  const { price, question, options, answer } = stage.words
  const prices = PRICES.map((cost) => [cost, stage.button(`c = ${cost}`, () => stage.move("cost", cost))])
  const ask = () => {
    stage.set({ ...ASKED })
    const worth = (gamma) => computed({ ...ASKED, gamma }).Q[ASKED.s].map(two)
    return answer(worth(ASKED.gamma), worth(START.gamma))
  }
  const sliders = made("div", { class: "live-controls live-short", style: "align-content:start;margin:0" }, ...[["cost", two], ["gamma", two], ["slip", two], ["s", (s) => `${s}`]].map(([key, text]) => stage.slider(key, text)))
  stage.add(
    made("p", { class: "live-buttons" }, price, ...prices.map(([, button]) => button)),
    made("div", { class: "live-pair" }, board, sliders),
    shown,
    stage.guess(question, options, 1, ask),
  )
  return (state) => {
    const found = computed(state)
    draw(state, found)
    shown.innerHTML = lines(state, found, stage.words).map((line) => `<p>${line}</p>`).join("")
    prices.forEach(([cost, button]) => { button.ariaPressed = cost === state.cost })
    const { marks, V, Q, sweeps } = found
    const values = CELLS.filter((s) => acts(marks[s])).map((s) => [s ? `v${s}` : "start", V[s]])
    const [up, right, down, left] = Q[state.s]
    return { ...Object.fromEntries(values), sweeps, up, right, down, left }
  }
}

const python = (state) => {
  const marks = marksOf(state)
  const rows = MAP.map((_, row) => JSON.stringify(marks.slice(row * W, row * W + W).join("")))
  return `from snippets.reinforcement.planning import (
    action_values,
    greedy_policy,
    value_iteration,
)
from snippets.reinforcement.planning_env import ARROWS, GridWorld, picture

rows = (${rows.join(", ")})
world = GridWorld(rows, slip=${state.slip}, cost=${state.cost})
mdp, gamma = world.mdp(), ${state.gamma}
V, changes = value_iteration(mdp, gamma)
Q = action_values(mdp, V, gamma)  # (12, 4)
best = greedy_policy(Q.round(9)).argmax(axis=1)  # (12,)
print(picture(world, [f"{v:.3f}" for v in V]))
print(picture(world, [ARROWS[a] for a in best]))
print(len(changes), "sweeps")
print("up, right, down, left:", *(f"{q:.3f}" for q in Q[${state.s}]))
`
}

const wallRange = { low: 0, high: 1, step: 1, fine: 1 }
export default figure({
  name: "reinforcement/planning",
  words,
  start: START,
  ranges: {
    cost: { low: -0.1, high: 2.5, step: 0.1, fine: 0.01 },
    gamma: { low: 0, high: 0.99, step: 0.1, fine: 0.01 },
    slip: { low: 0, high: 0.6, step: 0.1, fine: 0.05 },
    s: { low: 0, high: CELLS.length - 1, step: 1, fine: 1 },
    ...Object.fromEntries(FREE.map((s) => [wall(s), wallRange])),
  },
  build,
  python,
})
