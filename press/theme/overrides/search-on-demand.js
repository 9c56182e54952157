(() => {
  const { open, send } = XMLHttpRequest.prototype
  const wanted = new Promise((resolve) => {
    const asked = new URLSearchParams(location.search)
    if (asked.has("q") || asked.has("h")) resolve() // a query, or words to be marked
    addEventListener("focusin", ({ target }) => target.matches(".md-search__input") && resolve())
  })
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.waits = String(url).endsWith("/search_index.json")
    return open.call(this, method, url, ...rest)
  }
  XMLHttpRequest.prototype.send = function (body) {
    return this.waits ? wanted.then(() => send.call(this, body)) : send.call(this, body)
  }
})()
