"""The ten themes of a booth: each a ground of the house look and a woodblock motif, by craft."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Theme:
    """`ground` and `motif` are names of the look: ground--cham, static/art/am-chen.svg."""

    code: str
    name: object
    ground: str
    motif: str


THEMES = {
    one.code: one
    for one in (
        Theme("gom", _l("Lò gốm"), "cham", "am-chen"),
        Theme("may-tre", _l("Mây tre"), "hoe", "gio-may"),
        Theme("lua", _l("Lụa và thêu"), "son", "khan-lua"),
        Theme("son-mai", _l("Sơn mài"), "nau", "tranh-son-mai"),
        Theme("dong", _l("Đúc và chạm"), "nau", "cong-lang"),
        Theme("non-quat", _l("Nón, quạt, đồ chơi"), "ri", "non-la"),
        Theme("giay-huong", _l("Giấy và hương"), "diep", "ga-to-he"),
        Theme("qua-que", _l("Quà quê"), "hoe", "com"),
        Theme("tra", _l("Trà và thuốc nam"), "ri", "tra-sen"),
        Theme("vuon", _l("Hoa và cây"), "son", "canh-dao"),
    )
}
USUAL = "may-tre"
