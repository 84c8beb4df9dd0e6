// A list one goes through by keyboard: J down, K up, Enter opens the row's link. Not while typing.
const links = [...document.querySelectorAll("[data-rows] > li")].map((row) => row.querySelector("a")).filter(Boolean)
const hint = document.querySelector("[data-keys]")
if (hint && matchMedia("(hover: hover)").matches) hint.hidden = false

document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key.toLowerCase()]
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return
  const now = links.indexOf(document.activeElement)
  links[Math.min(Math.max(now + step, 0), links.length - 1)]?.focus()
})
