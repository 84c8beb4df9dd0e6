"""Letters about applications, and to who judges them, in Vietnamese, written in the transaction they tell of."""

from datetime import datetime

from flask import current_app

from accounts.models import User
from core import mail
from core.i18n import day, day_time
from fairs.models import Application, Booth, Decision, Fair, Objection, Stand
from programme.models import Facility


def decided(fair: Fair, application: Application, decision: Decision, until: datetime) -> None:
    text = (
        f"Đơn xin gian của cơ sở ở {fair.name}: {_outcome(decision)}.\nLý do: {decision.reason}\n"
        f"Không đồng ý thì gửi khiếu nại trước {day_time(until)} ở {_page(fair)}"
    )
    _send(application.facility, f"Kết quả xét đơn xin gian, {fair.name}", text)


def named(fair: Fair, person: User) -> None:
    """To who shall score."""
    if person.email and fair.applications_close_at:
        mail.send(
            person.email,
            f"Mời chấm đơn xin gian, {fair.name}",
            f"Kính gửi {person.name},\n\nAnh chị có tên trong ban chấm đơn xin gian của {fair.name}. "
            f"Chấm được từ {day_time(fair.applications_close_at)}, mỗi người chấm riêng: "
            f"{current_app.config['SITE_URL']}/can-bo/hoi-cho/{fair.slug}/don\n"
            "Có quan hệ với cơ sở nào thì khai ở đơn của cơ sở ấy, không chấm.\n\nPhiên Chợ",
        )


def answered(fair: Fair, application: Application, objection: Objection, decision: Decision) -> None:
    text = f"Trung tâm trả lời khiếu nại: {objection.answer}\nĐơn của cơ sở: {_outcome(decision)}.\n{_page(fair)}"
    _send(application.facility, f"Trả lời khiếu nại, {fair.name}", text)


def moved_up(fair: Fair, application: Application) -> None:
    text = (
        f"Có cơ sở trả gian, nên đơn của cơ sở từ danh sách chờ được nhận vào {fair.name}, "
        f"mở ngày {day(fair.opens_at)}. Không dự được nữa thì xin báo ngay ở {_page(fair)}"
    )
    _send(application.facility, f"Cơ sở được nhận vào {fair.name}", text)


def gave_back(booth: Booth, stand: Stand) -> None:
    text = f"Đã ghi cơ sở trả gian {stand.number}, {stand.hall.name}, {stand.hall.fair.name}."
    _send(booth.facility, f"Đã nhận lại gian {stand.number}", text)


def _outcome(decision: Decision) -> str:
    words = {"accepted": "được nhận", "waiting": "vào danh sách chờ", "refused": "không được nhận"}[decision.outcome]
    return f"{words}, số {decision.turn}" if decision.turn else words


def _page(fair: Fair) -> str:
    return f"{current_app.config['SITE_URL']}/quan-ly/hoi-cho/{fair.slug}/dang-ky"


def _send(facility: Facility, subject: str, text: str) -> None:
    if facility.email:
        mail.send(facility.email, subject, f"Kính gửi {facility.name},\n\n{text}\n\nPhiên Chợ")
