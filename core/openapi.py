"""The OpenAPI 3.1 document, put together from what each API view says about itself.

    @bp.get("/products")
    @public
    @openapi.describe("Hàng đang bày", query={"q": openapi.TEXT}, answers={200: openapi.ref("ProductPage")})
    def products(): ...

Path, method and path parameters are read from the URL map, so they are never written twice.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

Schema = dict[str, Any]
View = Callable[..., Any]

TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}
DONG: Schema = {"type": "integer", "description": "VND"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}

_PREFIX = "/api/v1"
_PLACEHOLDER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_schemas: dict[str, Schema] = {
    "Fault": {
        "type": "object",
        "description": "what is wrong, and at which field of the body or parameter of the address",
        "properties": {"code": TEXT, "message": TEXT, "field": TEXT},
        "required": ["code", "message"],
    },
    "Problem": {
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": INTEGER,
            "detail": TEXT,
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        },
        "required": ["type", "title", "status", "detail", "errors"],
    },
}


def describe(
    summary: str,
    *,
    query: Mapping[str, Schema] | None = None,
    body: Schema | None = None,
    answers: Mapping[int, Schema | None] | None = None,
    keyed: bool = False,
) -> Callable[[View], View]:
    """Say what a view takes and gives. An answer from 400 up is a Problem; `keyed` takes an Idempotency-Key."""

    def attach(view: View) -> View:
        view.api = {  # type: ignore[attr-defined]
            "summary": summary,
            "query": query or {},
            "body": body,
            "answers": answers or {200: None},
            "keyed": keyed,
        }
        return view

    return attach


def schema(name: str, properties: Mapping[str, Schema], *, required: tuple[str, ...] | None = None) -> Schema:
    """Name an object once and refer to it afterwards; every property is required unless told otherwise."""
    _schemas[name] = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties if required is None else required),
    }
    return ref(name)


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def optional(kind: Schema) -> Schema:
    return {"anyOf": [kind, {"type": "null"}]}


def document(app: Flask) -> dict[str, Any]:
    """The whole document, from the views that are wired in."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in app.url_map.iter_rules():
        described = getattr(app.view_functions[rule.endpoint], "api", None)
        if described is None:
            continue
        path = _PLACEHOLDER.sub(r"{\g<name>}", rule.rule).removeprefix(_PREFIX)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule.endpoint, rule.rule, described)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Phiên Chợ", "version": "1"},
        "servers": [{"url": app.config["SITE_URL"] + _PREFIX}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": _schemas},
    }


def _operation(endpoint: str, rule: str, described: dict[str, Any]) -> dict[str, Any]:
    operation = {
        "operationId": endpoint,
        "summary": described["summary"],
        "parameters": _parameters(rule, described),
        "responses": {str(status): _answer(status, kind) for status, kind in described["answers"].items()},
    }
    if described["body"]:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": described["body"]}}}
    return operation


def _parameters(rule: str, described: dict[str, Any]) -> list[dict[str, Any]]:
    inside = [
        {
            "name": match["name"],
            "in": "path",
            "required": True,
            "schema": INTEGER if match["kind"] == "int" else TEXT,
        }
        for match in _PLACEHOLDER.finditer(rule)
    ]
    asked: list[dict[str, Any]] = [
        {"name": name, "in": "query", "schema": kind} for name, kind in described["query"].items()
    ]
    key = [{"name": "Idempotency-Key", "in": "header", "schema": TEXT}] if described["keyed"] else []
    return inside + asked + key


def _answer(status: int, kind: Schema | None) -> dict[str, Any]:
    if status >= 400:
        return {"description": "", "content": {"application/problem+json": {"schema": kind or ref("Problem")}}}
    return {"description": "", "content": {"application/json": {"schema": kind or {"type": "object"}}}}
