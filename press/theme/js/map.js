// What a reader has read and solved, marked on the map; to take away, to bring back, to erase.
import { either, empty, erase, joined, keep, made, nameOf, parsed, record, sign } from "./progress.js"

const words = {
  go: either("接着读：", "Continue: "),
  title: either("这个浏览器记住的进度", "What this browser remembers"),
  counts: (read, visited, solved) => either(
    `打开过 ${visited} 章，读完 ${read} 章，做对 ${solved} 道判分题。地图上 ✓ 表示读完（看到了习题），★ 表示判分题都做对了。进度只存在这个浏览器里。`,
    `Chapters opened: ${visited}; read: ${read}; graded exercises solved: ${solved}. On the map ✓ stands for read (down to the exercises), ★ for all graded exercises solved. It is kept in this browser alone.`,
  ),
  save: either("导出", "Export"),
  load: either("导入", "Import"),
  erase: either("清除", "Erase"),
  sure: either("清除全部进度？不能恢复。你写的程序不动。", "Erase all of it? It cannot be brought back. The programs that you wrote stay."),
  brought: either("已导入。", "Imported."),
  erased: either("已清除。", "Erased."),
  strange: either("这个文件不是本站的进度，什么都没有改。", "This file is no record of this site; nothing was changed."),
  unkept: either("浏览器不让保存，所以没有导入。", "This browser keeps nothing, so nothing was imported."),
  read: either("，已读完", ", read"),
  starred: either("，判分题已做对", ", its graded exercises solved"),
}

const state = (found, link) => {
  const name = nameOf(new URL(link.href).pathname)
  const all = Number(link.dataset.graded ?? 0)
  return { name, isRead: Boolean(found.pages[name]?.read), isSolved: all > 0 && Object.keys(found.pages[name]?.solved ?? {}).length >= all, all }
}

// The chapter to go on with: the last one until it is done, then the next that is not.
const next = (found, links) => {
  const states = links.map((link) => ({ link, ...state(found, link) }))
  const from = states.findIndex(({ name }) => name === found.last)
  const order = from < 0 ? states : [...states.slice(from), ...states.slice(0, from)]
  return order.find(({ isRead, isSolved, all }) => !isRead || (all && !isSolved))?.link
}

const title = (link) => link.firstChild.textContent.trim()

const home = (found) => {
  const links = [...document.querySelectorAll(".chart a")]
  document.querySelectorAll(".chart .done, .continue").forEach((old) => old.remove())
  for (const link of links) {
    const { isRead, isSolved } = state(found, link)
    if (isRead) link.append(sign(" ✓", words.read))
    if (isSolved) link.append(sign(" ★", words.starred))
  }
  const go = Object.keys(found.pages).length && next(found, links)
  const doors = document.querySelector(".hero .md-button")?.parentElement
  if (go && doors) doors.append(made("a", words.go + title(go), { className: "md-button continue", href: go.href }))
}

const file = (found) => {
  const text = JSON.stringify({ version: found.version, last: found.last, pages: found.pages }, null, 1)
  const link = made("a", "", { download: "progress.json", href: URL.createObjectURL(new Blob([text], { type: "application/json" })) })
  link.click()
  URL.revokeObjectURL(link.href)
}

// Below the map: what is kept, to take away, to bring back, to erase.
export const begin = () => {
  const chart = document.querySelector(".chart")
  const box = made("details", "", { className: "note kept-progress" })
  const said = made("p")
  const told = made("p", "", { role: "status" })
  const row = made("p")
  const input = made("input", "", { type: "file", accept: ".json,application/json", hidden: true })
  const draw = (found) => {
    const onMap = [...chart.querySelectorAll("a")].map((link) => nameOf(new URL(link.href).pathname))
    const pages = onMap.flatMap((name) => found.pages[name] ?? [])
    const solved = pages.reduce((sum, { solved }) => sum + Object.keys(solved ?? {}).length, 0)
    said.textContent = words.counts(pages.filter(({ read }) => read).length, pages.length, solved)
    home(found)
  }
  input.onchange = async () => {
    const theirs = parsed(await input.files[0].text())
    input.value = ""
    told.textContent = ""
    if (!theirs) told.textContent = words.strange
    else if (!keep(joined(record(), theirs))) told.textContent = words.unkept
    else {
      told.textContent = words.brought
      draw(record())
    }
  }
  for (const [name, action] of [
    ["save", () => file(record())],
    ["load", () => input.click()],
    ["erase", () => {
      if (!confirm(words.sure)) return
      erase()
      told.textContent = words.erased
      draw(empty())
    }],
  ]) row.append(made("button", words[name], { className: "md-button", onclick: action }), " ")
  box.append(made("summary", words.title), said, row, told, input)
  chart.after(box)
  draw(record())
  addEventListener("storage", () => draw(record()))
}
