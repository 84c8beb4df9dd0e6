// Shows the book at the stand where no network is: that page and what it is drawn with, as notes.js kept them; nothing else.
const KEPT = "so-tay", BOOK = /\/quan-ly\/gian\/\d+\/so-tay$/

addEventListener("install", () => self.skipWaiting())
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))
addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin) return
  if (request.mode === "navigate" && BOOK.test(pathname)) event.respondWith(book(request, pathname))
  else if (pathname.startsWith("/static/")) event.respondWith(kept(request.url).then((one) => one || fetch(request)))
})

async function kept(address) {
  return (await caches.has(KEPT)) ? (await caches.open(KEPT)).match(address, { ignoreVary: true }) : undefined
}
async function book(request, pathname) {
  let answer
  try {
    answer = await fetch(request)
  } catch (broken) {
    const page = await kept(pathname)
    if (page) return page
    throw broken
  }
  // Signed out, or another's stand: nothing of it stays on this phone.
  if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) await caches.delete(KEPT)
  return answer
}
