// A reader's version of a block: the editor, and the buttons below it.
import { difference } from "./difference.js"
import { Editor } from "./editor.js"
import { forget, keep, keyOf, load } from "./keep.js"
import { element } from "./panel.js"
import { link } from "./share.js"
import { words } from "./words.js"

const PAUSE = 800 // milliseconds without a key make a version
const PICTURES = new URL("../../../pictures.py", import.meta.url).href
const AROUND = 2 // lines that a difference shows before and after a change

// Of all lines, those that changed and a few around them.
const near = (lines) => lines.filter((_, at) =>
  lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(([sign]) => sign !== " "))

// What is copied runs elsewhere, too: it brings show and curves, which are at hand here.
const whole = async (text) => {
  const isMissing = (name) => RegExp(`(?<![\\w.])${name}\\(`).test(text) && !text.includes(`def ${name}(`)
  if (/\bpictures\b/.test(text) || !["show", "curves"].some(isMissing)) return text
  const answer = await fetch(PICTURES)
  return answer.ok ? `${await answer.text()}\n\n${text}` : text
}

export class Edit {
  constructor(panel) {
    this.panel = panel
    this.id = panel.name.replace(/\.py$/, "")
    this.original = panel.original
    const kept = load(this.id)
    this.versions = kept?.versions ?? []
    this.above = kept?.above ?? null // what stands above, once it is changed
    this.note = element("p", "run-note")
    const run = () => { if (!panel.button.hasAttribute("data-busy")) panel.press() }
    this.editor = new Editor(kept?.text ?? this.original, words.editor(this.id), () => this.changed(), run)
    this.place()
    if (kept && kept.original !== this.original) {
      this.tell("older")
      this.list(difference(kept.original, this.original))
    }
    this.isDirty = false // another tab may have written since
    this.leaving = () => this.isDirty && this.save()
    this.elsewhere = ({ key }) => key === keyOf(this.id) && this.follow()
    addEventListener("pagehide", this.leaving)
    addEventListener("storage", this.elsewhere)
    panel.block.toggleAttribute("data-changed", this.isChanged)
  }

  place() {
    const { block, button } = this.panel
    this.row = element("div", "tools run-tools")
    this.fold = element("details", "run-above")
    this.fold.append(element("summary", "", words.above))
    this.fold.addEventListener("toggle", () => this.unfold(), { once: true })
    this.changes = element("pre", "run-changes")
    for (const [name, action] of [
      ["undo", () => this.undo()], ["reset", () => this.reset()],
      ["changes", () => this.compare()], ["share", () => this.share()],
    ]) {
      const made = element("button", "", words[name])
      made.addEventListener("click", action)
      this.row.append(made)
    }
    this.box = element("div", "run-edit")
    this.box.id = `edit-${this.id}`
    this.box.append(this.fold, this.editor.box, this.row, this.note, this.changes)
    this.shown = block.querySelector("pre")
    this.shown.hidden = true
    this.shown.after(this.box)
    this.copies = button.parentElement.querySelector("[data-program]")
    this.copy = this.copies.onclick
    this.copies.onclick = () => this.isChanged ? this.copyOwn() : this.copy()
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

  get version() {
    return { text: this.text, above: this.above }
  }

  get isChanged() {
    return this.text !== this.original || this.above !== null
  }

  changed() {
    this.isDirty = true
    this.note.textContent = ""
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), PAUSE)
    this.mark()
  }

  // The last version stands at the end, unless it is there already.
  push() {
    const last = this.versions.at(-1)
    if (last?.text !== this.text || last.above !== this.above) this.versions.push(this.version)
  }

  save() {
    this.push()
    this.isDirty = false
    const { id, original, text, above, versions } = this
    const isOld = versions.every((each) => each.text === original && each.above === null)
    if (!this.isChanged && isOld) forget(id)
    else if (!keep(id, { original, text, above, versions })) this.tell("unkept")
  }

  // What another tab has written stands here, too, unless this one has its own.
  follow() {
    const kept = load(this.id)
    if (this.isDirty) return this.tell("apart")
    this.versions = kept?.versions ?? []
    this.above = kept?.above ?? null
    this.editor.text = kept?.text ?? this.original
    this.mark()
  }

  mark() {
    this.panel.block.toggleAttribute("data-changed", this.isChanged)
    this.changes.replaceChildren()
    this.panel.age()
  }

  tell(name) {
    this.note.textContent = words[name]
  }

  async set({ text, above }) {
    this.note.textContent = ""
    this.push()
    this.editor.text = text
    this.above = above
    this.save()
    this.mark()
    if (this.upper) this.upper.text = above ?? (await this.panel.before())
  }

  undo() {
    this.note.textContent = ""
    this.push()
    this.versions.pop()
    const { text, above } = this.versions.pop() ?? { text: this.original, above: null }
    this.editor.text = text
    this.above = above
    this.save()
    this.mark()
    if (this.upper) this.panel.before().then((before) => { this.upper.text = above ?? before })
  }

  reset() {
    if (this.panel.graded && this.isChanged && !confirm(words.anew)) return
    this.note.textContent = ""
    this.set({ text: this.original, above: null })
  }

  close() {
    clearTimeout(this.timer)
    this.leaving()
    removeEventListener("pagehide", this.leaving)
    removeEventListener("storage", this.elsewhere)
    this.copies.onclick = this.copy
    this.shown.hidden = false
    this.box.remove()
    this.panel.edit = null
  }

  async compare() {
    if (this.changes.childElementCount) return this.changes.replaceChildren()
    const before = this.above === null ? "" : await this.panel.before()
    if (!this.list(difference(before + this.original, (this.above ?? "") + this.text))) this.tell("unchanged")
  }

  // The lines that differ, below the buttons; how many.
  list(lines) {
    const shown = near(lines)
    this.changes.replaceChildren(...shown.map(([sign, line]) =>
      element(sign === "+" ? "ins" : sign === "-" ? "del" : "span", "", `${sign} ${line}\n`)))
    return shown.length
  }

  async copyOwn() {
    const text = `${this.above ?? (await this.panel.before())}${this.text}\n`
    await navigator.clipboard.writeText(await whole(text))
    alert$.next(words.copied)
  }

  async share() {
    const address = await link(this.id, this.version)
    await navigator.clipboard.writeText(address).then(
      () => this.tell("shared"),
      () => { this.note.textContent = address },
    )
  }
}
