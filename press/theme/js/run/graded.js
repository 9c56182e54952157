// A graded exercise: what an answer prints is what the solution prints, what a mistake of
// the page prints, or neither. Hints come one after the other, the solution last.
import { solve } from "../progress.js"
import { headingOf, mark } from "../marks.js"
import { judged, normal } from "./compare.js"
import { element } from "./panel.js"
import { words } from "./words.js"

const HEADINGS = "h2, h3"

// The folds between an exercise and the next heading.
const below = (node) => {
  const folds = []
  for (let next = node.nextElementSibling; next && !next.matches(HEADINGS); next = next.nextElementSibling) {
    if (next.matches("details")) folds.push(next)
  }
  return folds
}

// What is said of a mistake stands above it.
const said = (block) => {
  const found = []
  for (let before = block.previousElementSibling; before?.matches("p"); before = before.previousElementSibling) {
    found.unshift(before)
  }
  return found
}

// The check prints last; an answer may print before it.
const ends = (printed, shown) => {
  const count = normal(shown).split("\n").length
  const last = normal(printed).split("\n").slice(-count).join("\n")
  return judged(shown, last).verdict !== "different"
}

// Another way to the end: the check came to its last line, and everything it asked was right.
const WRONG = /, should (be|have) |: \d+ results?, not /
const right = (printed, shown) =>
  normal(printed).split("\n").at(-1) === normal(shown).split("\n").at(-1) && !WRONG.test(printed)

const has = (printed, shown) => `\n${normal(printed)}\n`.includes(`\n${normal(shown)}\n`)

const output = (block) => block.nextElementSibling.querySelector("pre code").textContent

export class Graded {
  constructor(panel) {
    this.panel = panel
    this.name = headingOf(panel.block)?.id ?? ""
    const folds = below(panel.block)
    this.mistakes = folds.flatMap((fold) => [...fold.querySelectorAll(".mistake")])
    this.solution = folds.map((fold) => fold.querySelector(".solution")).find(Boolean)
    this.helps = [".tip", ".success"].flatMap((kind) => folds.filter((fold) => fold.matches(kind)))
    this.box = element("div", "run-verdict")
    this.box.role = "status"
    panel.note.after(this.box)
    this.offer()
  }

  // One button for the next help.
  offer() {
    this.button = element("button")
    this.button.addEventListener("click", ({ detail }) => { if (detail < 2) this.help() }) // twice is once
    this.panel.button.after(this.button)
    for (const fold of this.helps) fold.addEventListener("toggle", () => this.label())
    this.label()
  }

  label() {
    const next = this.helps.find((fold) => !fold.open)
    this.button.hidden = !next
    if (!next) return
    const isFirst = next === this.helps[0]
    this.button.textContent = next.matches(".success") ? words.solution : isFirst ? words.hint : words.more
  }

  help() {
    const next = this.helps.find((fold) => !fold.open)
    next.open = true
    next.querySelector("summary").focus()
  }

  clear() {
    this.box.replaceChildren()
    delete this.box.dataset.verdict
  }

  // What a run of an answer has printed; a check that was taken out judges nothing.
  judge(printed, answer) {
    const { panel, solution } = this
    const asks = panel.original.trimEnd().split("\n").at(-1)
    this.box.dataset.verdict = "different"
    if (!answer.includes(asks)) return this.say(words.unasked(asks))
    if (solution && (ends(printed, output(solution)) || right(printed, output(solution)))) return this.end()
    if (solution && has(printed, output(solution))) return this.say(words.after)
    const mistake = this.mistakes.find((block) => ends(printed, output(block)))
    if (mistake) {
      this.say(words.looks)
      this.box.append(...said(mistake).map((part) => part.cloneNode(true)))
    } else this.say(panel.page && ends(printed, panel.page.text) ? words.untouched : words.unsolved)
  }

  say(sentence) {
    this.box.append(element("p", "", sentence))
  }

  end() {
    const isKept = solve(this.name)
    this.say(isKept ? words.solved : words.unkept_solved)
    this.box.dataset.verdict = "solved"
    mark()
  }
}
