"""What a maker can do better, by the codes that are kept with a picture."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "too_dark": _l("Ảnh tối quá. Chụp lại gần cửa sổ hoặc ngoài hiên, tránh bật đèn chớp."),
    "blurred": _l("Ảnh bị nhòe. Tì tay vào bàn, chạm vào món hàng trên màn hình cho nét rồi chụp lại."),
    "small": _l("Ảnh nhỏ, phóng to sẽ vỡ. Gửi ảnh gốc từ máy, đừng gửi ảnh chụp màn hình."),
    "cut_off": _l("Món hàng chạm mép ảnh. Lùi lại một bước để thấy trọn món hàng."),
    "same_as_another": _l("Ảnh này giống một ảnh khác của nhà mình. Chọn góc khác để khách thấy thêm."),
}


def sentences(codes: list[str]) -> list[str]:
    return [str(SENTENCES[code]) for code in codes if code in SENTENCES]
