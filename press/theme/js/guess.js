// A guess before an output: whatever is chosen opens it, and says what the choice comes from.
import { either, guess, record, here } from "./progress.js"

const SHOWN = -1 // asked to be shown, which is no guess
const right = either("猜对了：", "Right: ")
const wrong = either("不对：", "No: ")

const tell = (option) => {
  if ("told" in option.dataset) return
  option.dataset.told = ""
  const spoken = Object.assign(document.createElement("b"), { className: "spoken", textContent: "right" in option.dataset ? right : wrong })
  option.querySelector("span").prepend(spoken)
}

const show = (box, number) => {
  const options = [...box.querySelectorAll("li")]
  box.parentElement.dataset.open = ""
  const chosen = options[number]
  if (!chosen) return
  chosen.dataset.chosen = ""
  options.filter((each) => each === chosen || "right" in each.dataset).forEach(tell)
}

// The first choice counts; what is pressed later only says what it would have come from.
export const answer = (button) => {
  const box = button.closest(".guess")
  const option = button.closest("li")
  if ("open" in box.parentElement.dataset) return option && tell(option)
  const number = option ? [...option.parentElement.children].indexOf(option) : SHOWN
  show(box, number)
  if (number === SHOWN) box.parentElement.querySelector(".lines")?.focus({ preventScroll: true })
  guess(box.id, number)
}

// What was guessed before is open again.
export const begin = () => {
  for (const [name, number] of Object.entries(record().pages[here]?.guessed ?? {})) {
    const box = document.getElementById(name)
    if (box?.matches(".guess")) show(box, number)
  }
}
