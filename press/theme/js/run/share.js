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

export const link = async (block, text) => `${location.origin}${location.pathname}#run=${block}.${await packed(text)}`

// The block and the text of this page's link, if it holds any that can be read.
export const given = async () => {
  const match = FRAGMENT.exec(location.hash)
  if (!match) return null
  const text = await unpacked(match[2]).catch(() => null)
  return text === null ? null : { block: match[1], text }
}
