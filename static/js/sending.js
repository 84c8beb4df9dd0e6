// Photos sent one by one, in parts, while the page is used. A break, a reload or a closed lid is no loss: the files wait
// in the browser's own store, the server says how far each is, and sending goes on from there.
const AT_ONCE = 2, TRIES = 6, LOOKS = 60
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); addEventListener("online", done, { once: true }) })

// What waits, by key; without IndexedDB (private windows) it lasts as long as the page.
function opened() {
  return new Promise((done) => {
    const asked = indexedDB.open("sending", 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore("files", { keyPath: "key" })
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => done(null)
  })
}
const store = "indexedDB" in window ? opened().catch(() => null) : Promise.resolve(null)
async function act(mode, doing) {
  const base = await store
  if (!base) return null
  return new Promise((done) => {
    const asked = doing(base.transaction("files", mode).objectStore("files"))
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => done(null)
  })
}
const remember = (one) => act("readwrite", (files) => files.put(one))
const forget = (key) => act("readwrite", (files) => files.delete(key))
// A page has several forms of one address; each goes on with what was put into it.
const waiting = async (base, form) =>
  ((await act("readonly", (files) => files.getAll())) || []).filter((one) => one.base === base && (one.form || one.use) === form)

function attach(form) {
  const { sends: base, part, use } = form.dataset
  const says = form.dataset
  const list = form.querySelector("[data-sending]")
  const token = form.querySelector("[name=csrf_token]").value
  const rows = new Map()
  let running = 0
  const queue = []

  function row(one) {
    const item = document.createElement("li"), picture = document.createElement("img"), name = document.createElement("span")
    const bar = document.createElement("progress"), word = document.createElement("span"), stop = document.createElement("button")
    picture.src = URL.createObjectURL(one.blob)
    picture.alt = ""
    name.textContent = one.name
    name.className = "upload__name"
    bar.max = one.blob.size
    bar.setAttribute("aria-label", `${says.sayWait}: ${one.name}`)
    word.className = "upload__says"
    stop.type = "button"
    stop.className = "button button--small"
    stop.textContent = says.sayCancel
    stop.setAttribute("aria-label", `${says.sayCancel}: ${one.name}`)
    stop.addEventListener("click", () => give(one))
    item.className = "upload__item"
    item.append(picture, name, stop, bar, word)
    list.append(item)
    rows.set(one.key, { item, bar, word, stop })
  }
  async function give(one) {
    one.stopped = true
    end(one)
    await fetch(address(one), { method: "DELETE", headers: { "X-CSRF-Token": token } }).catch(() => null)
  }
  function end(one) {
    forget(one.key)
    rows.get(one.key)?.item.remove()
    rows.delete(one.key)
  }
  function address(one) {
    const query = new URLSearchParams({ ten: one.name, cho: one.use, noi: one.place ? "1" : "0" })
    return `${base}/${one.key}?${query}`
  }
  async function send(one) {
    let at = one.at || 0
    const { bar, word } = rows.get(one.key)
    while (!one.stopped) {
      const end = Math.min(at + Number(part), one.blob.size)
      const answer = await fetch(address(one), {
        method: "PUT", body: one.blob.slice(at, end),
        headers: { "X-CSRF-Token": token, "Content-Range": `bytes ${at}-${end - 1}/${one.blob.size}` },
      })
      if (answer.status === 409) return resume(one)
      if (answer.status === 413 || answer.status === 404) return refused(one, says.sayRefused)
      if (!answer.ok) throw new Error(answer.status)
      const told = await answer.json()
      at = one.at = told.received
      one.tries = 0
      bar.value = at
      word.textContent = ""
      if (told.state === "refused") return refused(one, told.reason)
      if (told.state === "taken") return taken(one)
    }
  }
  // What is all there, but was not finished, is asked for again with its last part: an empty one is none.
  async function resume(one) {
    const answer = await fetch(address(one)), last = Math.floor((one.blob.size - 1) / part) * part
    one.at = answer.ok ? Math.min((await answer.json()).received, last) : 0
    return send(one)
  }
  async function run(one) {
    running += 1
    try {
      await (one.known ? resume(one) : send(one))
    } catch {
      one.known = true
      one.tries = (one.tries || 0) + 1
      if (!one.stopped) {
        rows.get(one.key).word.textContent = navigator.onLine ? says.sayAgain : says.sayOffline
        if (one.tries < TRIES) pause(500 * 2 ** one.tries).then(() => enter(one))
        else failed(one)
      }
    }
    running -= 1
    next()
  }
  function next() { while (running < AT_ONCE && queue.length) run(queue.shift()) }
  function enter(one) { if (!one.stopped) { queue.push(one); next() } }
  function failed(one) {
    const { item, word } = rows.get(one.key), again = document.createElement("button")
    word.textContent = says.sayFailed
    Object.assign(again, { type: "button", className: "button button--small", textContent: says.sayRetry })
    again.addEventListener("click", () => { again.remove(); word.textContent = ""; one.tries = 0; enter(one) })
    item.append(again)
  }
  function refused(one, why) {
    const { bar, word, stop } = rows.get(one.key)
    forget(one.key)
    one.stopped = true
    bar.remove()
    word.textContent = why
    word.classList.add("son")
    stop.textContent = says.sayClose
  }
  function taken(one) {
    end(one)
    look()
  }

  // A file chosen again after a reload is the one that waits.
  async function add(files) {
    const old = await waiting(base, use)
    for (const file of files) {
      if (old.some((one) => one.name === file.name && one.size === file.size && rows.has(one.key))) continue
      const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
      const place = Boolean(form.querySelector("[name=keep_place]")?.checked)
      const one = { key, base, form: use, name: file.name, size: file.size, blob: file, use: form.querySelector("[name=use]:checked")?.value || use, place }
      await remember(one)
      row(one)
      enter(one)
    }
  }
  form.addEventListener("files:ready", ({ target }) => {
    add([...target.files])
    target.value = ""
  })
  form.addEventListener("submit", (event) => { if (rows.size) event.preventDefault() })
  waiting(base, use).then((old) => old.forEach((one) => { one.known = true; row(one); enter(one) }))
}

// The page's own list, kept in step: new photos join it, and one that was being worked on is shown when it is ready.
let looks = 0, looking = false
async function look() {
  if (looking) return
  looking = true
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } })
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
    document.querySelectorAll("[data-tiles]").forEach((box) => merge(box, fresh.getElementById(box.id)))
    const count = document.querySelector("#photos .head__note"), told = fresh.querySelector("#photos .head__note")
    if (count && told) count.textContent = told.textContent
  } catch { /* the next look will tell */ }
  looking = false
  if (document.querySelector("[data-tiles] [data-waiting]") && (looks += 1) < LOOKS) setTimeout(look, 1000)
}
function merge(box, fresh) {
  const list = box.querySelector(":scope [data-id]")?.parentElement
  if (!fresh) return
  if (!list) {
    box.replaceChildren(...fresh.childNodes)
    box.dispatchEvent(new CustomEvent("list:new", { bubbles: true }))
    return
  }
  for (const item of fresh.querySelectorAll("[data-id]")) {
    const here = list.querySelector(`:scope > [data-id="${item.dataset.id}"]`)
    if (!here) list.append(item)
    else if ("waiting" in here.dataset && !("waiting" in item.dataset)) {
      here.replaceWith(item)
      setTimeout(look, 2500) // what else was seen on it comes a moment later
    } else if (hints(here) < hints(item)) {
      for (const hint of item.querySelectorAll(".photos__hint")) here.querySelector(".photos__acts").before(hint)
    }
  }
  const order = box.querySelector("[data-order]")
  if (order) order.value = [...list.querySelectorAll(":scope > [data-id]")].map((item) => item.dataset.id).join(",")
}

function hints(item) { return item.querySelectorAll(".photos__hint").length }

document.querySelectorAll("form[data-sends]").forEach(attach)
if (document.querySelector("[data-tiles] [data-waiting]")) setTimeout(look, 700)
