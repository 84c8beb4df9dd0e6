// Carries what stands in the comparison along: its page tells the device, links "So sánh" elsewhere add to it.
const KEPT = "phiencho.compare", MOST = 4

function kept() {
  try { return (sessionStorage.getItem(KEPT) || "").split(",").filter(Boolean).slice(0, MOST) } catch { return [] }
}

function carry() {
  const table = document.querySelector("main [data-compared]")
  const page = location.pathname.endsWith("/so-sanh")
  if (page && !location.search && kept().length) return location.replace(`?sp=${kept().join(",")}`) // come back to by the footer
  if (page) try { sessionStorage.setItem(KEPT, table ? table.dataset.compared : "") } catch { /* a device that keeps nothing */ }
  for (const link of document.querySelectorAll("[data-compare]")) {
    const address = new URL(link.href), mine = link.dataset.compare
    const others = kept().filter((one) => one !== mine).slice(-(MOST - 1)) // the oldest makes room
    address.searchParams.set("sp", [...others, mine].join(","))
    link.href = address
  }
}

carry()
document.addEventListener("listing-shown", carry)
addEventListener("pageshow", (event) => event.persisted && carry())
