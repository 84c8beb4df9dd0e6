// [data-print] opens the browser's print window; without scripts the button stays hidden and Ctrl+P does it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => print())
}
