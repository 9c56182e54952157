// A figure as a program: to read, to copy, and to run where the site has Python.
import { made } from "./draw.js"
import { language } from "./figure.js"

const zh = language === "zh"
const words = {
  copy: zh ? "复制" : "Copy",
  copied: zh ? "程序已复制" : "Program copied",
  run: zh ? "运行" : "Run",
  code: zh ? "和图里现在的状态相同的程序" : "The program of the figure as it is now",
  far: zh ? "没有网络，取不到要用的文件。" : "No connection: what is needed did not come.",
}

export class Program {
  constructor(text) {
    this.code = made("code")
    this.status = made("p", { role: "status" })
    this.out = made("pre", { class: "live-out", tabindex: 0, role: "group", "aria-label": zh ? "输出" : "Output" })
    this.out.hidden = true
    const copy = made("button", { type: "button" }, words.copy)
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.text)
      this.status.textContent = words.copied
    })
    const tools = made("p", { class: "live-buttons" }, copy)
    if (document.querySelector("[data-run]")) {
      const run = made("button", { type: "button" }, words.run)
      run.addEventListener("click", () => this.run().catch(() => { this.status.textContent = words.far }))
      tools.prepend(run)
    }
    const shown = made("pre", { tabindex: 0, role: "group", "aria-label": words.code }, this.code)
    this.box = made("div", { class: "live-python highlight" }, shown, tools, this.status, this.out)
    this.show(text)
  }

  show(text) {
    if (text === this.text) return
    this.text = text
    this.code.textContent = text
    import("../run/colours.js").then(({ coloured }) => { if (text === this.text) this.code.replaceChildren(coloured(text)) }).catch(() => {})
  }

  async run() {
    const [{ python }, { words: said }] = await Promise.all([import("../run/python.js"), import("../run/words.js")])
    this.said = said
    python.job?.stop(said.other)
    python.begun = ++python.asked
    this.out.textContent = ""
    this.out.hidden = true
    this.status.textContent = python.isReady ? said.running : said.starting
    this.stop = (why) => { this.status.textContent = why }
    python.run(this, { name: "figure.py", above: "", own: this.text })
  }

  hear(message) {
    const { said } = this
    if (message.type === "loading") this.status.textContent = said.starting
    if (message.type === "ready" || message.type === "running") this.status.textContent = said.running
    if (message.type === "out") this.print(message.text)
    if (message.type === "failed") this.status.textContent = said.failed[message.reason](message.file)
    if (message.type !== "done") return
    if (message.error) this.print(message.error)
    this.status.textContent = message.error ? said.kinds[message.kind]?.(message.missing) ?? said.wrong : said.took(message.seconds)
  }

  print(text) {
    this.out.hidden = false
    this.out.append(text)
  }
}
