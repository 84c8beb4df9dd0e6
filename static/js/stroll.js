// Strolling from booth to booth: arrow keys and a swipe do what the links to its neighbours do.
const next = document.querySelector("main a[rel=next]"), previous = document.querySelector("main a[rel=prev]")
const go = (link) => { if (link) location.assign(link.href) }
const SELF = "input, textarea, select, [contenteditable], [data-plan], [data-gallery]" // these have their own use for arrows

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest?.(SELF)) return
  if (event.key === "ArrowRight") go(next)
  if (event.key === "ArrowLeft") go(previous)
})

let from = null
const area = document.querySelector("[data-stroll]")
area?.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? [event.touches[0].clientX, event.touches[0].clientY] : null }, { passive: true })
area?.addEventListener("touchend", (event) => {
  if (!from) return
  const { clientX, clientY } = event.changedTouches[0], across = clientX - from[0]
  if (Math.abs(across) > 60 && Math.abs(clientY - from[1]) < 40) go(across < 0 ? next : previous)
})
