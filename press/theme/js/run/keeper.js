// A worker of its own, once, after the first run: it starts Python beside, takes its memory
// with NumPy in it, puts it on the shelf for the next visit, and ends.
import { noted } from "./image.js"
import { PLACE, at } from "./start.js"
import { clear, fill } from "./shelf.js"
import { RUNTIME } from "./where.js"

const bytesOf = async (name) => (await fetch(at(name))).arrayBuffer()

// What Python may import later: one file after the other, and where each begins.
const WANTED = /\.(py|so)$/
const packed = (python, folder) => {
  const files = [], parts = []
  let end = 0
  const walk = (path) => {
    for (const name of python.FS.readdir(path)) {
      if (name === "." || name === "..") continue
      const below = `${path}/${name}`
      if (python.FS.isDir(python.FS.stat(below).mode)) { walk(below); continue }
      if (!WANTED.test(name)) continue
      const bytes = python.FS.readFile(below)
      files.push([below, end, bytes.length])
      parts.push(bytes)
      end += bytes.length
    }
  }
  walk(folder)
  const below = new Uint8Array(end)
  files.forEach(([, from], index) => below.set(parts[index], from))
  return { files, below }
}

const keep = async () => {
  const { packages: { numpy: { file_name: wheel } } } = JSON.parse(new TextDecoder().decode(await bytesOf("pyodide-lock.json")))
  const [numpy, inside] = await Promise.all([wheel, "inside.zip"].map(bytesOf))
  const { loadPyodide } = await import(at("pyodide.mjs"))
  const python = await loadPyodide({ indexURL: RUNTIME, packageBaseUrl: RUNTIME, _makeSnapshot: true })
  for (const zip of [numpy, inside]) python.unpackArchive(zip, "zip", { extractDir: PLACE })
  const told = noted(python, () => python.runPython("import wake, runner, names; wake.down()"))
  const { files, below } = packed(python, PLACE)
  await fill({ memory: python.makeMemorySnapshot(), below }, { ...told, files })
}

keep().then(() => self.postMessage("kept"), async (error) => {
  await clear()
  self.postMessage(String(error))
})
