// At checkout another place or way of delivery means other fees: the parts marked data-total are fetched again from the
// page itself; another place also means other ways to choose from.
const province = document.querySelector("select[data-province]")
const commune = province && document.getElementById(province.dataset.province)
const chosen = "[data-ways] input:checked"

function renew(page, name) {
  for (const part of document.querySelectorAll(`[data-${name}]`)) {
    const fresh = page.querySelector(`[data-${name}="${part.dataset[name]}"]`)
    if (fresh) part.replaceChildren(...fresh.childNodes)
  }
}

async function recount(names) {
  const asked = new URLSearchParams({ province_code: province.value, commune_code: commune.value })
  for (const way of document.querySelectorAll(`${chosen}, [data-slots] select`)) asked.set(way.name, way.value)
  const answer = await fetch(`${location.pathname}?${asked}`)
  if (!answer.ok || answer.redirected) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const key = document.querySelector("input[name=key]").value
  for (const name of names) renew(page, name)
  document.querySelector("input[name=key]").value = key
  hide()
}

function hide() {
  for (const button of document.querySelectorAll("[data-ways] [data-recount]")) button.hidden = true
}

function show() {
  for (const button of document.querySelectorAll("[data-ways] [data-recount]")) button.hidden = false
}

for (const place of province ? [province, commune] : []) {
  place.addEventListener("change", () => province.value && recount(["total", "ways", "slots"]).catch(() => {}))
}
if (province) hide()
if (province) for (const part of document.querySelectorAll("[data-ways]")) {
  part.addEventListener("change", () => recount(["total", "slots"]).catch(show))
}
