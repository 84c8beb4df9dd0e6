"""?giai-thich=1: why results stand where they do, in words. For staff alone: anybody else gets the page as it is."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from catalog import search
from catalog.search import explaining
from catalog.search.explaining import Explained, Reason


def is_asked(name: str = "giai-thich") -> bool:
    """Whether somebody who works here asks; who asks is looked at only where the address asks at all."""
    return request.args.get(name) == "1" and current_user.is_authenticated and current_user.is_staff


def of(seen: search.Snapshot, answer: search.Answer, ids: Sequence[int]) -> list[Explained]:
    return explaining.explain(seen, answer, ids)


def found_in(reason: Reason) -> str:
    fields = {
        "name": _("tên hàng"), "english": _("tiếng Anh"), "kind": _("nhóm hàng, nghề"), "village": _("làng nghề"),
        "former": _("địa danh cũ"), "commune": _("xã, phường"), "maker": _("tên cơ sở"), "text": _("mô tả ngắn"),
        "story": _("câu chuyện"), "name and text": _("tên và mô tả"),
    }  # fmt: skip
    return fields[reason.field]


def by_rule(reason: Reason) -> str:
    rules = {
        "begins": _("đứng đầu tên"), "phrase": _("nguyên cụm"), "words": _("đủ chữ, đứng rời"), "word": _("có chữ ấy"),
        "place": _("đúng địa danh"),
    }  # fmt: skip
    return rules[reason.rule]


def by_way(reason: Reason) -> str:
    if reason.way == "synonym":
        return _("từ đồng nghĩa, bộ %(code)s", code=reason.set_id)
    return {"typed": _("đúng như gõ"), "folded": _("bỏ dấu"), "meant": _("gõ không dấu, hiểu là có dấu")}[reason.way]


def part(name: str) -> str:
    parts = {
        "whole_name": _("cả lời tìm liền trong tên"), "whole_text": _("cả lời tìm liền trong mô tả"),
        "service": _("là dịch vụ, lời tìm hỏi hàng"), "stock": _("còn hàng"), "stars": _("sao OCOP còn hạn"),
        "level": _("cấp công nhận còn hạn"), "shown_only": _("chỉ trưng bày"), "interest": _("được quan tâm"),
        "new": _("hàng mới"),
    }  # fmt: skip
    return parts[name]


def as_json(one: Explained) -> dict:
    reasons = [{name: getattr(reason, name) for name in Reason.__dataclass_fields__} for reason in one.reasons]
    return {"total": one.total, "full": one.is_full, "mended": one.is_mended, "parts": one.parts, "reasons": reasons}
