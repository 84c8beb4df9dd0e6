"""Static files under names that change with their content, so that a browser keeps each for ever.

`asset("css/site.css")` in a template gives `/static/css/site-1f3a9c02be.css`. The stylesheet is joined from
static/css/ in the order of the cascade layers. A WSGI layer in front of Flask serves all of it: no session,
no route, compressed once a process. The address never carries the /en of the page it stands on.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import brotli
from flask import Flask

from core import fonts

STYLESHEET = "css/site.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "pages")
PREFIX = "/static/"
FOR_EVER = "public, max-age=31536000, immutable"

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_FINGERPRINT = re.compile(r"-([0-9a-f]{10})(?=\.[a-z0-9]+$)")
_CSS_ADDRESS = re.compile(r"url\(\.\./([^)]+)\)")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"\s+")
_COMPRESSIBLE = ("text/", "image/svg+xml", "application/json", "application/manifest+json")
_TYPES = {
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


class Asset:
    """One static file as it is sent: bytes, fingerprint, and compressed forms made when first asked for."""

    def __init__(self, name: str, body: bytes) -> None:
        self.name, self.body = name, body
        self.digest = hashlib.sha256(body).hexdigest()[:10]
        self.type = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._encoded: dict[str, bytes] = {}

    @property
    def fingerprinted(self) -> str:
        stem, dot, ending = self.name.rpartition(".")
        return f"{stem}-{self.digest}{dot}{ending}"

    @property
    def is_compressible(self) -> bool:
        return self.type.startswith(_COMPRESSIBLE)

    def encoded(self, accepted: str) -> tuple[str, bytes]:
        """The coding chosen from an Accept-Encoding header, and the bytes in it."""
        coding = _coding(accepted) if self.is_compressible else ""
        if coding and coding not in self._encoded:
            self._encoded[coding] = _compressed(coding, self.body)
        return coding, self._encoded.get(coding, self.body)


class Assets:
    """Every file under one folder, by name; read once, or again after a change where `watch` is on."""

    def __init__(self, folder: Path, *, watch: bool = False) -> None:
        self.folder, self.watch = folder, watch
        self._kept: dict[str, tuple[tuple[int, ...], Asset]] = {}

    def url(self, name: str) -> str:
        """The address of a file; FileNotFoundError where there is none, so that a wrong name never ships."""
        return PREFIX + self.find(name).fingerprinted

    def find(self, name: str) -> Asset:
        kept = self._kept.get(name)
        if kept and not self.watch:
            return kept[1]
        sources = self._sources(name)
        stamp = tuple(source.stat().st_mtime_ns for source in sources)
        if kept and kept[0] == stamp:
            return kept[1]
        asset = Asset(name, self._stylesheet(sources) if name == STYLESHEET else sources[0].read_bytes())
        self._kept[name] = (stamp, asset)
        return asset

    def _sources(self, name: str) -> list[Path]:
        if name == STYLESHEET:
            css = self.folder / "css"
            return [
                file
                for layer in LAYERS
                for file in (css / f"{layer}.css", *sorted((css / layer).glob("*.css")))
                if file.exists()
            ]
        file = (self.folder / name).resolve()
        if not file.is_relative_to(self.folder.resolve()) or not file.is_file():
            raise FileNotFoundError(name)
        return [file]

    def _stylesheet(self, sources: list[Path]) -> bytes:
        """The parts in one, each inside the layer that its place names."""
        parts = [f"@layer {','.join(LAYERS)};"]
        for file in sources:
            layer = file.stem if file.parent.name == "css" else file.parent.name
            rules = _CSS_SPACE.sub(" ", _CSS_COMMENT.sub("", file.read_text("utf-8")))
            parts.append(f"@layer {layer}{{{rules.strip()}}}")
        return _CSS_ADDRESS.sub(self._css_address, "\n".join(parts)).encode()

    def _css_address(self, match: re.Match[str]) -> str:
        return f"url(../{self.find(match[1]).fingerprinted})"


class AssetServer:
    """The WSGI layer that answers /static/…; everything else goes on to the application."""

    def __init__(self, app: WsgiApp, assets: Assets) -> None:
        self.app, self.assets = app, assets

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        requested = path.removeprefix(PREFIX)
        asset = self._asset(requested)
        if asset is None:
            return self.app(environ, start_response)
        return _send(asset, environ, start_response, for_ever=requested == asset.fingerprinted)

    def _asset(self, requested: str) -> Asset | None:
        """The file meant by a name, fingerprinted or not; an older fingerprint means the file as it is now."""
        try:
            return self.assets.find(_FINGERPRINT.sub("", requested))
        except (OSError, ValueError):
            return None


def init_app(app: Flask) -> None:
    fonts.build()  # a glance, but for a clone that skipped its set-up
    assets = Assets(Path(app.root_path) / "static", watch=app.debug)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.url
    app.wsgi_app = AssetServer(app.wsgi_app, assets)  # type: ignore[method-assign]


def _send(
    asset: Asset, environ: dict[str, Any], start_response: Callable[..., Any], *, for_ever: bool
) -> Iterable[bytes]:
    coding, body = asset.encoded(environ.get("HTTP_ACCEPT_ENCODING", ""))
    tag = f'"{asset.digest}{coding and "-" + coding}"'
    headers = [
        ("Content-Type", asset.type + ("; charset=utf-8" if asset.type.startswith("text/") else "")),
        ("Cache-Control", FOR_EVER if for_ever else "no-cache"),
        ("ETag", tag),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if asset.is_compressible:
        headers.append(("Vary", "Accept-Encoding"))
    if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return []
    if coding:
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _coding(accepted: str) -> str:
    """br before gzip, unless it is refused with q=0."""
    offered = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.strip().partition(";")
        offered[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((coding for coding in ("br", "gzip") if offered.get(coding)), "")


def _compressed(coding: str, body: bytes) -> bytes:
    return brotli.compress(body) if coding == "br" else gzip.compress(body, 9, mtime=0)
