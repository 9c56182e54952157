// What a reader has read and solved, marked on the page and on the overview of a part.
import { either, finish, here, made, record, sign, visit } from "./progress.js"

const GLANCE = 3000 // milliseconds that are no reading

const words = {
  solved: (n, all) => either(`已做对 ${n} / ${all} 道判分题`, `${n} of ${all} graded exercises solved`),
  part: (n, all) => either(`这一部分读完 ${n} / ${all} 章`, `${n} of ${all} chapters of this part read`),
  next: either("接着做：", "continue at "),
  when: (day) => either(`${day} 做对了`, `solved on ${day}`),
}

const exercises = [...document.querySelectorAll(".exercise")]
export const headingOf = (exercise) => {
  let found = exercise
  while (found && !found.matches("h2, h3")) found = found.previousElementSibling
  return found
}

// Below the title: how many are solved, and where to go on.
const chapter = (found) => {
  const time = document.querySelector(".time")
  const headings = exercises.map(headingOf).filter(Boolean)
  const page = found.pages[here] ?? {}
  const open = headings.filter(({ id }) => !page.solved?.[id])
  document.querySelectorAll(".progress, h2 > .done, h3 > .done").forEach((old) => old.remove())
  for (const heading of headings) {
    const day = page.solved?.[heading.id]
    if (day) heading.append(sign(" ★", `, ${words.when(day)}`))
  }
  if (!time) return
  const parts = []
  if (headings.length && (page.read || open.length < headings.length)) {
    parts.push(words.solved(headings.length - open.length, headings.length))
    if (open.length) {
      const link = made("a", open[0].firstChild.textContent.trim(), { href: `#${open[0].id}` })
      parts.push([words.next, link])
    }
  }
  const part = time.dataset.part?.split(" ") ?? []
  const read = part.filter((name) => found.pages[name]?.read).length
  if (read) parts.push(words.part(read, part.length))
  if (!parts.length) return
  const line = made("span", "", { className: "progress" })
  line.append(...parts.flatMap((each, at) => [at ? " · " : "", each].flat()))
  time.append(line)
}

export const mark = () => chapter(record())

export const begin = () => {
  visit()
  mark()
  addEventListener("storage", mark)
  const goal = document.querySelector("#exercises") ?? document.querySelector("article > :last-child")
  const reached = new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
    if (!isIntersecting && boundingClientRect.top > 0) return // it is further down
    reached.disconnect()
    finish()
    mark()
  })
  if (goal) setTimeout(() => reached.observe(goal), GLANCE)
}
