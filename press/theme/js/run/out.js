// What a program prints, in few messages and not without end: a message for each
// print would hold up the page, and with it the button that stops it.
const WAIT = 30 // milliseconds
export const MOST = 200_000 // letters
export const DRAWN = 20 // pictures

export class Out {
  constructor(send) {
    this.send = send
    this.held = ""
    this.stream = "stdout"
    this.total = 0
    this.pictures = 0
    this.last = 0
  }

  to(stream) {
    const decoder = new TextDecoder()
    const write = (bytes) => {
      this.add(stream, decoder.decode(bytes, { stream: true }))
      return bytes.length
    }
    return { isatty: false, write }
  }

  add(stream, text) {
    if (this.total >= MOST) return
    if (stream !== this.stream) this.flush()
    this.stream = stream
    this.held += text.slice(0, MOST - this.total)
    this.total += text.length
    if (performance.now() - this.last > WAIT) this.flush()
    if (this.total >= MOST) {
      this.flush()
      this.send("cut", "")
    }
  }

  // A picture in its place among the lines; of more than so many the text alone.
  draw(text, told) {
    if (this.total >= MOST) return
    this.flush()
    this.pictures += 1
    if (this.pictures === DRAWN + 1) this.send("undrawn", "")
    if (this.pictures > DRAWN) return this.add("stdout", text)
    this.total += text.length
    this.send("picture", text, JSON.parse(told))
  }

  flush() {
    if (this.held) this.send(this.stream, this.held)
    this.held = ""
    this.last = performance.now()
  }

  end() {
    this.flush()
  }
}
