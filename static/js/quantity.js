// Minus and plus beside a number. With data-submit the form goes off shortly after the last tap.
const PAUSE = 600

function attach(box) {
  const input = box.querySelector("input")
  const steps = [...box.querySelectorAll("[data-step]")]
  let timer
  function settle() {
    const least = Number(input.min || 1), most = Number(input.max || Infinity)
    const count = Math.min(Math.max(Math.round(Number(input.value)) || least, least), most)
    input.value = count
    for (const step of steps) step.disabled = Number(step.dataset.step) < 0 ? count <= least : count >= most
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
  settle()
}

document.querySelectorAll("[data-quantity]").forEach(attach)
