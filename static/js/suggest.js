// Suggestions under a search box (ARIA combobox): arrows choose, Enter goes, Escape shuts. The form works without them.
const PAUSE = 140

function attach(form) {
  const input = form.querySelector("input[type=search]")
  const list = document.createElement("div")
  list.className = "suggest"
  list.id = "suggest-" + Math.random().toString(36).slice(2, 8)
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", input.getAttribute("aria-label"))
  list.hidden = true
  form.append(list)
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]])
    input.setAttribute(name, value)

  let timer, asked, chosen = -1
  const kept = new Map()
  const options = () => [...list.children]

  function open(shown) {
    list.hidden = !shown
    input.setAttribute("aria-expanded", String(shown))
    if (!shown) choose(-1)
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
      const option = document.createElement("a")
      option.className = "suggest__item"
      option.id = `${list.id}-${n}`
      option.href = item.url
      option.tabIndex = -1
      option.setAttribute("role", "option")
      option.append(part("", item.label), part("suggest__kind", [item.kind, item.count].filter((x) => x || x === 0).join(" · ")))
      return option
    }))
    open(items.length > 0)
  }
  function part(name, text) {
    const span = document.createElement("span")
    if (name) span.className = name
    span.textContent = text
    return span
  }
  async function ask() {
    const words = input.value.trim().toLowerCase()
    if (words.length < 2) return open(false)
    asked?.abort()
    asked = new AbortController()
    if (!kept.has(words)) {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asked.signal })
      if (!answer.ok) return open(false)
      kept.set(words, (await answer.json()).items || [])
    }
    if (document.activeElement === input) show(kept.get(words))
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => ask().catch(() => {}), PAUSE) })
  input.addEventListener("keydown", (event) => {
    const count = options().length
    if (event.isComposing) return
    if (event.key === "Escape" && !list.hidden) { open(false); event.preventDefault() }
    else if (event.key === "ArrowDown" && count) { if (list.hidden) open(true); choose((chosen + 1) % count); event.preventDefault() }
    else if (event.key === "ArrowUp" && !list.hidden && count) { choose((chosen <= 0 ? count : chosen) - 1); event.preventDefault() }
    else if (event.key === "Enter" && !list.hidden && chosen >= 0) { event.preventDefault(); options()[chosen].click() }
  })
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || open(false))
  list.addEventListener("pointerdown", (event) => event.preventDefault())
}

document.querySelectorAll("[data-suggest]").forEach(attach)
