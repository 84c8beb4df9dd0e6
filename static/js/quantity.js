// Minus and plus beside a number. With data-submit the form goes off shortly after the last tap.
const PAUSE = 600

function attach(box) {
  const input = box.querySelector("input")
  const steps = [...box.querySelectorAll("[data-step]")]
  let timer
  const least = Number(input.min || 1), most = Number(input.max || Infinity)
  function mark() {
    for (const step of steps) step.disabled = Number(step.dataset.step) < 0 ? input.value <= least : input.value >= most
  }
  function settle() {
    const count = Math.min(Math.max(Math.round(Number(input.value)) || least, least), most)
    input.value = count
    mark()
    return count
  }
  function changed() {
    settle()
    if (!("submit" in box.dataset)) return
    clearTimeout(timer)
    timer = setTimeout(() => input.form.requestSubmit(), PAUSE)
  }
  for (const step of steps) step.addEventListener("click", () => { input.value = settle() + Number(step.dataset.step); changed() })
  input.addEventListener("change", changed)
  mark() // a count above the stock stays as it was asked for: the line beside it says what is left
}

document.querySelectorAll("[data-quantity]").forEach(attach)
