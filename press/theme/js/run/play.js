// The playground: what one chooses stands in the editor; Undo brings back what stood there.
import { open } from "./page.js"

export const begin = async () => {
  const row = document.querySelector(".play")
  const edit = await open(document.querySelector(".playground [data-run]"))
  const select = row.querySelector("select")
  select.addEventListener("change", () => {
    if (!select.value) return
    edit.set({ text: select.value, above: null })
    select.value = ""
  })
  row.hidden = false
}
