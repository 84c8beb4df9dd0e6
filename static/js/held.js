// Beside the hour until which the goods are held, how many minutes that is; said aloud only once it is over.
const MINUTE = 60_000

function tick() {
  const line = document.querySelector("[data-held]") // totals.js may have brought a new one
  if (!line) return
  const ms = Date.parse(line.dataset.held) - Date.now()
  const left = line.querySelector("[data-held-left]")
  left.textContent = ms > 0 ? ` (${left.dataset.words.replace("{n}", Math.ceil(ms / MINUTE))})` : ""
  const over = line.querySelector("[data-held-over]")
  if (ms <= 0 && !over.textContent) over.textContent = over.dataset.words
}

tick()
setInterval(tick, 5_000)
