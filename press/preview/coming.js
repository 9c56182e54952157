// While the site is being made: a figure takes the place of its box, a line says how far it all is.
const zh = document.documentElement.lang.startsWith("zh")
const note = document.createElement("output")
note.id = "coming"
note.style.cssText = "position:fixed;left:.6rem;bottom:.6rem;z-index:9;padding:.2rem .6rem;border-radius:.2rem;font-size:.6rem;background:#1e2129;color:#dde2ec"
const words = ({ pages: [made, all], figures: [drawn, files] }) => zh
  ? `还在生成：网页 ${made}/${all}，插图文件 ${drawn}/${files}，最后是搜索`
  : `Still being made: pages ${made}/${all}, files of figures ${drawn}/${files}, search at the end`
const address = (image) => new URL(image.src).pathname.match(/\/assets\/(\w+\/\w+)(\.dark)?\.svg$/)?.[1]
const replace = async (image) => {
  const fresh = new Image()
  fresh.src = `${image.src.split("?")[0]}?${Date.now()}`
  await fresh.decode()
  Object.assign(image, { src: fresh.src, width: fresh.naturalWidth, height: fresh.naturalHeight })
}
const show = (state) => {
  const still = new Set(state.coming)
  const there = began.coming.filter((each) => !still.has(each))
  for (const image of document.images) if (there.includes(address(image))) replace(image)
  began.coming = state.coming
  note.textContent = words(state)
  if (!state.busy) return note.remove()
  document.body.append(note)
  setTimeout(look, 400)
}
const look = () => fetch("/coming.json").then((answer) => answer.json()).then(show).catch(() => note.remove())
look()
