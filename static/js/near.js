// "Gần tôi": the place is asked for after a tap and never sent. The nearest commune is found here, and only its code goes on.
const R = Math.PI / 180
const far = (a, b) => Math.hypot((a.lat - b.lat) * 111.2, (a.lon - b.lon) * 111.2 * Math.cos(a.lat * R))
const INSIDE = 25 // km from the nearest commune: beyond it one is in another province

async function nearest(form, here) {
  const [communes, provinces] = await Promise.all([form.dataset.communes, form.dataset.provinces].map(async (url) => (await (await fetch(url)).json()).items))
  const first = (items) => items.reduce((best, one) => far(here, one) < far(here, best) ? one : best)
  const commune = first(communes)
  return far(here, commune) <= INSIDE ? commune : first(provinces)
}

function attach(form) {
  const button = form.querySelector("[data-near-me]"), says = form.querySelector("[data-near-says]")
  if (!navigator.geolocation || button.dataset.ready) return
  button.dataset.ready = "1"
  button.hidden = false
  form.querySelector("[data-near-promise]").hidden = false
  const say = (text) => { says.hidden = false; says.textContent = text }
  button.addEventListener("click", () => {
    say(says.dataset.asking)
    navigator.geolocation.getCurrentPosition(async ({ coords }) => {
      try {
        form.elements.gan.value = (await nearest(form, { lat: coords.latitude, lon: coords.longitude })).code
        form.submit()
      } catch { say(says.dataset.refused) }
    }, () => say(says.dataset.refused), { timeout: 15000, maximumAge: 600000 })
  })
}

const attachAll = () => document.querySelectorAll("[data-near]").forEach(attach)
document.addEventListener("listing-shown", attachAll)
attachAll()
