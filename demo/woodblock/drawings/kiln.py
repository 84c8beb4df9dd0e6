"""The potter at the wheel, and what is built of glazed tile."""

from __future__ import annotations

import math

from shapely.ops import unary_union

from demo.woodblock.curves import ellipse, line, petal, rose, rounded, spline, turned
from demo.woodblock.pigments import CHAM, CHAML, GIAY, HOE, HOEL, HONG, NAU, NAUL, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("tranh-gom", "Tranh gốm ghép gạch men vẽ đầm sen")
def tranh_gom(sheet: Sheet) -> None:
    _x0, _y0, _n, _tw = 34, 20, 3, 68
    sheet.solid(GIAY, rounded(16, 4, 268, 256, 5), 5.2)
    sheet.brush(CHAM, rounded(20.5, 8.5, 263.5, 251.5, 4), 2.4, 0, 0)
    # border tiles
    for i in range(8):
        for x, y in (
            (49.4 + i * 26.75, 15),
            (49.4 + i * 26.75, 245),
            (26.5, 37.4 + i * 26.75),
            (258.5, 37.4 + i * 26.75),
        ):
            if True:
                sheet.fill(CHAM, rose(x, y, 6.6, 4, 0.55, 45), False) if i % 2 else sheet.fill(
                    SON, [(x - 5, y), (x, y - 4.5), (x + 5, y), (x, y + 4.5)], False
                )
    top = sheet.solid(CHAM, rounded(36, 24, 250, 238, 3), 3.4).buffer(-1.5)
    sheet.inlay(HOE, ellipse(212, 62, 22), top)
    sheet.inlay(HOEL, ellipse(212, 62, 15), top)
    for y, xs in ((196, 0), (212, 12), (228, 4)):
        for k in range(8):
            sheet.brush(
                CHAML,
                spline(f"{34 + xs + k * 28},{y + 4} {44 + xs + k * 28},{y - 3} {54 + xs + k * 28},{y + 4}"),
                3,
                0.2,
                0.2,
                top,
            )

    def la(x, y, rx, ry, a, c, c2):
        points = [(x + px, y + py) for px, py in turned(rose(0, 0, rx, 9, 0.12, 10, ry), a, (0, 0))]
        sheet.inlay(c, points, top)
        sheet.ink(points, 2.6, 0, 0, top)
        for t in range(0, 360, 40):
            r = math.radians(t)
            q = turned([(rx * 0.8 * math.cos(r), ry * 0.8 * math.sin(r))], a, (0, 0))[0]
            sheet.brush(c2, line(x, y, x + q[0], y + q[1], 1.5), 2.2, 0, 0.4, top)

    sheet.brush(RIL, spline("122,240 128,190 120,150 132,110"), 6, 0.05, 0.05, top)
    sheet.brush(RIL, spline("190,240 196,200 188,168"), 5, 0.05, 0.05, top)
    sheet.brush(RIL, spline("70,220 66,150 78,92"), 5, 0.05, 0.05, top)
    la(76, 204, 44, 22, -6, RIL, CHAM)
    la(212, 216, 46, 19, 6, RIL, CHAM)
    la(66, 134, 34, 16, 12, CHAML, GIAY)

    def sen(x, y, s, cs):
        for a, length, breadth, c in (
            (-72, 44, 22, 1),
            (72, 44, 22, 1),
            (-44, 52, 25, 0),
            (44, 52, 25, 0),
            (-20, 56, 26, 1),
            (20, 56, 26, 1),
            (0, 56, 30, 0),
        ):
            points = petal(x, y, a, length * s, breadth * s, 0.72)
            g = sheet.inlay(cs[c], points, top)
            sheet.key_block = sheet.key_block.difference(g)
            sheet.ink(points, 2.8, 0, 0, top)
            r = math.radians(a)
            sheet.brush(
                cs[1 - c],
                line(
                    x + 18 * s * math.sin(r),
                    y - 18 * s * math.cos(r),
                    x + 44 * s * math.sin(r),
                    y - 44 * s * math.cos(r),
                ),
                2.6,
                0.2,
                0.6,
                top,
            )

    sen(134, 122, 1.3, (HONG, GIAY))
    sen(190, 176, 0.8, (GIAY, HONG))
    points = petal(80, 98, 8, 38, 20, 0.72)
    g = sheet.inlay(HONG, points, top)
    sheet.key_block = sheet.key_block.difference(g)
    sheet.ink(points, 2.6, 0, 0, top)
    sheet.brush(GIAY, line(80, 94, 84, 66), 2.4, 0.1, 0.6, top)
    # dragonfly
    for a in (-16, 30, 146, 196):
        sheet.inlay(GIAY, petal(212, 109, a, 25, 9), top)
    sheet.brush(SONL, spline("202,116 226,102 242,96"), 5, 0.1, 0.3, top)
    # sixteen tiles: thin grout over the painting, and between the border tiles
    g = unary_union(
        [sheet.stroke(line(36 + 53.5 * i, 25, 36 + 53.5 * i, 237), 2.4) for i in (1, 2, 3)]
        + [sheet.stroke(line(37, 24 + 53.5 * i, 249, 24 + 53.5 * i), 2.4) for i in (1, 2, 3)]
    )
    sheet.layers.append((VO, g))
    sheet.clear(g)
    for i in range(5):
        k = 36 + 53.5 * i
        q = 24 + 53.5 * i
        for p in (line(k, 5, k, 23), line(k, 239, k, 255), line(17, q, 35, q), line(251, q, 267, q)):
            sheet.ink(p, 1.5, 0, 0)

    # a spare tile
    def radius(p):
        return turned(p, -14, (262, 262))

    g = sheet.solid(GIAY, radius(rounded(218, 218, 306, 306, 4)), 4.8)
    sheet.layers.append(
        (
            CHAM,
            sheet.polygon(radius(rounded(225, 225, 299, 299, 3))).difference(
                sheet.polygon(radius(rounded(231, 231, 293, 293, 3)))
            ),
        )
    )
    for a in range(0, 360, 45):
        sheet.fill(CHAML if a % 90 else CHAM, turned(petal(263, 263, a, 29, 15, 0.8), -14, (262, 262)), False)
    sheet.fill(SON, ellipse(263, 263, 6.5), False)


def hand(sheet, c=HONG):
    sheet.solid(
        c,
        spline(
            "-58,-14! -22,-17 2,-24 28,-24 44,-16 49,-6 41,-1 49,5 48,15 39,17 44,25 38,32 29,31 23,38 8,36 -14,21 -58,16!",
            1,
        ),
        4.4,
    )
    for s in ("41,-1 26,-4 12,-2", "39,16 24,12 11,12", "29,31 18,25 8,24"):
        sheet.ink(spline(s), 2.6, 0.1, 0.5)
    sheet.solid(c, spline("-14,-14! -4,-34 10,-48 20,-47 20,-36 12,-24 8,-12", 1), 4)
    sheet.clear(sheet.polygon(ellipse(-4, -12, 10, 6)))
    sheet.layers.append((c, sheet.polygon(ellipse(-4, -13, 11, 6))))


@motif("ban-xoay", "Tay chuốt gốm trên bàn xoay")
def ban_xoay(sheet: Sheet) -> None:
    # wheel
    sheet.solid(NAU, spline("136,244! 132,292 116,302! 204,302! 188,292 184,244!", 1), 4.6)
    sheet.brush(NAUL, line(148, 262, 147, 296), 3, 0.3, 0.3)
    sheet.solid(NAU, spline("22,226! 22,242 66,262 160,272 254,262 298,242 298,226! 160,210", 1), 5)
    sheet.solid(NAUL, ellipse(160, 226, 138, 32), 4.8)
    for q, a0, a1 in (
        (0.86, 30, 120),
        (0.86, 200, 300),
        (0.72, 150, 250),
        (0.72, -40, 60),
        (0.58, 40, 160),
        (0.58, 210, 330),
    ):
        sheet.ink(ellipse(160, 226, 138 * q, 32 * q, 0, a0, a1), 2.2, 0.4, 0.4)
    sheet.ink(spline("40,252 30,246 24,238"), 2, 0.3, 0.3)
    # pot
    b = sheet.solid(
        SONL,
        spline(
            "124,62! 130,82 122,96 98,118 84,152 88,188 108,216 124,232! 160,238 196,232! 212,216 232,188 236,152 222,118 198,96 190,82 196,62! 160,70",
            1,
        ),
        5.4,
    )
    k = b.buffer(-2)
    for y, w in ((104, 46), (126, 64), (152, 74), (180, 73), (204, 60), (222, 44)):
        sheet.ink(
            spline(f"{160 - w},{y - 3} {160 - w * 0.4},{y + 6} {160 + w * 0.5},{y + 6} {160 + w},{y - 3}"),
            2.1,
            0.2,
            0.4,
            k,
        )
        sheet.brush(
            HONG,
            spline(f"{160 - w * 0.8},{y + 7} {160 - w * 0.3},{y + 12} {160 + w * 0.3},{y + 12}"),
            3,
            0.3,
            0.4,
            k,
        )
    sheet.brush(HONG, spline("104,126 95,150 98,178"), 6, 0.4, 0.4, k)
    sheet.solid(SONL, ellipse(160, 62, 37, 11), 4.6)
    sheet.solid(NAU, ellipse(160, 64, 26, 6.5), 2.6)
    # splashes of slip
    for x, y, a in ((58, 210, -40), (262, 208, 40), (84, 246, 0)):
        sheet.solid(HONG, ellipse(x, y, 6, 4, a), 2.4)
    # arms and hands
    for s in (1, -1):
        with sheet.at(160, 0, 0, s, 1):
            sheet.solid(CHAM, spline("-150,112! -150,186! -120,178 -92,166! -96,128! -120,120", 1), 4.8)
            sheet.ink(spline("-138,132 -120,136 -104,134"), 2.2, 0.2, 0.5)
            sheet.brush(CHAML, spline("-140,168 -122,162 -104,156"), 3.4)
            sheet.brush(CHAML, spline("-99,132 -97,148 -95,164"), 4, 0.05, 0.05)
    with sheet.at(88, 150, 6, 1.0):
        hand(sheet)
    with sheet.at(232, 150, -6, -1.0, 1.0):
        hand(sheet)
    # turning marks
    sheet.ink(spline("34,276 60,288 100,293"), 3, 0.5, 0.2)
    sheet.ink(spline("286,276 260,288 220,293"), 3, 0.5, 0.2)
