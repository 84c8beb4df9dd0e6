// A list put in order by hand: drag by the grip, or the up and down buttons that it has anyway. Each item carries
// data-id; the new order goes into the hidden field data-order of its form, which is sent when data-send is set.
function attach(list) {
  const form = list.closest("form") || document.getElementById(list.getAttribute("form"))
  const field = form?.querySelector("[data-order]")
  const items = () => [...list.querySelectorAll(":scope > [data-id]")]
  let held = null

  function settle() {
    items().forEach((item, n) => { const place = item.querySelector("[data-place]"); if (place) place.textContent = n + 1 })
    if (field) field.value = items().map((item) => item.dataset.id).join(",")
    if ("send" in list.dataset) form.requestSubmit(form.querySelector("[data-order-submit]"))
    else form?.querySelector("[data-order-save]")?.removeAttribute("hidden")
  }
  function move(item, step) {
    const all = items(), other = all[all.indexOf(item) + step]
    if (other) other[step < 0 ? "before" : "after"](item)
    return Boolean(other)
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]")
    if (!button || !field) return
    event.preventDefault()
    if (move(button.closest("[data-id]"), Number(button.dataset.move))) settle()
    button.focus()
  })
  list.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const grip = event.target.closest("[data-grip]")
    if (!step || !grip) return
    event.preventDefault()
    if (move(grip.closest("[data-id]"), step)) settle()
    grip.focus()
  })
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]")
    if (!grip) return
    held = grip.closest("[data-id]")
    held.classList.add("sorted__item--held")
    grip.setPointerCapture(event.pointerId)
  })
  list.addEventListener("pointermove", (event) => {
    if (!held) return
    const over = items().find((item) => {
      const box = item.getBoundingClientRect()
      return item !== held && event.clientY > box.top && event.clientY < box.bottom && (box.width === list.clientWidth || (event.clientX > box.left && event.clientX < box.right))
    })
    if (!over) return
    // The others move around the held one: an item taken out of the page, were it only to be put back, loses the pointer.
    const all = items(), from = all.indexOf(held), to = all.indexOf(over)
    if (to < from) held.after(...all.slice(to, from))
    else held.before(...all.slice(from + 1, to + 1))
  })
  for (const name of ["pointerup", "pointercancel"]) list.addEventListener(name, () => {
    if (!held) return
    held.classList.remove("sorted__item--held")
    held = null
    settle()
  })
}

document.querySelectorAll("[data-reorder]").forEach(attach)
document.addEventListener("list:new", ({ target }) => target.querySelectorAll("[data-reorder]").forEach(attach))
