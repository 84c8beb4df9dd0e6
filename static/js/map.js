// The map of makers: every mark and move is a link; here it is fetched and put in place. The drawing follows a finger,
// a pinch, the wheel with Ctrl and the keys, and is asked for anew where it comes to rest.
const NEAREST = 5
let asked

const map = () => document.querySelector("[data-map]")
const drawing = () => map()?.querySelector("[data-map-drawing]")
const size = () => drawing().getAttribute("viewBox").split(" ").map(Number).slice(2)
const frame = () => drawing().dataset.frame.split(",").map(Number)

// What had the focus: a button, a mark of the drawing or a line of the list, to be found again.
function held() {
  const now = document.activeElement
  if (!now || !map().contains(now)) return null
  return now.dataset.mapMove ? `[data-map-move="${now.dataset.mapMove}"]` : now.closest(".map__frame, .map__list") ? ".map__frame" : null
}

async function go(url) {
  asked?.abort()
  asked = new AbortController()
  const focus = held()
  map().setAttribute("aria-busy", "true")
  let text
  try {
    text = await (await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } })).text()
  } catch (problem) {
    if (problem.name !== "AbortError") location.href = url
    return
  }
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-map]")
  if (!fresh) { location.href = url; return }
  map().replaceWith(fresh)
  history.replaceState(history.state, "", url)
  const chosen = url.includes("#chon") && fresh.querySelector("[data-map-chosen]")
  if (chosen) { chosen.focus({ preventScroll: true }); chosen.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" }) }
  else if (focus) (fresh.querySelector(focus) || fresh.querySelector(".map__frame")).focus({ preventScroll: true })
  const says = fresh.querySelector("[data-map-says]"), words = says.textContent
  says.textContent = ""
  requestAnimationFrame(() => { says.textContent = words })
}

// Move and enlarge what is drawn about a point of the view, and ask for that frame when the hand rests.
let shift = { x: 0, y: 0, by: 1 }
let resting
function draw() { drawing().querySelector("[data-map-ground]").setAttribute("transform", `translate(${shift.x} ${shift.y}) scale(${shift.by})`) }
function enlarge(by, x, y) {
  const [width] = size(), now = width / frame()[2]
  const least = 1 / now, most = width / NEAREST / now
  const next = Math.min(Math.max(shift.by * by, least), most), ratio = next / shift.by
  shift = { x: x - (x - shift.x) * ratio, y: y - (y - shift.y) * ratio, by: next }
  draw()
}
function rest(wait = 0) {
  clearTimeout(resting)
  resting = setTimeout(() => {
    if (!shift.x && !shift.y && shift.by === 1) return
    const [x, y, width] = frame(), scale = size()[0] / width
    const written = [x - shift.x / shift.by / scale, y - shift.y / shift.by / scale, width / shift.by].map((one) => +one.toFixed(2)).join(",")
    shift = { x: 0, y: 0, by: 1 }
    go(map().dataset.frames.replace(encodeURIComponent("{frame}"), encodeURIComponent(written)))
  }, wait)
}

const hands = new Map()
let moved = false
const at = (event) => { const box = drawing().getBoundingClientRect(), by = size()[0] / box.width; return [(event.clientX - box.left) * by, (event.clientY - box.top) * by] }
const inside = (event) => event.target.closest?.("[data-map-drawing]")

document.addEventListener("pointerdown", (event) => {
  if (!inside(event) || event.button) return
  hands.set(event.pointerId, at(event))
  if (hands.size === 1) moved = false
})
document.addEventListener("pointermove", (event) => {
  const before = hands.get(event.pointerId)
  if (!before || !map()) return
  const now = at(event), others = [...hands].filter(([id]) => id !== event.pointerId)
  if (others.length) {
    const [x, y] = others[0][1], far = (point) => Math.hypot(point[0] - x, point[1] - y)
    if (far(before) > 8) enlarge(far(now) / far(before), (x + now[0]) / 2, (y + now[1]) / 2)
    moved = true
  } else if (moved || Math.hypot(now[0] - before[0], now[1] - before[1]) > 10) {
    if (event.pointerType === "touch" && frame()[2] >= size()[0] && shift.by === 1) return // the whole is shown: the page scrolls
    if (!moved) drawing().setPointerCapture?.(event.pointerId)
    moved = true
    shift.x += now[0] - before[0]
    shift.y += now[1] - before[1]
    draw()
  } else return
  hands.set(event.pointerId, now)
})
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, (event) => {
  if (hands.delete(event.pointerId) && moved && !hands.size && map()) rest()
})
document.addEventListener("touchmove", (event) => { // two fingers, or one once the map is enlarged, belong to the map
  if (inside(event) && (event.touches.length > 1 || frame()[2] < size()[0])) event.preventDefault()
}, { passive: false })
document.addEventListener("wheel", (event) => {
  if (!inside(event) || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  enlarge(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...at(event))
  rest(250)
}, { passive: false })

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-map] a[rel=nofollow]")
  if (!link) return
  if (moved && inside(event)) { event.preventDefault(); moved = false; return }
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(link.getAttribute("href"))
})
const KEYS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", "+": "in", "=": "in", "-": "out", 0: "whole", Escape: "close" }
document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("[data-map] .map__frame, [data-map-chosen]") || event.ctrlKey || event.metaKey || event.altKey) return
  const link = KEYS[event.key] && map().querySelector(`[data-map-move="${KEYS[event.key]}"]`)
  if (!link) return
  event.preventDefault()
  go(link.getAttribute("href"))
})
