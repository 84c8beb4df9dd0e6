// [data-scan] on a form: where the browser reads codes by itself, a button opens the camera; a code read fills the field and
// sends the form. Elsewhere the button stays hidden and the code is typed.
const form = document.querySelector("[data-scan]")

if (form && "BarcodeDetector" in window && navigator.mediaDevices) {
  const button = form.querySelector("[data-scan-start]"), video = form.querySelector("video")
  const says = form.querySelector("[data-scan-says]"), field = form.elements[form.dataset.scan]
  let stream = null

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop())
    stream = null
    video.hidden = true
    button.setAttribute("aria-pressed", "false")
  }

  const look = async (detector) => {
    if (!stream) return
    const [found] = await detector.detect(video).catch(() => [])
    if (!found) return void setTimeout(() => look(detector), 150)
    field.value = found.rawValue
    stop()
    form.requestSubmit()
  }

  const start = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } })
    } catch {
      says.textContent = says.dataset.refused
      return
    }
    video.srcObject = stream
    video.hidden = false
    button.setAttribute("aria-pressed", "true")
    await video.play()
    look(new BarcodeDetector({ formats: ["qr_code"] }))
  }

  button.hidden = false
  button.addEventListener("click", () => (stream ? stop() : start()))
  addEventListener("pagehide", stop)
}
