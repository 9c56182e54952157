// In a page: computes cases with a module, and with each of its mutants until one shows.
async (told) => {
  const far = new Map([["∞", Infinity], ["-∞", -Infinity]])
  const { chain, imports, sources, cases, mutants, most } = JSON.parse(told, (_, value) => far.get(value) ?? value)
  const at = {}
  const url = (name, text) => {
    for (const [said, file] of Object.entries(imports[name])) text = text.replaceAll(`"${said}"`, `"${at[file]}"`)
    return URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
  }
  for (const name of chain) at[name] = url(name, sources[name])
  const own = chain.at(-1)

  const decoded = (value, module) => {
    const [[kind, inner]] = Object.entries(value)
    if (kind === "list") return inner.map((each) => decoded(each, module))
    if (kind === "fields") return Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, decoded(each, module)]))
    return kind === "function" ? module[inner] : inner
  }

  // Of an array the largest error, in parts of its largest number; Infinity if it is another thing.
  const ALL = 9
  const sized = (a) => Array.isArray(a) ? `${a.length}[${sized(a[0])}]` : ""
  const error = (got, want) => {
    const [[kind, inner]] = Object.entries(want)
    if (kind === "array") {
      const [ours, theirs] = [got, inner].map((a) => [a].flat(ALL))
      if (sized(got) !== sized(inner) || ours.length !== theirs.length || !ours.every((x) => typeof x === "number")) return Infinity
      const largest = Math.max(...theirs.filter(Number.isFinite).map(Math.abs))
      const gap = Math.max(0, ...ours.map((x, k) => (x === theirs[k] ? 0 : Math.abs(x - theirs[k]))))
      return gap === 0 ? 0 : Number.isFinite(gap) ? gap / largest : Infinity
    }
    if (kind === "plain") return (got ?? null) === inner ? 0 : Infinity
    if (got === null || typeof got !== "object") return Infinity
    const keys = Object.keys(inner)
    if (String(Object.keys(got)) !== String(keys)) return Infinity
    return Math.max(0, ...keys.map((key) => error(got[key], inner[key])))
  }

  // Refused is what says what came, and what was expected; its shapes are those of Python.
  const REFUSAL = /^[\w, ]+ must be .+, got .+$/
  const refuses = (thrown, shapes) => {
    if (thrown.constructor !== Error || !REFUSAL.test(thrown.message)) return false
    const said = thrown.message.match(/\([^()]*\)/g) ?? []
    const isAsked = thrown.message.includes(" of shape ")
    return (!isAsked || said[0] === shapes[0]) && said.every((each) => shapes.includes(each))
  }
  const judged = (module, { function: name, args, want }) => {
    const isRefused = "refused" in want
    let got
    try {
      got = module[name](...args.map((each) => decoded(each, module)))
    } catch (thrown) {
      return isRefused && refuses(thrown, want.refused) ? 0 : `stops: ${thrown}`
    }
    return isRefused ? "takes what Python refuses" : error(got, want)
  }
  const isRed = (found) => typeof found === "string" || !(found <= most)

  const module = await import(at[own])
  const [worst, faults] = [{}, []]
  for (const each of cases) {
    const found = judged(module, each)
    if (isRed(found)) faults.push(`${each.function}: ${found} for ${JSON.stringify(each.args).slice(0, 300)}`)
    else worst[each.function] = Math.max(worst[each.function] ?? 0, found)
  }
  const alive = []
  for (const text of mutants) {
    const mutant = await import(url(own, text)).catch(() => null)
    if (mutant && !cases.some((each) => isRed(judged(mutant, each)))) alive.push(text)
  }
  return { names: Object.keys(module), worst, faults, alive }
}
