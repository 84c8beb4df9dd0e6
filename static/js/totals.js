// At checkout another province means other fees: the parts marked data-total are fetched again from the page itself.
const province = document.querySelector("select[data-province]")

async function recount() {
  const answer = await fetch(`${location.pathname}?province_code=${encodeURIComponent(province.value)}`)
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
