// Python's memory with NumPy in it: how it is taken, and how it is laid into a new Python.
// Pyodide keeps a memory without packages only. So it is noted where each of NumPy's
// libraries stood; they are put there again before the memory is laid over them.
const MAIN = "__main__"
const { Instance, Module } = WebAssembly

// While Python does something: which libraries it links, and where.
const linked = (doing) => {
  const found = []
  WebAssembly.Instance = function (module, imports) {
    const instance = new Instance(module, imports)
    const isLibrary = Module.customSections(module, "dylink.0").length && imports.env
    if (isLibrary) found.push({ module, imports })
    return instance
  }
  try { doing() } finally { WebAssembly.Instance = Instance }
  return found
}

// The numbers that a library was given for the names of one of its imports.
const given = ({ module, imports }, kind) => Object.fromEntries(
  Module.imports(module).filter((each) => each.module === kind).map(({ name }) => [name, imports[kind][name].value]),
)

export const noted = (python, doing) => {
  const engine = python._module
  const found = linked(doing)
  const { loadedLibsByName: byName, loadedLibsByHandle: byHandle } = engine.LDSO
  const names = Object.keys(byName).filter((name) => name !== MAIN)
  if (names.length !== found.length) throw new Error(`${found.length} libraries, ${names.length} names`)
  const handles = Object.fromEntries(Object.entries(byHandle).map(([handle, { name }]) => [name, Number(handle)]))
  const libraries = found.map((each, index) => ({
    name: names[index],
    handle: handles[names[index]],
    memory: each.imports.env.__memory_base,
    table: each.imports.env.__table_base,
    functions: given(each, "GOT.func"),
    data: given(each, "GOT.mem"),
  }))
  return { libraries, table: engine.wasmTable.length, heap: engine.HEAP8.length }
}

const fixed = (numbers) => new Proxy({}, {
  get: (_, name) => new WebAssembly.Global({ value: "i32", mutable: true }, numbers[name]),
})

// One library, where it stood; its functions may be asked for by others.
const placed = (engine, { name, handle, memory, table, functions, data }, module) => {
  const main = engine.LDSO.loadedLibsByName[MAIN].exports
  let own
  const env = new Proxy({}, { get: (_, key) => {
    if (key === "__memory_base") return memory
    if (key === "__table_base") return table
    if (key in main && !main[key].stub) return main[key]
    return (...rest) => (main[key] ?? own[key])(...rest)
  } })
  const imports = { env, wasi_snapshot_preview1: env, "GOT.mem": fixed(data), "GOT.func": fixed(functions) }
  own = new Instance(module, imports).exports
  const library = engine.newDSO(name, handle, own)
  library.global = false
  return Object.entries(functions).map(([key, at]) => [at, main[key] ?? own[key]])
}

// Before the memory comes: every library, and the functions in the places they had.
export const laid = (engine, { libraries, table, heap }, modules) => {
  if (engine.HEAP8.length < heap && engine.growMemory(heap) === undefined) throw new Error("memory")
  if (engine.wasmTable.length > table) throw new Error("table")
  engine.wasmTable.grow(table - engine.wasmTable.length)
  const wanted = libraries.flatMap((library, index) => placed(engine, library, modules[index]))
  for (const [at, code] of wanted) {
    if (engine.wasmTable.get(at) === null) engine.wasmTable.set(at, code)
  }
}
