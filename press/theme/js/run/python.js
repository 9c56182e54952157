// The one worker of a tab: started by the first run, ended by Stop.
import { TYPES } from "./messages.js"
import { RUNTIME } from "./where.js"

const PATIENCE = 120_000 // milliseconds of silence before Python runs
const QUIET = 5_000 // after a run; then nobody waits for the processor

const begun = (file) => {
  // From a blob, so that the page's own policy holds inside: no other origin.
  const source = new Blob([`import ${JSON.stringify(new URL(file, import.meta.url).href)}`], { type: "text/javascript" })
  return new Worker(URL.createObjectURL(source), { type: "module" })
}

class Python {
  worker = null
  begins = "" // plain, kept, or fell: messages.js
  isKeeping = false
  later = null // a timer
  job = null // who hears it
  next = 0
  asked = 0 // runs so far, in the order in which the reader pressed
  begun = 0 // the last of them that has begun
  isReady = false

  start() {
    const worker = begun("worker.js")
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
      this.begins = message.begins
      this.know()
    }
    this.wait()
    const { job } = this
    if (message.type === "failed") this.end()
    if (message.type === "done") {
      this.job = null
      if (message.kind === "dead") this.end()
      this.keepLater()
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

  // Once a page, when nothing runs: the next visit shall begin sooner.
  keepLater() {
    clearTimeout(this.later)
    this.later = null
    if (this.begins !== "plain" || this.isKeeping || navigator.connection?.saveData) return
    this.later = setTimeout(() => { if (!this.job) this.keep() }, QUIET)
  }

  // Puts Python's memory on the shelf; "kept", or why not.
  keep() {
    clearTimeout(this.later) // a second one would begin by clearing what the first has kept
    this.isKeeping = true
    return new Promise((answer) => {
      const keeper = begun("keeper.js")
      const end = (said) => { keeper.terminate(); answer(said) }
      keeper.onmessage = ({ data }) => end(data)
      keeper.onerror = (event) => { event.preventDefault(); end(event.message ?? "") }
    })
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
