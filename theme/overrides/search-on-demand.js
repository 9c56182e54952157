// The search index is fetched when somebody turns to the search, not with every page.
(() => {
  const { open, send } = XMLHttpRequest.prototype
  const wanted = new Promise((resolve) => {
    if (new URLSearchParams(location.search).has("q")) resolve()
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
