"""Rice and young rice."""

from __future__ import annotations

import math
import random

from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from demo.woodblock.curves import along, ellipse, line, petal, rose, spline
from demo.woodblock.ornaments import lotus, rice_ear, scatter, steam
from demo.woodblock.pigments import COM, GIAY, HOE, HOEL, HONG, NAU, NAUL, RI, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("com", "Cốm mới gói lá sen")
def com(sheet: Sheet) -> None:
    b = sheet.solid(
        RI,
        spline(
            "20,204 26,160 54,152 70,120 104,124 130,98 162,112 196,96 222,122 254,122 270,156 298,166 296,206 274,226 266,258 226,262 196,286 158,276 118,288 90,264 54,260 44,228",
            1,
        ),
        5.2,
    )
    bb = b.buffer(-3)
    for i in range(16):
        a = math.radians(i * 22.5 + 8)
        sheet.brush(
            RIL,
            line(
                160 + 40 * math.cos(a),
                206 + 30 * math.sin(a),
                160 + 132 * math.cos(a),
                196 + 90 * math.sin(a),
                3,
            ),
            3.4,
            0,
            0.5,
            bb,
        )
        sheet.ink(
            line(
                160 + 90 * math.cos(a + 0.07),
                200 + 62 * math.sin(a + 0.07),
                160 + 134 * math.cos(a + 0.1),
                196 + 92 * math.sin(a + 0.1),
                2,
            ),
            2.4,
            0.6,
            0.1,
            bb,
        )
    sheet.solid(RIL, spline("56,206 78,236 120,254 166,258 214,250 250,228 262,200 240,214 160,232 80,216", 1), 3.6)
    h = sheet.solid(
        COM, spline("66,206! 82,164 116,140 160,128 204,140 238,164 252,204! 232,226 160,238 88,226", 1), 4.6
    )
    rnd = random.Random(11)
    hh = h.buffer(-5)
    seen = []
    for _i in range(900):
        x, y = rnd.uniform(66, 254), rnd.uniform(128, 236)
        if hh.contains(Point(x, y)) and all((x - a) ** 2 + ((y - c) * 1.2) ** 2 > 118 for a, c in seen):
            seen.append((x, y))
            a = rnd.uniform(-60, 60)
            k = rnd.random()
            if k < 0.34:
                sheet.layers.append((GIAY, sheet.polygon(ellipse(x, y, 5, 2.6, a))))
            elif k < 0.5:
                sheet.layers.append((RIL, sheet.polygon(ellipse(x, y, 5, 2.8, a))))
            sheet.ink(ellipse(x, y, 5, 3, a, -20, 200), 1.6, 0.3, 0.3)
    sheet.tube(HOE, spline("22,250 78,262 160,264 236,254 300,236"), 7, 3)
    sheet.tube(HOE, spline("230,256 262,280 284,270 266,252 240,250"), 6, 2.8)
    sheet.tube(HOE, spline("236,258 250,288 240,304"), 6, 2.8)
    sheet.tube(RI, spline("216,140 236,110 244,88"), 7, 3)
    lotus(sheet, 246, 92, 1.12)


@motif("gao", "Bao gạo mới và bông lúa")
def gao(sheet: Sheet) -> None:
    for s in ("86,200 54,150 46,96 74,46", "98,196 84,130 92,80 128,36"):
        rice_ear(sheet, spline(s), HOE, 9, 0.4, 21, 10.5)
    rice_ear(sheet, spline("226,196 262,148 270,96 242,50"), HOE, 9, 0.4, 21, 10.5)
    b = sheet.solid(
        VO,
        spline(
            "86,142! 74,176 62,218 58,258 70,284 96,292! 222,292! 248,284 262,258 256,218 244,176 234,142! 160,158",
            1,
        ),
        5.4,
    )
    k = b.buffer(-3)
    for i in range(5):
        sheet.brush(HOEL, spline(f"{64 - i},{190 + i * 22} 160,{200 + i * 22} {258 + i},{190 + i * 22}"), 2.4, 0, 0, k)
    for i in range(9):
        x = 88 + i * 18
        sheet.brush(HOEL, spline(f"{x},150 {160 + (x - 160) * 1.15},220 {160 + (x - 160) * 1.1},290"), 2.2, 0, 0, k)
    sheet.solid(SON, [(160, 178), (206, 224), (160, 270), (114, 224)], 4.2)
    sheet.brush(HOE, [(160, 187), (197, 224), (160, 261), (123, 224), (160, 187)], 2.8, 0, 0)
    for s in (-1, 1):
        for q in range(3):
            sheet.fill(HOE, petal(160, 245 - q * 12, s * 46, 20 - q * 2, 9, 0.8), False)
    sheet.fill(HOE, petal(160, 222, 0, 22, 11, 0.8), False)
    sheet.brush(HOE, line(160, 252, 160, 218), 2.6)
    for s in (
        "72,190 68,226 76,262",
        "84,168 78,190 78,206",
        "250,190 250,230 240,266",
        "238,170 243,196 240,214",
    ):
        sheet.ink(spline(s), 2.8, 0.4, 0.5)
    # rice heap in the rolled mouth
    h = sheet.solid(GIAY, spline("92,138! 106,112 134,92 160,84 188,92 216,112 228,138! 160,156", 1), 4.6)
    for i, (x, y) in enumerate(scatter(4, h.buffer(-7), 13, 1.2, 500)):
        a = (i * 61) % 140 - 70
        sheet.fill(VO if i % 2 else HOEL, ellipse(x, y, 5, 2.4, a), False)
        sheet.ink(ellipse(x, y, 5, 2.6, a, 0, 170), 1.6, 0.3, 0.3)
    sheet.tube(VO, spline("78,140 110,150 160,156 212,150 242,140"), 19, 4.6)
    for i in range(15):
        x, y = along(spline("78,140 110,150 160,156 212,150 242,140"), 0.04 + i * 0.066)
        sheet.ink(spline(f"{x - 3},{y - 7} {x + 2},{y} {x - 1},{y + 8}"), 2.2, 0.2, 0.3)
    # wooden measure
    sheet.solid(NAUL, [(228, 236), (304, 236), (296, 294), (236, 294)], 4.8)
    sheet.brush(NAU, line(232, 252, 300, 252), 4, 0, 0)
    sheet.brush(NAU, line(235, 282, 297, 282), 4, 0, 0)
    for x in (252, 268, 284):
        sheet.ink(line(x, 256, x + (266 - x) * 0.12, 278), 2, 0.2, 0.3)
    q = sheet.solid(GIAY, spline("230,236! 244,216 266,208 288,216 302,236!", 1), 4.4)
    for i, (x, y) in enumerate(scatter(9, q.buffer(-5), 12, 1.2, 200)):
        sheet.ink(ellipse(x, y, 4.6, 2.4, (i * 61) % 140 - 70, 0, 190), 1.6, 0.3, 0.3)
    sheet.tube(NAUL, line(226, 237, 306, 237), 7, 3.4)


@motif("cha-com", "Chả cốm rán vàng trên lá sen")
def cha_com(sheet: Sheet) -> None:
    sheet.tolerance = 1.4
    for s in (
        "132,176 92,130 82,84 110,44",
        "150,168 136,116 142,72 176,38",
        "168,172 186,126 206,94 244,80",
    ):
        rice_ear(sheet, spline(s), COM, 6, 0.42, 22, 12)
    b = sheet.solid(
        RI,
        spline(
            "16,208 32,176 64,170 84,150 120,156 152,140 186,156 222,146 246,168 280,174 304,204 294,240 264,258 242,286 202,278 164,296 126,282 84,288 68,260 32,248",
            1,
        ),
        5.2,
    )
    bb = b.buffer(-3)
    for i in range(18):
        a = math.radians(i * 20 + 6)
        sheet.brush(
            RIL,
            line(
                160 + 70 * math.cos(a),
                214 + 44 * math.sin(a),
                160 + 132 * math.cos(a),
                216 + 70 * math.sin(a),
                3,
            ),
            3.2,
            0.1,
            0.5,
            bb,
        )

    def patty(x, y, r, seed):
        k = 0.58
        h = 9
        angle, corner = Polygon(ellipse(x, y, r * 0.96, r * k * 0.94)), Polygon(ellipse(x, y + h * 0.5, r, r * k))
        middle = Polygon(ellipse(x, y + h, r * 0.95, r * k * 0.95))
        sheet.solid(NAUL, sheet.polygon(list(unary_union([angle, corner, middle]).convex_hull.exterior.coords)), 4.6)
        sheet.fill(HOE, rose(x, y - 1, r * 0.93, 9, 0.04, seed * 30, r * k * 0.9), False)
        sheet.fill(COM, rose(x - 1, y - 1, r * 0.76, 7, 0.14, seed * 40, r * k * 0.72), False)
        for i, (a, c) in enumerate(scatter(seed, Polygon(ellipse(x, y - 1, r * 0.74, r * k * 0.7)), 15, 1.3, 300)):
            q = (i * 53) % 120 - 60
            sheet.fill([GIAY, RI, RIL][i % 3], ellipse(a, c, 5, 2.7, q), False)
            if i % 2:
                sheet.ink(ellipse(a, c, 5.2, 3, q, -10, 170), 1.6, 0.3, 0.3)
        for q0, q1 in ((24, 58), (80, 120), (140, 166)):
            sheet.brush(NAU, ellipse(x, y + 1, r * 0.9, r * k * 0.9, 0, q0, q1), 3.2, 0.4, 0.4)
        sheet.brush(GIAY, ellipse(x, y, r * 0.86, r * k * 0.84, 0, 195, 245), 3)

    for i, (x, y) in enumerate(((76, 192), (160, 176), (244, 192), (112, 222))):
        patty(x, y, 47, i + 3)
    # one broken open: green inside, golden outside
    x, y, r = 190, 220, 52
    sheet.solid(HOE, ellipse(x, y, r, r * 0.56, 0, 180, 360) + [(x + r, y + 26), (x - r, y + 26)], 4.6)
    sheet.fill(COM, ellipse(x, y - 2, r * 0.76, r * 0.38, 0, 180, 360), False)
    for i, (a, c) in enumerate(scatter(6, Polygon(ellipse(x, y - 3, r * 0.8, r * 0.44, 0, 180, 360)), 14, 1.3, 200)):
        sheet.fill([GIAY, RI][i % 2], ellipse(a, c, 5, 2.7, (i * 53) % 120 - 60), False)
    sheet.solid(
        NAUL,
        spline(
            f"{x - r},{y}! {x},{y - 1} {x + r},{y}! {x + r + 2},{y + 16} {x + r - 6},{y + 30} {x},{y + 33} {x - r + 6},{y + 30} {x - r - 2},{y + 16}",
            1,
        ),
        4.6,
    )
    sheet.fill(
        COM,
        spline(
            f"{x - r + 6},{y + 6}! {x},{y + 5} {x + r - 6},{y + 6}! {x + r - 4},{y + 16} {x + r - 10},{y + 25} {x},{y + 27} {x - r + 10},{y + 25} {x - r + 4},{y + 16}",
            1,
        ),
        False,
    )
    for i, (a, c) in enumerate(
        scatter(
            9,
            Polygon([(x - r + 10, y + 9), (x + r - 10, y + 9), (x + r - 13, y + 23), (x - r + 13, y + 23)]),
            11,
            1.2,
            200,
        )
    ):
        sheet.fill([GIAY, RI, RIL, HOEL][i % 4], ellipse(a, c, 4.8, 2.6, (i * 53) % 120 - 60), False)
        sheet.ink(ellipse(a, c, 5, 2.9, (i * 53) % 120 - 60, 0, 170), 1.5, 0.3, 0.3) if i % 2 else None
    # a red chilli flower
    with sheet.at(268, 248, 24):
        for a in (-50, -18, 16, 48):
            sheet.solid(SON, petal(0, 6, a, 34, 11, 0.6), 2.8)
        sheet.solid(RI, ellipse(0, 8, 7, 6), 2.6)


@motif("xoi", "Xôi gấc đỗ trên lá sen")
def xoi(sheet: Sheet) -> None:
    sheet.tolerance = 1.2
    for s, x in ((1, 132), (-1, 160), (1, 188)):
        steam(sheet, x, 92 if s > 0 else 84, 50 if s > 0 else 64, 3.4, s)
    b = sheet.solid(
        RIL,
        spline(
            "12,206 20,168 50,158 68,130 104,138 132,118 164,130 198,116 226,136 258,132 276,160 304,172 308,208 290,240 270,264 230,270 198,292 158,282 118,292 86,270 48,264 32,236",
            1,
        ),
        5.2,
    )
    bb = b.buffer(-3)
    for i in range(20):
        a = math.radians(i * 18 + 4)
        sheet.brush(
            RI,
            line(
                160 + 60 * math.cos(a),
                206 + 40 * math.sin(a),
                160 + 140 * math.cos(a),
                204 + 78 * math.sin(a),
                3,
            ),
            3.2,
            0.1,
            0.5,
            bb,
        )
    out = "48,222! 50,190 66,162 88,138 112,116 140,104 166,102 192,108 220,122 244,146 262,172 272,200 272,222! 230,240 160,248 90,240"
    g = sheet.solid(SONL, spline(out, 1), 5)
    gg = g.buffer(-6)
    half = sheet.polygon(spline("168,80! 182,110 168,150 186,190 172,220 180,260! 300,260! 300,60!", 1)).intersection(
        g.buffer(-1)
    )
    sheet.fill(HOE, half, False)
    sheet.ink(spline("166,104 181,124 169,152 186,190 173,220 178,244"), 2.6, 0.1, 0.1)
    for i, (x, y) in enumerate(scatter(11, gg, 14.5, 1.2, 900)):
        h = half.contains(Point(x, y))
        a = (i * 67) % 150 - 75
        if i % 3 == 0:
            sheet.fill(HOEL if h else HONG, ellipse(x, y, 5.4, 3, a), False)
        elif i % 3 == 1:
            sheet.fill(GIAY if h and i % 2 else HOEL if h else SON, ellipse(x, y, 5.4, 3, a), False)
        sheet.ink(ellipse(x, y, 5.6, 3.3, a, -20, 190), 1.9, 0.3, 0.3)
    for x, y, a in (
        (140, 106, -20),
        (166, 112, 24),
        (192, 112, -14),
        (152, 122, 50),
        (180, 128, -40),
        (166, 98, 4),
    ):
        sheet.solid(NAU, ellipse(x, y, 12, 6.6, a), 2.8)
        sheet.fill(HOE, ellipse(x, y, 7, 2.8, a), False)
    sheet.solid(RI, spline("36,212! 84,240 160,250 236,240 284,212! 276,248 220,274 160,280 100,274 44,248", 1), 4.6)
    for i in range(9):
        x = 72 + i * 22
        sheet.brush(
            RIL,
            line(160 + (x - 160) * 0.92, 252 - abs(x - 160) * 0.14, x, 272 - abs(x - 160) * 0.16),
            2.8,
            0.2,
            0.4,
        )
    with sheet.at(252, 254, 10):
        sheet.solid(SON, ellipse(0, 0, 44, 40), 4.8)
        sheet.solid(HOE, ellipse(-4, 2, 34, 31), 3.4)
        sheet.solid(SON, ellipse(-4, 2, 23, 21), 3)
        for x, y, a in ((-14, -6, 20), (4, -8, -30), (8, 8, 40), (-10, 12, -10), (-2, 2, 70)):
            sheet.solid(NAU, ellipse(x, y, 6.4, 4.4, a), 2.2)
        for i in range(11):
            a = math.radians(-80 + i * 17)
            sheet.ink(line(38 * math.cos(a), 35 * math.sin(a), 45 * math.cos(a), 41 * math.sin(a)), 2.4, 0.2, 0.2)


@motif("banh-day", "Bánh dày kẹp giò")
def banh_day(sheet: Sheet) -> None:
    def sq(x, y, rx, ry):
        g = sheet.solid(RI, [(x - rx, y + 2), (x - 4, y - ry), (x + rx, y - 2), (x + 4, y + ry)], 4.8)
        k = g.buffer(-2)
        for i in range(-7, 8):
            sheet.brush(
                RIL,
                line(x + i * rx * 0.2 - 24, y + 20 + i * 2, x + i * rx * 0.2 + 24, y - 20 + i * 2),
                2.2,
                0.1,
                0.3,
                k,
            )

    def puck(c, x, y, r, k, h, w=4.8):
        return sheet.solid(
            c,
            sheet.polygon(
                list(
                    unary_union(
                        [
                            Polygon(ellipse(x, y, r * 0.93, r * k * 0.95)),
                            Polygon(ellipse(x, y + h * 0.5, r, r * k)),
                            Polygon(ellipse(x, y + h, r * 0.94, r * k * 0.94)),
                        ]
                    ).convex_hull.exterior.coords
                )
            ),
            w,
        )

    def bun(x, y, r, gio=True):
        k = 0.5
        if gio:
            puck(GIAY, x, y + 36, r, k, 24)
            sheet.brush(VO, ellipse(x, y + 56, r * 0.86, r * k * 0.86, 0, 25, 150), 6, 0.3, 0.4)
            sheet.ink(ellipse(x, y + 52, r * 0.9, r * k * 0.9, 0, 100, 150), 2, 0.4, 0.4)
            puck(HONG, x, y + 18, r * 1.05, k, 15, 4.4)
            for t in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
                q = math.radians(180 * t)
                sheet.fill(
                    SONL if int(t * 10) % 2 else VO,
                    ellipse(x + r * 0.97 * math.cos(q), y + 28 + r * k * 0.97 * math.sin(q), 3.6, 2.4),
                    False,
                )
        g = puck(GIAY, x, y, r, k, 20, 5)
        sheet.brush(VO, ellipse(x, y + 14, r * 0.86, r * k * 0.86, 0, 20, 155), 7, 0.3, 0.4, g.buffer(-3))
        sheet.ink(ellipse(x, y + 8, r * 0.9, r * k * 0.88, 0, 28, 96), 2.2, 0.4, 0.4)
        sheet.ink(ellipse(x, y + 2, r * 0.7, r * k * 0.62, 0, 196, 262), 2.2, 0.4, 0.4)
        sheet.brush(HONG, ellipse(x, y + 2, r * 0.52, r * k * 0.46, 0, 10, 120), 3.4, 0.4, 0.4)
        for a in range(0, 360, 45):
            sheet.fill(SON, petal(x, y - 2, a, r * 0.11, r * 0.055, 0.7), False)

    sq(90, 132, 78, 44)
    sq(234, 132, 76, 42)
    bun(90, 92, 60, False)
    bun(232, 94, 58, False)
    sq(160, 248, 142, 58)
    bun(160, 174, 92)
