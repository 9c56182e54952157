// What the theme leaves out; the site works without it.
const each = (selector, action) => document.querySelectorAll(selector).forEach(action)
const zh = document.documentElement.lang.startsWith("zh")
const again = zh ? "再训练一次" : "Train again"

// Colours as the system has them, or light, or dark.
const options = [...document.querySelectorAll("#palette input")]
const dark = matchMedia("(prefers-color-scheme: dark)")
const attempt = (action) => { try { return action() } catch {} } // where nothing can be kept
const chosen = () => attempt(() => __md_get("__palette"))
const keep = (palette) => attempt(() => __md_set("__palette", palette))
const paint = (chosen) => {
  const { mdColorMedia: media, mdColorScheme: own, mdColorPrimary: primary, mdColorAccent: accent } = chosen.dataset
  const scheme = chosen !== options[0] ? own : dark.matches ? "slate" : "default"
  if (document.body.dataset.mdColorScheme !== scheme) document.body.dataset.mdColorScheme = scheme
  for (const option of options) {
    option.checked = option === chosen
    option.nextElementSibling.hidden = option !== chosen
  }
  return { index: options.indexOf(chosen), color: { media, scheme, primary, accent } }
}
if (options.length) {
  paint(options[chosen()?.index ?? 0] ?? options[0])
  dark.addEventListener("change", () => paint(options.find(({ checked }) => checked)))
  for (const option of options) {
    option.addEventListener("change", () => keep(paint(option)))
    option.addEventListener("keydown", ({ key }) => {
      if (key !== "Enter") return
      const next = options[(options.indexOf(option) + 1) % options.length]
      next.click()
      next.focus()
    })
  }
}

// The other language opens at the same section, and is remembered by the chooser.
each("a.language", (link) => {
  const follow = () => {
    link.hash = location.hash
    attempt(() => localStorage.setItem("language", link.lang.slice(0, 2)))
  }
  for (const event of ["click", "auxclick", "contextmenu"]) link.addEventListener(event, follow)
})

// The keyboard reaches what scrolls, and only that; a shade says on which side there is more.
const hidden = ({ scrollLeft, scrollWidth, clientWidth }) =>
  [scrollLeft > 1, scrollWidth - clientWidth - scrollLeft > 1]
const shade = (box, [left, right]) => {
  box.toggleAttribute("data-left", left)
  box.toggleAttribute("data-right", right)
}
const names = zh ? { math: "公式", table: "表格" } : { math: "Formula", table: "Table" }
const symbols = document.querySelector(".symbols") // they answer: a stop, for its arrows
const sizes = new ResizeObserver((entries) => {
  const sides = entries.map(({ target }) => hidden(target))
  entries.forEach(({ target }, at) => {
    const name = names[target.classList[0]]
    const stops = sides[at].some(Boolean) || symbols && target.matches("div.math")
    shade(target, sides[at])
    if (stops) target.tabIndex = 0
    else target.removeAttribute("tabindex")
    if (!name) return // code has its name, whether it scrolls or not
    target.role = stops ? "group" : null
    target.ariaLabel = stops ? name : null
  })
})
each("div.math, div.table, .lines, .long", (box) => {
  sizes.observe(box)
  box.addEventListener("scroll", () => shade(box, hidden(box)), { passive: true })
})

// The theme listens for keys; what is pasted by mouse, dictated or composed comes without.
const query = document.querySelector(".md-search__input")
query?.addEventListener("input", () => query.dispatchEvent(new KeyboardEvent("keyup")))

// The menu of a narrow screen by key: in, back, and out.
const drawer = document.querySelector("#__drawer")
const menu = document.querySelector(".md-header [role=button]")
const first = ".md-nav--primary :is(a, [role=button])"
drawer.addEventListener("change", () => { menu.ariaExpanded = drawer.checked })
addEventListener("keydown", (event) => {
  const { key, target } = event
  const opens = target.matches?.("[role=button]") && (key === " " || key === "Enter")
  const leaves = key === "Escape" && drawer.checked
  if (!opens && !leaves) return
  event.preventDefault()
  event.stopImmediatePropagation() // the theme would press it again
  if (leaves) drawer.click()
  else target.click()
  const shown = [...document.querySelectorAll(first)].find((link) => link.checkVisibility({ visibilityProperty: true }))
  const next = drawer.checked ? shown : menu
  next.focus()
}, true)

// A chapter has two depths: all of its folds at once, as they were left.
const time = document.querySelector(".time")
const deeper = document.querySelectorAll(".build, .why, .rows")
const turns = zh ? ["全部展开", "全部收起"] : ["Open all", "Close all"]
if (time && deeper.length) {
  const button = document.createElement("button")
  const set = (open) => {
    deeper.forEach((fold) => { fold.open = open })
    button.textContent = turns[+open]
  }
  button.onclick = () => {
    const open = button.textContent === turns[0]
    set(open)
    attempt(() => localStorage.setItem("folds", open ? "open" : ""))
  }
  set(attempt(() => localStorage.getItem("folds")) === "open")
  time.append(button)
}

// The program of a block, and the page as Markdown, are files beside the page: copied as
// soon as they have come.
const heard = document.createElement("span")
heard.className = "spoken"
heard.role = "status"
document.body.append(heard)
const plain = "text/plain"
const write = async (url, said) => {
  const text = fetch(url).then((answer) => answer.ok ? answer.text() : Promise.reject(url))
  const blob = text.then((code) => new Blob([code], { type: plain }))
  await navigator.clipboard.write([new ClipboardItem({ [plain]: blob })])
  heard.textContent = ""
  alert$.next(heard.textContent = said)
}
const copies = (button, url, said) => {
  button.onclick = (event) => {
    if (event.ctrlKey || event.metaKey) return // a link to a file in a tab of its own
    event.preventDefault()
    write(url, said).catch(() => location.assign(url))
  }
}
each("[data-program], .no-run", (button) => { button.title = button.ariaLabel })
each("[data-program]", (button) => copies(button, button.dataset.program, zh ? "程序已复制" : "Program copied"))
each("[data-page]", (link) => copies(link, link.href, zh ? "整页已复制" : "Page copied"))

// Run and Edit: what they need comes with the first click, a version kept here, or a link.
let runner
const running = () => runner ??= import("./run/page.js").catch((error) => { runner = undefined; throw error })
const unreached = zh ? "没有网络，取不到要用的文件。" : "No connection: what is needed did not come."
addEventListener("click", async ({ target }) => {
  const elsewhere = target.closest?.(".no-run")
  if (elsewhere) alert$.next(elsewhere.title)
  const button = target.closest?.("[data-run], [data-edit]")
  if (button) await running().then(({ press }) => press(button)).catch(() => alert$.next(unreached))
})
const brought = () => location.hash.startsWith("#run=") && running().then(({ again }) => again())
addEventListener("hashchange", brought)
const kept = () => attempt(() => Object.keys(localStorage).some((key) => key.startsWith(`run ${location.pathname} `)))
if (kept()) running().then(({ again }) => again())
else brought()

// The links to sections stand in the contents of the page, too: one stop is enough.
each(".headerlink", (link) => { link.tabIndex = -1 })

// A guess opens its output.
const guesses = () => import("./guess.js")
addEventListener("click", ({ target }) => {
  const button = target.closest?.(".guess button")
  if (button) guesses().then(({ answer }) => answer(button)).catch(() => { button.closest(".asked").dataset.open = "" })
})

addEventListener("keydown", (event) => {
  const stops = [...event.target.closest?.(".guess")?.querySelectorAll("button") ?? []]
  const next = stops[stops.indexOf(event.target) + { ArrowDown: 1, ArrowUp: -1 }[event.key]]
  if (!next) return
  event.preventDefault()
  next.focus()
})

// A starter is written into where it stands: a click on its code opens the editor.
each(".exercise .lines, .playground > :first-child .lines", (lines) => lines.addEventListener("click", () =>
  running().then(({ press }) => press(lines.closest(".highlight").querySelector("[data-edit]"))).catch(() => alert$.next(unreached))))

// A symbol answers, as soon as one points at a formula or at code, or presses a key there.
const calls = ["pointerover", "click", "keydown"]
let coming, latest
const call = (event) => {
  if (!event.target.closest?.(".math, code")) return
  latest = event
  coming ??= import("./symbols.js").then(({ begin }) => {
    calls.forEach((each) => removeEventListener(each, call))
    begin(symbols, latest)
  }).catch(() => { coming = undefined }) // the list stays
}
if (symbols) calls.forEach((each) => addEventListener(each, call))

// The playground begins from what one chooses.
if (document.querySelector(".play")) import("./run/play.js").then(({ begin }) => begin()).catch(() => {})

// What was read and solved is remembered, and marked on the page or on the map: at once
// where there is something to mark, else as soon as one does anything.
const marks = () => document.querySelector(".chart") ? import("./map.js") : document.querySelector(".time") && import("./marks.js")
const asks = () => document.querySelector("ol.recall, .recall-part") && import("./recall.js")
const remember = () => {
  for (const coming of [marks(), document.querySelector(".guess") && guesses(), asks()])
    Promise.resolve(coming).then((found) => found?.begin()).catch(() => {}) // each without the others
}
const acts = ["scroll", "pointerdown", "keydown"]
const acted = () => {
  acts.forEach((act) => removeEventListener(act, acted))
  remember()
}
if (attempt(() => localStorage.getItem("progress"))) remember()
else acts.forEach((act) => addEventListener(act, acted, { passive: true }))

// A drawing that moves once can be seen again.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches
if (!still) each(".live", (figure) => {
  const button = document.createElement("button")
  button.className = "replay"
  button.textContent = again
  button.onclick = () => figure.firstChild.replaceWith(figure.firstChild.cloneNode(true))
  figure.append(button)
})
