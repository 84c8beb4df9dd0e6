// On a narrow screen the main menu scrolls sideways: where one is stands in sight.
const list = document.querySelector(".nav ul"), here = list?.querySelector("[aria-current]")
if (here) for (const box of [list, list.parentElement]) box.scrollLeft = here.offsetLeft - (box.clientWidth - here.clientWidth) / 2
