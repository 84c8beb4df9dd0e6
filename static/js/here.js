// A maker who stands in the workshop puts its point into the form by a tap; nothing is asked of the device before.
document.querySelectorAll("[data-here-form]").forEach((form) => {
  const fill = form.querySelector("[data-here-fill]"), says = form.querySelector("[data-here-says]")
  if (!navigator.geolocation) return
  fill.hidden = false
  fill.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.point.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`
      form.querySelector("[name=shown][value=exact]").checked = true
      says.textContent = ""
    }, () => { says.textContent = says.dataset.refused }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 })
  })
})
