"""What is wrong with a plan, told at the stand or thing where it is wrong."""

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that is broken: `at` is the id of the stand or thing, the words name what stands in the way."""

    code: str
    at: int
    number: str = ""
    other: str = ""

    def __str__(self) -> str:
        return _sentence(self.code).format(number=self.number, other=self.other)


class Unfit(Exception):
    """A plan that breaks rules; nothing of it is kept."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return " ".join(dict.fromkeys(str(fault) for fault in self.faults[:3]))


def _sentence(code: str) -> str:
    return {
        "gone": _("Chỗ bạn vừa sửa không còn trên sơ đồ; người khác đã bỏ nó."),
        "has_booth": _("Gian {number} đã có người giữ. Thu lại gian trước, rồi mới bỏ hoặc tách được."),
        "two_booths": _("Các gian {number} đều đã có người giữ nên không gộp được."),
        "no_rectangle": _("Các gian {number} phải liền nhau thành một hình chữ nhật mới gộp được."),
        "no_equal_parts": _("Gian {number} không chia đều được thành từng ấy phần. Nới rộng thêm một ô rồi tách."),
        "outside": _("{number} ra ngoài tường của nhà. Dời vào trong, hoặc nới rộng nhà."),
        "overlaps": _("Gian {number} đè lên gian {other}. Dời một trong hai."),
        "on_thing": _("Gian {number} đè lên {other}. Dời gian, hoặc dời chỗ kia."),
        "no_number": _("Ghi số gian từ 1 đến 8 chữ hoặc số, ví dụ G07."),
        "same_number": _("Số {number} đã có gian khác trong hội chợ này mang. Chọn số khác."),
        "printed_number": _("Số {number} đã in cho gian nay mang số {other}; để số ấy cho gian đó, chọn số khác."),
        "no_group": _("Chọn nhóm hàng cho gian {number}: ở mục Thêm gian, hoặc cho khu mà gian nằm trong."),
        "too_big": _("{number} rộng quá. Mỗi chiều từ 1 đến 40 ô."),
        "price": _("Phần hỗ trợ của gian {number} không được lớn hơn giá niêm yết, và không âm."),
        "too_many": _("Một nhà vẽ được nhiều nhất {number} gian. Tách thành hai nhà."),
        "no_kind": _("Không rõ chỗ này là gì: cửa, lối đi, khu, sân hay quầy."),
        "just_taken": _("Một gian vừa được giao cho cơ sở trong lúc bạn vẽ, nên chưa bỏ được. Tải lại sơ đồ."),
    }[code]
