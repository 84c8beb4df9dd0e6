// Hearts on cards: full for what is on the visitor's list, changed where one is. Without it each is a plain form.
let kept = new Set(), known = false

function mark(heart, full) {
  heart.setAttribute("aria-pressed", full)
}
function markAll() {
  if (!known) return
  for (const heart of document.querySelectorAll("[data-heart]")) mark(heart, kept.has(Number(heart.dataset.heart)))
}
function say(full) {
  const note = document.querySelector("[data-kept]")
  note.querySelector("[data-kept-says]").textContent = full ? note.dataset.said : note.dataset.gone
  note.classList.add("kept--shown")
  clearTimeout(say.timer)
  say.timer = setTimeout(() => note.classList.remove("kept--shown"), 4000)
}

async function change(heart) {
  const id = Number(heart.dataset.heart), full = !kept.has(id)
  full ? kept.add(id) : kept.delete(id)
  markAll()
  const answer = await fetch(heart.form.action + (full ? "" : "/bo"), {
    method: "POST", body: new URLSearchParams({ sp: heart.value }), credentials: "same-origin", redirect: "manual",
  })
  if (answer.type !== "opaqueredirect") throw new Error(answer.status)
  say(full)
}

document.addEventListener("me-known", ({ detail }) => {
  kept = new Set(detail.wishes)
  known = true
  markAll()
  const pressed = document.querySelector("[data-heart]:target") // sent as a plain form before the list was known
  if (pressed && kept.has(Number(pressed.dataset.heart))) say(true)
})
document.addEventListener("submit", (event) => {
  const heart = event.submitter
  if (!known || !heart?.matches("[data-heart]") || heart.dataset.plain) return
  event.preventDefault()
  change(heart).catch(() => { // refused: sent as a plain form, whose answer says why
    heart.dataset.plain = "1"
    heart.form.requestSubmit(heart)
  })
})
document.addEventListener("listing-shown", markAll)
document.addEventListener("cards-shown", markAll)
