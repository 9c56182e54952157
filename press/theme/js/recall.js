// Do you still know? A chapter's three questions, and two of chapters before it: first
// those that were answered wrongly, then those that were not asked yet, then the oldest.
import { either, here, LANGUAGE, made, recall, record } from "./progress.js"

const OLDER = 2
const OF_PART = 5
const words = {
  right: either("对。", "Right."),
  wrong: either("不对。", "No."),
  again: either("顺序不对，再来。", "Not in this order: begin again."),
  older: either("前面几章的", "From chapters before"),
  number: either("请输入一个数。", "Type a number."),
  far: either("没有网络，或者网页是从文件夹打开的，取不到题目。", "No connection, or the page was opened from a folder: the questions did not come."),
}

const say = (item, text, isRight) => {
  item.querySelector(".said")?.remove()
  const said = made("p", text, { className: "said", role: "status" })
  said.dataset.right = isRight
  item.append(said)
}

// A question counts once a visit: what is tried afterwards is practice.
const judge = (item, isRight, text = isRight ? words.right : words.wrong) => {
  say(item, text, isRight)
  if (!item.counted) recall(item.page, item.number, isRight)
  item.counted = true
}

const kinds = {
  choice(item, button) {
    button.dataset.told = ""
    judge(item, "right" in button.dataset)
  },
  order(item, button) {
    if (button.dataset.at) return
    const all = [...item.querySelectorAll("[data-place]")]
    button.dataset.at = all.filter(({ dataset }) => dataset.at).length + 1
    if (all.some(({ dataset }) => !dataset.at)) return
    const isRight = all.every(({ dataset }) => Number(dataset.at) === Number(dataset.place) + 1)
    if (!isRight) all.forEach(({ dataset }) => { delete dataset.at })
    judge(item, isRight, isRight ? words.right : words.again)
  },
  number(item) {
    const { value, dataset } = item.querySelector("input")
    const typed = Number(value.trim().replace("−", "-").replace(",", "."))
    if (!value.trim() || Number.isNaN(typed)) return say(item, words.number, false)
    judge(item, Math.abs(typed - Number(dataset.answer)) <= Number(dataset.within) + 1e-9)
  },
}

const wire = (item, page, number) => {
  Object.assign(item, { page, number })
  const answer = kinds[item.dataset.kind]
  item.addEventListener("click", ({ target }) => {
    const button = target.closest("button")
    if (button) answer(item, button)
  })
  item.querySelector("input")?.addEventListener("keydown", ({ key }) => { if (key === "Enter") answer(item) })
}

// All questions of the chapters named, those first that are due.
const due = (told, pages) => {
  const known = record().pages
  const all = pages.flatMap((page, at) => told[page].map((html, number) => {
    const [sign, day] = [known[page]?.recalled?.[number]?.[0], known[page]?.recalled?.[number]?.slice(1)]
    return { page, number, html, key: `${sign === "-" ? 0 : 1} ${day ?? ""}`, at }
  }))
  return all.sort((one, other) => one.key.localeCompare(other.key) || other.at - one.at || one.number - other.number)
}

// One of each chapter as long as there are enough chapters.
const chosen = (all, count) => {
  const firsts = all.filter(({ page }, at) => all.findIndex((each) => each.page === page) === at)
  return [...firsts, ...all.filter((each) => !firsts.includes(each))].slice(0, count)
}

const listed = (found, start) => {
  const list = made("ol", "", { className: "recall", start })
  for (const { page, number, html } of found) {
    const box = made("div")
    box.innerHTML = html // of our own site
    const item = box.firstElementChild
    for (const link of item.querySelectorAll("a")) link.href = LANGUAGE + link.getAttribute("href")
    wire(item, page, number)
    list.append(item)
  }
  return list
}

const told = () => fetch(new URL("../recall.json", import.meta.url)).then((answer) => answer.json())

const visited = (pages) => {
  const known = record().pages
  const seen = pages.filter((page) => known[page]?.visited)
  return seen.length ? seen : pages
}

const older = async (own) => {
  const all = await told()
  const pages = Object.keys(all)
  const before = pages.slice(0, Math.max(0, pages.indexOf(here)))
  const found = chosen(due(all, visited(before)), OLDER)
  if (found.length) own.after(made("p", words.older), listed(found, own.childElementCount + 1))
}

// The overview of a part asks five questions of its chapters.
const ofPart = async (fold) => {
  const all = await told()
  const pages = document.querySelector(".time").dataset.part.split(" ").filter((page) => all[page])
  fold.append(listed(chosen(due(all, visited(pages)), OF_PART), 1))
}

export const begin = () => {
  const own = document.querySelector("ol.recall")
  if (own) {
    [...own.children].forEach((item, number) => wire(item, here, number))
    const near = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return
      near.disconnect()
      older(own).catch(() => {}) // without a connection there are three
    }, { rootMargin: "600px" })
    near.observe(own)
  }
  const fold = document.querySelector(".recall-part")
  const open = () => ofPart(fold).catch(() => fold.append(made("p", words.far)))
  if (fold?.open) open()
  else fold?.addEventListener("toggle", open, { once: true })
}
