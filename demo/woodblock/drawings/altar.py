"""What stands on and over an altar."""

from __future__ import annotations

import math

from demo.woodblock.curves import ellipse, line, petal, placed, rose, rounded, sided, spiral, spline
from demo.woodblock.ornaments import lotus, steam
from demo.woodblock.pigments import HOE, HOEL, NAU, NAUL, RI, SON, SONDEN, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("hoanh-phi", "Hoành phi câu đối sơn son thếp vàng")
def hoanh_phi(sheet: Sheet) -> None:
    sheet.solid(HOE, spline("118,36! 116,20 134,22 142,12 160,6 178,12 186,22 204,20 202,36!", 1), 4)
    for k in (1, -1):
        f = sided(k)
        sheet.ink(f(spiral(136, 28, 1, 8, 1.2, 0)), 2.4, 0.1, 0.2)
    sheet.solid(SON, ellipse(160, 22, 8), 2.6)
    sheet.solid(
        HOE,
        spline("8,26! 40,34 160,38 280,34 312,26! 306,66 312,112! 280,116 160,120 40,116 8,112! 14,66", 1),
        5.2,
    )
    sheet.solid(SON, rounded(26, 47, 294, 106, 4), 4)
    for i in range(17):
        sheet.ink(spline(f"{30 + i * 16.2},{46 - 5} {34 + i * 16.2},{36.5} {39 + i * 16.2},{41}"), 2, 0.2, 0.2)
        sheet.ink(spline(f"{30 + i * 16.2},{112} {34 + i * 16.2},{116} {39 + i * 16.2},{111}"), 2, 0.2, 0.2)

    def dau(x, y, s, v):

        def f(p):
            return placed(p, x, y, s)

        def middle(pts, w):
            return sheet.brush(HOE, f(pts), w * s**0.7, 0.12, 0.45)

        if v == 0:
            middle(spline("-17,-13 0,-17 17,-14"), 5)
            middle(spiral(-8, 2, 1, 9, 1.2, 0), 4)
            middle(spiral(9, 2, 1, 8, 1.2, 180, -1), 4)
            middle(spline("-15,16 0,12 17,17"), 5)
        if v == 1:
            middle(spline("0,-20 2,-4 0,20"), 5.5)
            [
                middle(spline(f"{k * 4},{-8} {k * 12},{-13} {k * 18},{-8}"), 4.4)
                or middle(spline(f"{k * 4},{8} {k * 10},{3} {k * 17},{12}"), 4.4)
                for k in (1, -1)
            ]
            sheet.fill(HOE, f(ellipse(0, -1, 6)), False)
        if v == 2:
            [sheet.fill(HOE, f(petal(0, 8, a, 25 - abs(a) * 0.07, 10, 0.72)), False) for a in (-72, -36, 0, 36, 72)]
            middle(spline("-18,17 -7,13 0,19 8,13 18,17"), 4.4)
        if v == 3:
            middle(spiral(0, 0, 1, 13, 1.6, 90), 4.6)
            middle(spline("-18,-10 -20,4 -14,17"), 5)
            middle(spline("18,-14 20,2 14,18"), 5)

    for i, v in enumerate((1, 0, 2, 3)):
        dau(62 + i * 65.5, 77, 1.25, v)
    for k in (0, 1):
        x = 20 if k == 0 else 244
        sheet.solid(
            HOE,
            spline(
                f"{x},132! {x + 28},138 {x + 56},132! {x + 52},146 {x + 56},300! {x + 28},308 {x},300! {x + 4},146",
                1,
            ),
            4.8,
        )
        sheet.solid(SON, rounded(x + 9, 146, x + 47, 292, 4), 3.4)
        for i, v in enumerate((3, 2, 0, 1) if k == 0 else (2, 1, 3, 0)):
            dau(x + 28, 166 + i * 35.5, 0.78, v)
    # censer and smoke
    for s in ("150,166 138,150 156,138 148,126", "166,168 178,154 164,142 172,130"):
        sheet.ink(spline(s), 2.8, 0.2, 0.6)
    for x in (148, 160, 172):
        sheet.brush(SON, line(x, 206, 160 + (x - 160) * 1.3, 166, 0.5), 3.4, 0, 0)
        sheet.ink(line(160 + (x - 160) * 1.3, 170, 160 + (x - 160) * 1.33, 164), 3, 0, 0)
    for k in (1, -1):
        f = sided(k)
        sheet.tube(HOE, f(spline("122,232 102,224 104,202 116,206")), 8, 3.2)
        sheet.solid(HOE, f(spline("126,258! 118,278 122,292! 138,292! 142,262!", 1)), 3.8)
    sheet.solid(HOE, spline("116,212! 108,240 130,264 160,270 190,264 212,240 204,212!", 1), 4.8)
    sheet.brush(NAU, spiral(160, 242, 2, 13, 1.5, 0), 3)
    sheet.brush(NAU, spline("120,250 134,240 140,254"), 3)
    sheet.brush(NAU, spline("200,250 186,240 180,254"), 3)
    sheet.solid(HOE, ellipse(160, 211, 48, 11), 4.2)
    sheet.solid(VO, ellipse(160, 211, 38, 6.5), 2.6)
    for x in (148, 160, 172):
        sheet.brush(SON, line(x, 210, 160 + (x - 160) * 1.1, 196), 3.4, 0, 0)
    sheet.solid(NAU, spline("98,292! 222,292! 228,306! 92,306!", 1), 4.2)


@motif("huong", "Bó tăm hương chân đỏ")
def huong(sheet: Sheet) -> None:
    cx, cy = 160, 196

    def fan(a0, a1, r, n, c, c2, r0=10, up=True, w=4):
        pts = []
        for i in range(n + 1):
            a = math.radians(a0 + (a1 - a0) * i / n)
            s = -1 if up else 1
            rr = r * (1 if i % 2 == 0 else 0.945)
            pts.append((cx + rr * math.sin(a), cy + s * rr * math.cos(a)))
        s = -1 if up else 1
        g = sheet.solid(c, [(cx - 16, cy + s * 3)] + pts + [(cx + 16, cy + s * 3)], w)
        for i in range(n):
            a = math.radians(a0 + (a1 - a0) * (i + 0.5) / n)
            if i % 2:
                sheet.fill(
                    c2,
                    [
                        (cx, cy),
                        (cx + r * 0.93 * math.sin(a - 0.03), cy + s * r * 0.93 * math.cos(a - 0.03)),
                        (cx + r * 0.93 * math.sin(a + 0.03), cy + s * r * 0.93 * math.cos(a + 0.03)),
                    ],
                    False,
                )
        for i in range(1, n):
            a = math.radians(a0 + (a1 - a0) * i / n)
            t = 0.1 if i % 2 else 0.28
            rr = r * (0.985 if i % 2 == 0 else 0.93)
            sheet.ink(
                line(
                    cx + rr * t * math.sin(a),
                    cy + s * rr * t * math.cos(a),
                    cx + rr * math.sin(a),
                    cy + s * rr * math.cos(a),
                    0.8,
                ),
                2.5,
                0.5,
                0.02,
            )
        return g

    for x0, d in ((112, -1), (160, 1), (210, 1)):
        y0 = 66 if x0 != 160 else 46
        sheet.ink(
            spline(
                f"{x0},{y0} {x0 + 12 * d},{y0 - 20} {x0 - 8 * d},{y0 - 38} {x0 + 10 * d},{y0 - 60} {x0 + 2 * d},{y0 - 76} {x0 - 10 * d},{y0 - 70} {x0 - 5 * d},{y0 - 60}"
            ),
            4,
            0.1,
            0.4,
        )
        sheet.ink(spline(f"{x0 + 7},{y0 - 2} {x0 + 17 * d + 4},{y0 - 22} {x0 + 2},{y0 - 40}"), 2.4, 0.2, 0.6)
    fan(-36, 36, 150, 20, NAUL, HOEL)
    for i in range(0, 21, 2):
        a = math.radians(-36 + 72 * i / 20)
        x, y = cx + 150 * math.sin(a), cy - 150 * math.cos(a)
        sheet.solid(SON if (i // 2) % 2 == 0 else HOE, ellipse(x, y, 6, 7), 2.8)
    fan(-34, 34, 118, 16, SON, SONL, up=False)
    sheet.tube(HOE, spline("122,196 160,204 198,196"), 17, 4.2)
    for k in (134, 147, 160, 173, 186):
        sheet.ink(line(k - 3, 192, k + 3, 208), 2.6)
    sheet.tube(HOE, spline("166,206 190,226 214,222 206,206 178,204"), 5.5, 2.6)


@motif("tuong-phat-go", "Tượng Phật gỗ tọa thiền trên đài sen")
def tuong_phat_go(sheet: Sheet) -> None:
    sheet.solid(
        RI,
        spline("160,8! 186,26 222,44 252,84 262,140 256,200 232,236! 88,236! 64,200 58,140 68,84 98,44 134,26", 1),
        4.8,
    )
    for i in range(-7, 8):
        a = math.radians(i * 15.5)
        sheet.brush(
            HOE,
            line(
                160 + 72 * math.sin(a),
                128 - 72 * math.cos(a),
                160 + (94 + 10 * (abs(i) < 3)) * math.sin(a),
                128 - (98 + 8 * (abs(i) < 2)) * math.cos(a),
            ),
            3.6,
            0.1,
            0.6,
        )
    sheet.solid(HOE, ellipse(160, 98, 60), 4.2)
    sheet.solid(HOEL, ellipse(160, 98, 50), 2.6)
    # throne
    sheet.solid(NAU, spline("66,282! 62,296 58,308! 262,308! 258,296 254,282!", 1), 4.6)
    for i in range(-4, 5):
        sheet.solid(NAUL, petal(160 + i * 22, 282 - abs(i) * 0.6, 180 - i * 7, 21, 21, 0.7), 3)
    for i in range(-5, 6):
        if i % 2:
            sheet.solid(NAUL, petal(160 + i * 19, 284 - abs(i) * 0.8, i * 6, 36, 27, 0.72), 3.2)
    for i in range(-4, 5, 2):
        sheet.solid(HOE, petal(160 + i * 21, 286 - abs(i) * 1.2, i * 9, 40, 30, 0.72), 3.4)
        sheet.ink(petal(160 + i * 21, 282 - abs(i) * 1.2, i * 9, 26, 15, 0.72), 1.8, 0.1, 0.1)
    sheet.solid(NAU, ellipse(160, 256, 104, 13), 4)
    # lap
    sheet.solid(
        NAU,
        spline("160,204! 104,206 66,220 46,244 66,262 110,266 160,258 210,266 254,262 274,244 254,220 216,206", 1),
        5,
    )
    sheet.ink(spline("64,252 110,244 160,252 212,240 250,226"), 3, 0.1, 0.3)
    sheet.ink(spline("76,232 116,226 146,240"), 2.6, 0.4, 0.3)
    sheet.ink(spline("248,250 216,252 188,248"), 2.4, 0.3, 0.3)
    # torso
    sheet.solid(
        NAUL,
        spline(
            "144,134! 112,146 92,170 84,204 90,228 124,236 160,238 196,236 230,228 236,204 228,170 208,146 176,134!",
            1,
        ),
        5,
    )
    sheet.solid(
        NAU,
        spline("176,136! 208,146 228,170 236,204 230,228 200,236 160,236 128,234! 122,218 140,190 160,166!", 1),
        4.4,
    )
    sheet.brush(HOE, spline("175,140 160,168 141,192 124,218"), 4, 0.05, 0.05)
    for s in ("190,148 184,180 160,214", "206,154 206,186 186,222", "222,172 222,200 210,228"):
        sheet.ink(spline(s), 2.6, 0.1, 0.4)
    sheet.ink(spline("112,178 110,202 118,222"), 3, 0.2, 0.3)
    sheet.ink(spline("128,178 138,184 146,182"), 2.2, 0.3, 0.5)
    # hands in dhyana
    sheet.solid(NAUL, spline("112,224 136,218 160,222 184,218 208,224 200,242 160,250 120,242", 1), 4)
    sheet.ink(spline("126,238 160,232 194,238"), 2.6, 0.2, 0.2)
    sheet.ink(spline("150,222 155,214 160,212 165,214 170,222"), 3, 0.1, 0.1)
    # neck, ears, head
    sheet.solid(NAUL, spline("144,118! 144,140 160,148 176,140 176,118!", 1), 3.8)
    sheet.ink(spline("147,138 160,143 173,138"), 2)
    for k in (1, -1):
        f = sided(k)
        sheet.solid(NAUL, f(spline("128,88 120,86 118,100 122,122 128,128 132,112", 1)), 3.4)
    sheet.solid(
        NAUL,
        spline("128,84 126,104 136,124 150,134 160,136 170,134 184,124 194,104 192,84 176,66 160,62 144,66", 1),
        4.6,
    )
    sheet.solid(
        SONDEN,
        spline(
            "124,94! 122,72 136,54 146,50 148,38 160,30 172,38 174,50 184,54 198,72 196,94! 188,80 160,72 132,80",
            1,
        ),
        4,
    )
    for x, y in (
        (132, 76),
        (140, 66),
        (152, 64),
        (164, 63),
        (176, 65),
        (187, 74),
        (148, 54),
        (160, 52),
        (172, 54),
        (154, 42),
        (165, 42),
        (160, 74),
    ):
        sheet.brush(NAUL, ellipse(x, y, 3.2, 3.2, 0, 20, 300), 1.9, 0.1, 0.1)
    sheet.fill(HOE, ellipse(160, 60, 4.4, 3.6), False)
    sheet.ink(spline("137,95 144,91 154,94"), 2.5, 0.3, 0.1)
    sheet.ink(spline("166,94 176,91 183,95"), 2.5, 0.1, 0.3)
    sheet.ink(spline("138,102 146,106 154,103"), 2.7, 0.2, 0.2)
    sheet.ink(spline("166,103 174,106 182,102"), 2.7, 0.2, 0.2)
    sheet.ink(spline("156,96 155,110 152,115 160,117 167,115"), 2.2, 0.3, 0.3)
    sheet.brush(SON, spline("151,123 160,125.5 169,123"), 3.4, 0.3, 0.3)
    sheet.ink(spline("149,122 155,123 160,124 165,123 171,122"), 1.7, 0.2, 0.2)
    sheet.fill(SON, ellipse(160, 88, 2.6), False)


@motif("lu-huong-dong", "Lư hương đồng chạm mây, ba chân")
def lu_huong_dong(sheet: Sheet) -> None:
    for s, x, h in ((1, 140, 52), (-1, 164, 74), (1, 186, 50)):
        steam(sheet, x, 60, h + 8, 4.4, s)
    sheet.solid(NAU, spline("66,286! 58,300 70,314! 250,314! 262,300 254,286! 160,294", 1), 4.8)
    for x in (96, 160, 224):
        sheet.brush(HOE, spiral(x, 302, 1, 7, 1.2, 90), 2.4, 0.1, 0.3)
    sheet.solid(NAUL, spline("142,240! 140,276 132,290! 188,290! 180,276 178,240!", 1), 4)
    # legs, each a beast's paw
    for side in (1, -1):
        f = sided(side)
        sheet.solid(HOE, f(spline("84,216! 68,246 74,272 56,288 62,300! 100,300! 106,270 118,246!", 1)), 4.6)
        for x in (70, 80, 90):
            sheet.ink(f(line(x, 300, x, 289)), 2.4, 0, 0.5)
        sheet.ink(f(spiral(93, 250, 1, 9, 1.3, 40)), 2.2, 0.1, 0.2)
        # ears
        sheet.tube(HOE, f(spline("94,166 62,158 52,124 68,96 88,92")), 17, 4.2)
        sheet.ink(f(spline("84,158 64,148 60,124 72,104")), 2.2, 0.2, 0.3)
    body = sheet.solid(
        HOE, spline("78,152! 56,186 70,228 110,252 160,258 210,252 250,228 264,186 242,152! 160,166", 1), 5.4
    )
    inner = body.buffer(-3)
    sheet.inlay(NAUL, spline("60,206! 76,228 114,244 160,248 206,244 244,228 260,206! 262,270! 58,270!", 1), inner)
    sheet.brush(HOEL, spline("84,166 72,186 78,210"), 8, 0.4, 0.4, inner)
    for x in (92, 122, 198, 228):
        y = 206 + 7 * (1 - ((x - 160) / 70) ** 2)
        sheet.ink(spiral(x, y, 1, 11, 1.6, 180 if x < 160 else 0, 1 if x < 160 else -1), 2.6, 0.1, 0.2)
    lotus(sheet, 160, 240, 0.82, HOEL, HOE, 2.6, False)
    sheet.ink(spline("70,184 112,196 160,199 208,196 250,184"), 2.6, 0.05, 0.05, body)
    # rim
    sheet.solid(HOE, spline("74,140! 78,158 112,168 160,171 208,168 242,158 246,140! 160,150", 1), 4.6)
    for i in range(11):
        x = 92 + i * 13.6
        sheet.fill(NAU, rose(x, 158 + 5 * (1 - ((x - 160) / 70) ** 2), 3.6, 4, 0.4, 45), False)
    # pierced lid and the lion's ball
    lid = sheet.solid(HOE, spline("84,142! 96,116 126,98 160,94 194,98 224,116 236,142! 196,150 160,152 124,150", 1), 5)
    for x, y, r in ((112, 130, 10), (160, 128, 12), (208, 130, 10), (136, 114, 7), (184, 114, 7)):
        sheet.solid(SONDEN, rose(x, y, r, 4, 0.4, 45), 1.8)
    sheet.brush(HOEL, spline("98,124 118,108 142,102"), 4, 0.3, 0.4, lid)
    sheet.solid(HOE, spline("140,98! 146,88 144,82! 176,82! 174,88 180,98! 160,102", 1), 3.8)
    sheet.solid(SON, ellipse(160, 72, 14, 13), 4)
    sheet.ink(spiral(160, 72, 1, 8, 1.4, 20), 2, 0.1, 0.2)
