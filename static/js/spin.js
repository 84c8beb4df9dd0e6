// A thing turned by hand: drag, arrow keys or buttons go from view to view. Nothing moves by itself, and no view is fetched
// before the turn is opened. Without scripts the views stand in a row.
function attach(box) {
  const stage = box.querySelector("[data-spin-stage]"), views = [...stage.querySelectorAll("[data-view]")]
  const says = stage.dataset.says
  const told = box.querySelector("[data-spin-says]")
  let now = 0, from = null

  function show(next) {
    now = (next + views.length) % views.length
    views.forEach((view, n) => { view.hidden = n !== now })
    // The neighbours are fetched too, so that a turn does not blink.
    for (const step of [0, 1, 2, -1]) {
      const image = views[(now + step + views.length) % views.length].querySelector("img")
      image.loading = "eager"
    }
    told.textContent = says.replace("{n}", now + 1)
    stage.setAttribute("aria-valuenow", now + 1)
    stage.setAttribute("aria-valuetext", told.textContent)
  }
  function begin() {
    if (box.classList.contains("spin--live")) return
    box.classList.add("spin--live")
    Object.assign(stage, { tabIndex: 0 })
    for (const [name, value] of Object.entries({ role: "slider", "aria-valuemin": 1, "aria-valuemax": views.length, "aria-label": stage.dataset.label })) stage.setAttribute(name, value)
    show(0)
  }

  box.addEventListener("toggle", () => { if (box.open) begin() })
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    const ends = { Home: 0, End: views.length - 1 }[event.key]
    if (step === undefined && ends === undefined) return
    event.preventDefault()
    show(ends ?? now + step)
  })
  stage.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, view: now }
    stage.setPointerCapture(event.pointerId)
  })
  stage.addEventListener("pointermove", (event) => {
    if (!from) return
    const step = Math.round((event.clientX - from.x) / (stage.clientWidth / views.length))
    if (from.view + step !== now) show(from.view + step)
  })
  for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, () => { from = null })
  stage.addEventListener("dragstart", (event) => event.preventDefault())
  box.querySelectorAll("[data-spin-step]").forEach((button) => button.addEventListener("click", () => show(now + Number(button.dataset.spinStep))))
}

document.querySelectorAll("[data-spin]").forEach(attach)
