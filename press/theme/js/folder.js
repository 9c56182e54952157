// A page opened from a folder gets no workers, and fetches, copies and downloads nothing:
// the search runs in a hidden frame, a program opens, a notebook comes as a script; Run and
// questions say by which command they work. From a server in the folder all is as on the
// site, its policy, too.
if (location.protocol !== "file:") {
  const { content } = document.querySelector('meta[name="policy"]')
  document.head.append(Object.assign(document.createElement("meta"), { httpEquiv: "Content-Security-Policy", content }))
} else {
  const zh = document.documentElement.lang.startsWith("zh")
  const top = new URL("../../../", document.currentScript.src).href
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
  const opens = (text) => text.replace(/^Copy/, "Open").replace(/^复制/, "打开")
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-program]")) {
      button.textContent = opens(button.textContent)
      button.title = button.ariaLabel = opens(button.ariaLabel)
    }
    const whole = document.querySelector("[data-page]")
    if (whole) whole.textContent = opens(whole.textContent)
  })
  const said = { // of Run, of a question, and of a figure
    run: ["不许启动 Python", "那里就能运行", "starts no Python", "there it runs"],
    recall: ["不许启动判对错的程序", "那里就能作答", "starts nothing that judges answers", "there they are judged"],
    live: ["不加载让图动起来的程序", "那里可以拖动上面这幅图", "loads nothing that moves figures", "there the figure above can be dragged"],
  }
  const how = (id, [notHere, there, notHereEn, thereEn]) => {
    const inner = location.href.slice(top.length).replace(/index\.html.*/, "")
    const address = `http://127.0.0.1:8000/${inner}#${id}`
    const command = (python) => `<code>${python} -m http.server -b 127.0.0.1</code>`
    return zh
      ? `从文件夹打开的网页里，浏览器${notHere}。在解压后的文件夹里打开终端，输入 ${command("python3")}（Windows 上输入 ${command("py")}），让它一直开着，再打开 <a href="${address}">${address}</a>，${there}。`
      : `In a page that is opened from a folder, the browser ${notHereEn}. Open a terminal in the unpacked folder, type ${command("python3")} (on Windows ${command("py")}), leave it open, and go to <a href="${address}">${address}</a>: ${thereEn}.`
  }
  const explain = (block, id, words) => {
    if (block.nextElementSibling?.matches("[data-how]")) return
    const note = document.createElement("p")
    note.dataset.how = ""
    note.role = "status"
    block.after(note)
    setTimeout(() => { note.innerHTML = how(id, words) }) // heard only if it was empty before
  }
  addEventListener("DOMContentLoaded", () => {
    for (const figure of document.querySelectorAll("[data-live]")) {
      const note = document.createElement("p")
      note.className = "caption"
      note.innerHTML = how(`live=${figure.dataset.live}`, said.live)
      figure.after(note)
    }
  })
  addEventListener("click", (event) => {
    const found = event.target.closest("[data-run], [data-edit], [data-program], [data-page], a[download], .recall button")
    if (!found) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const list = found.closest(".recall")
    if (list) return explain(list, "recall", said.recall)
    const block = found.closest(".highlight")
    if (!found.matches("[data-program], a")) return explain(block, block.querySelector("pre code").id, said.run)
    const url = found.dataset.program ?? found.getAttribute("href")
    if (url.endsWith(".ipynb")) save(url)
    else open(url)
  }, true)
}
