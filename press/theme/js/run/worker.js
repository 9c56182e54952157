// Python in a worker of its own. What it hears and what it says: messages.js.
import { Out } from "./out.js"
import { answer, clear, taken } from "./shelf.js"
import { PLACE, at, kept, plain } from "./start.js"
import { SNIPPETS } from "./where.js"

const say = (type, rest = {}) => self.postMessage({ type, ...rest })
const failed = (reason, file = "") => { say("failed", { reason, file }); return new Error(`${reason} ${file}`) }
const PACKAGES = /^[ \t]*(?:from|import)[ \t]+(gymnasium|pypinyin|snippets)\b/gm
const net = self.fetch.bind(self)

// Every byte that comes is counted, and a file that is missing is said at once:
// Pyodide would wait for it for ever.
let loaded = 0
let out = null // of the program that runs
const counted = async (input, init) => {
  const answer = await net(input, init).catch(() => { throw failed("file", String(input)) })
  if (!answer.ok) throw failed("file", String(input))
  const stream = new TransformStream({
    transform(chunk, stream) {
      loaded += chunk.byteLength
      say("loading", { bytes: loaded })
      stream.enqueue(chunk)
    },
  })
  const { status, headers } = answer
  return new Response(answer.body.pipeThrough(stream), { status, headers })
}

// Nothing if there is nothing, or if it does not work; then it is thrown away.
let begins = "plain"
const fromShelf = async () => {
  try {
    const found = await taken()
    if (!found) return null
    self.fetch = async (input, init) => answer(found.files, String(input.url ?? input)) ?? net(input, init)
    const python = await kept(found)
    begins = "kept"
    return python
  } catch (error) {
    console.warn("what was kept of Python cannot be used:", error)
    begins = "fell"
    await clear()
    return null
  }
}

const plainly = async () => {
  self.fetch = counted
  await import(at("pyodide.mjs")).catch(() => { throw failed("file", "pyodide.mjs") })
  return plain()
}

const bytesOf = (name) => {
  const request = new XMLHttpRequest()
  request.open("GET", at(name), false)
  request.responseType = "arraybuffer"
  request.send()
  if (request.status !== 200) throw new Error(`${name}: ${request.status}`)
  return new Uint8Array(request.response)
}

const started = async () => {
  await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).catch(() => { throw failed("wasm") })
  const python = (await fromShelf()) ?? await plainly()
  self.fetch = net // a program that asks for what is not there fails by itself
  python.registerJsModule("site_worker", { bytes_of: bytesOf, draw: (text, told) => out.draw(text, told) })
  say("ready", { begins })
  return python
}

const python = started()
python.catch((error) => failed("start", String(error.message ?? error)))
const had = new Set()

const load = async (engine, code) => {
  for (const [, name] of code.matchAll(PACKAGES)) {
    if (had.has(name)) continue
    had.add(name)
    const answer = await fetch(name === "snippets" ? SNIPPETS : at(`${name}.zip`))
    if (!answer.ok) throw failed("file", `${name}.zip`)
    engine.unpackArchive(await answer.arrayBuffer(), "zip", { extractDir: PLACE })
  }
}

self.onmessage = async ({ data: { id, name, above, own } }) => {
  const engine = await python
  out = new Out((stream, text, picture) => say("out", { id, stream, text, picture }))
  try {
    await load(engine, above + own)
    engine.setStdout(out.to("stdout"))
    engine.setStderr(out.to("stderr"))
    say("running", { id })
    const began = performance.now()
    const found = engine.pyimport("runner").run(above, own, name)
    const seconds = (performance.now() - began) / 1000
    out.end()
    const [error, kind, missing] = ["error", "kind", "missing"].map((key) => found.get(key))
    const described = engine.pyimport("names").described(found.get("names"), own)
    say("done", { id, error, kind, missing, seconds, names: described.toJs({ dict_converter: Object.fromEntries }) })
    described.destroy()
    found.destroy()
  } catch (error) { // the interpreter itself has gone
    out.end()
    say("done", { id, error: String(error), kind: "dead", missing: "", seconds: 0, names: [] })
  }
}
