// The playground: what one chooses is put into the editor; Undo brings back what stood there.
import { open } from "./page.js"

export const begin = () => {
  const row = document.querySelector(".play")
  const [select, load] = row.querySelectorAll("select, button")
  const button = document.querySelector(".playground [data-run]")
  load.addEventListener("click", async () => {
    if (!select.value) return
    const edit = await open(button)
    edit.fold.hidden = true // nothing stands above
    if (button.hasAttribute("data-busy")) edit.panel.stop()
    edit.set({ text: select.value, above: null })
  })
  row.hidden = false
}
