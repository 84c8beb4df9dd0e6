// Goods seen before: their names in addresses lie on this device alone; the cards are asked for anew, so prices are today's.
const KEPT = "phiencho.seen", MOST = 13, SLUG = /^[a-z0-9-]{1,200}$/

function kept() {
  try { return JSON.parse(localStorage.getItem(KEPT) || "[]").filter((one) => SLUG.test(one)).slice(0, MOST) } catch { return [] }
}
function keep(slugs) {
  try { slugs.length ? localStorage.setItem(KEPT, JSON.stringify(slugs.slice(0, MOST))) : localStorage.removeItem(KEPT) } catch { /* a device that keeps nothing */ }
}

async function show(section, slugs) {
  if (!slugs.length) return
  const answer = await fetch(`${section.dataset.seen}?sp=${slugs.join(",")}`, { credentials: "omit" })
  if (!answer.ok) return
  const cards = section.querySelector("[data-seen-cards]")
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  cards.replaceChildren(...page.querySelectorAll("ul > li"))
  section.hidden = !cards.children.length
  document.dispatchEvent(new Event("cards-shown"))
}

for (const section of document.querySelectorAll("[data-seen]")) {
  const now = section.dataset.slug, before = kept().filter((one) => one !== now)
  section.querySelector("[data-seen-clear]").addEventListener("click", () => {
    keep([])
    section.hidden = true
    document.getElementById("main").focus()
  })
  show(section, before.slice(0, 4)).catch(() => {}) // without it the page still works
  if (now) keep([now, ...before])
}
