"""Light pictures: who gets a page that names no picture's address to the browser until the picture is tapped."""

from flask import Flask, has_request_context, request

COOKIE = "light"  # written by static/js/light.js: "1" or "0", the visitor's own switch
WORKPLACES = ("/quan-ly", "/can-bo")  # who works on pictures must see them


def init_app(app: Flask) -> None:
    app.jinja_env.globals["is_light"] = is_wished


def is_wished() -> bool:
    """The visitor's own choice; without one, what their browser asks for."""
    if not has_request_context() or request.path.startswith(WORKPLACES):
        return False
    chosen = request.cookies.get(COOKIE)
    if chosen in ("0", "1"):
        return chosen == "1"
    return request.headers.get("Save-Data", "").strip().lower() == "on"
