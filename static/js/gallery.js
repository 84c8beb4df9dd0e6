// A product's pictures: a tap on a small one shows it large; arrows and swipes step through. Without scripts each
// small picture is a link to the large one.
function attach(gallery) {
  const main = gallery.querySelector("[data-gallery-main]")
  // A photo that the worker has not developed yet has nothing to show.
  const thumbs = [...gallery.querySelectorAll("[data-gallery-thumb]")].filter((thumb) => thumb.querySelector("picture"))
  const flag = main.querySelector(".flag")
  let now = 0

  function show(index) {
    now = (index + thumbs.length) % thumbs.length
    const small = thumbs[now].querySelector("picture").cloneNode(true)
    const sizes = main.querySelector("img").sizes
    small.querySelectorAll("[sizes]").forEach((source) => { source.sizes = sizes })
    const image = small.querySelector("img")
    image.loading = "eager"
    image.alt = thumbs[now].getAttribute("aria-label")
    main.querySelector("picture, .hidden")?.replaceWith(small)
    main.className = main.className.replace(/ground--\w+/, thumbs[now].className.match(/ground--\w+/)[0])
    thumbs.forEach((thumb, n) => n === now ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current"))
    if (flag) flag.textContent = flag.dataset.says.replace("{n}", now + 1)
  }

  thumbs.forEach((thumb, n) => thumb.addEventListener("click", (event) => { event.preventDefault(); show(n) }))
  gallery.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    show(now + step)
    thumbs[now].focus()
  })
  let from = null
  main.addEventListener("touchstart", (event) => { from = event.touches[0].clientX }, { passive: true })
  main.addEventListener("touchend", (event) => {
    const moved = event.changedTouches[0].clientX - from
    if (Math.abs(moved) > 40) show(now + (moved < 0 ? 1 : -1))
  })
}

document.querySelectorAll("[data-gallery]").forEach((gallery) => {
  if (gallery.querySelectorAll("[data-gallery-thumb] picture").length > 1) attach(gallery)
})
