// The card beside the editor keeps in step with the form: [data-shows="name"], [data-shows="price"], and the first photo.
const card = document.querySelector("[data-preview]")
const shows = {
  name: (text) => { card.querySelector(".card__title a").textContent = text.trim() || "…" },
  price: (text) => {
    const digits = text.replace(/[.,\s₫đ]/g, "")
    const price = card.querySelector(".price")
    if (price && /^\d+$/.test(digits)) price.textContent = `${Number(digits).toLocaleString("vi-VN")}\u00a0₫`
    else if (price && !text.trim()) price.textContent = price.dataset.ask || price.textContent
  },
}

if (card) {
  document.addEventListener("input", ({ target }) => shows[target.dataset?.shows]?.(target.value))
  document.addEventListener("change", ({ target }) => {
    const file = target.type === "file" && target.files[0]
    const frame = card.querySelector(".picture")
    if (!file || !frame || frame.querySelector("img")) return
    const picture = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: "" })
    frame.classList.remove("picture--none")
    frame.replaceChildren(picture)
  })
}
