// A page opened from a folder gets no workers: the search runs in a hidden frame instead.
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
}
