"""Oils, balms and soaps of the herb villages."""

from __future__ import annotations

import math

from shapely.ops import unary_union

from demo.woodblock.curves import ellipse, line, petal, rose, rounded, spline
from demo.woodblock.ornaments import broad_leaf, crate, scatter
from demo.woodblock.pigments import CHAML, COM, GIAY, HOE, HOEL, HONG, NAU, NAUL, RI, RIL, SON, SONDEN, VO
from demo.woodblock.sheet import Sheet, motif


def _bottle(sheet: Sheet, x: float, foot: float, s: float, mark: str) -> None:
    """A dropper bottle of brown glass with its label."""
    with sheet.at(x, foot, 0, s):
        glass = sheet.solid(
            NAU, spline("-44,-120! -46,-8 -36,0! 36,0! 46,-8 44,-120! 34,-138 22,-144! -22,-144! -34,-138", 1), 5
        )
        sheet.brush(NAUL, spline("-35,-118 -37,-60 -34,-14"), 6, 0.3, 0.4, glass)
        sheet.ink(spline("37,-112 39,-60 36,-18"), 2.4, 0.4, 0.4)
        sheet.solid(VO, spline("-44,-98! 0,-94 44,-98! 45,-34! 0,-30 -45,-34!", 1), 3.8)
        sheet.brush(mark, spline("-38,-91 0,-87 38,-91"), 3, 0.05, 0.05)
        sheet.brush(mark, spline("-38,-42 0,-38 38,-42"), 3, 0.05, 0.05)
        for a in (-52, 0, 52):
            sheet.fill(RI if a else RIL, petal(0, -46, a, 36, 15, 0.75), False)
            r = math.radians(a)
            sheet.brush(VO, line(0, -48, 26 * math.sin(r), -46 - 26 * math.cos(r)), 1.8, 0.1, 0.4)
        sheet.solid(SONDEN, rounded(-25, -166, 25, -140, 4), 4)
        for q in (-15, -5, 5, 15):
            sheet.brush(NAUL, line(q, -161, q, -146), 2, 0.1, 0.1)
        sheet.solid(mark, spline("-12,-166! -15,-184 -13,-206 0,-214 13,-206 15,-184 12,-166!", 1), 4)
        sheet.brush(GIAY, line(-6, -200, -7, -180), 3, 0.3, 0.4)


@motif("tinh-dau", "Tinh dầu sả chanh và vỏ bưởi")
def tinh_dau(sheet: Sheet) -> None:
    # lemongrass
    for x0, x1, y1, w in ((60, 26, 40, 13), (76, 60, 14, 14), (92, 104, 26, 13)):
        sheet.tube(RI, spline(f"{x0},190 {(x0 + x1) / 2},110 {x1},{y1}"), w, 3.2, 0, 0.7)
        sheet.brush(RIL, spline(f"{x0},180 {(x0 + x1) / 2},110 {x1},{y1 + 24}"), 2.6, 0.2, 0.5)
    for x, a in ((46, -8), (66, -2), (88, 5)):
        sheet.tube(COM, line(x, 196, x + a, 292), 17, 3.8)
        sheet.ink(line(x - 2, 210, x + a - 3, 280), 2, 0.3, 0.4)
        sheet.solid(HONG, ellipse(x + a, 293, 9, 5), 3)
    sheet.tube(SON, spline("32,232 66,240 100,230"), 10, 3.4)
    for x, y, a in ((268, 150, 34), (280, 170, 78), (250, 136, 2)):
        broad_leaf(sheet, x, y, a, 74, 34, RI, RIL, 3.8, 0.75, 5)
    _bottle(sheet, 146, 292, 1.16, SON)
    _bottle(sheet, 230, 296, 0.86, RI)
    # half a pomelo
    sheet.solid(COM, ellipse(262, 268, 48, 44), 5)
    sheet.solid(GIAY, ellipse(262, 266, 40, 37), 3.2)
    for i in range(9):
        sheet.solid(HONG, petal(262, 266, i * 40, 34, 22, 1.5), 2.2)
    sheet.solid(GIAY, ellipse(262, 266, 5), 1.6)
    # a drop of oil
    sheet.solid(HOE, spline("196,12! 210,34 214,48 206,60 196,63 186,60 178,48 182,34", 1), 4)
    sheet.brush(GIAY, spline("187,42 187,50 192,55"), 3.4, 0.3, 0.4)


@motif("cao-thuoc", "Hộp cao xoa và lá thuốc")
def cao_thuoc(sheet: Sheet) -> None:
    for x, y, a, length, c in (
        (96, 150, -38, 118, RI),
        (130, 132, -8, 124, RIL),
        (178, 132, 20, 120, RI),
        (216, 154, 50, 108, RIL),
    ):
        broad_leaf(sheet, x, y, a, length, 46, c, RIL if c == RI else RI, 4, 0.72, 7)
    for x, y in ((150, 54), (164, 40), (168, 60)):
        sheet.solid(SON, ellipse(x, y, 8), 3)
        sheet.fill(GIAY, ellipse(x - 2, y - 3, 2), False)
    # lid leaning behind
    sheet.solid(HOE, ellipse(110, 156, 82, 80), 5)
    sheet.ink(ellipse(110, 156, 74, 72), 2.2, 0, 0)
    face = sheet.solid(SON, ellipse(110, 156, 64, 62), 3.6)
    sheet.brush(HOEL, ellipse(110, 156, 56, 54), 2.6, 0, 0)
    for a in (-76, -38, 0, 38, 76):
        sheet.inlay(HOEL if abs(a) != 38 else HOE, petal(110, 188, a, 62 - abs(a) * 0.2, 25, 0.72), face)
        r = math.radians(a)
        sheet.brush(SON, line(110, 184, 110 + 44 * math.sin(r), 188 - 44 * math.cos(r)), 2, 0.1, 0.4, face)
    sheet.brush(HOEL, spline("82,194 110,200 138,194"), 3.4, 0.2, 0.2)
    # open tin with its balm
    sheet.solid(HOE, [(78, 226), (274, 226), (274, 270)] + ellipse(176, 270, 98, 30, 0, 0, 180) + [(78, 270)], 5)
    tin = sheet.polygon([(78, 226), (274, 226), (274, 270)] + ellipse(176, 270, 98, 30, 0, 0, 180) + [(78, 270)])
    sheet.inlay(
        SON, [(70, 246), (282, 246), (282, 276)] + ellipse(176, 272, 106, 30, 0, 0, 180) + [(70, 276)], tin.buffer(-2)
    )
    sheet.inlay(HOE, ellipse(176, 232, 104, 30, 0, 0, 180), tin.buffer(-2))
    for i in range(9):
        x = 96 + i * 20
        y = 275 + 18 * math.sqrt(max(0, 1 - ((x - 176) / 98) ** 2))
        sheet.inlay(HOEL, rose(x, y, 7, 4, 0.5, 45), tin)
    sheet.solid(HOEL, ellipse(176, 226, 98, 30), 4.8)
    balm = sheet.solid(RIL, ellipse(176, 230, 84, 22), 3.6)
    sheet.inlay(RI, ellipse(182, 240, 76, 16, 0, 0, 180), balm.buffer(-2))
    sheet.brush(GIAY, spline("112,226 140,218 176,217"), 4, 0.3, 0.4)
    sheet.ink(spline("150,228 176,222 204,230 186,238 164,234"), 2.4, 0.1, 0.4)
    # spatula of bamboo, a lift of balm on it
    sheet.tube(NAUL, line(196, 226, 286, 150, 2), 9, 3.2)
    sheet.solid(RIL, spline("178,232 184,216 204,210 216,218 206,232 190,240", 1), 3.4)
    # star anise
    for cx, cy in ((40, 270),):
        for i in range(8):
            sheet.solid(NAU, petal(cx, cy, i * 45 + 10, 30, 15, 0.75), 2.8)
        sheet.solid(HOE, ellipse(cx, cy, 6), 2.4)


@motif("xa-phong", "Bánh xà phòng lá tắm")
def xa_phong(sheet: Sheet) -> None:
    for x, y, a, length, c in (
        (66, 148, -46, 92, RI),
        (96, 126, -16, 106, RIL),
        (236, 128, 26, 100, RI),
        (262, 152, 56, 84, RIL),
    ):
        broad_leaf(sheet, x, y, a, length, 42, c, RIL if c == RI else RI, 4, 0.72, 6)
    # dish of slatted wood
    sheet.solid(NAUL, spline("24,244! 34,270 60,280! 260,280! 286,270 296,244!", 1), 5)
    for x in (70, 250):
        sheet.solid(NAU, [(x - 18, 278), (x + 18, 278), (x + 14, 298), (x - 14, 298)], 4)
    for x in range(52, 280, 26):
        sheet.ink(line(x, 258, x, 276), 2.4, 0.1, 0.2)

    def bar(x, y, w, c, cs, ct, seed):
        top, front, _ = crate(sheet, x, y, w, 48, 34, -30, ct, c, cs, 9, 5)
        for i, (a, q) in enumerate(scatter(seed, unary_union([top.buffer(-6), front.buffer(-8)]), 16, 1.2, 260)):
            sheet.fill((RI, NAU, GIAY)[i % 3], ellipse(a, q, 3.4, 1.6, i * 53), False)
        return front

    bar(44, 206, 96, HOE, NAUL, HOEL, 3)
    front = bar(156, 206, 98, RIL, RI, COM, 5)
    sheet.brush(GIAY, spline("52,200 92,199 128,200"), 3.4, 0.3, 0.4)
    front = bar(84, 134, 122, COM, RIL, RIL, 8)
    # stamp of leaves, in an oval
    seal = sheet.solid(RIL, ellipse(145, 158, 42, 19), 3.4)
    for a, length in ((-78, 30), (78, 30), (-40, 26), (40, 26), (0, 24)):
        sheet.inlay(GIAY, petal(145, 170, a, length, 11, 0.72), seal)
    del front
    sheet.brush(GIAY, spline("92,128 140,127 196,128"), 4, 0.3, 0.4)
    sheet.tube(HOE, spline("100,134 102,158 100,182"), 5, 2.4)
    sheet.tube(HOE, spline("190,134 192,158 190,182"), 5, 2.4)
    # foam
    for x, y, r in (
        (60, 252, 19),
        (88, 262, 22),
        (120, 258, 17),
        (40, 266, 14),
        (146, 268, 13),
        (232, 266, 15),
        (256, 258, 18),
        (278, 268, 12),
    ):
        sheet.solid(GIAY, ellipse(x, y, r), 3.8)
        sheet.brush(CHAML, ellipse(x, y, r * 0.62, r * 0.62, 0, 20, 100), 2.6, 0.3, 0.3)
    for x, y, r in ((258, 84, 13), (282, 60, 9), (242, 52, 8), (38, 62, 9)):
        sheet.solid(GIAY, ellipse(x, y, r), 3.2)
        sheet.brush(CHAML, ellipse(x, y, r * 0.56, r * 0.56, 0, 190, 280), 2.2, 0.3, 0.3)
