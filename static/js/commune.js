// Choosing a province brings its communes; without scripts the form asks for them by being sent.
function attach(province) {
  const commune = document.getElementById(province.dataset.province)
  const line = (value, text) => new Option(text, value)
  async function fill() {
    commune.replaceChildren(line("", commune.dataset.wait))
    commune.disabled = true
    try {
      const answer = await fetch(`/api/v1/places/${encodeURIComponent(province.value)}`)
      const { items } = answer.ok ? await answer.json() : { items: [] }
      commune.replaceChildren(line("", commune.dataset.blank), ...items.map((place) => line(place.code, place.name)))
    } catch {
      commune.replaceChildren(line("", commune.dataset.blank))
    }
    commune.disabled = false
  }
  province.addEventListener("change", () => province.value && fill())
  document.querySelectorAll("[data-commune-reload]").forEach((button) => { button.hidden = true })
}

document.querySelectorAll("[data-province]").forEach(attach)
