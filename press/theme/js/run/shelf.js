// What this browser keeps of Python between visits: one cache for each version of the
// runtime, and a hash of each file, so that only what was put there is ever used.
import { RUNTIME } from "./where.js"

const BEFORE = "python "
const NAME = `${BEFORE}${new URL(RUNTIME).pathname}`
const LAST = "about.json" // is put last: a shelf without it is not whole
const SERVED = ["pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", "inside.zip", "product.wasm"]
const KIND = { wasm: "application/wasm", zip: "application/zip", json: "application/json" }
const at = (name) => new URL(name, RUNTIME).href
const bytesOf = async (answer) => new Uint8Array(await answer.arrayBuffer())
const hash = async (bytes) => String(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))

// Every file by its name, and what is told of them; nothing where nothing is kept.
export const taken = async () => {
  if (!(await caches.has(NAME))) return null
  const own = await caches.open(NAME)
  const last = await own.match(at(LAST))
  if (!last) return null
  const { hashes, told } = await last.json()
  const files = {}
  await Promise.all(Object.keys(hashes).map(async (name) => {
    files[name] = await bytesOf(await own.match(at(name)))
    if (await hash(files[name]) !== hashes[name]) throw new Error(`${name} is not what was kept`)
  }))
  return { files, told }
}

export const answer = (files, url) => {
  const name = url.slice(RUNTIME.length)
  const bytes = url.startsWith(RUNTIME) && files[name]
  return bytes ? new Response(bytes, { headers: { "content-type": KIND[name.split(".").pop()] } }) : null
}

// Nothing of it stays that could be taken for the whole.
export const clear = async () => {
  try {
    for (const name of await caches.keys()) if (name.startsWith(BEFORE)) await caches.delete(name)
  } catch {}
}

export const fill = async (made, told) => {
  await clear()
  const own = await caches.open(NAME)
  const served = await Promise.all(SERVED.map(async (name) => [name, await bytesOf(await fetch(at(name)))]))
  const hashes = {}
  for (const [name, bytes] of [...served, ...Object.entries(made)]) {
    hashes[name] = await hash(bytes)
    await own.put(at(name), new Response(bytes))
  }
  await own.put(at(LAST), new Response(JSON.stringify({ hashes, told })))
}
