"""Silk and gauze."""

from __future__ import annotations

import math

from demo.woodblock.curves import along, ellipse, line, mirrored, petal, placed, rose, spiral, spline
from demo.woodblock.ornaments import blossom, leaf, lotus
from demo.woodblock.pigments import BAC, CHAM, CHAML, GIAY, HOE, HOEL, INK, NAU, NAUL, RI, RIL, SON, SONL
from demo.woodblock.sheet import Sheet, motif


@motif("khan-lua", "Khăn lụa tơ tằm vắt trên sào tre")
def khan_lua(sheet: Sheet) -> None:
    sheet.solid(SONL, spline("186,66! 210,112 206,160 228,236! 246,246 270,238! 262,176 268,120 246,66!", 1))
    for s in ("212,80 226,130 228,180 244,232", "234,78 246,130 246,180 258,230"):
        sheet.ink(spline(s), 2.6, 0.1, 0.5)
    for i in range(8):
        sheet.ink(line(231 + i * 5.4, 240 + (3 if 1 < i < 6 else 0), 233 + i * 5.6, 262, 1), 2, 0, 0.5)
    sheet.tube(NAUL, line(18, 66, 302, 54), 15, 4)
    for x in (54, 262):
        sheet.ink(
            spline(f"{x},{72 - x * 0.042 - 10 + 4} {x + 3},{66 - x * 0.042} {x},{66 - x * 0.042 + 10}"),
            3,
            0.1,
            0.1,
        )
    b = sheet.solid(
        SON,
        spline(
            "64,52! 76,44 200,38 212,48! 220,110 204,170 220,264! 190,274 168,262 138,272 104,262 66,272! 74,200 56,130 64,52!",
            1,
        ),
        5,
    )
    sheet.brush(HOE, spline("60,232 104,224 140,234 170,224 216,230"), 9, 0, 0, b.buffer(-3))
    sheet.brush(HOE, spline("62,248 104,241 140,250 170,240 218,247"), 3.4, 0, 0, b.buffer(-3))
    for x, y, r in ((100, 92, 19), (172, 84, 19), (136, 136, 19), (90, 178, 19), (178, 178, 19)):
        sheet.fill(HOE, ellipse(x, y, r), False)
        sheet.fill(SON, ellipse(x, y, r - 3.4), False)
        sheet.fill(HOE, rose(x, y, r - 6.5, 6, 0.42, 20), False)
        sheet.fill(SON, ellipse(x, y, 3.4), False)
    for x, y in (
        (136, 86),
        (98, 136),
        (176, 132),
        (134, 184),
        (136, 212),
        (80, 210),
        (196, 208),
        (196, 106),
        (76, 110),
    ):
        for a in (0, 90, 180, 270):
            sheet.fill(HOEL, petal(x, y, a, 9, 5), False)
    for s in (
        "78,54 88,110 80,176 90,258",
        "116,50 122,120 114,190 120,258",
        "154,48 156,110 166,180 156,262",
        "190,46 198,110 186,170 196,262",
    ):
        sheet.ink(spline(s), 3.2, 0.15, 0.6)
    for s in ("104,52 108,76 106,100", "142,50 146,70 142,96", "176,48 180,74 176,92"):
        sheet.ink(spline(s), 3, 0.05, 0.8)
    for i in range(25):
        x = 70 + i * 6.1
        y = 268 + 4 * math.sin(i * 0.55 + 0.6)
        sheet.ink(line(x, y, x + sheet.random.uniform(-2, 2), y + 24, sheet.random.uniform(-1, 1)), 2.4, 0, 0.4)


def cuon(sheet, x, y, length, r, ang, c, lite, pat):

    def f(p):
        return placed(p, x, y, 1, 1, ang)

    k = 0.4
    body = sheet.solid(
        c,
        f(
            [(0, -r), (length * 0.5, -r - 1), (length, -r)]
            + ellipse(length, 0, r * k, r, 0, -90, 90)
            + [(length * 0.5, r + 1), (0, r)]
            + ellipse(0, 0, r * k, r, 0, 90, 270)
        ),
        5,
    )
    pat(f, body.buffer(-2), r, length)
    for d in (-0.62, 0.68):
        sheet.ink(f(line(14 + r * k * 0.3, r * d, length - 10, r * d, 1)), 2, 0.5, 0.5)
    sheet.solid(lite, f(ellipse(0, 0, r * k, r)), 4.4)
    sheet.ink(f([(px * k, py) for px, py in spiral(0, 0, r * 0.26, r * 0.92, 3.2, 40)]), 2.2, 0, 0.1)
    sheet.solid(NAUL, f(ellipse(0, 0, r * k * 0.3, r * 0.28)), 2.6)
    sheet.solid(INK, f(ellipse(0, 0, r * k * 0.13, r * 0.13)), 1)


@motif("cuon-lua", "Cuộn lụa hoa văn Vạn Phúc")
def cuon_lua(sheet: Sheet) -> None:
    def medal(c, c2):
        def go(f, g, r, length):
            for i, s in enumerate((0.24, 0.5, 0.76)):
                for c_, q in ((c, 1), (c2, 0.8), (c, 0.62)):
                    sheet.inlay(
                        c_,
                        f(
                            placed(
                                ellipse(0, 0, r * 0.56 * q, r * 0.62 * q),
                                length * s + r * 0.12,
                                (-0.12 if i % 2 else 0.02) * r,
                            )
                        ),
                        g,
                    )
                sheet.inlay(
                    c2,
                    f(placed(rose(0, 0, r * 0.34, 4, 0.5, 45), length * s + r * 0.12, (-0.12 if i % 2 else 0.02) * r)),
                    g,
                )
            for s in (0.37, 0.63, 0.88):
                for d in (-0.68, 0.7):
                    sheet.inlay(c, f(rose(length * s + r * 0.12, r * d, 6, 4, 0.5)), g)

        return go

    def soc(f, g, r, length):
        for s in (0.2, 0.32, 0.7, 0.82):
            sheet.inlay(
                HOE,
                f(
                    [(length * s, -r - 4), (length * s + 9, -r - 4)]
                    + ellipse(length * s + 9, 0, r * 0.4, r + 4, 0, -90, 90)
                    + ellipse(length * s, 0, r * 0.4, r + 4, 0, 90, -90)
                ),
                g,
            )
        for s in (0.5,):
            for d in (-0.62, 0, 0.62):
                sheet.inlay(HOEL, f(rose(length * s + r * 0.38 * (1 - d * d) ** 0.5 + 4, r * d, 9, 5, 0.4)), g)
        for s in (0.27, 0.77):
            for d in (-0.7, -0.25, 0.25, 0.7):
                sheet.inlay(HOEL, f(ellipse(length * s + r * 0.36 * (1 - d * d) ** 0.5 + 3, r * d, 3.4)), g)

    def hoav(f, g, r, length):
        for i in range(7):
            for j, d in enumerate((-0.62, 0.02, 0.62)):
                s = 0.12 + i * 0.135 + (0.066 if j % 2 else 0)
                sheet.inlay(GIAY, f(rose(length * s + 10, r * d, 9, 5, 0.42, i * 30)), g)
                sheet.inlay(SON, f(ellipse(length * s + 10, r * d, 2.6)), g)

    cuon(sheet, 92, 190, 190, 42, -7, CHAM, CHAML, soc)
    cuon(sheet, 60, 240, 196, 46, -7, SON, SONL, medal(HOE, SON))
    cuon(sheet, 84, 128, 184, 44, -7, RI, RIL, hoav)
    # loose end of the top bolt, thrown over the front
    g = sheet.solid(
        RI,
        spline(
            "176,76! 190,84 196,110 198,150 192,206 202,262! 216,272 236,264 254,274 274,264! 266,206 272,146 268,104 258,68!",
            1,
        ),
        4.8,
    )
    gb = g.buffer(-2)
    for s in ("210,86 218,150 212,210 220,266", "246,76 250,140 244,206 254,268"):
        sheet.ink(spline(s), 2.8, 0.15, 0.5)
    for x, y in (
        (206, 108),
        (234, 104),
        (222, 130),
        (250, 130),
        (208, 156),
        (236, 154),
        (222, 182),
        (252, 178),
        (206, 204),
        (236, 204),
        (222, 226),
        (256, 224),
    ):
        sheet.inlay(GIAY, rose(x, y, 8.5, 5, 0.42, x), gb)
        sheet.inlay(SON, ellipse(x, y, 2.6), gb)
    sheet.brush(HOE, spline("198,244 216,252 236,244 254,254 274,246"), 6, 0, 0, gb)
    sheet.brush(HOE, spline("198,255 216,263 236,255 254,265 274,257"), 2.8, 0, 0, gb)
    for i in range(15):
        x = 205 + i * 4.9
        y = 266 + 3 * math.sin(i * 0.8)
        sheet.ink(line(x, y, x + sheet.random.uniform(-1.5, 1.5), y + 20), 2.2, 0, 0.5)


@motif("khan-to-sen", "Khăn tơ sen")
def khan_to_sen(sheet: Sheet) -> None:
    def tua(pts, n, a, length):
        for i in range(n):
            x, y = along(pts, (i + 0.5) / n)
            r = math.radians(a + sheet.random.uniform(-5, 5))
            sheet.ink(
                line(x, y, x + length * math.sin(r), y + length * math.cos(r), sheet.random.uniform(-1.5, 1.5)),
                2.2,
                0,
                0.4,
            )

    sheet.solid(RI, spline("116,250! 124,226 150,216 178,218 200,232 206,252! 184,244 160,258 138,246", 1), 4)
    sheet.ink(spline("160,250 150,236 138,228"), 2, 0.1, 0.5)
    sheet.ink(spline("160,250 172,236 186,230"), 2, 0.1, 0.5)
    # snapped stem: the silk draws out between the halves
    sheet.tube(RI, spline("152,170 158,210 154,262"), 9, 3.2)
    sheet.tube(RI, spline("170,284 178,298 182,312"), 9, 3.2)
    for k in range(5):
        sheet.ink(spline(f"{151 + k * 1.6},263 {156 + k * 4 - 4},{274 + k} {167 + k * 1.8},284"), 1.3, 0.1, 0.1)
    rt = sheet.solid(
        HOEL,
        spline("130,180! 176,196 214,236 226,272! 244,266 260,272 282,258! 268,214 232,174 180,148!", 1),
        4.8,
    )
    tua(spline("226,272 244,266 260,272 282,258"), 12, 14, 24)
    ringo = sheet.polygon(spline("160,16 228,32 272,80 266,138 216,186 160,208 104,186 54,138 48,80 92,32", 1))
    hole = sheet.polygon(spline("160,58 204,68 228,98 222,132 190,154 160,160 130,154 98,132 92,98 116,68", 1))
    ring = sheet.solid(HOEL, ringo.difference(hole), 5)
    rb = ring.buffer(-1)

    def ve(k):
        return [
            (160 + (1 - k) * (x - 160) + k * (px - 160), (1 - k) * y + k * py)
            for (x, y), (px, py) in zip(
                spline("160,16 228,32 272,80 266,138 216,186 160,208 104,186 54,138 48,80 92,32", 1),
                spline("160,58 204,68 228,98 222,132 190,154 160,160 130,154 98,132 92,98 116,68", 1),
                strict=False,
            )
        ]

    sheet.brush(SONL, ve(0.1), 7, 0, 0, rb)
    sheet.brush(RI, ve(0.24), 2.6, 0, 0, rb)
    sheet.brush(NAUL, ve(0.93), 4, 0, 0, rb)

    def doan(k, t0, t1):
        points = ve(k)
        return [along(points, (t0 + (t1 - t0) * i / 24) % 1) for i in range(25)]

    for k, t0, t1, w in (
        (0.42, 0.1, 0.3, 2.6),
        (0.5, 0.62, 0.92, 2.6),
        (0.66, 0.16, 0.36, 2.2),
        (0.72, 0.7, 0.86, 2.4),
        (0.36, -0.06, 0.07, 2.2),
        (0.78, -0.05, 0.1, 2.2),
        (0.56, 0.3, 0.38, 2.2),
        (0.4, 0.56, 0.66, 2.2),
    ):
        sheet.ink(doan(k, t0, t1), w, 0.3, 0.4)
    lf = sheet.solid(
        HOEL, spline("192,180! 146,196 108,236 94,272! 76,266 60,272 38,258! 52,214 88,174 142,148!", 1), 5
    )
    tua(spline("94,272 76,266 60,272 38,258"), 12, -14, 24)
    for f, q in ((lambda p: p, lf), (mirrored, rt)):
        qb = q.buffer(-1)
        sheet.brush(SONL, f(spline("106,252 84,244 68,250 42,236")), 9, 0, 0, qb)
        sheet.brush(RI, f(spline("110,238 90,231 72,237 48,224")), 3.4, 0, 0, qb)
        sheet.brush(NAUL, f(spline("114,228 94,221 78,227 54,214")), 2.4, 0, 0, qb)
        for i in range(5):
            sheet.inlay(
                GIAY,
                f(rose(54 + i * 11.5, 246 + (1 if i % 2 else 0) * 2 + (-3 if i == 0 else 0), 4, 4, 0.5)),
                qb,
            )
    for s in ("168,168 122,194 88,232", "154,160 106,188 68,226"):
        sheet.ink(spline(s), 2.3, 0.2, 0.5)
    lotus(sheet, 160, 148, 1.5)


@motif("vai-the", "Vải the La Khê mỏng như sương")
def vai_the(sheet: Sheet) -> None:
    sheet.solid(HOE, ellipse(212, 178, 60), 4.6)
    sheet.tube(NAU, spline("314,108 270,126 236,120 190,148 148,150 112,178 84,180"), 8, 3, 0.3, 0.3)
    fl = (
        (268, 124, 18),
        (238, 112, 15),
        (196, 142, 21),
        (146, 148, 20),
        (104, 178, 19),
        (252, 148, 13),
        (166, 186, 15),
    )
    lv = ((290, 120, 40), (220, 128, 200), (172, 150, 10), (132, 160, 190), (92, 186, 30), (176, 170, 200))
    for x, y, a in lv:
        leaf(sheet, RI, x, y, a, 34, 15)
    for x, y, r in fl:
        blossom(sheet, x, y, r, SON)
    sheet.tube(NAUL, line(14, 62, 306, 54), 13, 4.2)
    for x in (34, 286):
        sheet.ink(
            spline(
                f"{x},{50 + (6 if x < 100 else 0)} {x + 3},{58 + (6 if x < 100 else 0)} {x},{66 + (6 if x < 100 else 0)}"
            ),
            3,
            0.1,
            0.1,
        )
    b = sheet.solid(
        BAC,
        spline(
            "54,48! 64,42 214,36 224,44! 222,100 232,160 216,214 228,268! 206,284 176,270 146,288 112,276 76,292 44,280! 56,220 44,160 58,100!",
            1,
        ),
        5,
    )
    bb = b.buffer(-2)
    for i in range(20):
        sheet.brush(
            GIAY,
            spline(f"{42 + i * 9.8},40 {45 + i * 9.8},120 {39 + i * 9.8},200 {44 + i * 9.8},290"),
            1.4,
            0,
            0,
            bb,
        )
    for i in range(25):
        sheet.brush(GIAY, line(36, 54 + i * 9.6, 236, 49 + i * 9.6, 1.5), 1.2, 0, 0, bb)
    sheet.inlay(HOEL, ellipse(212, 178, 58), bb)
    sheet.brush(NAUL, spline("240,119 190,148 148,150 112,178 84,180"), 6.5, 0, 0.3, bb)
    for x, y, a in lv:
        sheet.inlay(RIL, petal(x, y, a, 32, 14), bb)
    for x, y, r in fl:
        sheet.inlay(SONL, rose(x, y, r - 1, 5, 0.34, x), bb)
        sheet.inlay(HOEL, ellipse(x, y, r * 0.28), bb)
    for i in range(14, 20):
        sheet.brush(
            BAC,
            spline(f"{42 + i * 9.8},110 {43 + i * 9.8},160 {40 + i * 9.8},200 {42 + i * 9.8},246"),
            1.3,
            0,
            0,
            sheet.polygon(ellipse(212, 178, 57)).intersection(bb),
        )
    for s in (
        "72,44 74,110 62,180 72,284",
        "112,42 116,90 112,128",
        "104,204 106,240 112,274",
        "158,40 156,84 160,120",
        "168,206 166,240 160,278",
        "196,40 196,84 200,112",
        "208,190 204,230 194,274",
    ):
        sheet.ink(spline(s), 2.6, 0.15, 0.5)
    sheet.brush(CHAM, spline("45,262 76,274 112,258 146,270 176,252 206,266 228,250"), 5, 0, 0, bb)
    sheet.brush(CHAM, spline("54,62 100,58 160,56 224,54"), 3.4, 0, 0, bb)
