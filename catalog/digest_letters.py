"""The unmet-demand digest as a letter to a maker, written in the transaction that claims its period."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from catalog import taxonomy
from core import mail
from programme.models import Facility

if TYPE_CHECKING:
    from catalog.digests import Part


def digest(facility: Facility, parts: Sequence["Part"]) -> None:
    """Letters are Vietnamese, as the makers are."""
    with force_locale("vi"):
        told = "\n\n".join(_part(part) for part in parts)
    text = (
        f"Người đi chợ tìm mà chưa thấy, hoặc đang chờ có hàng, ở các nhóm {facility.name} làm được:\n\n{told}\n\n"
        f"Làm được món nào thì bày lên, ai nhờ chợ tìm sẽ thấy. Xem lại, hoặc thôi nhận thư này: "
        f"{current_app.config['SITE_URL']}/quan-ly/nhu-cau"
    )
    mail.send(str(facility.email), "Người mua đang tìm gì", text)


def _part(part: "Part") -> str:
    lines = [taxonomy.name_of(part.shelf)]
    lines += [f"- “{written}”: tìm {count} lần mà chưa có" for written, count in part.words]
    if part.waiting:
        lines.append(f"- {part.waiting} người đang chờ món đã hết của nhóm này")
    lines += [f"  trong đó {count} người chờ {name} của bạn" for name, count in part.own]
    return "\n".join(lines)
