// A block to change: a text field, over the same text in colours.
import { coloured } from "./colours.js"

const INDENT = "    "

export class Editor {
  constructor(text, label, changed) {
    this.box = document.createElement("div")
    this.box.className = "run-editor highlight"
    this.shade = document.createElement("pre")
    this.shade.ariaHidden = "true"
    this.field = document.createElement("textarea")
    Object.assign(this.field, { value: text, ariaLabel: label, spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off" })
    this.box.append(this.shade, this.field)
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

  // A new line begins below the one before it; Tab leaves the field, as anywhere.
  key(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return
    const { value, selectionStart } = this.field
    const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart)
    const deeper = line.trimEnd().endsWith(":") ? INDENT : ""
    event.preventDefault()
    document.execCommand("insertText", false, `\n${line.match(/^ */)[0]}${deeper}`)
  }
}
