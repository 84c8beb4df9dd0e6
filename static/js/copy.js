// Buttons that copy a line: [data-copy] holds the text, [data-done] what is said afterwards.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]")
  if (!button) return
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
  } catch {
    const line = button.closest(".copy")?.querySelector(".copy__text")
    if (line) getSelection().selectAllChildren(line) // no clipboard here: at least it is selected
    return
  }
  const said = button.textContent
  button.textContent = button.dataset.done
  button.setAttribute("aria-live", "polite")
  setTimeout(() => { button.textContent = said }, 2000)
})
