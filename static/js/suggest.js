// Suggestions under a search box (ARIA combobox): arrows choose, Enter goes, Escape shuts. The form works without them.
// Searches made before are offered when the box is empty; they are kept on this device alone and can be taken away.
const PAUSE = 140, KEPT = "phiencho.recent", MOST = 8

function recent() {
  try { return JSON.parse(localStorage.getItem(KEPT) || "[]").filter((one) => typeof one === "string").slice(0, MOST) } catch { return [] }
}
function keep(searches) {
  try { searches.length ? localStorage.setItem(KEPT, JSON.stringify(searches.slice(0, MOST))) : localStorage.removeItem(KEPT) } catch { /* a device that keeps nothing */ }
}

function element(tag, name, text, parts = []) {
  const made = document.createElement(tag)
  if (name) made.className = name
  if (text) made.textContent = text
  made.append(...parts)
  return made
}

function attach(form) {
  const input = form.querySelector("input[type=search]")
  const list = element("div", "suggest")
  list.id = "suggest-" + Math.random().toString(36).slice(2, 8)
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", input.getAttribute("aria-label"))
  list.hidden = true
  const before = element("div", "suggest recent")
  before.hidden = true
  form.append(list, before)
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]])
    input.setAttribute(name, value)

  let timer, asked, chosen = -1
  const kept = new Map()
  const options = () => [...list.children]

  function open(shown) {
    list.hidden = !shown
    input.setAttribute("aria-expanded", String(shown))
    if (shown) before.hidden = true
    else choose(-1)
  }
  function choose(index) {
    chosen = index
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === index)))
    const now = options()[index]
    if (now) { input.setAttribute("aria-activedescendant", now.id); now.scrollIntoView({ block: "nearest" }) }
    else input.removeAttribute("aria-activedescendant")
  }
  function show(items) {
    list.replaceChildren(...items.map((item, n) => {
      const option = element("a", "suggest__item", "", [
        element("span", "", item.label),
        element("span", "suggest__kind", [item.kind, item.count].filter((x) => x || x === 0).join(" · ")),
      ])
      option.id = `${list.id}-${n}`
      option.href = item.url
      option.tabIndex = -1
      option.setAttribute("role", "option")
      option.setAttribute("aria-selected", "false")
      return option
    }))
    open(items.length > 0)
  }
  function showRecent() {
    const searches = recent()
    open(false)
    before.hidden = !searches.length || input.value.trim().length > 1
    if (before.hidden) return
    const clear = element("button", "link small", form.dataset.clear)
    clear.type = "button"
    clear.addEventListener("click", () => { keep([]); before.hidden = true; input.focus() })
    const lines = searches.map((words) => {
      const link = element("a", "suggest__item", words)
      link.href = `${form.action}?q=${encodeURIComponent(words)}`
      const remove = element("button", "recent__remove", "×")
      remove.type = "button"
      remove.setAttribute("aria-label", form.dataset.remove.replace("{q}", words))
      remove.addEventListener("click", () => {
        keep(recent().filter((one) => one !== words))
        showRecent()
        ;(before.querySelector("a") || input).focus()
      })
      return element("li", "recent__line", "", [link, remove])
    })
    before.replaceChildren(element("p", "recent__head", "", [element("b", "", form.dataset.recent), clear]), element("ul", "", "", lines))
  }
  async function ask() {
    const words = input.value.trim().toLowerCase()
    if (words.length < 2) return showRecent()
    before.hidden = true
    asked?.abort()
    asked = new AbortController()
    if (!kept.has(words)) {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asked.signal })
      if (!answer.ok) return open(false)
      kept.set(words, (await answer.json()).items || [])
    }
    if (document.activeElement === input && input.value.trim().toLowerCase() === words) show(kept.get(words))
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => ask().catch(() => {}), PAUSE) })
  input.addEventListener("focus", () => before.hidden && list.hidden && input.value.trim().length < 2 && showRecent())
  input.addEventListener("keydown", (event) => {
    const count = options().length
    if (event.isComposing) return
    if (event.key === "ArrowDown" && !before.hidden) { before.querySelector("a")?.focus(); event.preventDefault() }
    else if (event.key === "Escape" && !(list.hidden && before.hidden)) { open(false); before.hidden = true; event.preventDefault() }
    else if (event.key === "ArrowDown" && count) { if (list.hidden) open(true); choose((chosen + 1) % count); event.preventDefault() }
    else if (event.key === "ArrowUp" && !list.hidden && count) { choose((chosen <= 0 ? count : chosen) - 1); event.preventDefault() }
    else if (event.key === "Enter" && !list.hidden && chosen >= 0) { event.preventDefault(); options()[chosen].click() }
  })
  before.addEventListener("keydown", (event) => {
    const links = [...before.querySelectorAll("a")], at = links.indexOf(document.activeElement)
    if (event.key === "Escape") { before.hidden = true; input.focus(); before.hidden = true; event.preventDefault() }
    else if (event.key === "ArrowDown" && at >= 0) { links[Math.min(at + 1, links.length - 1)].focus(); event.preventDefault() }
    else if (event.key === "ArrowUp" && at >= 0) { at ? links[at - 1].focus() : input.focus(); event.preventDefault() }
  })
  form.addEventListener("submit", () => {
    const words = input.value.trim()
    if (words) keep([words, ...recent().filter((one) => one.toLowerCase() !== words.toLowerCase())])
  })
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) { open(false); before.hidden = true } })
  for (const box of [list, before]) box.addEventListener("pointerdown", (event) => event.target.closest("button") || event.preventDefault())
}

document.querySelectorAll("[data-suggest]").forEach(attach)
