// What a reader has seen and solved: one record for both languages, in this browser alone.
//   { version, last, pages: { "recurrent/lstm": { visited, read,
//     solved: { "exercise-2": day }, guessed: { "first-product": number of the option, -1 for shown },
//     recalled: { 0: "+2026-11-30" } } } }, + for right, - for wrong
// Version 1 had no guesses and nothing recalled, and is read as it is.
// Where nothing can be kept, all else works.
const KEY = "progress"
const VERSION = 2
export const LANGUAGE = new URL("../../", import.meta.url).pathname // the folder of one language

const zh = document.documentElement.lang.startsWith("zh")
export const either = (chinese, english) => zh ? chinese : english
const damaged = either(
  "以前的进度读不出来了，已另存在浏览器里，从头记起。",
  "What was kept of your progress cannot be read. It was set aside in this browser, and we begin anew.",
)

const attempt = (action, other) => {
  try { return action() } catch { return other }
}
const today = () => new Date().toLocaleDateString("sv") // 2026-11-30, where the reader is
const isMap = (found) => typeof found === "object" && found !== null && !Array.isArray(found)
const isDay = (found) =>
  found === undefined || /^\d{4}-\d\d-\d\d$/.test(found) && !Number.isNaN(Date.parse(found))
const isName = (found) => /^[a-z][\w/-]*$/.test(found)
const isPage = (found) =>
  isMap(found) && Object.keys(found.solved ?? {}).every(isName) && isDay(found.visited) && isDay(found.read) &&
  isMap(found.solved ?? {}) && Object.values(found.solved ?? {}).every(isDay) &&
  isMap(found.guessed ?? {}) && Object.keys(found.guessed ?? {}).every(isName) &&
  Object.values(found.guessed ?? {}).every(Number.isInteger) &&
  isMap(found.recalled ?? {}) && Object.keys(found.recalled ?? {}).every((number) => /^\d+$/.test(number)) &&
  Object.values(found.recalled ?? {}).every((told) => /^[+-]/.test(told) && isDay(told.slice(1)))
const isWhole = (found) =>
  isMap(found) && (found.version === 1 || found.version === VERSION) && typeof (found.last ?? "") === "string" &&
  isMap(found.pages) && Object.keys(found.pages).every(isName) && Object.values(found.pages).every(isPage)

// Names of pages have no language and no ending: the home page is "".
export const nameOf = (path) =>
  path.slice(LANGUAGE.length).replace(/index\.html$/, "").replace(/\/$/, "")
export const here = nameOf(location.pathname)

export const empty = () => ({ version: VERSION, last: "", pages: {} })

// A text that was taken out of a browser; nothing if it is not such a record.
export const parsed = (text) => {
  const found = attempt(() => JSON.parse(text))
  return isWhole(found) ? { ...empty(), ...found, version: VERSION } : null
}

// What cannot be read is set aside under another name, where it can still be looked for.
export const record = () => {
  const text = attempt(() => localStorage.getItem(KEY), null)
  if (text === null) return empty()
  const found = parsed(text)
  if (found) return found
  attempt(() => {
    localStorage.setItem(`${KEY} set aside ${new Date().toISOString()}`, text)
    localStorage.removeItem(KEY)
  })
  alert$.next(damaged)
  return empty()
}

// False where the browser keeps nothing.
export const keep = ({ version, last, pages }) => attempt(() => {
  localStorage.setItem(KEY, JSON.stringify({ version, last, pages }))
  return true
}, false)

export const erase = () => attempt(() => localStorage.removeItem(KEY))

const earlier = (one, other) => (one && other ? (one < other ? one : other) : one ?? other)

// Both records in one: what was done in either, on the earlier of two days.
export const joined = (mine, theirs) => {
  const pages = structuredClone(mine.pages)
  for (const [name, page] of Object.entries(theirs.pages)) {
    const own = pages[name] ??= {}
    for (const kind of ["visited", "read"]) {
      const day = earlier(own[kind], page[kind])
      if (day) own[kind] = day
    }
    for (const [exercise, day] of Object.entries(page.solved ?? {})) {
      own.solved = { ...own.solved, [exercise]: earlier(own.solved?.[exercise], day) }
    }
    for (const kind of ["guessed", "recalled"]) {
      if (page[kind]) own[kind] = { ...page[kind], ...own[kind] }
    }
  }
  return { ...empty(), last: mine.last || theirs.last, pages }
}

const changed = (change, name = here) => {
  const found = record()
  change(found.pages[name] ??= {})
  found.last = here
  return keep(found)
}

export const visit = () => changed((page) => { page.visited ??= today() })
export const finish = () => changed((page) => { page.read ??= today() })
export const solve = (exercise) => changed((page) => {
  page.solved = { [exercise]: today(), ...page.solved }
})

export const guess = (name, number) => changed((page) => {
  page.guessed = { [name]: number, ...page.guessed }
})

export const recall = (name, number, isRight) => changed((page) => {
  page.recalled = { ...page.recalled, [number]: `${isRight ? "+" : "-"}${today()}` }
}, name)

export const made = (tag, text = "", rest = {}) => Object.assign(document.createElement(tag), { textContent: text, ...rest })

// A sign for the eye, and what it means for those who listen.
export const sign = (text, spoken) => {
  const box = made("span", "", { className: "done" })
  box.append(made("span", text, { ariaHidden: "true" }), made("span", spoken, { className: "spoken" }))
  return box
}
