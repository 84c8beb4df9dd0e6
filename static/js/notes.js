// The book at the stand. What is noted waits in the browser's own store until it has reached the market, one after the
// other in the order of noting; its key lets it act once however often it is sent. The page and what it is drawn with
// are kept as well, for notes-worker.js to show where no network is.
const page = document.querySelector("[data-notes]"), says = page.dataset, here = location.pathname
const panel = page.querySelector("[data-notes-queue]"), list = panel.querySelector("[data-notes-list]")
const KEPT = "so-tay", AGAIN = 30_000
const rows = new Map()
let base = null, busy = false, timer = 0

function opened() {
  return new Promise((done) => {
    const asked = indexedDB.open("so-tay", 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore("notes", { keyPath: "n", autoIncrement: true })
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => done(null)
  })
}
function act(mode, doing) {
  return new Promise((done, fail) => {
    const asked = doing(base.transaction("notes", mode).objectStore("notes"))
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => fail(asked.error)
  })
}
const remember = (one) => act("readwrite", (notes) => notes.put(one))
const forget = (one) => act("readwrite", (notes) => notes.delete(one.n))
const all = async () => (await act("readonly", (notes) => notes.getAll())).filter((one) => one.page === here)

function button(label, name, doing) {
  const made = document.createElement("button")
  Object.assign(made, { type: "button", className: "button button--small", textContent: label })
  made.setAttribute("aria-label", `${label}: ${name}`)
  made.addEventListener("click", doing)
  return made
}
function tell(one, words) {
  if (!rows.has(one.n)) {
    const item = document.createElement("li"), name = document.createElement("b"), word = document.createElement("p")
    name.textContent = one.name
    item.className = "order"
    item.append(name, word)
    list.append(item)
    rows.set(one.n, { item, word })
  }
  rows.get(one.n).word.textContent = words
}
function refuse(one) {
  tell(one, one.why)
  const { item } = rows.get(one.n)
  if (item.querySelector("button")) return
  const acts = document.createElement("p")
  acts.className = "row gap"
  acts.append(button(says.sayMend, one.name, () => mend(one)), button(says.sayDrop, one.name, () => drop(one)))
  item.append(acts)
}
async function drop(one) {
  await forget(one)
  rows.get(one.n).item.remove()
  rows.delete(one.n)
  count()
}
// Back into its form, with the moment at which it was noted, to be put right.
async function mend(one) {
  const form = [...page.querySelectorAll("form[data-note]")].find((each) => each.action === one.action)
  for (const [name, value] of Object.entries(one.fields)) {
    const field = form.elements[name]
    if (!field || name === "key" || name === "at") continue
    if (field.type === "checkbox") field.checked = true
    else field.value = value
  }
  const moment = new Date(one.fields.at)
  if (!isNaN(moment)) form.elements.at.value = new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  await drop(one)
  form.elements.at.focus()
}
async function count() {
  const waiting = await all()
  panel.hidden = !rows.size && !waiting.length
  panel.querySelector("[data-notes-count]").textContent = waiting.length ? says.sayCount.replace("{n}", waiting.length) : says.sayNone
  panel.querySelector("[data-notes-send]").hidden = !waiting.length
}

function fields(form) {
  const said = Object.fromEntries(new FormData(form))
  delete said.csrf_token
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return { ...said, key, at: said.at ? new Date(said.at).toISOString() : new Date().toISOString() }
}
function named(form) {
  const goods = form.querySelector("[name=variant]:checked"), words = form.elements.text?.value || ""
  return `${form.dataset.note}: ${goods ? `${goods.dataset.name} × ${form.elements.quantity.value}` : words.slice(0, 80)}`
}
async function note(form) {
  const one = { page: here, action: form.action, name: named(form), fields: fields(form), state: "waits" }
  one.n = await remember(one)
  form.reset()
  tell(one, says.sayWait)
  await count()
  panel.scrollIntoView({ block: "nearest" })
  send()
}

async function send() {
  if (busy) return
  busy = true
  clearTimeout(timer)
  try {
    const waiting = (await all()).filter((one) => one.state === "waits")
    if (waiting.length) await sendAll(waiting)
  } catch {
    timer = setTimeout(send, AGAIN)
    for (const one of await all()) if (one.state === "waits") tell(one, navigator.onLine ? says.sayFailed : says.sayWait)
  }
  busy = false
  await count()
  if ((await all()).some((one) => one.state === "waits" && !rows.has(one.n))) send() // noted while these were sent
}
async function sendAll(waiting) {
  const token = (await fresh())?.querySelector("[name=csrf_token]")?.value
  for (const one of waiting) {
    if (!token || !(await sendOne(one, token))) {
      waiting.slice(waiting.indexOf(one)).forEach((left) => tell(left, says.sayAgain))
      return
    }
  }
  const now = (await fresh())?.querySelector("[data-notes-kept]")
  if (now) page.querySelector("[data-notes-kept]").replaceWith(now)
}
// False where nobody is signed in any more; a break of the network is thrown.
async function sendOne(one, token) {
  tell(one, says.saySending)
  const answer = await fetch(one.action, {
    method: "POST", body: new URLSearchParams({ ...one.fields, csrf_token: token }), redirect: "manual",
    headers: { Accept: "application/json" },
  })
  if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) return false
  const told = await answer.json().catch(() => null)
  if (answer.ok && told) {
    await forget(one)
    tell(one, `${says.saySent}. ${told.says}`)
  } else if (answer.status < 500 && told) {
    Object.assign(one, { state: "refused", why: told.says })
    await remember(one)
    refuse(one)
  } else throw new Error(answer.status)
  return true
}

// The page as the market has it now; nothing of it is kept once it leads to the sign-in or to somebody else's.
async function fresh() {
  const answer = await fetch(here, { redirect: "manual", cache: "no-store" })
  if (!answer.ok) {
    if (answer.status < 500 && "caches" in window) await caches.delete(KEPT)
    return null
  }
  const text = await answer.text()
  keep(text).catch(() => {})
  return new DOMParser().parseFromString(text, "text/html")
}
async function keep(text) {
  if (!("caches" in window) || !("serviceWorker" in navigator)) return
  await navigator.serviceWorker.register(says.worker)
  const kept = await caches.open(KEPT)
  await kept.put(here, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } }))
  const drawn = [...document.querySelectorAll("link[href], script[src]")].map((one) => one.href || one.src)
  drawn.push(...performance.getEntriesByType("resource").map((one) => one.name))
  const wanted = new Set(drawn.filter((one) => one.startsWith(`${location.origin}/static/`)))
  for (const one of await kept.keys()) if (one.url.includes("/static/") && !wanted.delete(one.url)) await kept.delete(one)
  await Promise.all([...wanted].map((one) => kept.add(one).catch(() => {})))
}

async function begin() {
  base = "indexedDB" in window ? await opened().catch(() => null) : null
  if (!base) {
    panel.hidden = false
    panel.querySelector("[data-notes-count]").textContent = says.sayLost
    panel.querySelector("[data-notes-send]").hidden = true
    return
  }
  for (const one of await all()) one.state === "refused" ? refuse(one) : tell(one, says.sayWait)
  await count()
  for (const form of page.querySelectorAll("form[data-note]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      note(form)
    })
  }
  panel.querySelector("[data-notes-send]").addEventListener("click", send)
  addEventListener("online", send)
  page.dataset.notes = "ready"
  if (rows.size) send()
  else fresh().catch(() => {})
}
begin()
