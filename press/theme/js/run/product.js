// NumPy's loops for the matrix product, replaced by faster ones with the same results.
// They stand in the table of the ufunc np.matmul, whose places are those of NumPy 2.4:
// anything unexpected there, and NumPy keeps its own.
const SCRATCH = (256 * 256 + 4 * 256 + 4 * 8) * 8 // bytes, see product.h
const [FLOAT, DOUBLE] = [11, 12] // NumPy's numbers of types
const PLACE = { nin: 2, nout: 3, nargs: 4, functions: 6, data: 7, ntypes: 8, name: 10, types: 11 }

const DOT = `
import numpy as np
import numpy._core.numeric as numeric

def plain(array):
    return type(array) is np.ndarray and array.ndim == 2 and array.dtype.char in "fd"

def faster(own):
    def dot(a, b, out=None):
        if out is None and plain(a) and plain(b) and a.dtype == b.dtype:
            return np.matmul(a, b)
        return own(a, b, out)
    return dot

np.dot = numeric.dot = faster(np.dot)
`

// How many loops were replaced; 0 leaves everything as it was.
export const faster = (python, bytes) => {
  const engine = python._module
  const { exports: own } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: engine.memory } })
  const words = () => new Int32Array(engine.HEAP8.buffer)
  const ufunc = python.runPython("import numpy as np; id(np.matmul)") / 4
  const at = Object.fromEntries(Object.entries(PLACE).map(([name, place]) => [name, words()[ufunc + place]]))
  if (at.nin !== 2 || at.nout !== 1 || at.nargs !== 3 || engine.UTF8ToString(at.name) !== "matmul") return 0
  const scratch = engine._malloc(SCRATCH)
  const table = engine.wasmTable
  const place = table.grow(2)
  table.set(place, own.float_product)
  table.set(place + 1, own.double_product)
  let replaced = 0
  for (let index = 0; index < at.ntypes; index++) {
    const kinds = [0, 1, 2].map((which) => engine.HEAPU8[at.types + 3 * index + which])
    const type = kinds[0]
    if (type !== FLOAT && type !== DOUBLE || kinds.some((kind) => kind !== type)) continue
    words()[at.functions / 4 + index] = place + (type === DOUBLE ? 1 : 0)
    words()[at.data / 4 + index] = scratch
    replaced++
  }
  const scope = python.toPy({})
  python.runPython(DOT, { globals: scope })
  return replaced
}
