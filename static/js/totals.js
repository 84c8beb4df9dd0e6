// At checkout another province or way of delivery means other fees: the parts marked data-total are fetched again from
// the page itself.
const province = document.querySelector("select[data-province]")
const chosen = "[data-ways] input:checked"

async function recount() {
  const asked = new URLSearchParams({ province_code: province.value })
  for (const way of document.querySelectorAll(chosen)) asked.set(way.name, way.value)
  const answer = await fetch(`${location.pathname}?${asked}`)
  if (!answer.ok || answer.redirected) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const key = document.querySelector("input[name=key]").value
  for (const part of document.querySelectorAll("[data-total]")) {
    const fresh = page.querySelector(`[data-total="${part.dataset.total}"]`)
    if (fresh) part.replaceChildren(...fresh.childNodes)
  }
  document.querySelector("input[name=key]").value = key
}

if (province) province.addEventListener("change", () => province.value && recount().catch(() => {}))
if (province) for (const part of document.querySelectorAll("[data-ways]")) {
  part.querySelector("[data-recount]").hidden = true
  part.addEventListener("change", () => recount().catch(() => { part.querySelector("[data-recount]").hidden = false }))
}
