// A page opened from a folder gets no workers, and fetches, copies and downloads nothing:
// the search runs in a hidden frame, a program opens, a notebook comes as a script.
if (location.protocol === "file:") {
  const inside = `
    var postMessage = (data) => parent.postMessage(data, "*")
    var load = (url) => new Promise((done) => {
      const script = document.createElement("script")
      script.src = new URL(url, here)
      script.onload = done
      document.head.append(script)
    })
    var importScripts = (...urls) => urls.reduce((before, url) => before.then(() => load(url)), Promise.resolve())`
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      const here = new URL(url, location).href // from where the worker imports
      frame.srcdoc = `<script>var here = ${JSON.stringify(here)}; ${inside}</script><script src="${here.replaceAll("&", "&amp;")}"></script>`
      this.ready = new Promise((done) => { frame.onload = () => done(frame.contentWindow) })
      addEventListener("message", ({ source, data }) => {
        if (source === frame.contentWindow) this.dispatchEvent(new MessageEvent("message", { data }))
      })
      document.documentElement.append(frame)
    }
    postMessage(data) {
      this.ready.then((inner) => inner.dispatchEvent(new MessageEvent("message", { data })))
    }
  }
  const save = (url) => {
    const script = document.createElement("script")
    script.src = `${url}.js`
    script.onerror = () => open(url)
    script.onload = () => {
      const link = document.createElement("a")
      link.href = URL.createObjectURL(new Blob([__notebook]))
      link.download = url.split("/").pop()
      link.click()
    }
    document.head.append(script)
  }
  addEventListener("click", (event) => {
    const found = event.target.closest("[data-program], a[download]")
    if (!found) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const url = found.dataset.program ?? found.getAttribute("href")
    if (url.endsWith(".ipynb")) save(url)
    else open(url)
  }, true)
}
