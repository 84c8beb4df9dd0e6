"""Potted plants and branches."""

from __future__ import annotations

import math
import random

from shapely.geometry import Point, Polygon, box
from shapely.ops import unary_union

from demo.woodblock.curves import along, ellipse, line, petal, rose, spline
from demo.woodblock.ornaments import bow, lotus, scatter
from demo.woodblock.pigments import CHAM, CHAML, COM, GIAY, HOE, HOEL, HONG, INK, NAU, NAUL, RI, RIL, SON, SONDEN, SONL
from demo.woodblock.sheet import Sheet, motif


@motif("cay-quat", "Chậu quất cảnh")
def cay_quat(sheet: Sheet) -> None:
    sheet.tube(NAU, spline("158,226 152,196 164,160 158,110"), 14, 4)
    rnd = random.Random(8)
    spots = []
    for ring, (n, rx, ry) in enumerate(((16, 104, 92), (11, 70, 62), (7, 38, 34), (3, 12, 10))):
        for i in range(n):
            a = 2 * math.pi * i / n + ring * 0.4
            x, y = (
                160 + rx * math.cos(a) * (1 - 0.26 * (math.sin(a) < 0) * abs(math.sin(a))),
                112 + ry * math.sin(a),
            )
            spots.append((x, y, math.degrees(math.atan2(x - 160, -(y - 150))), ring))
    for x, y, a, ring in spots:
        for s in (-36, 34, 2):
            sheet.solid(
                RI if (int(x) + ring) % 3 else RIL,
                petal(
                    x - 16 * math.sin(math.radians(a)),
                    y + 16 * math.cos(math.radians(a)),
                    a + s + rnd.uniform(-8, 8),
                    46,
                    24,
                    0.8,
                ),
                2.8,
            )
    for x, y, a, ring in spots:
        if (ring < 3 and rnd.random() < 0.72) or ring == 3:
            px, py = x - 10 * math.sin(math.radians(a)), y + 10 * math.cos(math.radians(a))
            sheet.solid(HOE if rnd.random() < 0.7 else SON, ellipse(px, py, 13.5, 14), 3)
            sheet.brush(GIAY, ellipse(px, py, 8, 8, 0, 195, 255), 2.4)
    sheet.solid(CHAM, spline("98,228! 104,262 122,292! 160,298 198,292! 216,262 222,228! 160,240", 1), 5)
    sheet.brush(GIAY, spline("112,270 160,279 208,270"), 3, 0.05, 0.05)
    for i in range(5):
        x = 118 + i * 21
        sheet.fill(GIAY, rose(x, 258 + (3 if 0 < i < 4 else 0), 8, 6, 0.5, 10), False)
    sheet.tube(CHAM, spline("92,226 160,240 228,226"), 14, 4.4)
    sheet.brush(CHAML, spline("100,226 160,238 220,226"), 3)


@motif("hoa-giay", "Chậu hoa giấy")
def hoa_giay(sheet: Sheet) -> None:
    sheet.tolerance = 1.8
    sheet.tube(NAU, spline("150,240 138,206 168,184 150,148 162,110"), 19, 4.6)
    sheet.tube(NAU, spline("166,188 200,170 226,140"), 11, 4)
    sheet.tube(NAU, spline("152,158 112,144 86,112"), 11, 4)
    for s in ("144,230 142,208 158,192", "160,180 155,160 157,142"):
        sheet.brush(NAUL, spline(s), 3.2)
    crown = [
        (160, 66, 50),
        (98, 84, 46),
        (222, 84, 46),
        (70, 122, 32),
        (252, 128, 36),
        (160, 112, 44),
        (114, 126, 34),
        (208, 130, 34),
        (252, 168, 22),
    ]
    area = unary_union([Point(x, y).buffer(r) for x, y, r in crown])
    # the green mass behind
    for i in range(28):
        t = i / 28
        x, y = area.exterior.interpolate(t, normalized=True).coords[0]
        a = math.degrees(math.atan2(x - 160, -(y - 108)))
        q = math.radians(a)
        sheet.solid(
            RIL if i % 3 == 0 else RI,
            petal(x - 22 * math.sin(q), y + 22 * math.cos(q), a + (18 if i % 2 else -16), 48, 28, 0.66),
            3.2,
        )
    sheet.solid(RI, area.buffer(-4), 1)
    rnd = random.Random(6)
    for i, (x, y) in enumerate(sorted(scatter(14, area.buffer(6), 39, 1.0, 3500, 40), key=lambda p: p[1])):
        a0 = rnd.uniform(0, 120)
        c = (SON, SONL, HONG, SONL)[i % 4]
        sheet.solid(
            c,
            sheet.polygon(
                list(
                    unary_union(
                        [Polygon(petal(x, y, a0 + a, 31, 25, 0.64)) for a in (0, 120, 240)] + [Point(x, y).buffer(7)]
                    )
                    .simplify(0.3)
                    .exterior.coords
                )
            ),
            3.2,
        )
        for a in (0, 120, 240):
            q = math.radians(a0 + a)
            sheet.ink(
                line(x + 4 * math.sin(q), y - 4 * math.cos(q), x + 18 * math.sin(q), y - 18 * math.cos(q)),
                2,
                0,
                0.6,
            )
            q += math.pi / 3
            sheet.ink(line(x, y, x + 9 * math.sin(q), y - 9 * math.cos(q)), 2.2, 0, 0.1)
        sheet.solid(HOEL, ellipse(x, y, 4.4), 2.2)
    sheet.solid(CHAM, spline("100,240! 106,268 124,294! 160,299 196,294! 214,268 220,240! 160,250", 1), 5)
    sheet.brush(GIAY, spline("112,278 160,288 208,278"), 3, 0.05, 0.05)
    for i in range(5):
        x = 120 + i * 20
        sheet.brush(
            GIAY,
            spline(
                f"{x - 8},{270 - abs(i - 2)} {x - 3},{260 - abs(i - 2)} {x + 3},{268 - abs(i - 2)} {x + 9},{262 - abs(i - 2)}"
            ),
            2.8,
            0.2,
            0.3,
        )
    sheet.tube(CHAM, spline("94,238 160,250 226,238"), 15, 4.4)
    sheet.brush(CHAML, spline("102,237 160,247 218,237"), 3)
    for x, y, a in ((58, 290, 20), (266, 288, 70)):
        for d in (0, 120, 240):
            sheet.solid(SONL, petal(x, y, a + d, 17, 17, 0.58), 2.8)
        sheet.solid(HOEL, ellipse(x, y, 3.2), 1.8)


@motif("canh-dao", "Cành đào trong lọ lục bình")
def canh_dao(sheet: Sheet) -> None:
    sheet.tolerance = 1.15
    br = [
        "150,180 146,138 164,104 150,66 162,22",
        "156,124 204,104 240,72 284,66",
        "150,142 108,124 82,86 34,74",
        "156,84 122,58 104,24",
        "226,84 250,112 284,124",
        "94,106 72,134 32,142",
    ]
    for s, w in zip(br, (15, 12, 12, 9, 8, 8), strict=True):
        sheet.tube(NAU, spline(s), w, 3.8, 0, 0.4)
    for s in ("152,160 150,138 160,118", "160,100 154,84 153,70", "190,108 216,92", "124,128 106,118"):
        sheet.brush(NAUL, spline(s), 2.8)
    for s, t, d in (
        (0, 0.98, -20),
        (0, 0.92, 30),
        (1, 0.97, 30),
        (1, 0.8, -20),
        (2, 0.97, -30),
        (2, 0.8, 40),
        (3, 0.97, -30),
        (3, 0.7, 30),
        (4, 0.96, 30),
        (5, 0.97, -30),
        (5, 0.7, 40),
    ):
        p = spline(br[s])
        x, y = along(p, t)
        x2, y2 = along(p, min(1, t + 0.03))
        x1, y1 = along(p, t - 0.03)
        a = math.degrees(math.atan2(x2 - x1, -(y2 - y1)))
        sheet.solid(COM if (s + int(t * 100)) % 2 else RI, petal(x, y, a + d, 27, 12, 0.8), 2.8)
    for s, t, d in (
        (0, 0.9, -60),
        (1, 0.9, -70),
        (2, 0.9, 70),
        (3, 0.86, -60),
        (4, 0.88, -70),
        (5, 0.86, 70),
        (1, 0.6, 60),
        (2, 0.62, -60),
    ):
        p = spline(br[s])
        x, y = along(p, t)
        x2, y2 = along(p, min(1, t + 0.03))
        a = math.degrees(math.atan2(x2 - x, -(y2 - y))) + d
        q = math.radians(a)
        sheet.solid(SON, petal(x, y, a, 20, 17, 0.7), 3)
        sheet.solid(NAU, ellipse(x + 2 * math.sin(q), y - 2 * math.cos(q), 4.6), 2)
    for i, (x, y, r) in enumerate(
        (
            (174, 58, 24),
            (198, 126, 25),
            (224, 66, 23),
            (264, 90, 20),
            (278, 54, 15),
            (116, 148, 22),
            (104, 92, 24),
            (62, 64, 20),
            (54, 104, 16),
            (134, 42, 19),
            (252, 130, 19),
            (80, 140, 18),
            (140, 104, 20),
            (134, 164, 17),
        )
    ):
        sheet.solid((SONL, HONG, SONL, HONG)[i % 4], rose(x, y, r, 5, 0.36, 18 + i * 31), 3.4)
        for q in range(5):
            a = math.radians(i * 31 + 18 + q * 72 + 36 + 36)
            sheet.ink(
                line(
                    x + r * 0.3 * math.cos(a),
                    y + r * 0.3 * math.sin(a),
                    x + r * 0.6 * math.cos(a),
                    y + r * 0.6 * math.sin(a),
                ),
                2,
                0.1,
                0.5,
            )
        sheet.solid(HOE, ellipse(x, y, r * 0.22), 2.2)
    b = sheet.solid(
        GIAY,
        spline(
            "128,172! 134,190 130,200 112,216 104,240 112,266 128,284 126,298! 194,298! 192,284 208,266 216,240 208,216 190,200 186,190 192,172!",
            1,
        ),
        5.2,
    )
    k = b.buffer(-1)
    sheet.fill(CHAM, b.intersection(box(0, 286, 320, 300)), False)
    sheet.ink(spline("127,286 160,290 193,286"), 2.6, 0, 0)
    sheet.fill(CHAM, b.intersection(box(0, 186, 320, 196)), False)
    sheet.ink(spline("133,187 160,191 187,187"), 2.2, 0, 0)
    sheet.ink(spline("132,197 160,201 188,197"), 2.2, 0, 0)
    sheet.brush(CHAML, spline("110,222 160,232 210,222"), 4, 0, 0, k)
    sheet.brush(CHAM, spline("116,274 160,284 204,274"), 3, 0, 0, k)
    sheet.brush(CHAM, spline("118,266 136,258 150,262 160,246 172,250 184,236"), 4, 0.3, 0.4, k)
    for x, y, r in ((138, 248, 11), (168, 238, 11), (186, 256, 10), (152, 266, 8)):
        sheet.fill(CHAM, rose(x, y, r, 5, 0.34, x), False)
        sheet.fill(GIAY, ellipse(x, y, r * 0.28), False)
    for x, y, a in ((124, 254, -40), (178, 268, 120), (198, 240, 50)):
        sheet.fill(CHAML, petal(x, y, a, 15, 8), False)
    sheet.solid(GIAY, ellipse(160, 172, 32, 8.5), 4.4)
    sheet.solid(INK, ellipse(160, 173, 22, 4.6), 1)
    sheet.tube(NAU, spline("154,174 149,162 148,150"), 10, 3.4)
    sheet.solid(SONL, rose(148, 152, 20, 5, 0.36, 30), 3.4)
    sheet.solid(HOE, ellipse(148, 152, 4.4), 2.2)
    sheet.ink(spline("206,222 210,240 204,262"), 2.4, 0.4, 0.4)


@motif("hoa-sen-tuoi", "Bó sen và cúc vàng mới cắt")
def hoa_sen_tuoi(sheet: Sheet) -> None:
    sheet.tolerance = 1.2
    # stems gathered below
    for x0, x1 in ((112, 136), (140, 148), (162, 160), (184, 170), (208, 182)):
        sheet.tube(RI, spline(f"{x0},150 {x1},220 {x1 + (x1 - 160) * -1.2},312"), 8, 2.8)
    # a lotus leaf as the wrapping
    sheet.solid(
        RI,
        spline(
            "34,120 70,108 110,132 160,124 210,132 250,108 286,120 274,162 240,206 190,236 130,236 80,206 46,162", 1
        ),
        5,
    )
    wrap = sheet.polygon(
        spline("34,120 70,108 110,132 160,124 210,132 250,108 286,120 274,162 240,206 190,236 130,236 80,206 46,162", 1)
    ).buffer(-3)
    for x in (60, 92, 124, 160, 196, 228, 260):
        sheet.brush(RIL, spline(f"{x},118 {(x + 160) / 2},176 160,230"), 3, 0.3, 0.1, wrap)
    # seed pod and bud
    sheet.tube(RIL, spline("238,120 252,80 254,56"), 6, 2.6)
    sheet.solid(COM, spline("226,36! 234,62 246,72! 262,72! 274,62 282,36! 254,46", 1), 4)
    sheet.solid(RIL, ellipse(254, 36, 28, 11), 3.6)
    for x, y in ((240, 35), (254, 32), (268, 35), (247, 41), (262, 41)):
        sheet.solid(SONDEN, ellipse(x, y, 3, 2), 0.8)
    sheet.tube(RIL, spline("84,120 68,90 58,66"), 6, 2.6)
    for a in (-26, 24, 0):
        sheet.solid(HONG if a else SONL, petal(57, 76, a - 8, 58, 26, 0.72), 3.4)
    # chrysanthemums
    for x, y, r in ((62, 134, 44), (258, 132, 46), (204, 186, 42)):
        for count, k, c in ((13, 1, HOE), (9, 0.66, HOEL)):
            for i in range(count):
                sheet.solid(c, petal(x, y, i * 360 / count + k * 9, r * k, r * 0.46 * k, 1.3), 2.2)
        sheet.solid(SONL, ellipse(x, y, r * 0.24), 2.6)
        sheet.ink(ellipse(x, y, r * 0.1), 1.8, 0, 0)
    # open lotuses
    lotus(sheet, 162, 116, 1.9, HONG, HOE, 3.6)
    lotus(sheet, 122, 196, 1.36, SONL, HOE, 3.4)
    # straw tie
    sheet.tube(HOE, spline("126,232 160,242 194,232"), 13, 3.8)
    sheet.ink(spline("128,236 160,246 192,236"), 2, 0.1, 0.1)
    bow(sheet, 178, 242, HOE, 0.9, -16, 3)
