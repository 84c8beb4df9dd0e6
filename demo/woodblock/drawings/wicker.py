"""Bamboo, rattan, palm and sedge."""

from __future__ import annotations

import math

from shapely.geometry import Polygon, box
from shapely.ops import unary_union

from demo.woodblock.curves import along, ellipse, line, petal, spiral, spline, turned
from demo.woodblock.ornaments import leaf, weave
from demo.woodblock.pigments import CHAM, COM, GIAY, HOE, HOEL, NAU, NAUL, RI, SON, SONDEN, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("gio-may", "Giỏ mây đan quả hồng")
def gio_may(sheet: Sheet) -> None:
    sheet.tube(NAUL, spline("64,150 72,80 116,36 160,30 204,36 248,80 256,150"), 15, 4.2)
    for i in range(19):
        x, y = along(spline("64,150 72,80 116,36 160,30 204,36 248,80 256,150"), 0.03 + i * 0.052)
        sheet.ink(line(x - 6, y - 5, x + 6, y + 5), 2.6, 0.2, 0.2)
    sheet.solid(NAU, ellipse(160, 150, 104, 27))
    for x, y, r, c in (
        (118, 134, 26, SON),
        (204, 134, 25, SON),
        (160, 124, 30, HOE),
        (96, 146, 20, HOE),
        (226, 146, 19, HOE),
        (140, 146, 24, SON),
        (184, 148, 23, SON),
    ):
        sheet.solid(c, ellipse(x, y, r, r * 0.88), 3.6)
        sheet.brush(GIAY, ellipse(x, y, r * 0.66, r * 0.56, 0, 190, 250), 3)
        for a in (-70, -10, 50, 110):
            sheet.fill(RI, petal(x, y - r * 0.62, a, 10, 7), False)
        sheet.ink(line(x, y - r * 0.6, x + 2, y - r * 0.95), 2.6)
    b = sheet.solid(
        HOEL,
        spline("54,156! 62,206 86,262 106,280 160,288 214,280 234,262 258,206 266,156! 240,172 160,182 80,172", 1),
        5,
    )

    def hw(y):
        return 105 - max(0, y - 170) * 0.1 - max(0, y - 200) ** 1.5 * 0.043

    bb = b.buffer(-1)
    sheet.fill(HOE, b.intersection(box(0, 204, 320, 222)), False)
    weave(sheet, bb, 160, 162, 268, hw, 8, 16, 11)
    sheet.tube(NAUL, spline("54,152 80,170 160,181 240,170 266,152"), 15, 4)
    for i in range(24):
        x, y = along(spline("54,152 80,170 160,181 240,170 266,152"), 0.02 + i * 0.0417)
        sheet.ink(line(x - 3, y - 6, x + 4, y + 6), 2.4, 0.2, 0.2)


@motif("non-la", "Nón lá mười sáu vành, quai lụa")
def non_la(sheet: Sheet) -> None:
    ax, ay, by, rx, ry = 160, 58, 188, 144, 36
    sheet.tube(SON, spline("72,206 84,256 128,284 160,288"), 16, 3.8)
    sheet.tube(SONL, spline("248,206 236,256 192,284 160,288"), 16, 3.8)
    sheet.solid(SON, spline("150,284! 128,270 110,278 112,296 134,300!", 1), 3.6)
    sheet.solid(SON, spline("168,284! 190,268 210,278 206,296 184,300!", 1), 3.6)
    sheet.tube(SON, spline("154,292 140,306 132,318"), 12, 3.4)
    sheet.tube(SON, spline("166,292 178,304 190,316"), 12, 3.4)
    sheet.solid(SONL, ellipse(160, 288, 12, 11), 3.6)
    low = ellipse(ax, by, rx, ry, 0, 0, 180)
    b = sheet.solid(HOEL, [(ax, ay)] + line(ax, ay, ax + rx, by, 6)[1:] + low + line(ax - rx, by, ax, ay, 6)[1:], 5.4)
    bb = b.buffer(-0.6)

    def length(t0, t1):
        return [
            (
                ax + rx * t1 * math.cos(math.radians(a)),
                ay + (by - ay) * t1 + ry * t1 * math.sin(math.radians(a)),
            )
            for a in range(0, 181, 6)
        ] + [
            (
                ax + rx * t0 * math.cos(math.radians(a)),
                ay + (by - ay) * t0 + ry * t0 * math.sin(math.radians(a)),
            )
            for a in range(180, -1, -6)
        ]

    sheet.layers.append((HOE, sheet.polygon(length(0.9, 1.0)).intersection(bb)))
    sheet.layers.append((VO, sheet.polygon([(ax, ay), (ax - 20, by + 34), (ax - 78, by + 28)]).intersection(bb)))
    for i in range(1, 28):
        a = math.radians(180 * i / 28)
        x, y = ax + rx * math.cos(a), by + ry * math.sin(a)
        t = 0.06 if i % 4 == 0 else 0.3 if i % 2 == 0 else 0.58
        sheet.ink(
            line(ax + (x - ax) * t, ay + (y - ay) * t, x, y, -2 * math.cos(a)),
            2.3 if i % 2 == 0 else 1.6,
            0.35,
            0.05,
            bb,
        )
    for k in range(1, 10):
        sheet.ink(ellipse(ax, ay + (by - ay) * k / 10, rx * k / 10, ry * k / 10, 0, 2, 178), 2.1, 0.03, 0.03, bb)
    sheet.ink(ellipse(ax, by - 6, rx - 5, ry - 1, 0, 4, 176), 3.4, 0.03, 0.03, bb)
    cap = length(0, 0.15)
    sheet.fill(SON, cap, False)
    sheet.ink(ellipse(ax, ay + (by - ay) * 0.15, rx * 0.15, ry * 0.15, 0, 0, 180), 3, 0, 0)


@motif("den-tre", "Đèn lồng tre đan")
def den_tre(sheet: Sheet) -> None:
    sheet.ink(spline("160,0 158,26 160,50"), 3.6, 0, 0)
    sheet.solid(SON, spline("134,66! 142,50 178,50 186,66! 160,72", 1), 4)
    b = sheet.solid(
        HOE,
        spline(
            "136,66! 82,92 46,148 50,204 92,250 134,264! 160,270 186,264! 228,250 270,204 274,148 238,92 184,66! 160,74",
            1,
        ),
        5.2,
    )
    sheet.layers.append((HOEL, sheet.polygon(ellipse(160, 168, 74, 66))))
    sheet.layers.append((GIAY, sheet.polygon(ellipse(160, 170, 34, 34))))
    bb = b.buffer(-1)
    for k in range(-7, 8):
        x = math.sin(k / 7 * 1.35)
        c = 118 * x
        for d in (1, -1):
            pts = spline(
                f"{160 + 24 * x},{66} {160 + c * 0.9 + d * 34},{120} {160 + c + d * 18},{168} {160 + c * 0.86 - d * 26},{222} {160 + 24 * x},{268}"
            )
            sheet.brush(NAUL, pts, 5, 0, 0, bb)
            sheet.ink(pts, 2, 0, 0, bb)
    for y, w in ((66, 26), (168, 116), (266, 26)):
        sheet.tube(
            NAU,
            spline(
                f"{160 - w},{y - (0 if w < 50 else 4)} 160,{y + (7 if w < 50 else 16)} {160 + w},{y - (0 if w < 50 else 4)}"
            ),
            8,
            3.2,
        )
    for x in (146, 160, 174):
        sheet.tube(SON, line(x, 276, x + (x - 160) * 0.3, 314, 1), 6, 2.4, 0, 0.3)


@motif("long-ban", "Lồng bàn mây đan")
def long_ban(sheet: Sheet) -> None:
    sheet.solid(NAU, ellipse(160, 258, 146, 42), 5)
    sheet.solid(SON, ellipse(160, 252, 146, 40), 4.4)
    sheet.ink(ellipse(160, 251, 132, 33), 2.2, 0, 0)
    # dishes under the lifted rim
    sheet.solid(GIAY, ellipse(206, 248, 62, 17), 3.8)
    for x in (166, 184, 202, 220):
        sheet.tube(HOE, line(x, 250, x + 14, 230), 15, 3)
        sheet.ink(line(x + 3, 236, x + 13, 244), 1.8)
    sheet.solid(GIAY, spline("222,226! 228,256 242,266! 270,266! 284,256 290,226!", 1), 4.2)
    sheet.brush(CHAM, spline("228,246 256,252 284,246"), 3.4)
    sheet.solid(GIAY, ellipse(256, 226, 34, 9), 3.6)
    [
        leaf(sheet, c, 256 + a * 0.24, 229, a, 30, 15, 2.6)
        for a, c in ((-66, RI), (66, RI), (-36, COM), (38, COM), (0, RI))
    ]
    sheet.solid(SON, ellipse(246, 224, 5), 2)
    angle = -15
    o = (34, 236)

    def radius(p):
        return turned(p, angle, o)

    breadth = 124
    cx, by, ty = 34 + breadth, 236, 88
    prof = spline(
        f"{cx - breadth},{by}! {cx - breadth + 8},{by - 50} {cx - breadth + 46},{by - 112} {cx - 40},{ty + 4} {cx},{ty} {cx + 40},{ty + 4} {cx + breadth - 46},{by - 112} {cx + breadth - 8},{by - 50} {cx + breadth},{by}! {cx + 80},{by + 18} {cx},{by + 26} {cx - 80},{by + 18}",
        1,
    )
    b = sheet.solid(HOEL, radius(prof), 5.2)
    bb = b.buffer(-1)

    def hw(t):
        return breadth * math.sin(math.acos(1 - t)) if t < 1 else breadth

    count = 13
    for i in range(-count, count + 1):
        a0 = i / count * 84
        for d in (1, -1):
            pts = []
            for k in range(13):
                t = 0.2 + 0.8 * k / 12
                a = math.radians(a0 + d * (t - 0.4) * 52)
                ph = math.radians(90 * t)
                pts.append(
                    (
                        cx + breadth * math.sin(ph) * math.sin(a),
                        ty + (by - ty) * (1 - math.cos(ph)) + 26 * math.sin(ph) * math.cos(a) * t,
                    )
                )
            sheet.ink(radius(pts), 1.9, 0.05, 0.02, bb)
    for t, c, w in ((0.34, SON, 7), (0.7, SON, 9)):
        ph = math.radians(90 * t)
        pts = [
            (
                cx + breadth * math.sin(ph) * math.sin(math.radians(a)),
                ty + (by - ty) * (1 - math.cos(ph)) + 26 * math.sin(ph) * math.cos(math.radians(a)) * t,
            )
            for a in range(-88, 89, 8)
        ]
        sheet.tube(c, radius(pts), w, 2.4)
    sheet.tube(
        NAUL,
        radius(
            spline(f"{cx - breadth},{by} {cx - 80},{by + 18} {cx},{by + 26} {cx + 80},{by + 18} {cx + breadth},{by}")
        ),
        13,
        4,
    )
    for i in range(17):
        x, y = along(
            spline(f"{cx - breadth},{by} {cx - 80},{by + 18} {cx},{by + 26} {cx + 80},{by + 18} {cx + breadth},{by}"),
            0.03 + i * 0.059,
        )
        sheet.ink(radius(line(x - 3, y - 5, x + 4, y + 5)), 2.4, 0.2, 0.2)
    sheet.solid(NAUL, radius(ellipse(cx, ty + 4, 30, 10)), 4)
    sheet.solid(
        NAU,
        radius(
            spline(
                f"{cx - 9},{ty + 2}! {cx - 7},{ty - 8} {cx - 17},{ty - 20} {cx},{ty - 34} {cx + 17},{ty - 20} {cx + 7},{ty - 8} {cx + 9},{ty + 2}!",
                1,
            )
        ),
        4.2,
    )
    sheet.brush(NAUL, radius(spline(f"{cx - 8},{ty - 22} {cx - 2},{ty - 27} {cx + 5},{ty - 27}")), 3)
    # bowl and chopsticks
    sheet.solid(GIAY, spline("66,262! 72,284 84,292! 108,292! 120,284 126,262!", 1), 4.2)
    sheet.brush(CHAM, spline("72,278 96,283 120,278"), 3.4)
    sheet.solid(GIAY, ellipse(96, 262, 30, 8), 3.4)
    sheet.tube(NAU, line(128, 288, 214, 276), 5, 2.6)
    sheet.tube(NAU, line(132, 296, 216, 284), 5, 2.6)


@motif("khay-co-te", "Khay cói, cỏ tế đan")
def khay_co_te(sheet: Sheet) -> None:
    # a sheaf of sedge, tied
    for x0, x1, y1 in (
        (148, 64, 52),
        (152, 90, 30),
        (156, 118, 16),
        (159, 146, 24),
        (162, 172, 12),
        (165, 200, 20),
        (168, 226, 34),
        (172, 252, 56),
    ):
        sheet.tube(RI, line(x0, 126, x1, y1, 4 if x1 < 160 else -4), 7, 2.6, 0, 0.25)
        a = math.degrees(math.atan2(x1 - x0, 126 - y1))
        for d in (-46, 46, 0):
            sheet.solid(COM if d else HOE, petal(x1, y1 + 6, a + d, 22, 10), 2.4)
    sheet.tube(SON, spline("138,104 160,110 184,103"), 12, 3.6)
    cy = 190
    sheet.tube(NAUL, spline("34,170 6,166 6,206 34,212"), 12, 4)
    sheet.tube(NAUL, spline("286,170 314,166 314,206 286,212"), 12, 4)
    w = sheet.solid(
        HOEL,
        spline(
            f"20,{cy}! 24,{cy + 28} 60,{cy + 76} 110,{cy + 96} 160,{cy + 101} 210,{cy + 96} 260,{cy + 76} 296,{cy + 28} 300,{cy}! 160,{cy + 20}",
            1,
        ),
        5,
    )
    wb = w.buffer(-1)
    sheet.inlay(SON, Polygon(ellipse(160, cy + 19, 139, 79)).difference(Polygon(ellipse(160, cy + 8, 140, 79))), wb)
    for k in range(1, 4):
        sheet.ink(ellipse(160, cy + k * 8.4, 140 - k * 1.8, 72 + k * 1.4, 0, 2, 178), 2.2, 0.03, 0.03, wb)
    for i in range(40):
        a = math.radians(5 + i * 170 / 39)
        for k in range(4):
            if (i + k) % 2:
                x, y = 160 + (140 - k * 1.8) * math.cos(a), cy + 2 + k * 8.4 + 72 * math.sin(a)
                sheet.ink(line(x, y, x - 1, y + 6), 2.4, 0.2, 0.2, wb)
    sheet.solid(NAUL, ellipse(160, cy, 140, 74), 4.6)
    fl2 = sheet.solid(HOEL, ellipse(160, cy + 11, 115, 53), 3)
    fb = fl2.buffer(-1)
    middle = (160, cy + 11)
    for i in range(8):
        a = math.radians(i * 45 + 22)

        def place(r, t):
            return (middle[0] + 115 * r * math.cos(t), middle[1] + 53 * r * math.sin(t))

        sheet.inlay(SON, [place(0.2, a), place(0.52, a - 0.3), place(0.84, a), place(0.52, a + 0.3)], fb)
        sheet.inlay(RI, [place(0.6, a + 0.39), place(0.8, a + 0.22), place(0.97, a + 0.39), place(0.8, a + 0.56)], fb)
    for k in range(1, 7):
        sheet.ink(ellipse(*middle, 115 * k / 7, 53 * k / 7), 1.7, 0, 0, fb)
    for i in range(36):
        a = math.radians(i * 10)
        for k in range(2, 7):
            if (i + k) % 2:
                t0, t1 = k / 7, (k + 1) / 7
                sheet.ink(
                    line(
                        middle[0] + 115 * t0 * math.cos(a),
                        middle[1] + 53 * t0 * math.sin(a),
                        middle[0] + 115 * t1 * math.cos(a),
                        middle[1] + 53 * t1 * math.sin(a),
                    ),
                    1.7,
                    0.2,
                    0.2,
                    fb,
                )
    sheet.solid(HOE, ellipse(*middle, 16, 7.6), 2.2)
    sheet.solid(
        NAUL,
        sheet.polygon(ellipse(160, cy, 141, 75)).difference(sheet.polygon(ellipse(160, cy + 2, 124, 61))),
        3.6,
    )
    for i in range(48):
        a = math.radians(i * 7.5)
        sheet.ink(
            line(
                160 + 125 * math.cos(a),
                cy + 1.5 + 62 * math.sin(a),
                160 + 140 * math.cos(a + 0.08),
                cy + 74 * math.sin(a + 0.08),
            ),
            2.3,
            0.15,
            0.15,
        )
    for s in ("14,178 4,184", "8,196 18,200", "306,178 316,184", "312,196 302,200"):
        sheet.ink(spline(s), 2.4, 0.1, 0.1)


@motif("long-chim", "Lồng chim và con chào mào")
def long_chim(sheet: Sheet) -> None:
    dome = spline("60,136! 64,98 92,64 130,48 160,44 190,48 228,64 256,98 260,136! 260,256! 60,256!", 1)
    sheet.solid(GIAY, dome, 1)
    sheet.tube(NAU, spline("160,46 160,30 170,24 170,12 158,8 150,14"), 5, 2.6)
    sheet.tube(NAU, line(66, 214, 254, 214), 8, 3)
    for i in range(9):
        x = 160 + 96 * math.sin(math.radians(-80 + i * 20))
        sheet.ink(spline(f"160,48 {160 + (x - 160) * 0.72},74 {x},134 {x},254"), 1.7, 0.05, 0.05)
    # bird
    sheet.solid(NAU, spline("148,182! 122,206 98,226 84,246! 96,252 112,246! 138,230 164,214!", 1), 4)
    sheet.ink(spline("92,246 116,226 138,208"), 2, 0.2, 0.4)
    sheet.solid(GIAY, spline("196,128! 206,160 200,192 178,210 156,214 140,204 138,184 152,160 170,138", 1), 4.6)
    sheet.solid(NAU, spline("166,140! 146,160 130,186 124,212! 152,208 178,190 186,160!", 1), 4.2)
    for s in ("134,204 156,196 174,178", "138,190 158,182 174,166", "148,174 162,168 174,156"):
        sheet.ink(spline(s), 2.4, 0.1, 0.5)
    sheet.solid(SONDEN, spline("164,140! 168,118 176,100 164,66! 190,82 210,96 219,113! 208,130 190,142!", 1), 3.6)
    sheet.fill(GIAY, spline("188,122 200,116 208,124 204,136 190,140", 1), False)
    sheet.fill(SON, ellipse(192, 116, 6, 5), False)
    sheet.brush(SON, spline("158,216 166,206"), 6)
    sheet.solid(NAU, spline("215,107! 231,115 213,119!", 1), 2.8)
    sheet.fill(GIAY, ellipse(203, 106, 3.6), False)
    sheet.ink(ellipse(203, 106, 1.2), 2, 0, 0)
    for x in (164, 180):
        sheet.ink(line(x, 206, x + 2, 216), 3.4, 0, 0)
    bird = unary_union(
        [
            sheet.polygon(spline("196,128! 206,160 200,192 178,210 156,214 140,204 138,184 152,160 170,138", 1)),
            sheet.polygon(spline("164,140! 168,118 176,100 164,66! 190,82 210,96 219,113! 208,130 190,142!", 1)),
            sheet.polygon(spline("166,140! 146,160 130,186 124,212! 152,208 178,190 186,160!", 1)),
        ]
    ).buffer(1.5)
    # front bars, leaving the bird clear
    for i in range(10):
        x = 160 + 100 * math.sin(math.radians(-90 + i * 20))
        p = spline(f"160,46 {160 + (x - 160) * 0.76},70 {x},134 {x},256")
        sheet.ink(p, 2.5, 0.03, 0.03, box(0, 0, 320, 320).difference(bird))
    for y, ry in ((136, 12), (190, 13)):
        sheet.tube(HOE, ellipse(160, y - 2, 101, ry, 0, 0, 180), 6, 2.6)
    sheet.tube(HOE, ellipse(160, 68, 62, 6, 0, 0, 180), 5, 2.4)
    sheet.solid(NAUL, ellipse(160, 46, 20, 8), 3.6)
    base = sheet.solid(NAU, spline("48,252! 52,278 64,288! 160,302 256,288! 268,278 272,252! 160,272", 1), 5)
    bb = base.buffer(-2)
    sheet.tube(NAUL, spline("46,252 100,266 160,270 220,266 274,252"), 9, 3.6)
    for i in range(9):
        x = 74 + i * 21.5
        sheet.brush(HOEL, spiral(x, 284 + 8 * (1 - ((x - 160) / 100) ** 2) - 3, 1, 6.5, 1.1, 90), 2.2, 0.1, 0.3, bb)
    sheet.solid(CHAM, spline("72,190! 74,206 80,210! 96,210! 102,206 104,190!", 1), 3.4)
    sheet.solid(HOE, ellipse(88, 190, 16, 5), 2.4)
