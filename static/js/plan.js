// The hall plan: arrows walk to the nearest stand that way, a stand in focus shows its card, a swipe on the card
// strolls on, and on a narrow screen the plan comes closer to the stand in focus. Two fingers, the wheel with Ctrl and two
// buttons come closer anywhere; one finger then moves it. One Tab enters the plan. Every stand is a link without this.
const NARROW = 520
const TARGET = 24 // pixels that a finger needs
const REACH = 4.5 // how many stands wide the close view is

function attach(plan) {
  const stands = [...plan.querySelectorAll("[data-stand]")]
  const [, , width, height] = plan.getAttribute("viewBox").split(" ").map(Number)
  const card = document.querySelector("[data-stand-card]")
  const back = document.querySelector("[data-plan-whole]")
  const middles = new Map()
  function middle(stand) {
    if (!middles.has(stand)) { const box = stand.getBBox(); middles.set(stand, [box.x + box.width / 2, box.y + box.height / 2]) }
    return middles.get(stand)
  }
  let view = [0, 0, width, height]
  function look(x, y, w) {
    w = Math.min(Math.max(w, width / 12), width)
    const h = w * height / width
    view = [Math.min(Math.max(x, 0), width - w), Math.min(Math.max(y, 0), height - h), w, h]
    plan.setAttribute("viewBox", view.map((one) => one.toFixed(1)).join(" "))
    const near = w < width - 1
    plan.classList.toggle("plan--near", near)
    if (back) back.hidden = !near
  }
  // Closer by a factor, with this point of the screen where it was.
  function zoom(by, clientX, clientY) {
    const frame = plan.getBoundingClientRect(), [x, y, w, h] = view
    const ax = clientX === undefined ? .5 : (clientX - frame.left) / frame.width, ay = clientY === undefined ? .5 : (clientY - frame.top) / frame.height
    const wide = Math.min(Math.max(w / by, width / 12), width)
    look(x + (w - wide) * ax, y + (h - wide * height / width) * ay, wide)
  }
  function enter(stand) { for (const one of stands) one.setAttribute("tabindex", one === stand ? 0 : -1) }

  function nearest(from, dx, dy) {
    const [x, y] = middle(from)
    let best = null, least = Infinity
    for (const stand of stands) {
      const [tx, ty] = middle(stand), ahead = (tx - x) * dx + (ty - y) * dy, aside = Math.abs((tx - x) * dy + (ty - y) * dx)
      if (stand.hasAttribute("href") && ahead > 4 && ahead + 2 * aside < least) { best = stand; least = ahead + 2 * aside }
    }
    return best
  }
  function closer(stand) {
    if (plan.clientWidth > NARROW) return
    const [x, y] = middle(stand), w = Math.min(width, stand.getBBox().width * REACH), h = w * height / width
    look(x - w / 2, y - h / 2, w)
  }
  async function showCard(stand) {
    if (!card || !stand.dataset.card || card.dataset.shown === stand.dataset.stand) return
    card.dataset.shown = stand.dataset.stand
    const answer = await fetch(stand.dataset.card).catch(() => null)
    if (!answer?.ok || card.dataset.shown !== stand.dataset.stand) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector("[data-stand-card]") || page.querySelector(".stand")
    const way = page.querySelector(".plan__way"), old = plan.querySelector(".plan__way")
    if (way && old) old.setAttribute("d", way.getAttribute("d"))
    if (fresh) card.replaceChildren(...(fresh.matches("[data-stand-card]") ? fresh.childNodes : [fresh]))
  }
  function mark(stand) {
    for (const other of stands) {
      other.classList.toggle("plan__stand--on", other === stand)
      other === stand ? other.setAttribute("aria-current", "true") : other.removeAttribute("aria-current")
    }
    document.querySelectorAll("[data-aisle]").forEach((line) => line.dataset.aisle === stand.dataset.stand ? line.setAttribute("aria-current", "true") : line.removeAttribute("aria-current"))
  }
  function visit(stand) { mark(stand); enter(stand); closer(stand); showCard(stand) }

  plan.addEventListener("focusin", (event) => { const stand = event.target.closest("[data-stand]"); if (stand?.matches(":focus-visible")) visit(stand) })
  plan.addEventListener("click", (event) => { // the first click shows the card, one on the stand in focus goes there
    const stand = event.target.closest("[data-stand]")
    if (!card || !stand?.dataset.card || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (dragged) return
    const go = stand.hasAttribute("aria-current") && card.querySelector("[data-go], .button--go")
    if (go) return location.assign(go.href)
    visit(stand)
    history.replaceState(null, "", stand.getAttribute("href"))
    card.scrollIntoView({ block: "nearest", behavior: "smooth" })
  })
  plan.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    const from = event.target.closest("[data-stand]")
    if (event.key === "Escape") return reset()
    if (!way || !from) return
    event.preventDefault()
    const next = nearest(from, ...way)
    if (next) { enter(next); next.focus() }
  })
  function reset() { look(0, 0, width) }
  back?.addEventListener("click", reset)
  const buttons = document.querySelector("[data-plan-zoom]")
  if (buttons) {
    buttons.hidden = false
    buttons.querySelector("[data-plan-closer]").addEventListener("click", () => zoom(1.6))
    buttons.querySelector("[data-plan-farther]").addEventListener("click", () => zoom(1 / 1.6))
  }
  const fingers = new Map()
  let dragged = false
  plan.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.clientX, event.clientY) } }, { passive: false })
  plan.addEventListener("touchstart", (event) => { if (event.touches.length > 1) event.preventDefault() }, { passive: false })
  plan.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, event); if (fingers.size === 1) dragged = false })
  plan.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId)
    if (!last) return
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    const scale = view[2] / plan.clientWidth
    if (other) {
      const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)
      zoom(apart(event) / Math.max(apart(last), 1), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2)
      dragged = true
    } else if (view[2] < width - 1 && (dragged || Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) > 6)) {
      look(view[0] - (event.clientX - last.clientX) * scale, view[1] - (event.clientY - last.clientY) * scale, view[2])
      dragged = true
    } else return
    fingers.set(event.pointerId, event)
  })
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) plan.addEventListener(name, (event) => fingers.delete(event.pointerId))
  // In a hall so large that a finger would miss its stands one begins close to the stand in focus.
  const first = plan.querySelector("[data-stand][aria-current]"), size = first ? first.getBBox().width : 0
  if (card && first && size * plan.clientWidth / width < TARGET) {
    const w = size * plan.clientWidth / (2 * TARGET), [x, y] = middle(first)
    look(x - w / 2, y - w * height / width / 2, w)
  }
  enter(plan.querySelector("[aria-current]") || stands.find((stand) => stand.hasAttribute("href")))

  let from = null
  card?.addEventListener("touchstart", (event) => { from = [event.touches[0].clientX, event.touches[0].clientY] }, { passive: true })
  card?.addEventListener("touchend", (event) => {
    const { clientX, clientY } = event.changedTouches[0]
    if (Math.abs(clientX - from[0]) < 60 || Math.abs(clientY - from[1]) > 40) return
    const link = card.querySelector(clientX < from[0] ? "[rel=next]" : "[rel=prev]")
    if (link) location.assign(link.href)
  })
}

document.querySelectorAll("[data-plan]").forEach(attach)
