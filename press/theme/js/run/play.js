// The playground: what one chooses is put into the editor; Undo brings back what stood there.
import { open } from "./page.js"

export const begin = async () => {
  const row = document.querySelector(".play")
  const [select, load] = row.querySelectorAll("select, button")
  const button = document.querySelector(".playground [data-run]")
  const edit = await open(button)
  edit.fold.hidden = true // nothing stands above
  load.addEventListener("click", () => {
    if (!select.value) return
    if (button.hasAttribute("data-busy")) edit.panel.stop()
    edit.set({ text: select.value, above: null })
  })
  row.hidden = false
}
