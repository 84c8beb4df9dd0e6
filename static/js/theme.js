// Sets the theme before the first paint, so it must block: keep it tiny.
(() => {
  const root = document.documentElement
  const system = matchMedia("(prefers-color-scheme: dark)")
  let chosen = null
  try { chosen = localStorage.getItem("theme") } catch { /* storage may be forbidden */ }
  const show = () => { root.dataset.theme = chosen || (system.matches ? "dark" : "light") }
  root.dataset.script = ""
  show()
  system.addEventListener("change", show)
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return
    chosen = root.dataset.theme === "dark" ? "light" : "dark"
    try { localStorage.setItem("theme", chosen) } catch { /* then it lasts for this page */ }
    show()
  })
})()
