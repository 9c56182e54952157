// How Python begins: plainly, from what the site serves; or from what the shelf keeps.
import { faster } from "./product.js"
import { laid } from "./image.js"
import { RUNTIME } from "./where.js"

export const PLACE = "/lib/python3.14/site-packages"
export const at = (name) => new URL(name, RUNTIME).href
const OWN = { indexURL: RUNTIME, packageBaseUrl: RUNTIME }

// The same after both: the loops of the matrix product are not in the memory.
const quickened = (python, product) => {
  if (WebAssembly.validate(product)) faster(python, product)
  return python
}

export const plain = async () => {
  const [inside, product] = ["inside.zip", "product.wasm"].map((name) => fetch(at(name)).then((answer) => answer.arrayBuffer()))
  const { loadPyodide } = await import(at("pyodide.mjs"))
  const python = await loadPyodide({ ...OWN, packages: ["numpy"] })
  python.unpackArchive(await inside, "zip", { extractDir: PLACE })
  python.runPython("import runner, names")
  return quickened(python, await product)
}

// What the shelf has, as it was when the memory was taken; chance alone is new.
export const kept = async ({ files, told }) => {
  const bytes = ([, from, length]) => files.below.subarray(from, from + length)
  const libraries = new Map(told.files.map((file) => [file[0], file]))
  const modules = Promise.all(told.libraries.map(({ name }) => WebAssembly.compile(bytes(libraries.get(name)))))
  const { loadPyodide } = await import(at("pyodide.mjs"))
  const { default: original } = await import(at("pyodide.asm.mjs"))
  const createPyodideModule = async (settings) => {
    const engine = await original(settings)
    laid(engine, told, await modules)
    return engine
  }
  const python = await loadPyodide({ ...OWN, _loadSnapshot: files.memory, createPyodideModule })
  for (const file of told.files) {
    python.FS.mkdirTree(file[0].replace(/\/[^/]*$/, ""))
    python.FS.writeFile(file[0], bytes(file), { canOwn: true })
  }
  python.pyimport("wake").up()
  return quickened(python, files["product.wasm"])
}
