// The theme starts this worker with the page; what searches comes with the first message.
let coming // answer(), of search.js
addEventListener("message", async ({ data }) => {
  await (coming ??= importScripts("search.js") ?? true) // in a frame it takes its time
  postMessage(await answer(data))
})
