// What a reader has changed, kept in this browser: by page and block, with the text
// that it was made of. Where nothing can be kept, nothing is, and all else works.
export const keyOf = (block) => `run ${location.pathname} ${block}`
const MOST = 40 // versions to go back to

const attempt = (action, other) => {
  try { return action() } catch { return other }
}

export const load = (block) => attempt(() => JSON.parse(localStorage.getItem(keyOf(block))), null)

export const keep = (block, { original, text, above, versions }) =>
  attempt(() => {
    localStorage.setItem(keyOf(block), JSON.stringify({ original, text, above, versions: versions.slice(-MOST) }))
    return true
  }, false)

export const forget = (block) => attempt(() => localStorage.removeItem(keyOf(block)))

// The blocks that are not as on the page; of one that was reset, only the way back is kept.
export const blocks = () => attempt(() => Object.keys(localStorage), [])
  .filter((key) => key.startsWith(keyOf("")))
  .map((key) => key.slice(keyOf("").length))
  .filter((block) => {
    const kept = load(block)
    return kept && (kept.text !== kept.original || kept.above !== null)
  })
