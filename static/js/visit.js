// Tells the site what is being looked at: <body data-visit="product:12">, or for: data-visit="search:gốm".
// No cookie, no name, one count.
const [kind, ...rest] = (document.body.dataset.visit || "").split(":")
const id = rest.join(":")

const slot = document.body.dataset.slot // of the shelf it was met on

const tell = () => navigator.sendBeacon("/dem", new URLSearchParams(slot ? { kind, id, slot } : { kind, id }))

if (id) {
  if (document.prerendering) document.addEventListener("prerenderingchange", tell, { once: true })
  else tell()
}
