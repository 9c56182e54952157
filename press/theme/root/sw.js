// The site without a network, for readers who asked for it (js/offline.js). A page comes
// from the network as long as that answers, else as it was kept. What is kept of Python is
// never asked for again: its folder is named after its bytes. Each build of the site has a
// cache of its own: a page opens with the files of its build, and a build goes when none of
// its pages is left. offline.json says which build is served, and what belongs to it.
const HOME = registration.scope
const MINE = `kept ${HOME} ` // so begin the names of its caches
const BUILD = `${MINE}build `
const PYTHON = `${MINE}python `
const RUN = `${HOME}run/`
const TOLD = `${HOME}offline.json`
const PATIENCE = 3000 // milliseconds until what is kept does
const QUIET = 20_000 // then the network is tried again for the files of a page
const FILES = /\s(?:src|srcset|href)="([^":?#]+\.(?:css|js|svg|png|py|md))"/g

// A host of files sets no policy for a worker: whatever would lead elsewhere is shut here.
// And a file is asked for anew, so that a build gets no file of the one before.
const plain = self.fetch
self.fetch = (asked, rules) => plain(asked, { cache: "no-cache", ...rules, mode: "same-origin" })
for (const door of ["WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts"]) self[door] = undefined
for (const door of ["add", "addAll"]) Cache.prototype[door] = undefined

let isErased = false
const opening = new Set() // caches that are being opened: an erasure waits for them
let quiet = 0 // until when the network counts as silent
const isPage = (url) => url.endsWith("/") && url !== HOME
const names = async (kind) => (await caches.keys()).filter((name) => name.startsWith(kind)).reverse() // the newest first
const isOn = async () => !isErased && (await names(MINE)).length > 0
const open = (name) => {
  if (isErased) throw new DOMException("what was kept is being erased", "AbortError")
  const one = caches.open(name).finally(() => opening.delete(one))
  opening.add(one)
  return one
}
const found = (asked, cacheName) => caches.match(asked, { cacheName, ignoreSearch: true, ignoreVary: true })
const say = async (message) => (await clients.matchAll({ includeUncontrolled: true })).forEach((client) => client.postMessage(message))

// Where to look for a file of a page: first in the newest build that has the page.
const builds = async (id) => {
  const all = await names(BUILD)
  const page = id && (await clients.get(id))?.url
  if (!page?.startsWith(HOME)) return all
  for (const name of all) if (await found(page, name)) return [name, ...all.filter((other) => other !== name)]
  return all
}
const old = async ({ request, clientId }) => {
  const places = request.url.startsWith(RUN) ? await names(PYTHON) : await builds(clientId)
  return (await Promise.all(places.map((name) => found(request, name)))).find(Boolean)
}

const languageOf = (url) => url.slice(HOME.length).split("/")[0]
// What a visit to a page needs later: its files, and those of all pages of its language.
const wanted = (url, html, { root, shared, figures = {} }) => new Set([
  ...[...root, ...shared[languageOf(url)] ?? []].map((name) => HOME + name),
  ...[...html.matchAll(/\sdata-live="([^"]+)"/g)].flatMap(([, name]) => figures[name] ?? []).map((name) => `${HOME}${languageOf(url)}/${name}`),
  ...[...html.matchAll(FILES)].map(([, name]) => new URL(name, url).href),
])
const fill = async (cache, urls) => {
  const missing = []
  for (const url of urls) if (!(await cache.match(url))) missing.push(url)
  const bring = async (url) => {
    const answer = await fetch(url)
    if (answer.ok) await cache.put(url, answer)
  }
  while (missing.length && !isErased) await Promise.all(missing.splice(0, 6).map(bring))
}

// A page that a newer build has leaves the older; the last takes its build along.
const drop = async (name, url) => {
  const cache = await open(name)
  await cache.delete(url)
  if (!(await cache.keys()).some((kept) => isPage(kept.url))) await caches.delete(name)
}
const told = async () => (await fetch(TOLD, { cache: "no-store" })).json()
const keepPage = async (url, answer) => {
  const served = await told()
  if (!(await isOn())) return
  const name = BUILD + served.build
  const cache = await open(name)
  const html = await answer.clone().text()
  await cache.put(url, answer)
  await cache.put(TOLD, Response.json(served))
  await fill(cache, wanted(url, html, served))
  for (const other of await names(BUILD)) if (other !== name && !isErased) await drop(other, url)
  await python(served.python)
}

const keep = async ({ request, clientId }, answer) => {
  const [url] = request.url.split("?")
  if (!answer.ok || answer.redirected || url.startsWith(RUN) || !(await isOn())) return
  if (isPage(url) !== (request.mode === "navigate")) return // nor a page that a browser fetches ahead
  if (isPage(url)) return keepPage(url, answer)
  const [name] = await builds(clientId)
  if (name && !(await found(url, name))) await (await open(name)).put(url, answer) // a build does not change
}

// Python comes once, however many pages ask for it; a folder goes with the last build that names it.
let coming
const python = (wanted) => coming ??= bring(wanted).finally(() => { coming = undefined })
const bring = async ({ folder, files }) => {
  if (!folder || !(await isOn())) return
  const cache = await open(PYTHON + folder)
  let bytes = 0
  for (const [file, size] of Object.entries(files)) {
    if (isErased) return
    const url = `${RUN}${folder}/${file}`
    if (!(await cache.match(url))) await cache.put(url, counted(await fetch(url), bytes))
    bytes += size
  }
  const served = await Promise.all((await names(BUILD)).map((name) => found(TOLD, name)))
  const needed = await Promise.all(served.filter(Boolean).map(async (each) => PYTHON + (await each.json()).python.folder))
  for (const name of await names(PYTHON)) if (!needed.includes(name)) await caches.delete(name)
}
const counted = (answer, bytes) => {
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`)
  const transform = (chunk, stream) => { say({ bytes: bytes += chunk.byteLength }); stream.enqueue(chunk) }
  const headers = { "content-type": answer.headers.get("content-type") }
  return new Response(answer.body.pipeThrough(new TransformStream({ transform })), { headers })
}

const answered = async (event) => {
  const { request } = event
  const isVisit = request.mode === "navigate"
  const kept = await old(event)
  if (kept && (request.url.startsWith(RUN) || (!isVisit && Date.now() < quiet))) return kept
  const fresh = fetch(request)
  event.waitUntil(fresh.then((answer) => keep(event, answer.clone())).catch(() => {}))
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE))
  const answer = await (kept ? Promise.race([fresh, waited]) : fresh).catch(() => {})
  quiet = answer ? 0 : Date.now() + QUIET
  if (answer && !(kept && answer.status >= 500)) return answer
  if (kept || !isVisit) return kept ?? Response.error()
  const page = await found(`${HOME}offline.html`, (await names(BUILD))[0])
  return new Response(page.body, { status: 503, headers: page.headers })
}

const begin = async ({ source }) => {
  isErased = false
  await open(BUILD + (await told()).build) // from now on it keeps
  const url = source.url.split(/[?#]/)[0].replace(/index\.html$/, "")
  await keepPage(url, await fetch(url))
}
const erase = async () => {
  isErased = true
  await Promise.allSettled(opening)
  for (const name of await names(MINE)) await caches.delete(name)
  await registration.unregister()
}
addEventListener("install", () => skipWaiting())
addEventListener("activate", (event) => event.waitUntil(clients.claim()))
addEventListener("message", (event) => {
  const work = { __proto__: null, begin, erase }[event.data]
  if (work) event.waitUntil(work(event).then(() => say({ did: event.data }), ({ name }) => say({ failed: name })))
})
addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET" || !request.url.startsWith(HOME) || request.url.endsWith("-networks.zip")) return
  event.respondWith(answered(event).catch(() => fetch(request)))
})
