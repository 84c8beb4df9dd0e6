// Light pictures: with data saving on (the browser's wish, or the visitor's own switch, kept in a cookie) a picture is
// fetched when it is tapped, and then small. The server hears both and sends pages whose pictures have their addresses in
// data-src and data-srcset (core/light.py); where only this script knows, it moves them there. So it must block: short.
(() => {
  const root = document.documentElement, held = new Set()
  if (/^(\/en)?\/(quan-ly|can-bo)(\/|$)/.test(location.pathname)) return
  const chosen = document.cookie.match(/(?:^|; )light=([01])/)?.[1], came = root.hasAttribute("data-light")
  let on = chosen ? chosen === "1" : came || Boolean(navigator.connection?.saveData) || matchMedia("(prefers-reduced-data: reduce)").matches

  const parts = (image) => [...(image.closest("picture")?.querySelectorAll("source") || []), image]
  function hold(image) {
    const ours = image.currentSrc || image.getAttribute("src") || image.dataset.src || ""
    if (held.has(image) || !/\/anh\//.test(ours) || !image.closest(".picture, .hero__banner")) return
    held.add(image)
    for (const part of parts(image)) for (const name of ["srcset", "src"]) {
      if (part.hasAttribute(name)) { part.dataset[name] = part.getAttribute(name); part.removeAttribute(name) }
    }
  }
  const small = (set) => set.split(", ").find((one) => one.endsWith(" 320w")) || set.split(", ")[0]
  function give(image, whole) {
    held.delete(image)
    for (const part of parts(image)) for (const name of ["srcset", "src"]) {
      if (!(name in part.dataset)) continue
      part.setAttribute(name, whole || name === "src" ? part.dataset[name] : small(part.dataset[name]))
    }
    image.closest(".card, .picture, .hero__banner")?.querySelector(".light__show")?.remove()
  }
  function offer(image) {
    const frame = image.closest(".picture, .hero__banner"), place = frame.closest(".card") || frame
    if (frame.matches("[data-gallery-thumb]") || place.querySelector(".light__show")) return
    const button = document.createElement("button")
    Object.assign(button, { type: "button", className: "button button--small light__show", textContent: document.querySelector("[data-light-note]")?.dataset.show || "🖼" })
    if (image.alt) button.setAttribute("aria-label", `${button.textContent}: ${image.alt}`)
    button.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); give(image) })
    if (place === frame && frame.matches("a")) frame.after(button)
    else place.append(button)
  }
  function show() {
    root.toggleAttribute("data-light", on)
    document.querySelectorAll("[data-light-switch]").forEach((button) => button.setAttribute("aria-pressed", on))
  }
  const watch = new MutationObserver((changes) => {
    const before = held.size
    for (const { addedNodes } of changes) for (const node of addedNodes) {
      if (node.nodeName === "IMG") hold(node)
      else if (node.querySelectorAll) node.querySelectorAll("img").forEach(hold)
    }
    if (held.size > before && document.readyState !== "loading") held.forEach(offer) // what another script fetched
  })
  function begin() {
    watch.observe(root, { childList: true, subtree: true })
    document.querySelectorAll("img").forEach(hold)
    held.forEach(offer)
  }
  function end() {
    watch.disconnect()
    held.forEach((image) => give(image, true))
  }

  if (on || came) begin()
  show()
  document.addEventListener("DOMContentLoaded", () => {
    show()
    if (!on) return end()
    held.forEach(offer)
  })
  document.addEventListener("click", ({ target }) => {
    const thumb = target.closest?.("[data-gallery-thumb] ")?.querySelector("img")
    if (thumb && held.has(thumb)) give(thumb)
    if (!target.closest?.("[data-light-switch]")) return
    on = !on
    document.cookie = `light=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax`
    if (on) begin()
    else end()
    show()
  }, true)
})()
