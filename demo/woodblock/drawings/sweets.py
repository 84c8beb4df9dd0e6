"""Brittle, candied fruit and rice crackers."""

from __future__ import annotations

import math

from shapely.geometry import Polygon

from demo.woodblock.curves import ellipse, line, petal, placed, rose, spline
from demo.woodblock.ornaments import bow, crate, leaf, plate, scatter
from demo.woodblock.pigments import CHAM, GIAY, HOE, HOEL, NAU, NAUL, RI, SON, SONDEN, SONL, VO
from demo.woodblock.sheet import Sheet, motif


def _peanut(sheet: Sheet, x: float, y: float, angle: float, s: float = 1) -> None:
    with sheet.at(x, y, angle, s):
        sheet.solid(HOEL, spline("-30,0 -22,-14 -8,-12 0,-8 10,-14 26,-12 32,2 24,14 8,12 0,8 -12,14 -26,12", 1), 4.2)
        for q in ("-26,-4 -8,-3 8,-4 28,-2", "-26,5 -8,4 8,5 28,5"):
            sheet.ink(spline(q), 1.9, 0.2, 0.2)
        for x0 in (-20, -11, 11, 20):
            sheet.ink(spline(f"{x0},-10 {x0 + 2},0 {x0},10"), 1.9, 0.2, 0.2)


@motif("keo-lac", "Đĩa kẹo lạc vừng")
def keo_lac(sheet: Sheet) -> None:
    sheet.tolerance = 1.5
    plate(sheet, 160, 222, 140, 42, 15)
    steps = (
        (52, 206, 66, 0.3),
        (128, 210, 66, 0),
        (204, 206, 64, -0.3),
        (88, 170, 66, 0.2),
        (166, 170, 66, -0.2),
        (126, 134, 68, 0),
    )
    for k, (x, y, w, lean) in enumerate(steps):
        top, front, _ = crate(sheet, x, y, w, 24, 30 * lean, -26, HOE, NAUL, NAU, 4, 4.4)
        for i, (a, c) in enumerate(scatter(k + 3, top.buffer(-4), 16, 1.5, 200)):
            if i % 2:
                sheet.solid(HOEL, ellipse(a, c, 6, 4, i * 47), 2)
                sheet.ink(line(a - 3, c, a + 3, c), 1.4, 0.2, 0.2)
            else:
                sheet.solid(SONL, ellipse(a, c, 5.4, 3.8, i * 61), 2)
        for i, (a, c) in enumerate(scatter(k + 20, front.buffer(-5), 15, 1, 160)):
            sheet.solid((HOEL, SONL, HOEL)[i % 3], ellipse(a, c, 5, 3.8, i * 50), 1.8)
        for i, (a, c) in enumerate(scatter(k + 40, top.buffer(-2), 13, 1.4, 160)):
            sheet.fill(GIAY, ellipse(a, c, 2.2, 1.2, i * 40), False)
        sheet.brush(GIAY, line(x + 8, y - 4, x + w * 0.5, y - 4), 2.8, 0.2, 0.5)
    _peanut(sheet, 62, 292, 10, 0.95)
    _peanut(sheet, 258, 290, -16, 0.95)
    for x, y, a in ((118, 298, 20), (206, 300, -20), (292, 262, 30), (26, 262, -30)):
        sheet.solid(SONL, ellipse(x, y, 10, 7, a), 3)
        sheet.ink(line(x - 4, y, x + 4, y + 1), 1.8)


@motif("mut-qua", "Hũ ô mai mơ gừng")
def mut_qua(sheet: Sheet) -> None:
    # apricot branch
    sheet.tube(NAU, spline("18,150 60,112 92,60 142,30"), 8, 3.4, 0, 0.3)
    for x, y, a in ((60, 110, -60), (84, 76, 60), (96, 52, -40), (128, 36, 30), (40, 130, 40)):
        leaf(sheet, RI, x, y, a, 44, 24, 3)
    for x, y in ((66, 136), (112, 76), (40, 96)):
        sheet.solid(HOE, ellipse(x, y, 19, 18), 4)
        sheet.ink(spline(f"{x - 2},{y - 16} {x - 8},{y - 2} {x - 2},{y + 10}"), 2, 0.1, 0.5)
        sheet.fill(SONL, ellipse(x + 6, y + 4, 6, 8, 20), False)
    # jar
    sheet.solid(
        GIAY,
        spline("122,96! 104,112 98,140 98,250 110,276! 184,284 258,276! 270,250 270,140 264,112 246,96! 184,104", 1),
        5.4,
    )
    full = sheet.fill(
        HOEL, spline("106,134! 140,128 184,134 228,128 262,134! 262,250 252,268! 184,275 116,268! 106,250", 1), False
    )
    spots = sorted(scatter(11, full.buffer(-13), 27, 1.05, 1800), key=lambda p: p[1])
    for i, (x, y) in enumerate(spots):
        c = (NAU, SONL, NAUL, SONL, NAU)[i % 5]
        sheet.solid(c, rose(x, y, 17, 5, 0.1, i * 37, 14.5), 3.2)
        sheet.ink(spline(f"{x - 9},{y - 3} {x - 2},{y + 2} {x + 8},{y - 2}"), 1.8, 0.2, 0.3)
        sheet.brush(HOEL, ellipse(x, y, 10, 9, 0, 200, 260), 2.4, 0.3, 0.3)
    sheet.ink(spline("262,120 264,170 262,220 254,260"), 2.6, 0.4, 0.4)
    sheet.brush(GIAY, spline("112,128 107,180 112,244"), 6, 0.4, 0.4)
    # label
    sheet.solid(VO, spline("146,178! 184,172 222,178! 222,234! 184,240 146,234!", 1), 4)
    sheet.brush(SON, spline("152,184 184,179 216,184 216,229 184,234 152,229 152,184"), 2.4, 0, 0)
    sheet.solid(HOE, ellipse(184, 210, 15, 14), 3)
    sheet.ink(spline("183,198 178,208 183,218"), 1.8, 0.1, 0.5)
    for a in (-50, 46):
        sheet.fill(RI, petal(184, 198, a, 20, 9, 0.7), False)
    # cloth cap
    sheet.solid(
        SON,
        spline(
            "90,106! 106,82 128,70! 184,62 240,70! 262,82 278,106! 258,100! 240,114! 220,104! 202,117! 184,106! 166,117! 148,104! 128,114! 110,100!",
            1,
        ),
        5,
    )
    for x, y in ((126, 88), (156, 80), (188, 78), (220, 82), (246, 92), (140, 100), (204, 96)):
        sheet.fill(HOEL, rose(x, y, 6, 5, 0.4, x), False)
    sheet.tube(HOE, spline("108,94 184,104 260,94"), 7, 3)
    bow(sheet, 208, 100, HOE, 0.62, 10, 2.6)
    # a dish of them, with ginger
    sheet.solid(GIAY, spline("20,254! 28,280 50,296! 106,296! 128,280 136,254!", 1), 4.8)
    sheet.brush(CHAM, spline("30,278 78,288 126,278"), 4, 0.1, 0.1)
    sheet.solid(GIAY, ellipse(78, 254, 58, 16), 4.4)
    for i, (x, y) in enumerate(((46, 250), (104, 250), (74, 254), (90, 240), (60, 238))):
        sheet.solid((SONL, NAU, NAUL, SONL, NAU)[i], rose(x, y, 16, 5, 0.1, i * 40, 13), 3.4)
        sheet.ink(spline(f"{x - 8},{y - 2} {x},{y + 2} {x + 8},{y - 3}"), 1.8, 0.2, 0.3)
        sheet.brush(GIAY, ellipse(x, y, 9, 7, 0, 200, 270), 2.2, 0.3, 0.3)
    for x, y, a in ((160, 294, -10), (282, 290, 20), (186, 300, 0)):
        sheet.solid(HOEL, ellipse(x, y, 15, 9, a), 3.4)
        sheet.ink(ellipse(x, y, 8, 4, a, 30, 300), 1.8, 0.2, 0.2)


def _sesame(x: float, y: float, angle: float) -> Polygon:
    """A seed lying where it is said, in no frame."""
    return Polygon([(x + dx, y + dy) for dx, dy in placed([(-4.6, 0), (-1, -2.6), (4.6, 0), (-1, 2.6)], a=angle)])


@motif("com-chay", "Bánh đa vừng nướng than")
def com_chay(sheet: Sheet) -> None:
    sheet.tolerance = 1.5

    def cracker(x, y, r, ry, seed, rot=0):
        with sheet.at(x, y, rot):
            sheet.solid(NAUL, rose(3, 5, r, 13, 0.05, seed * 20, ry), 4.4)
            disc = sheet.solid(HOEL, rose(0, 0, r, 13, 0.05, seed * 20, ry), 4.8)
            inner = disc.buffer(-4)
            for a, q, k in ((30, 0.62, 0.2), (140, 0.66, 0.16), (250, 0.6, 0.2), (330, 0.34, 0.14), (200, 0.3, 0.16)):
                t = math.radians(a + seed * 40)
                sheet.inlay(HOE, rose(r * q * math.cos(t), ry * q * math.sin(t), r * k, 6, 0.2, a), inner)
            for i, (a, c) in enumerate(scatter(seed, disc.buffer(-9), 16, 1, 700)):
                sheet.layers.append(((SONDEN, GIAY, NAU)[i % 3], _sesame(a, c, i * 53)))
            for a in (20, 80, 150, 215, 290):
                t = math.radians(a + seed * 30)
                sheet.ink(
                    ellipse(r * 0.74 * math.cos(t), ry * 0.74 * math.sin(t), r * 0.13, ry * 0.1, a, 150, 330),
                    2.2,
                    0.3,
                    0.3,
                )

    cracker(112, 112, 96, 94, 3)
    cracker(216, 148, 92, 90, 5)
    # flat stack on a woven tray, one broken
    sheet.solid(NAU, ellipse(160, 266, 140, 38), 5)
    sheet.solid(NAUL, ellipse(160, 259, 140, 36), 4.6)
    for i in range(24):
        a = math.radians(i * 15)
        sheet.ink(
            line(
                160 + 128 * math.cos(a),
                259 + 30 * math.sin(a),
                160 + 138 * math.cos(a + 0.05),
                259 + 35 * math.sin(a + 0.05),
            ),
            2.2,
            0.2,
            0.2,
        )
    for k in range(3):
        cracker(124, 252 - k * 9, 86, 25, 7 + k)
    # the broken piece, leaning
    piece = sheet.solid(
        HOEL, spline("196,272! 214,226 250,204 280,214 296,244! 276,250! 268,266! 246,262! 232,280!", 1), 4.8
    )
    sheet.inlay(HOE, rose(256, 232, 16, 6, 0.2, 10), piece.buffer(-3))
    for i, (x, y) in enumerate(scatter(4, piece.buffer(-8), 12, 1, 300)):
        sheet.layers.append(((SONDEN, GIAY, NAU)[i % 3], _sesame(x, y, i * 53)))
    for x, y in ((40, 298), (62, 304), (272, 298)):
        sheet.solid(HOEL, spline(f"{x - 10},{y}! {x},{y - 7}! {x + 10},{y + 2}! {x - 2},{y + 5}!", 1), 2.8)
