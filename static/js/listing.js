// A list that narrows at once: what is ticked is fetched and put in place, the address follows, focus and Back stay right.
// Without this the form is sent by its button and every chip is a link. On a phone the sheet counts and waits for its button.
const page = document.querySelector("[data-listing-page]")
const phone = matchMedia("(max-width: 900px)")
let asked

const form = () => page.querySelector("[data-facets]")
const sheet = () => page.querySelector("[data-sheet]")

function address() {
  const kept = [...new FormData(form())].filter(([, value]) => value !== "")
  const query = new URLSearchParams(kept).toString()
  return new URL(form().action).pathname + (query ? "?" + query : "")
}

// What had the focus, to be found again in the new page.
function held() {
  const now = document.activeElement
  if (!page.contains(now)) return null
  if (now.name) return `[data-facets] [name="${CSS.escape(now.name)}"]` + (now.type === "checkbox" ? `[value="${CSS.escape(now.value)}"]` : "")
  return now.matches(".sort__way") ? ".sort__way[aria-current]" : "[data-listing-results] .listing__bar a, .sheet__open"
}

async function go(url, { push = true, top = false } = {}) {
  asked?.abort()
  asked = new AbortController()
  page.querySelector("[data-listing]")?.setAttribute("aria-busy", "true")
  let answer, text
  try {
    answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } })
    text = await answer.text()
  } catch (problem) {
    if (problem.name !== "AbortError") location.href = url
    return
  }
  const next = new DOMParser().parseFromString(text, "text/html")
  const fresh = next.querySelector("[data-listing-page]")
  if (!fresh) { location.href = url; return }
  if (push) history.pushState({ listing: true }, "", url)
  put(fresh, next.title, top)
}

function put(fresh, title, top) {
  const focus = held()
  const open = sheet()?.open && phone.matches
  const scroll = form()?.scrollTop
  const unfolded = [...page.querySelectorAll(".facet details[open]")].map((fold) => fold.closest(".facet").querySelector("legend").textContent)
  page.replaceChildren(...fresh.childNodes)
  document.dispatchEvent(new Event("listing-shown"))
  document.title = title
  for (const fold of page.querySelectorAll(".facet details"))
    if (unfolded.includes(fold.closest(".facet").querySelector("legend").textContent)) fold.open = true
  if (open) { sheet().open = true; form().scrollTop = scroll }
  const found = focus && page.querySelector(focus)
  if (found) found.focus({ preventScroll: true })
  const says = page.querySelector("[data-listing-says]")
  if (says) { const text = says.textContent; says.textContent = ""; requestAnimationFrame(() => { says.textContent = text }) }
  if (top) page.scrollIntoView({ block: "start" })
}

if (page) {
  history.replaceState({ listing: true }, "")
  page.addEventListener("change", (event) => event.target.closest("[data-facets]") && go(address()))
  page.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-facets]")) return
    event.preventDefault()
    const shown = sheet()
    if (phone.matches && shown?.open) { shown.open = false; page.querySelector("[data-listing-results]")?.scrollIntoView({ block: "start" }) }
    go(address(), { push: address() !== location.pathname + location.search })
  })
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a.chip--off, .sort__way, .way-out__item, .facets__clear, .row--tight > li > a, .pager a")
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const url = new URL(link.href)
    if (url.origin !== location.origin || url.pathname !== location.pathname) return
    event.preventDefault()
    go(url.pathname + url.search, { top: Boolean(link.closest(".pager")) })
  })
  addEventListener("popstate", (event) => event.state?.listing && go(location.pathname + location.search, { push: false }))
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && phone.matches && sheet()?.open) { sheet().open = false; sheet().querySelector("summary").focus() }
  })
}
