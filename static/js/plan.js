// The hall plan: arrows walk to the nearest stand that way, a stand in focus shows its card, a swipe on the card
// strolls on, and on a narrow screen the plan comes closer to the stand in focus. Every stand is a link without this.
const NARROW = 520
const REACH = 4.5 // how many stands wide the close view is

function attach(plan) {
  const stands = [...plan.querySelectorAll("[data-stand]")]
  const whole = plan.getAttribute("viewBox")
  const [, , width, height] = whole.split(" ").map(Number)
  const card = document.querySelector("[data-stand-card]")
  const back = document.querySelector("[data-plan-whole]")
  const middle = (stand) => { const box = stand.getBBox(); return [box.x + box.width / 2, box.y + box.height / 2] }

  function nearest(from, dx, dy) {
    const [x, y] = middle(from)
    let best = null, least = Infinity
    for (const stand of stands) {
      const [tx, ty] = middle(stand), ahead = (tx - x) * dx + (ty - y) * dy, aside = Math.abs((tx - x) * dy + (ty - y) * dx)
      if (ahead > 4 && ahead + 2 * aside < least) { best = stand; least = ahead + 2 * aside }
    }
    return best
  }
  function closer(stand) {
    if (plan.clientWidth > NARROW) return
    const [x, y] = middle(stand), w = Math.min(width, stand.getBBox().width * REACH), h = w * height / width
    const left = Math.min(Math.max(x - w / 2, 0), width - w), top = Math.min(Math.max(y - h / 2, 0), height - h)
    plan.setAttribute("viewBox", `${left} ${top} ${w} ${h}`)
    if (back) back.hidden = false
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
  function visit(stand) { mark(stand); closer(stand); showCard(stand) }

  plan.addEventListener("focusin", (event) => { const stand = event.target.closest("[data-stand]"); if (stand?.matches(":focus-visible")) visit(stand) })
  plan.addEventListener("click", (event) => { // the first click shows the card, one on the stand in focus goes there
    const stand = event.target.closest("[data-stand]")
    if (!card || !stand?.dataset.card || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
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
    nearest(from, ...way)?.focus()
  })
  function reset() { plan.setAttribute("viewBox", whole); if (back) back.hidden = true }
  back?.addEventListener("click", reset)

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
