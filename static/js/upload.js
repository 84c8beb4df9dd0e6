// Pictures from a phone: made smaller before they leave (at most 2400 px, upright), sent with a progress bar. Other files
// and older browsers go as the form is. A form with data-sends is sent file by file by sending.js; a picture whose place
// of taking shall be kept goes as it came, for a smaller copy would not know the place.
const MOST = 2400
const QUALITY = 0.86

async function smaller(file) {
  if (!file.type.startsWith("image/") || !("createImageBitmap" in window)) return file
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" })
  const scale = Math.min(1, MOST / Math.max(picture.width, picture.height))
  if (scale === 1 && file.size < 2_000_000) return file
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))
  return blob ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file
}

function attach(box) {
  const input = box.querySelector("input[type=file]")
  const list = box.querySelector(".upload__list")

  async function take() {
    const byFile = "sends" in input.form.dataset
    if (!byFile) list.replaceChildren(...[...input.files].map(row))
    if (input.form.querySelector("[name=keep_place]")?.checked) return ready()
    if (!input.accept.startsWith("image/")) return
    try {
      const made = new DataTransfer()
      for (const file of input.files) made.items.add(await smaller(file))
      input.files = made.files
    } catch { /* the server makes it smaller, or says what is wrong with it */ }
    ready()
  }
  function ready() { input.dispatchEvent(new CustomEvent("files:ready", { bubbles: true })) }
  function row(file) {
    const item = document.createElement("li")
    const picture = document.createElement(file.type.startsWith("image/") ? "img" : "span")
    if (picture.src !== undefined) { picture.src = URL.createObjectURL(file); picture.alt = "" }
    const name = document.createElement("span")
    name.textContent = file.name
    item.className = "upload__item"
    item.append(picture, name)
    return item
  }
  function send(event) {
    if (!input.files.length || event.defaultPrevented || "sends" in input.form.dataset) return
    event.preventDefault()
    const form = input.form, bar = document.createElement("progress"), request = new XMLHttpRequest()
    bar.max = 1
    bar.setAttribute("aria-label", box.dataset.wait)
    list.append(bar)
    event.submitter?.setAttribute("aria-busy", "true")
    request.upload.addEventListener("progress", (now) => { if (now.lengthComputable) bar.value = now.loaded / now.total })
    request.addEventListener("load", () => {
      if (request.status < 400) return location.assign(request.responseURL) // every change answers with a redirect
      document.open(); document.write(request.responseText); document.close() // the server's own page: what to mend
    })
    request.addEventListener("error", () => {
      bar.replaceWith(Object.assign(document.createElement("li"), { textContent: box.dataset.failed }))
      event.submitter?.removeAttribute("aria-busy")
    })
    request.open("POST", form.action)
    const content = new FormData(form, event.submitter)
    request.send(content)
  }

  input.addEventListener("change", take)
  input.form.addEventListener("submit", send)
  for (const name of ["dragenter", "dragover"]) box.addEventListener(name, (event) => { event.preventDefault(); box.classList.add("upload--over") })
  for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => box.classList.remove("upload--over"))
  box.addEventListener("drop", (event) => { event.preventDefault(); input.files = event.dataTransfer.files; take() })
}

document.querySelectorAll("[data-upload]").forEach(attach)
