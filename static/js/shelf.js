// A shelf that others change meanwhile: the page asks now and then and says so. Nothing that is being typed is touched.
const EVERY = 6_000

const place = document.querySelector("[data-shelf-news]")
let said = ""

async function ask() {
  if (document.hidden) return
  const answer = await fetch(place.dataset.shelfNews).catch(() => null)
  const text = answer?.status === 200 ? (await answer.text()).trim() : said
  if (text === said) return
  said = text
  place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes)
}

if (place) setInterval(ask, EVERY)
