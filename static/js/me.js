// The one personal part of a public page: how many things wait in the cart, and who is signed in.
const tools = document.querySelector("[data-me]")

async function show() {
  const answer = await fetch(tools.dataset.me, { credentials: "same-origin", cache: "no-store" })
  if (!answer.ok) return
  const me = await answer.json()
  document.dispatchEvent(new CustomEvent("me-known", { detail: me }))
  if (!me.name && "caches" in window) caches.delete("so-tay") // the page of a stand is kept for its maker: notes.js
  const cart = tools.querySelector("[data-me-cart]")
  tools.querySelector("[data-me-count]").textContent = me.cart || ""
  if (me.cart) cart.setAttribute("aria-label", cart.dataset.label.replace("{n}", me.cart))
  if (me.name) tools.querySelector("[data-me-name]").textContent = me.name
  const [first] = me.links || []
  if (first) {
    const account = tools.querySelector("[data-me-account]")
    account.href = first.href
    account.setAttribute("aria-label", me.name ? `${me.name}: ${first.label}` : first.label)
  }
}

if (tools) {
  const quietly = () => show().catch(() => {}) // without it the page still works
  quietly()
  addEventListener("pageshow", (event) => event.persisted && quietly())
  document.addEventListener("cart-changed", quietly)
}
