"""Input about where a facility stands: its rest, identity, facts of eligibility, qualities, consent and team."""

from collections.abc import Sequence

from flask_babel import gettext as _

from accounts.models import ACTIONS, CONSENT_WAYS, FACILITY_ROLES, STAFF_RIGHTS
from core import times
from core.forms import Form
from programme import eligibility, identity, places, points, qualities
from programme.models import Facility


class ClosureForm(Form):
    def clean(self) -> None:
        self.first = self.day("closed_from", required=_("Chọn ngày bắt đầu nghỉ."))
        self.last = self.day("closed_until", at_least=times.today(), required=_("Chọn ngày nghỉ cuối."))
        if self.first and self.last and self.last < self.first:
            self.errors["closed_until"] = _("Ngày cuối phải từ ngày đầu trở đi.")
        self.words = self.text("closed_words", at_most=120)
        self.takes_orders = (
            self.choice("orders", ("take", "refuse"), required=_("Chọn có nhận đơn hay không.")) == "take"
        )


class PointForm(Form):
    """How exactly a facility stands on the map: `point` is its own, None where only the commune is shown."""

    @classmethod
    def showing(cls, facility: Facility) -> "PointForm":
        shown = facility.lat is not None
        return cls(
            {"shown": "exact" if shown else "commune", "point": f"{facility.lat}, {facility.lon}" if shown else ""}
        )

    def clean(self) -> None:
        self.point = None
        shown = self.choice("shown", ("commune", "exact"), required=_("Chọn hiện tới đâu."))
        if shown == "exact":
            self.point = points.read(self.text("point", at_most=60))
            if self.point is None:
                self.errors["point"] = _("Dán hai số như ứng dụng bản đồ ghi, ví dụ 20.97652, 105.91268.")


class QualitiesForm(Form):
    def clean(self) -> None:
        given = self.raw.getlist("qualities") if hasattr(self.raw, "getlist") else []
        self.codes = [code for code in qualities.every() if code in given]


class QualityCheckForm(Form):
    """A paper that staff have seen for what a maker declared."""

    def clean(self) -> None:
        self.quality = self.choice("quality", list(qualities.every()), required=_("Chọn tính chất đã kiểm."))
        self.paper = self.text("quality_paper", at_most=120, required=_("Ghi giấy tờ đã xem."))
        self.until = self.day("quality_until", at_least=times.today())


class AreaForm(Form):
    """Where a member of staff works: everywhere, or in the communes ticked."""

    communes: tuple[str, ...] = ()

    def clean(self) -> None:
        reach = self.choice("reach", ("all", "some"), required=_("Chọn làm ở đâu."))
        given = self.raw.getlist("communes") if hasattr(self.raw, "getlist") else []
        self.communes = tuple(one for one in dict.fromkeys(given) if places.commune(one)) if reach == "some" else ()
        if reach == "some" and not self.communes:
            self.errors["communes"] = _("Chọn ít nhất một xã, phường; hoặc chọn làm ở mọi nơi.")


class RightsForm(Form):
    """The rights ticked, and those that the page showed."""

    rights: Sequence[str] = ()

    def clean(self) -> None:
        given = self.raw.getlist("rights") if hasattr(self.raw, "getlist") else []
        self.rights = [right for right in STAFF_RIGHTS if right in given]
        self.seen = [right for right in str(self.raw.get("seen") or "").split(",") if right in STAFF_RIGHTS]


class NewOfficerForm(RightsForm):
    """Somebody who has an account, by mail address or phone, and what she may do from now on."""

    def clean(self) -> None:
        super().clean()
        self.who = self.text("who", at_most=200, required=_("Ghi thư điện tử hoặc số điện thoại người ấy đăng nhập."))
        if not self.rights:
            self.errors["rights"] = _("Chọn ít nhất một quyền.")


class IdentityForm(Form):
    def clean(self) -> None:
        self.method = self.choice("method", identity.METHODS, required=_("Chọn cách đã kiểm."))
        self.on = self.day("on", at_most=times.today(), required=_("Chọn ngày kiểm."))
        self.note = self.text("note", at_most=200)


class WithdrawForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=200, required=_("Ghi lý do rút."))


class FactForm(Form):
    def clean(self) -> None:
        self.fact = self.choice("fact", eligibility.FACTS, required=_("Chọn điều đã xác minh."))
        self.is_so = self.choice("so", ("yes", "no"), required=_("Chọn đúng hay không đúng.")) == "yes"
        self.paper = self.text("paper", at_most=120, required=_("Ghi số văn bản và nơi cấp."))
        self.from_on = self.day("from_on", required=_("Chọn ngày bắt đầu."))
        self.until_on = self.day("until_on", at_least=self.from_on)


class RecognitionForm(Form):
    """The province's decision on a craft village."""

    def clean(self) -> None:
        self.number = self.text("number", at_most=60, required=_("Ghi số quyết định, ví dụ 7356/QĐ-UBND."))
        self.on = self.day("on", at_most=times.today(), required=_("Chọn ngày quyết định."))
        self.title = self.text("title", at_most=100, required=_("Ghi danh hiệu như trong quyết định."))


class ConsentForm(Form):
    def clean(self) -> None:
        self.agreed_by = self.text("agreed_by", at_most=100, required=_("Ghi tên người đồng ý."))
        self.way = self.choice("way", CONSENT_WAYS, required=_("Chọn cách đã đồng ý."))
        self.agreed_on = self.day("agreed_on", at_most=times.today(), required=_("Chọn ngày đồng ý."))
        self.until_on = self.day("until_on", at_least=times.today(), required=_("Chọn ngày hết hạn."))


class InvitationForm(Form):
    def clean(self) -> None:
        self.role = self.choice("role", FACILITY_ROLES, required=_("Chọn việc người ấy làm."))
        contact = str(self.raw.get("contact") or "")
        is_mail = "@" in contact
        self.email_address = self.email("contact", required=True) if is_mail else ""
        self.phone_number = "" if is_mail else self.phone("contact")


class JoinForm(Form):
    """A new person's name and password, where she has no account yet."""

    def clean(self) -> None:
        self.name = self.text("name", at_most=100, required=_("Điền họ tên."))
        self.password = str(self.raw.get("password") or "")[:200]
        if len(self.password) < 10:
            self.errors["password"] = _("Mật khẩu cần ít nhất 10 ký tự.")


class MandateForm(Form):
    """Who may act in a facility's place, what she may do, and until when. Who is found by the caller."""

    def clean(self) -> None:
        self.who = self.text("who", at_most=200, required=_("Ghi tên cơ sở, hoặc số điện thoại của người bạn nhờ."))
        given = self.raw.getlist("actions") if hasattr(self.raw, "getlist") else self.raw.get("actions", ())
        self.actions = [one for one in ACTIONS if one in given]
        if not self.actions:
            self.errors["actions"] = _("Chọn ít nhất một việc.")
        self.until = self.day("until", at_least=times.today(), required=_("Chọn ngày cuối."))
