// Counts down to data-clock (an RFC 3339 time); the server wrote the figures as they stood.
const MINUTE = 60_000

function attach(clock) {
  const end = Date.parse(clock.dataset.clock)
  const figures = Object.fromEntries(["days", "hours", "minutes"].map((unit) => [unit, clock.querySelector(`[data-${unit}]`)]))
  function tick() {
    const left = Math.max(0, Math.floor((end - Date.now()) / MINUTE))
    figures.days.textContent = Math.floor(left / 1440)
    figures.hours.textContent = Math.floor(left / 60) % 24
    figures.minutes.textContent = left % 60
    if (left) setTimeout(tick, MINUTE - (Date.now() % MINUTE))
    else location.reload()
  }
  if (end > Date.now()) tick()
}

document.querySelectorAll("[data-clock]").forEach(attach)
