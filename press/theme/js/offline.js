// The switch on the home page: keeps the pages that a reader opens, and Python, for a
// time without a network. Nothing is registered and nothing kept before it is pressed.
const ROOT = new URL("../../../", import.meta.url).href
const MINE = `kept ${ROOT} ` // as sw.js names its caches
const SHELF = `python ${new URL(ROOT).pathname}run/` // as Run names its own
const PATIENCE = 20_000 // milliseconds for the worker to say that it has erased
const zh = document.documentElement.lang.startsWith("zh")
const either = (chinese, english) => zh ? chinese : english
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time))
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`
const words = {
  about: (size, zip) => size ? either(
    `网络时有时无，又嫌整个网站（${zip}）太大？打开下面的开关，从这时起打开的每一页，浏览器都会留下，还会留下 Python：没有网络时照样能读，在 Chrome 和 Edge 里还能运行。`,
    `Often without a network, and the whole site of ${zip} is too much? Switch this on: your browser keeps each page that you open from then on, and Python. Without a network you can still read them, and in Chrome and Edge run them, too.`,
  ) : either(
    `网络时有时无，又嫌整个网站（${zip}）太大？打开下面的开关，从这时起打开的每一页，浏览器都会留下。`,
    `Often without a network, and the whole site of ${zip} is too much? Switch this on: your browser keeps each page that you open from then on.`,
  ),
  keep: (size) => size ? either(`离线保留：看过的页面和 Python（${megabytes(size)}）`, `Keep for offline: visited pages and Python (${megabytes(size)})`)
    : either("离线保留：看过的页面", "Keep for offline: visited pages"),
  erase: either("关掉，并全部删除", "Switch off and erase all"),
  fetching: either("正在保存…", "Fetching what is kept…"),
  progress: either("已保存的 Python", "Python that has come"),
  kept: ({ pages, bytes }) => either(
    `已留下 ${pages} 页，共 ${megabytes(bytes)}。以后每打开一页，就多留一页。`,
    `${pages} ${pages === 1 ? "page is" : "pages are"} kept, ${megabytes(bytes)} in all. Each page that you open from now on is kept, too.`,
  ),
  partly: either("Python 还没存完，连上网络后会接着存。", "Python is not complete: it goes on as soon as there is a network."),
  erasing: either("正在删除…", "Erasing…"),
  erased: either("已全部删除，什么也没有留下。", "All of it is erased: nothing is kept."),
  refused: either(
    "这个浏览器不让网站保存页面：可能是隐私窗口，可能是太旧，也可能是地址不以 https 开头。上面的压缩包照样能用。",
    "This browser lets no site keep pages: the window may be private, the browser old, or the address one without https. The zip above works all the same.",
  ),
  room: either("空间不够，没有存完。删掉一些别的东西，再试一次。", "There is not enough room: not all of it is kept. Make some, and try again."),
  lost: either("网络断了，没有存完；下次打开这一页会接着存。", "The network is gone: not all of it is kept. It goes on when you open this page again."),
}

const made = (tag, rest = {}) => Object.assign(document.createElement(tag), rest)
const box = made("div", { id: "keep" })
box.style.cssText = "display: grid; gap: .8em"
const status = made("div", { role: "status" })
const button = made("button", { type: "button", className: "md-button" })
const progress = made("progress", { hidden: true, ariaLabel: words.progress })
const pressed = made("div")
const share = made("div", { hidden: true })
const say = (text) => { status.textContent = text }
let isOn = false
let isResumed = false // then what is missing is fetched; if that fails, nobody need hear of it
let size = 0 // of all of Python, in bytes
let erased = () => {}

const own = async () => (await caches.keys()).filter((name) => name.startsWith(MINE))
const registered = () => navigator.serviceWorker.getRegistration(ROOT)

const kept = async () => {
  const pages = new Set()
  const found = { bytes: 0, python: 0 }
  for (const name of await own()) {
    if (!isOn) break // to open what is being erased would make it again
    const cache = await caches.open(name)
    for (const { url } of await cache.keys()) {
      const bytes = (await (await cache.match(url)).blob()).size
      found.bytes += bytes
      if (url.startsWith(`${ROOT}run/`)) found.python += bytes
      if (url.endsWith("/") && url !== ROOT) pages.add(url)
    }
  }
  return { ...found, pages: pages.size }
}

const show = () => {
  button.textContent = isOn ? words.erase : words.keep(size)
  progress.hidden = share.hidden = true
}
let counting // an erasure waits for it
const report = async () => {
  counting = Promise.allSettled([counting]).then(kept)
  const found = await counting
  if (isOn) say([words.kept(found), found.python < size ? words.partly : ""].filter(Boolean).join(" "))
}

const start = async () => {
  const { active } = await navigator.serviceWorker.ready
  if (isOn) active.postMessage("begin")
}
const turnOn = async () => {
  isOn = true
  show()
  say(words.fetching)
  await navigator.serviceWorker.register(`${ROOT}sw.js`, { scope: ROOT })
  await start()
}
// Deletes what is there, and says whether something was: Chromium gave back a cache that
// it had deleted a moment before, so erased is what stays away.
const wipe = async () => {
  const left = (await caches.keys()).filter((name) => name.startsWith(MINE) || name.startsWith(SHELF))
  for (const name of left) await caches.delete(name)
  return left.length > 0
}
const turnOff = async () => {
  isOn = false
  show()
  say(words.erasing)
  await Promise.allSettled([counting])
  const registration = await registered()
  const gone = new Promise((resolve) => { erased = resolve })
  registration?.active?.postMessage("erase")
  await Promise.race([gone, pause(PATIENCE)])
  await registration?.unregister()
  for (let looks = 0, empty = 0; empty < 3 && looks < 50; looks++, await pause(150)) empty = await wipe() ? 0 : empty + 1
  say(words.erased)
}
const refuse = () => {
  isOn = false
  pressed.hidden = true
  say(words.refused)
}

const hear = ({ bytes, did, failed }) => {
  if (did === "erase") erased()
  if (!isOn) return
  if (bytes) {
    progress.hidden = share.hidden = false
    progress.value = bytes
    share.textContent = `Python: ${megabytes(bytes)} / ${megabytes(size)}`
  }
  if (!did && !failed) return
  show()
  if (did || isResumed) report()
  else say(failed === "QuotaExceededError" ? words.room : words.lost)
}

const prepare = async () => {
  const answer = await fetch(`${ROOT}offline.json`)
  if (!answer.ok) return
  const { python, zip } = await answer.json()
  size = Object.values(python.files).reduce((sum, each) => sum + each, 0)
  await ready().catch(refuse)
  place(words.about(size, megabytes(zip)))
  if (!isOn) return
  isResumed = true
  await report()
  await start()
}
const ready = async () => {
  navigator.serviceWorker.onmessage = ({ data }) => hear(data)
  button.onclick = () => (isOn ? turnOff() : turnOn()).catch(refuse)
  progress.max = size
  isOn = Boolean(await registered()) && (await own()).length > 0
  show()
}
const place = (about) => {
  let last = document.querySelector("#offline")
  while (last.nextElementSibling?.localName === "p") last = last.nextElementSibling
  pressed.append(button)
  const shown = made("div")
  shown.append(progress)
  box.append(made("div", { textContent: about }), pressed, status, shown, share)
  last.after(box)
}
prepare().catch(() => {})
