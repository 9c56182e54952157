// Figures that compute: the code of each comes when it comes near the view. Until then, on
// paper, without scripts and in a page from a folder, the still figure stands there.
(() => {
  if (location.protocol === "file:") return // where no module can be loaded
  const here = document.currentScript.src
  const begin = async (box) => {
    const { default: figure } = await import(new URL(`${box.dataset.live}.js`, here))
    figure(box)
  }
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      near.unobserve(target)
      begin(target).catch(() => {}) // without a connection the still one stays
    }
  }, { rootMargin: "300px" })
  document.querySelectorAll("[data-live]").forEach((box) => near.observe(box))
  const [, asked] = /^#live=([\w/]+)/.exec(location.hash) ?? []
  if (asked) document.querySelector(`[data-live="${asked}"]`)?.scrollIntoView({ block: "center" })
})()
