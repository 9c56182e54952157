// What one block shows of its runs: how it goes, what it prints, how that compares.
import { judged } from "./compare.js"
import { shown as table } from "./names.js"
import { drawn } from "./pictures.js"
import { python } from "./python.js"
import { SIZE } from "./where.js"
import { words } from "./words.js"

export const element = (tag, className = "", text = "") => {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.textContent = text
  return made
}

export class Panel {
  constructor(button) {
    this.button = button
    this.block = button.closest(".highlight")
    this.name = button.parentElement.querySelector("a").getAttribute("href")
    this.box = element("div", "run")
    this.box.hidden = true
    this.box.id = `panel-${this.name.replace(/\.py$/, "")}`
    this.status = element("p", "run-status")
    this.status.role = "status"
    this.screen = element("div", "run-output")
    this.screen.tabIndex = 0
    this.screen.role = "group"
    this.screen.ariaLabel = words.output
    this.note = element("p", "run-note")
    this.box.append(this.status, this.screen, this.note)
    const after = this.block.nextElementSibling
    this.output = after?.matches(".output") ? after : null
    ;(this.output ?? this.block).after(this.box)
    this.label = button.textContent
    this.code = this.block.querySelector("code")
    this.graded = null // of an exercise: what it says of an answer
    this.edit = null // a reader's own version, once there is one
    this.turn = 0 // of the runs; one that was stopped before it began does not begin
  }

  get original() {
    return this.code.textContent.replace(/\n$/, "")
  }

  // The one button runs, and stops what runs.
  press() {
    if (this.button.hasAttribute("data-busy")) this.stop()
    else this.run()
  }

  get page() {
    const { output } = this
    if (!output) return null
    const within = output.querySelector(".within")?.textContent.replace(/^[±\s]+/, "") ?? ""
    return { text: output.querySelector("pre code").textContent, within }
  }

  // What the block needs: the first lines of its program.
  async before() {
    const answer = await fetch(this.name)
    if (!answer.ok) throw new Error(`${answer.status}`)
    const lines = (await answer.text()).split("\n")
    return lines.slice(0, Number(this.button.dataset.run)).map((line) => `${line}\n`).join("")
  }

  async run() {
    const turn = ++this.turn
    const order = ++python.asked
    this.box.hidden = false
    if (this.output) this.output.dataset.open = "" // nobody guesses what has been printed
    this.text = ""
    this.printed = "" // without warnings and errors
    this.screen.replaceChildren()
    this.screen.hidden = true
    this.names?.remove()
    this.note.textContent = ""
    this.graded?.clear()
    this.say(python.isReady ? words.running : words.starting)
    this.busy(true)
    try {
      const above = this.edit?.above ?? (await this.before())
      if (turn !== this.turn) return
      if (order < python.begun) return this.stop(words.other) // its lines came late
      python.begun = order
      python.job?.stop(words.other)
      this.version = this.edit?.isChanged ?? false
      this.sent = { above: this.edit?.above ?? null, own: this.edit?.text ?? this.original }
      python.run(this, { name: this.name, above, own: this.sent.own })
    } catch {
      this.hear({ type: "failed", reason: "file", file: this.name })
    }
  }

  stop(why = words.stopped) {
    this.turn++
    if (python.job === this) python.stop()
    this.busy(false)
    this.say(why)
  }

  // What stands there was printed by another version than the one in the editor.
  age() {
    if (this.box.hidden || python.job === this) return
    delete this.box.dataset.verdict
    this.say(words.earlier)
  }

  say(text) {
    this.status.textContent = text
  }

  busy(runs) {
    this.button.textContent = runs ? words.stop : this.label
    this.button.toggleAttribute("data-busy", runs)
    this.box.toggleAttribute("data-busy", runs)
  }

  hear(message) {
    const { type } = message
    const fetching = type === "loading" && message.bytes < SIZE && !python.isKnown
    if (fetching) this.say(words.loading(message.bytes, SIZE))
    else if (type === "loading") this.say(words.starting)
    if (type === "ready" || type === "running") this.say(words.running)
    if (type === "out") this.show(message)
    if (type === "failed") {
      this.busy(false)
      this.say(words.failed[message.reason](message.file))
    }
    if (type === "done") this.end(message)
  }

  show({ stream, text, picture }) {
    this.screen.hidden = false
    if (stream === "cut" || stream === "undrawn") {
      this.note.textContent = words[stream]
      return
    }
    this.text += text
    if (stream === "stdout") this.printed += text
    this.screen.append(picture ? drawn(picture, text) : element("span", stream, text))
  }

  // Lines of all that was printed by their numbers, wherever they stand.
  mark(numbers) {
    let number = -Math.max(0, this.text.search(/[^\n]/))
    for (const part of this.screen.querySelectorAll(".stdout, .stderr")) {
      part.replaceChildren(...part.textContent.split(/(?<=\n)/).map((line) => {
        const piece = numbers.has(number) ? element("mark", "", line) : line
        if (line.endsWith("\n")) number++
        return piece
      }))
    }
    for (const fold of this.screen.querySelectorAll("details")) fold.open = fold.querySelector("mark") !== null
  }

  end({ error, kind, missing, seconds, names }) {
    this.busy(false)
    if (error) this.show({ stream: "stderr", text: error })
    const sentence = words.kinds[kind]?.(missing)
    if (error) this.say(sentence ?? words.wrong)
    else this.say([words.took(seconds), this.compared()].filter(Boolean).join(" · "))
    if ("unwarned" in this.button.dataset && !this.version) this.note.textContent = words.unwarned
    if (!error && !this.text) this.note.textContent = words.nothing
    if (names.length) this.box.append(this.names = table(names, words))
    if (!error) this.graded?.judge(this.printed, this.sent.own)
    const { above, own } = this.sent
    if (this.edit && (this.edit.text !== own || this.edit.above !== above)) this.age()
  }

  // As the page compares; the lines that differ are marked.
  compared() {
    const page = this.page
    delete this.box.dataset.verdict
    if (this.version) return this.graded ? "" : words.yours
    if (!page) return ""
    const { verdict, lines } = judged(page.text, this.text, page.within)
    this.box.dataset.verdict = verdict
    if (verdict !== "different") return words[verdict]
    if (!lines.length) return words.fewer
    this.mark(new Set(lines))
    return words.different(lines.length)
  }
}
