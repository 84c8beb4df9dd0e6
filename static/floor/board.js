// The drawing board of a hall: mouse, finger or keyboard pick, draw, move, merge and split; the server keeps what holds.
// Without this the same work is done by the forms beside it.
const U = 20, M = 16, BATCH = 150, EVERY = 6_000
const NS = "http://www.w3.org/2000/svg"
const TOOLS = ["pick", "stand", "aisle", "entrance", "zone", "stage", "desk"]
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const make = (tag, values = {}, inside = []) => {
  const made = document.createElementNS(NS, tag)
  for (const [name, value] of Object.entries(values)) made.setAttribute(name, value)
  made.append(...inside)
  return made
}
const box = (a, b) => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x) + 1, height: Math.abs(a.y - b.y) + 1 })
const meets = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const placed = (it) => ({ x: M + it.x * U, y: M + it.y * U, width: it.width * U, height: it.height * U })

function attach(sheet) {
  const words = document.querySelector("[data-words]").dataset
  const says = document.querySelector("[data-says]"), tools = document.querySelector("[data-tools]")
  const token = () => document.querySelector("[name=csrf_token]").value
  const told = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name])
  let plan, tool = "pick", picked = new Set(), at = { x: 0, y: 0 }, anchor = null, held = null, zoom = 1, busy = false
  const back = [], forth = []
  const drawn = new Map() // id of a stand or thing -> what it was drawn from, and its mark
  const svg = make("svg", { class: "plan drawing", role: "application", tabindex: 0, "aria-label": words.board })
  const ground = make("g"), things = make("g"), stands = make("g"), over = make("g")
  svg.append(ground, things, stands, over)

  const say = (text) => { says.textContent = text }
  const all = () => [...plan.things.map((one) => ({ ...one, key: "t" + one.id })), ...plan.stands]
  const found = (key) => plan.stands.find((one) => one.key === key) || all().find((one) => one.key === key)
  const chosen = () => [...picked].map(found).filter(Boolean)
  const under = (cell) => all().reverse().filter((one) => meets(one, { ...cell, width: 1, height: 1 })).sort((a, b) => (a.kind === "zone") - (b.kind === "zone"))[0]

  function take(fresh) {
    const walls = !plan || plan.width !== fresh.width || plan.height !== fresh.height
    plan = fresh
    plan.stands = fresh.stands.map(([id, number, group, letter, x, y, width, height, facing, title]) => ({ key: "s" + id, id, number, group, letter, x, y, width, height, facing, title }))
    if (walls) lay()
    picked = new Set([...picked].filter(found))
    redraw()
  }
  function lay() {
    const W = plan.width * U + 2 * M, H = plan.height * U + 2 * M
    svg.setAttribute("viewBox", `0 0 ${W} ${H}`)
    size()
    let lines = ""
    for (let x = 1; x < plan.width; x++) lines += `M${M + x * U} ${M}V${H - M}`
    for (let y = 1; y < plan.height; y++) lines += `M${M} ${M + y * U}H${W - M}`
    ground.replaceChildren(make("rect", { class: "plan__floor", x: M, y: M, width: W - 2 * M, height: H - 2 * M }), make("path", { class: "drawing__grid", d: lines }), make("path", { class: "plan__wall drawing__wall", d: `M${M} ${M}H${W - M}V${H - M}H${M}z` }))
  }
  function size() { // all of it at first, as large as the window takes
    const ratio = (plan.width * U + 2 * M) / (plan.height * U + 2 * M)
    svg.style.width = `${Math.round(Math.max(Math.min(sheet.clientWidth - 4, innerHeight * .8 * ratio), 280) * zoom)}px`
  }

  // Only what changed is drawn again, some stands a frame, so that seven hundred never hold up a finger.
  function redraw() {
    const wanted = new Map(all().map((one) => [one.key, one]))
    for (const [key, old] of drawn) if (!wanted.has(key)) { old.mark.remove(); drawn.delete(key) }
    const stale = [...wanted.values()].filter((one) => drawn.get(one.key)?.from !== JSON.stringify(one))
    const some = () => {
      for (const one of stale.splice(0, BATCH)) {
        const mark = one.kind ? thingMark(one) : standMark(one), old = drawn.get(one.key)
        if (old) old.mark.replaceWith(mark)
        else if (one.kind === "zone") things.prepend(mark)
        else (one.kind ? things : stands).append(mark)
        drawn.set(one.key, { from: JSON.stringify(one), mark })
      }
      stale.length ? requestAnimationFrame(some) : frame()
    }
    some()
  }
  function standMark(one) {
    const p = placed(one), [dx, dy] = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] }[one.facing]
    const x = p.x + p.width / 2 + dx * (p.width / 2 - 3), y = p.y + p.height / 2 + dy * (p.height / 2 - 3)
    const front = dx ? `M${x} ${p.y + 5}V${p.y + p.height - 5}` : `M${p.x + 5} ${y}H${p.x + p.width - 5}`
    const text = make("text", { x: p.x + p.width / 2, y: p.y + p.height / 2 }, [one.number])
    return make("g", { class: `plan__stand drawing__stand hue--${plan.hues[one.letter] || 8}${one.title ? "" : " plan__stand--free"}` }, [make("rect", { class: "plan__place", x: p.x + 1.5, y: p.y + 1.5, width: p.width - 3, height: p.height - 3, rx: 2 }), make("path", { class: "drawing__front", d: front }), text, make("title", {}, [`${one.number}${one.title ? ", " + one.title : ""}`])])
  }
  function thingMark(one) {
    const p = placed(one)
    const turn = one.kind === "aisle" && p.height > p.width ? { transform: `rotate(-90 ${p.x + p.width / 2} ${p.y + p.height / 2})` } : {}
    const text = one.kind === "zone" ? { x: p.x + 6, y: p.y + 9, class: "plan__label drawing__corner" } : { x: p.x + p.width / 2, y: p.y + p.height / 2, class: "plan__label", ...turn }
    return make("g", { class: `drawing__thing drawing__thing--${one.kind}` }, [make("rect", { x: p.x, y: p.y, width: p.width, height: p.height }), make("text", text, [one.kind === "zone" ? one.label : one.name])])
  }
  function frame() {
    const marks = chosen().map((one) => make("rect", { class: "drawing__picked", ...placed(one) }))
    if (picked.size === 1) { const p = placed(chosen()[0]); marks.push(make("rect", { class: "drawing__handle", x: p.x + p.width - 6, y: p.y + p.height - 6, width: 12, height: 12 })) }
    const draft = held?.draft || (anchor && box(anchor, at))
    if (draft) marks.push(...[].concat(draft).map((one) => make("rect", { class: "drawing__draft", ...placed(one) })))
    marks.push(make("rect", { class: "drawing__cursor", ...placed({ ...at, width: 1, height: 1 }) }))
    over.replaceChildren(...marks)
    for (const button of tools.querySelectorAll("[data-act]")) button.disabled = !{ merge: chosen().filter((one) => !one.kind).length > 1, split: picked.size === 1 && !chosen()[0].kind, remove: picked.size > 0, undo: back.length, redo: forth.length, in: zoom < 6, out: zoom > 1 }[button.dataset.act]
  }

  async function ask(url, options) {
    busy = true
    try {
      const answer = await fetch(url, { ...options, headers: { Accept: "application/json", "X-CSRF-Token": token(), ...options.headers } })
      const result = await answer.json()
      if (result.plan) take(result.plan)
      if (!answer.ok) say(result.says || told("lost"))
      return answer.ok ? result : null
    } catch { say(told("lost")); return null } finally { busy = false }
  }
  async function send(steps, said) {
    if (busy || !steps.length) return null
    const result = await ask(sheet.dataset.change, { method: "POST", body: JSON.stringify({ revision: plan.revision, steps }), headers: { "Content-Type": "application/json" } })
    if (result?.act) { back.push(result.act); forth.length = 0; say(said || told("kept")); side(); relist() }
    frame()
    return result
  }
  async function undo(from, to) {
    if (busy) return // what is not taken back now stays to be taken back
    const act = from.pop()
    if (!act) return
    const result = await ask(sheet.dataset.back, { method: "POST", body: new URLSearchParams({ act, csrf_token: token() }) })
    if (result?.act) { to.push(result.act); say(told("back")); side(); relist() }
    frame()
  }
  // The panel beside the plan is the server's own, for the stand or thing that is picked.
  let asked = 0
  async function side() {
    const one = picked.size === 1 ? chosen()[0] : null
    const query = one ? (one.kind ? `cho=${one.id}` : `gian=${encodeURIComponent(one.number)}`) : ""
    const mine = ++asked
    const answer = await fetch(`${location.pathname}?phan=ben&${query}`).catch(() => null)
    if (mine !== asked) return // a later pick has asked since: an address of what is gone would not open again
    if (answer?.ok) swap(await answer.text(), "[data-side]")
    history.replaceState(null, "", location.pathname + (query ? "?" + query : ""))
  }
  // The table below follows a moment after the last stroke.
  let waiting
  function relist() {
    clearTimeout(waiting)
    waiting = setTimeout(async () => {
      const answer = await fetch(location.pathname).catch(() => null)
      if (answer?.ok) swap(await answer.text(), "[data-list]", "[data-count]")
    }, 1_500)
  }
  function swap(text, ...parts) {
    const page = new DOMParser().parseFromString(text, "text/html")
    for (const part of parts) {
      const fresh = page.querySelector(part), open = [...document.querySelectorAll(`${part} details[open] h2`)].map((one) => one.textContent)
      if (!fresh) continue
      for (const fold of fresh.querySelectorAll("details")) if (open.includes(fold.querySelector("h2")?.textContent)) fold.open = true
      document.querySelector(part).replaceWith(fresh)
    }
    return page
  }

  const usual = () => {
    const form = document.querySelector("[data-usual]"), value = (name) => form.elements[name].value
    return { wide: Number(value("width")) || 2, high: Number(value("height")) || 2, number: value("number"), values: { group: value("group"), list_price: Number(value("list_price")) || 0, subsidised: Number(value("subsidised")) || 0 } }
  }
  function draw(area) {
    if (tool !== "stand") return send([{ do: "thing", values: { kind: tool, ...area, ...(tool === "aisle" ? { label: `${tools.querySelector("[data-tool=aisle]").textContent} ${plan.things.filter((one) => one.kind === "aisle").length + 1}` } : {}) } }])
    const like = usual()
    return send([{ do: "rows", ...like, ...area, width: Math.max(area.width, like.wide), height: Math.max(area.height, like.high) }])
  }
  const put = (one, values) => ({ do: one.kind ? "thing" : "stand", id: one.id, values })
  const move = (dx, dy) => send(chosen().map((one) => put(one, { x: one.x + dx, y: one.y + dy })))
  const resize = (one, dx, dy) => send([put(one, { width: Math.max(1, one.width + dx), height: Math.max(1, one.height + dy) })])
  function pick(ones, more) {
    if (!more) picked.clear()
    for (const one of ones) picked.has(one.key) && more ? picked.delete(one.key) : picked.add(one.key)
    say(picked.size ? told("picked", { n: chosen().map((one) => one.number || one.name).join(", ") }) : told("none"))
    frame()
    side()
  }
  const acts = {
    merge: () => send([{ do: "merge", ids: chosen().filter((one) => !one.kind).map((one) => one.id) }]),
    split: () => { const parts = Number(prompt(words.parts, "2")); if (parts > 1) send([{ do: "split", id: chosen()[0].id, parts }]) },
    remove: () => send(chosen().map((one) => ({ do: one.kind ? "unthing" : "remove", id: one.id }))),
    undo: () => undo(back, forth),
    redo: () => undo(forth, back),
    in: () => { zoom = Math.min(6, zoom * 1.5); size(); frame() },
    out: () => { zoom = Math.max(1, zoom / 1.5); size(); frame() },
  }
  function hold(kind) {
    tool = kind
    anchor = null
    for (const button of tools.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", button.dataset.tool === kind)
    svg.classList.toggle("drawing--armed", kind !== "pick")
    frame()
  }
  function cell(event) {
    const frame = svg.getBoundingClientRect(), scale = (plan.width * U + 2 * M) / frame.width
    const inside = (value, most) => Math.min(Math.max(Math.floor(value), 0), most - 1)
    return { x: inside(((event.clientX - frame.left) * scale - M) / U, plan.width), y: inside(((event.clientY - frame.top) * scale - M) / U, plan.height) }
  }

  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return
    at = cell(event)
    anchor = null
    const one = under(at), is = tool === "pick" && one && !(one.kind === "zone" && event.shiftKey)
    if (event.target.classList.contains("drawing__handle")) held = { does: "resize", one: chosen()[0], from: at }
    else if (is) {
      if (!picked.has(one.key) || event.shiftKey) pick([one], event.shiftKey)
      held = { does: "move", from: at }
    } else held = { does: "area", from: at, more: event.shiftKey }
    svg.setPointerCapture(event.pointerId)
  })
  svg.addEventListener("pointermove", (event) => {
    if (!held) return
    at = cell(event)
    const dx = at.x - held.from.x, dy = at.y - held.from.y
    if (held.does === "area") held.draft = box(held.from, at)
    if (held.does === "move") held.draft = chosen().map((one) => ({ ...one, x: one.x + dx, y: one.y + dy }))
    if (held.does === "resize") held.draft = { ...held.one, width: Math.max(1, held.one.width + dx), height: Math.max(1, held.one.height + dy) }
    frame()
  })
  svg.addEventListener("pointerup", (event) => {
    if (!held) return
    const done = held, dx = at.x - held.from.x, dy = at.y - held.from.y
    held = null
    if (done.does === "area" && tool !== "pick") draw(box(done.from, at))
    else if (done.does === "area") pick(dx || dy ? plan.stands.filter((one) => meets(one, box(done.from, at))) : [], done.more)
    else if (dx || dy) done.does === "move" ? move(dx, dy) : resize(done.one, dx, dy)
    frame()
  })
  svg.addEventListener("pointercancel", () => { held = null; frame() })
  svg.addEventListener("keydown", (event) => {
    const way = WAYS[event.key], command = event.ctrlKey || event.metaKey
    const act = command ? { z: "undo", y: "redo" }[event.key.toLowerCase()] : { g: "merge", t: "split", Delete: "remove", Backspace: "remove", "+": "in", "-": "out" }[event.key]
    if (way && event.altKey && picked.size) event.shiftKey ? picked.size === 1 && resize(chosen()[0], ...way) : move(...way)
    else if (way && !command) {
      if (event.shiftKey) anchor ||= { ...at }
      else anchor = null
      at = { x: Math.min(Math.max(at.x + way[0], 0), plan.width - 1), y: Math.min(Math.max(at.y + way[1], 0), plan.height - 1) }
      const one = under(at), area = anchor && box(anchor, at)
      say(area ? told("area", { a: area.width, b: area.height }) : `${told("cell", { x: at.x + 1, y: at.y + 1 })}: ${one ? (one.kind ? one.name : `${told("stand", { n: one.number })}, ${one.title || words.free}`) : words.bare}`)
      over.lastChild?.scrollIntoView?.({ block: "nearest", inline: "nearest" })
    } else if (event.key === "Enter" || event.key === " ") {
      const area = anchor ? box(anchor, at) : { ...at, width: 1, height: 1 }
      if (tool !== "pick") draw(area)
      else pick(anchor ? plan.stands.filter((one) => meets(one, area)) : [under(at)].filter(Boolean), event.shiftKey && !anchor)
      anchor = null
    } else if (event.key === "Escape") { anchor = null; held = null; tool === "pick" ? pick([]) : hold("pick") }
    else if (act) { if (!tools.querySelector(`[data-act=${act}]`).disabled) acts[act]() }
    else if (TOOLS[event.key - 1] && !command && !event.altKey) hold(TOOLS[event.key - 1])
    else return
    event.preventDefault()
    frame()
  })
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button")
    if (button?.dataset.tool) { hold(button.dataset.tool); svg.focus({ preventScroll: true }) }
    if (button?.dataset.act) acts[button.dataset.act]()
  })
  document.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || !event.target.matches("[data-panel]")) return
    event.preventDefault()
    const form = new FormData(event.target, event.submitter)
    const answer = await fetch(event.target.action, { method: "POST", body: new URLSearchParams(form), headers: { Accept: "text/html" } }).catch(() => null)
    if (!answer) return say(told("lost"))
    const page = swap(await answer.text(), "[data-side]", "[data-list]", "[data-count]")
    say(page.querySelector("[data-floor]") ? page.querySelector(".notice, .notices")?.textContent.trim() || "" : page.querySelector("main p")?.textContent || told("lost"))
    document.querySelector("[data-side] .errors")?.focus()
    await look()
  })
  async function look() {
    if (busy || held) return false
    const answer = await fetch(`${sheet.dataset.floor}?tu=${plan ? plan.revision : -1}`, { headers: { Accept: "application/json" } }).catch(() => null)
    if (answer?.status !== 200) return false
    take(await answer.json())
    return true
  }
  addEventListener("resize", () => plan && size())
  setInterval(async () => { if (document.visibilityState === "visible" && await look()) say(told("other")) }, EVERY)

  look().then(() => {
    if (!plan) return // the server's own drawing stays
    const number = new URLSearchParams(location.search).get("gian"), one = plan.stands.find((stand) => stand.number === number)
    if (one) picked.add(one.key)
    sheet.replaceChildren(svg)
    size()
    tools.hidden = false
    document.querySelector("[data-keys]").hidden = false
    sheet.dataset.ready = ""
    frame()
  })
}

document.querySelectorAll("[data-floor]").forEach(attach)
