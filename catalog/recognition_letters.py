"""Letters to a facility about its papers, written in the transaction they tell of."""

from collections.abc import Sequence

from flask import current_app

from catalog.models import Recognition
from core import mail
from programme.models import Facility

# Letters are Vietnamese, as the makers are.
_KINDS = {
    "ocop": "Chứng nhận OCOP",
    "cnnttb": "Danh hiệu CNNT tiêu biểu",
    "food_safety": "Giấy an toàn thực phẩm",
    "trademark": "Nhãn hiệu",
    "indication": "Chỉ dẫn địa lý",
    "craft": "Danh hiệu nghề",
    "traceability": "Mã truy xuất",
}


def confirmed(paper: Recognition) -> None:
    _send(paper, "Đã xác nhận", f"đã được người trực đối chiếu. Ai cũng tra được tại {_site()}/xac-minh/{paper.code}")


def refused(paper: Recognition) -> None:
    _send(paper, "Chưa nhận", f"chưa được nhận. Lý do: {paper.reason}\n\nSửa rồi gửi lại tại {_page(paper)}")


def revoked(paper: Recognition) -> None:
    day = f"{paper.revoked_on:%d/%m/%Y}"
    _send(paper, "Đã thu hồi", f"không còn hiện ở chợ: đã bị thu hồi ngày {day}. Lý do: {paper.reason}")


def lapsing(facility: Facility, papers: Sequence[Recognition]) -> None:
    """One letter for all papers of a facility that come nearer to their last day."""
    lines = "\n".join(
        f"- {name_of(one)}: hết ngày {one.expires_on:%d/%m/%Y}, còn {one.days_left} ngày. {_page(one)}"
        for one in papers
    )
    first = papers[0]
    subject = f"{len(papers)} giấy sắp hết hạn" if len(papers) > 1 else f"Sắp hết hạn: {name_of(first)}"
    text = (
        f"Hết ngày cuối thì sao và giấy tự ẩn khỏi chợ:\n\n{lines}\n\n"
        f"Hồ sơ công nhận lại mất vài tháng, nên làm từ bây giờ. Có giấy mới thì thêm vào ví giấy tờ: "
        f"{_site()}/quan-ly/chung-nhan"
    )
    if facility.email:
        mail.send(facility.email, subject, text)


def name_of(paper: Recognition) -> str:
    """Chứng nhận OCOP 12/QĐ-UBND, Ấm chén men lam."""
    about = f"{_KINDS[paper.kind]} {paper.decision_number}".strip()
    return f"{about}, {paper.subject.name}" if paper.product_id else about


def _send(paper: Recognition, subject: str, text: str) -> None:
    facility = paper.owner
    if facility and facility.email:
        mail.send(facility.email, f"{subject}: {name_of(paper)}", f"{name_of(paper)} {text}")


def _page(paper: Recognition) -> str:
    return f"{_site()}/quan-ly/chung-nhan/{paper.id}"


def _site() -> str:
    return str(current_app.config["SITE_URL"])
