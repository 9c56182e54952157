// The one worker of a tab: started by the first run, ended by Stop.
import { TYPES } from "./messages.js"
import { RUNTIME } from "./where.js"

const START = new URL("worker.js", import.meta.url).href
const PATIENCE = 120_000 // milliseconds of silence before Python runs

class Python {
  worker = null
  job = null // who hears it
  next = 0
  isReady = false

  start() {
    // From a blob, so that the page's own policy holds inside: no other origin.
    const source = new Blob([`import ${JSON.stringify(START)}`], { type: "text/javascript" })
    const url = URL.createObjectURL(source)
    const worker = new Worker(url, { type: "module" })
    worker.onmessage = ({ data }) => this.hear(worker, data)
    worker.onerror = (event) => {
      event.preventDefault()
      this.hear(worker, { type: "failed", reason: "worker", file: event.message ?? "" })
    }
    this.worker = worker
    this.isReady = false
    this.wait()
  }

  // Whatever is silent too long has failed, and says so.
  wait() {
    clearTimeout(this.timer)
    const worker = this.worker
    if (this.isReady) return
    this.timer = setTimeout(() => this.hear(worker, { type: "failed", reason: "silent", file: "" }), PATIENCE)
  }

  hear(worker, message) {
    if (worker !== this.worker || !TYPES.includes(message.type)) return
    if (message.id !== undefined && message.id !== this.job?.id) return
    if (message.type === "ready") {
      this.isReady = true
      this.know()
    }
    this.wait()
    const { job } = this
    if (message.type === "failed") this.end()
    if (message.type === "done") {
      this.job = null
      if (message.kind === "dead") this.end()
    }
    job?.hear(message)
  }

  run(job, message) {
    job.id = ++this.next
    this.job = job
    if (!this.worker) this.start()
    this.worker.postMessage({ id: job.id, ...message })
  }

  end() {
    clearTimeout(this.timer)
    this.worker?.terminate()
    this.worker = null
    this.job = null
  }

  // Whether its files have come before, as far as this browser tells.
  get isKnown() {
    try { return localStorage.getItem("python") === RUNTIME } catch { return this.wasReady }
  }

  know() {
    this.wasReady = true
    try { localStorage.setItem("python", RUNTIME) } catch {}
  }

  // Whatever runs, it ends now; Python starts again beside, for the next run.
  stop() {
    this.end()
    this.start()
  }
}

export const python = new Python()
