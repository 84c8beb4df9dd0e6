// What a visitor keeps of a fair, on this device alone: a stamp for each hall where she called at a stand, and stands to come back to.
const KEPT = "phiencho.walk", MOST = 60

function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(KEPT) || "{}")
    return all && typeof all === "object" && !Array.isArray(all) ? all : {}
  } catch { return {} }
}
function of(fair) {
  const one = kept()[fair]
  return { halls: Array.isArray(one?.halls) ? one.halls : [], stands: Array.isArray(one?.stands) ? one.stands : [] }
}
function keep(fair, walk) {
  const all = kept()
  if (walk.halls.length || walk.stands.length) all[fair] = walk
  else delete all[fair]
  try { localStorage.setItem(KEPT, JSON.stringify(all)) } catch { /* a device that keeps nothing */ }
}
const says = (text, names) => text.replace(/\{(\w+)\}/g, (_, name) => names[name])

// At a stand: its hall is stamped, and a button keeps the stand.
for (const here of document.querySelectorAll("[data-call]")) {
  const { fair, hall, slug, number, title } = here.dataset
  const walk = of(fair), button = here.querySelector("[data-keep]"), note = here.querySelector("[data-stamped]")
  if (hall && !walk.halls.includes(hall)) {
    walk.halls.push(hall)
    keep(fair, walk)
    note.hidden = false
  }
  const mark = () => button.setAttribute("aria-pressed", of(fair).stands.some((one) => one.slug === slug))
  button.addEventListener("click", () => {
    const now = of(fair), rest = now.stands.filter((one) => one.slug !== slug)
    now.stands = rest.length < now.stands.length ? rest : [{ slug, number, title }, ...rest].slice(0, MOST)
    keep(fair, now)
    mark()
  })
  mark()
  here.hidden = false
}

// On the fair's page: the card of stamps, and the stands that were kept.
for (const card of document.querySelectorAll("[data-stamps]")) {
  const fair = card.dataset.stamps, list = card.querySelector("[data-kept-stands]")
  const show = () => {
    const walk = of(fair), cells = [...card.querySelectorAll("[data-hall]")]
    for (const cell of cells) {
      const seen = walk.halls.includes(cell.dataset.hall)
      cell.classList.toggle("stamp--in", seen)
      cell.querySelector("[data-says]").textContent = seen ? card.dataset.seen : card.dataset.unseen
    }
    const got = cells.filter((cell) => cell.classList.contains("stamp--in")).length
    card.querySelector("[data-full]").hidden = !cells.length || got < cells.length
    list.replaceChildren(...walk.stands.filter((one) => /^[a-z0-9-]{1,200}$/.test(one?.slug)).map((one) => row(fair, one, show)))
    card.querySelector("[data-none]").hidden = list.children.length > 0
    card.querySelector("[data-forget]").hidden = !got && !list.children.length
  }
  const row = (fair, one, again) => {
    const item = card.querySelector("template").content.firstElementChild.cloneNode(true)
    const link = item.querySelector("a"), drop = item.querySelector("button")
    link.href = `${card.dataset.base}/${one.slug}`
    link.textContent = one.title
    item.querySelector("[data-number]").textContent = one.number
    drop.setAttribute("aria-label", says(drop.dataset.label, { name: one.title }))
    drop.addEventListener("click", () => {
      const now = of(fair)
      now.stands = now.stands.filter((other) => other.slug !== one.slug)
      keep(fair, now)
      again()
      card.querySelector("summary").focus()
    })
    return item
  }
  card.querySelector("[data-forget]").addEventListener("click", () => {
    keep(fair, { halls: [], stands: [] })
    show()
    card.querySelector("summary").focus()
  })
  show()
  card.hidden = false
  if (location.hash === `#${card.id}`) {
    card.open = true
    card.scrollIntoView()
  }
}
