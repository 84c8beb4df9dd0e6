"""Tax codes (mã số thuế): ten digits, or thirteen for a branch; checked by python-stdnum, refused in plain words."""

from flask_babel import gettext as _

_SEPARATORS = str.maketrans("", "", " -.")
_PERSON = 12  # digits of a citizen's number, which households may use as tax code since 1/7/2025


def compact(text: str) -> str:
    """Without the hyphen, dots and spaces people put in: 0100047516-001 is 0100047516001."""
    return text.translate(_SEPARATORS)


def is_valid(code: str) -> bool:
    return fault(code) == ""


def fault(code: str) -> str:
    """What is wrong with a compact code, and how to mend it; empty when it is right."""
    from stdnum import exceptions  # three megabytes that few processes need
    from stdnum.vn import mst

    if not code.isascii() or not code.isdigit():
        return _("Mã số thuế chỉ gồm chữ số; bỏ chữ và dấu khác ra.")
    if len(code) == _PERSON:
        return _("Số này có 12 chữ số, là số định danh cá nhân. Chợ không giữ số ấy; để trống ô này.")
    try:
        mst.validate(code)
    except exceptions.InvalidLength:
        return _("Mã số thuế có 10 chữ số, chi nhánh có 13; số này có %(n)s.", n=len(code))
    except exceptions.InvalidChecksum:
        return _("Chữ số thứ mười không khớp các số trước: có lẽ gõ nhầm một chữ số. Xem lại trên giấy.")
    except exceptions.ValidationError:
        return _("Số này không thể là mã số thuế. Xem lại trên giấy.")
    return ""
