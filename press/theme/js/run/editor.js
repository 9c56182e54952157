// A block to change: a text field, over the same text in colours.
import { coloured } from "./colours.js"

const INDENT = "    "

export class Editor {
  constructor(text, label, changed, run = () => {}) {
    this.run = run
    this.box = document.createElement("div")
    this.box.className = "run-editor highlight"
    this.shade = document.createElement("pre")
    this.shade.ariaHidden = "true"
    this.field = document.createElement("textarea")
    Object.assign(this.field, { value: text, ariaLabel: label, spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off" })
    const sheet = document.createElement("div") // as wide as its longest line, so that both layers scroll as one
    sheet.className = "run-sheet"
    sheet.append(this.shade, this.field)
    this.box.append(sheet)
    this.field.addEventListener("input", () => {
      this.paint()
      changed(this.text)
    })
    this.field.addEventListener("keydown", (event) => this.key(event))
    this.paint()
  }

  get text() {
    return this.field.value
  }

  set text(text) {
    this.field.value = text
    this.paint()
  }

  paint() {
    this.shade.replaceChildren(coloured(this.text), "\n")
    this.field.rows = this.text.split("\n").length
  }

  // A new line begins below the one before it; with Shift or Ctrl it runs; Tab leaves the field.
  key(event) {
    if (event.key !== "Enter" || event.isComposing) return
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.preventDefault()
      this.run()
      return
    }
    const { value, selectionStart } = this.field
    const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart)
    const deeper = line.trimEnd().endsWith(":") ? INDENT : ""
    event.preventDefault()
    document.execCommand("insertText", false, `\n${line.match(/^ */)[0]}${deeper}`)
  }
}
