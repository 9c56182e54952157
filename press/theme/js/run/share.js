// A changed block in the fragment of a link. It fills an editor and does nothing else.
const through = async (bytes, stream) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
const FORM = "deflate-raw"
const FRAGMENT = /^#run=(code-\d+)\.([\w-]+)$/
export const LONGEST = 200_000 // letters

export const packed = async (text) => {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream(FORM))
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

export const unpacked = async (word) => {
  const letters = atob(word.replaceAll("-", "+").replaceAll("_", "/"))
  const bytes = await through(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)), new DecompressionStream(FORM))
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes).slice(0, LONGEST)
}

// A version is what stands in the block and, if that was changed, what stands above it.
export const link = async (block, { text, above }) =>
  `${location.origin}${location.pathname}#run=${block}.${await packed(JSON.stringify([text, above]))}`

const strings = (found) => Array.isArray(found) && typeof found[0] === "string" && (found[1] === null || typeof found[1] === "string")

// The block and the version of this page's link; no version, if it cannot be read.
export const given = async () => {
  const match = FRAGMENT.exec(location.hash)
  if (!match) return { torn: location.hash.startsWith("#run=") }
  const found = await unpacked(match[2]).then(JSON.parse).catch(() => null)
  return strings(found) ? { block: match[1], version: { text: found[0], above: found[1] } } : { torn: true }
}
