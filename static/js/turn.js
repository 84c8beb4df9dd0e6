// From a card to its product and back: the card's picture becomes the page's picture, where the browser can.
addEventListener("pageswap", (event) => {
  if (!event.viewTransition || !event.activation) return
  name(cardFor(event.activation.entry.url), event.viewTransition.finished)
})
addEventListener("pagereveal", (event) => {
  const from = globalThis.navigation?.activation?.from
  if (event.viewTransition && from) name(cardFor(from.url), event.viewTransition.finished)
})

function cardFor(url) {
  const path = new URL(url).pathname
  return [...document.querySelectorAll("[data-turn] > a.picture")].find((link) => link.pathname === path)
}

function name(picture, finished) {
  if (!picture || document.querySelector(".gallery__main")) return
  picture.style.viewTransitionName = "product"
  finished.finally(() => { picture.style.viewTransitionName = "" })
}
