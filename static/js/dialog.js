// [data-open="id"] opens a dialog, [data-close] shuts the one it is in; [data-confirm] asks once before a form goes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]")
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.open).showModal() }
  if (event.target.closest("[data-close]")) { event.preventDefault(); event.target.closest("dialog").close() }
  if (event.target.matches("dialog")) event.target.close() // the ground behind it
})
document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm
  if (asked && !confirm(asked)) event.preventDefault()
})
