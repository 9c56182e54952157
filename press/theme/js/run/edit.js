// A reader's version of a block: the editor, and the buttons below it.
import { difference } from "./difference.js"
import { Editor } from "./editor.js"
import { forget, keep, load } from "./keep.js"
import { element } from "./panel.js"
import { link } from "./share.js"
import { words } from "./words.js"

const PAUSE = 800 // milliseconds without a key make a version

export class Edit {
  constructor(panel) {
    this.panel = panel
    this.id = panel.name.replace(/\.py$/, "")
    this.original = panel.original
    const kept = load(this.id)
    this.versions = kept?.versions ?? []
    this.above = kept?.above ?? null
    this.note = element("p", "run-note")
    this.editor = new Editor(kept?.text ?? this.original, words.editor(this.id), () => this.changed())
    this.place()
    if (kept && kept.original !== this.original) this.tell("older")
    this.mark()
  }

  place() {
    const { block } = this.panel
    this.row = element("div", "tools run-tools")
    this.fold = element("details", "run-above")
    this.fold.append(element("summary", "", words.above))
    this.fold.addEventListener("toggle", () => this.unfold(), { once: true })
    this.changes = element("pre", "run-changes")
    for (const [name, action] of [
      ["undo", () => this.undo()], ["reset", () => this.reset()],
      ["changes", () => this.compare()], ["share", () => this.share()],
    ]) {
      const button = element("button", "", words[name])
      button.addEventListener("click", action)
      this.row.append(button)
    }
    this.box = element("div", "run-edit")
    this.box.id = `edit-${this.id}`
    this.box.append(this.fold, this.editor.box, this.row, this.note, this.changes)
    block.querySelector("pre").hidden = true
    block.querySelector("pre").after(this.box)
  }

  // What stands above the block, to be looked at and changed, too.
  async unfold() {
    const text = this.above ?? (await this.panel.before())
    this.upper = new Editor(text, words.above, () => {
      this.above = this.upper.text
      this.changed()
    })
    this.fold.append(this.upper.box)
  }

  get text() {
    return this.editor.text
  }

  get isChanged() {
    return this.text !== this.original || this.above !== null
  }

  changed() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), PAUSE)
    this.mark()
  }

  save() {
    if (this.versions.at(-1) !== this.text) this.versions.push(this.text)
    const { id, original, text, above, versions } = this
    if (!this.isChanged) forget(id)
    else if (!keep(id, { original, text, above, versions })) this.tell("unkept")
  }

  mark() {
    this.panel.block.toggleAttribute("data-changed", this.isChanged)
    this.changes.replaceChildren()
  }

  tell(name) {
    this.note.textContent = words[name]
  }

  set(text) {
    this.editor.text = text
    this.mark()
    this.save()
  }

  undo() {
    if (this.versions.at(-1) === this.text) this.versions.pop()
    this.set(this.versions.pop() ?? this.original)
  }

  reset() {
    this.above = null
    if (this.upper) this.panel.before().then((text) => { this.upper.text = text })
    this.versions.push(this.text)
    this.set(this.original)
    this.note.textContent = ""
  }

  compare() {
    const lines = difference(this.original, this.text)
    if (this.changes.childElementCount) this.changes.replaceChildren()
    else this.changes.replaceChildren(...lines.map(([sign, line]) =>
      element(sign === "+" ? "ins" : sign === "-" ? "del" : "span", "", `${sign} ${line}\n`)))
  }

  async share() {
    const address = await link(this.id, this.text)
    await navigator.clipboard.writeText(address).then(
      () => this.tell("shared"),
      () => { this.note.textContent = address },
    )
  }
}
