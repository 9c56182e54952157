// Run and Edit, below every block whose program can run; site.js loads this when it is wanted.
const STYLE = new URL("../../css/run.css", import.meta.url).href
const panels = new WeakMap()
let styled = false
let coming // one promise for all: who asks for the module first has it first

const panel = async (button) => {
  if (!styled) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE }))
  styled = true
  coming ??= import("./panel.js").catch((error) => { coming = undefined; throw error })
  const { Panel } = await coming
  if (!panels.has(button)) panels.set(button, judging(new Panel(button))) // two may ask at once
  return panels.get(button)
}

// An exercise knows what its mistakes and its solution print.
const judging = async (own) => {
  if (!own.block.matches(".exercise")) return own
  const { Graded } = await import("./graded.js")
  own.graded = new Graded(own)
  return own
}

const edited = async (button) => {
  const own = await panel(button)
  const { Edit } = await import("./edit.js")
  own.edit ??= new Edit(own)
  return own.edit
}

export const open = edited

const runner = (id) => document.querySelector(`#${id}`)?.closest(".highlight").querySelector("[data-run]")

export const press = async (button) => {
  const run = button.parentElement.querySelector("[data-run]")
  const own = await panel(run)
  if (button === run) own.press()
  else if (own.edit && !own.edit.isChanged) own.edit.close()
  else (await edited(run)).editor.field.focus()
}

// What was changed before, and what a link brings, is there again; nothing of it runs.
export const again = async () => {
  const { blocks } = await import("./keep.js")
  for (const id of blocks()) if (runner(id)) await edited(runner(id))
  const { given } = await import("./share.js")
  const { torn, block, version } = await given()
  const { words } = await import("./words.js")
  if (torn) alert$.next(words.torn)
  if (!version || !runner(block)) return
  const edit = await edited(runner(block))
  const mine = edit.isChanged
  edit.set(version)
  edit.note.textContent = mine ? `${words.given} ${words.mine}` : words.given
  edit.editor.box.scrollIntoView({ block: "center" })
  history.replaceState(null, "", `#${block}`)
}
