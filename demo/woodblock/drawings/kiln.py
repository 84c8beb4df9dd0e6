"""The potter at the wheel, and what is built of glazed tile."""

from __future__ import annotations

import math

from shapely.ops import unary_union

from demo.woodblock.curves import ellipse, line, mirrored, petal, rose, rounded, spiral, spline, turned
from demo.woodblock.pigments import (
    CHAM,
    CHAML,
    COM,
    GIAY,
    HOE,
    HOEL,
    HONG,
    INK,
    NAU,
    NAUL,
    RI,
    RIL,
    SON,
    SONDEN,
    SONL,
    VO,
)
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


@motif("gom-men-ngoc", "Đĩa, ấm và chén men ngọc khắc hoa sen")
def gom_men_ngoc(sheet: Sheet) -> None:
    cx, cy = 186, 124
    dish = sheet.solid(RIL, rose(cx, cy, 116, 16, 0.035, 0), 5.2)
    sheet.brush(GIAY, ellipse(cx, cy, 104, 104, 0, 200, 285), 4.4, 0.3, 0.3, dish)
    sheet.brush(RI, ellipse(cx, cy, 92, 92), 2.6, 0, 0)
    sheet.brush(RI, ellipse(cx, cy, 84, 84), 1.8, 0, 0)
    for a in range(0, 360, 24):  # petals cut under the glaze
        r = math.radians(a)
        sheet.brush(RI, ellipse(cx + 98 * math.cos(r), cy + 98 * math.sin(r), 11, 9, a, 90, 270), 2.2, 0.2, 0.2, dish)
    for a, length in ((-84, 44), (84, 44), (-56, 54), (56, 54), (-28, 62), (28, 62), (0, 66)):
        sheet.fill(COM if abs(a) in (28, 84) else VO, petal(cx, cy + 30, a, length, 27, 0.72), False)
        sheet.brush(RI, petal(cx, cy + 30, a, length, 27, 0.72), 2.4, 0, 0)
    sheet.brush(
        RI,
        spline(f"{cx - 52},{cy + 44} {cx - 24},{cy + 38} {cx},{cy + 46} {cx + 24},{cy + 38} {cx + 52},{cy + 44}"),
        3,
        0.2,
        0.2,
    )
    sheet.brush(RI, spline(f"{cx - 36},{cy + 56} {cx},{cy + 52} {cx + 36},{cy + 56}"), 2.4, 0.3, 0.3)
    # the little pot
    sheet.tube(RIL, spline("36,190 10,184 12,226 36,228"), 11, 4)
    sheet.solid(RIL, spline("112,204! 132,196 140,176! 152,178! 148,212 116,232!", 1), 4.2)
    pot = sheet.solid(RIL, spline("42,178! 24,206 30,240 56,260 76,262 96,260 122,240 128,206 110,178! 76,170", 1), 5.2)
    sheet.inlay(COM, spline("30,218 50,238 76,242 102,238 122,218 124,250 76,270 28,250", 1), pot.buffer(-2))
    sheet.brush(GIAY, spline("44,190 36,206 40,224"), 5, 0.4, 0.4, pot)
    for x in (52, 76, 100):
        sheet.brush(RI, petal(x, 256, (x - 76) * 0.5, 40, 22, 0.8), 2.4, 0, 0, pot.buffer(-3))
    sheet.solid(RIL, spline("46,178! 54,162 76,156 98,162 106,178! 76,186", 1), 4.4)
    sheet.solid(RI, ellipse(76, 152, 9, 8), 3.4)
    # tall cup and low cup
    cup = sheet.solid(
        RIL, spline("136,216! 140,262 152,290 158,300! 210,300! 216,290 228,262 232,216! 184,228", 1), 5.2
    )
    for i in range(5):
        x = 150 + i * 17
        sheet.brush(RI, petal(x, 290, (x - 184) * 0.16, 48, 17, 0.85), 2.4, 0, 0, cup.buffer(-3))
    sheet.brush(GIAY, spline("148,232 150,254 156,274"), 4.6, 0.4, 0.4)
    sheet.solid(RIL, ellipse(184, 216, 48, 13), 4.6)
    sheet.solid(COM, ellipse(184, 219, 38, 8), 2.4)
    small = sheet.solid(
        RIL, spline("236,252! 242,280 254,292 256,300! 292,300! 294,292 306,280 312,252! 274,260", 1), 4.8
    )
    sheet.brush(RI, spline("244,276 274,284 304,276"), 2.6, 0.1, 0.1, small)
    sheet.solid(RIL, ellipse(274, 252, 38, 10), 4.2)
    sheet.solid(HOE, ellipse(274, 254, 29, 6), 2.2)


@motif("den-gom", "Đèn gốm men nâu trổ hoa chanh")
def den_gom(sheet: Sheet) -> None:
    # flame
    sheet.solid(SONL, spline("160,6! 174,34 188,52 184,76 160,86 136,76 132,52 148,34", 1), 4.4)
    sheet.fill(HOE, spline("160,28! 170,48 176,62 172,74 160,80 148,74 144,62 152,46", 1), False)
    sheet.fill(GIAY, petal(160, 78, 0, 26, 12, 0.8), False)
    for a in (-62, -34, 34, 62):
        r = math.radians(a)
        sheet.ink(
            line(160 + 46 * math.sin(r), 56 - 46 * math.cos(r), 160 + 64 * math.sin(r), 56 - 64 * math.cos(r)),
            3.4,
            0.3,
            0.3,
        )
    # foot and stem
    sheet.solid(
        NAU, spline("146,226! 144,250 112,266 92,276 88,300! 232,300! 228,276 208,266 176,250 174,226!", 1), 5.2
    )
    sheet.brush(NAUL, spline("104,280 130,270 150,258"), 4.6, 0.4, 0.4)
    sheet.ink(spline("90,286 160,291 230,286"), 2.8, 0.05, 0.05)
    sheet.solid(NAUL, spline("134,232! 132,242 160,248 188,242 186,232!", 1), 4)
    # pierced globe, lit from within
    globe = sheet.solid(
        NAU,
        spline("122,98! 92,116 72,150 76,190 106,222 160,234 214,222 244,190 248,150 228,116 198,98! 160,106", 1),
        5.4,
    )
    inner = globe.buffer(-5)
    for row, (y, count) in enumerate(((128, 5), (160, 6), (193, 5))):
        for i in range(count):
            t = (i + 0.5) / count * 2 - 1
            x = 160 + 84 * math.sin(t * 1.35) * (1 if row == 1 else 0.92)
            lean = math.cos(t * 1.35)
            hole = sheet.polygon(rose(x, y + 5 * lean, 14, 4, 0.5, 45 if row % 2 else 0)).intersection(inner)
            sheet.solid(HOE, hole, 2.6)
            sheet.inlay(HOEL, ellipse(x, y + 5 * lean, 4.4), hole)
    for y, w in ((111, 60), (144, 85), (177, 84), (210, 62)):
        sheet.brush(NAUL, spline(f"{160 - w},{y - 4} 160,{y + 7} {160 + w},{y - 4}"), 2.4, 0.1, 0.1, inner)
    sheet.brush(NAUL, spline("92,128 80,152 84,178"), 5, 0.4, 0.4, globe)
    # oil dish with its lip
    sheet.solid(NAU, spline("104,78! 112,100 134,110 160,112 186,110 208,100 216,78! 160,90", 1), 5)
    sheet.solid(NAUL, ellipse(160, 79, 56, 13), 4.4)
    sheet.solid(SONDEN, ellipse(160, 81, 42, 8), 1.6)
    sheet.tube(GIAY, line(160, 84, 160, 72), 6, 2.4)
    # handle
    sheet.tube(NAU, spline("236,132 270,132 282,164 262,190 238,192"), 13, 4.4)
    sheet.ink(spline("250,142 268,148 268,168 254,182"), 2, 0.2, 0.3)


@motif("con-giong-gom", "Trâu gốm men nâu và chim tu hú đất")
def con_giong_gom(sheet: Sheet) -> None:
    sheet.solid(NAUL, spline("16,278! 30,296 70,304! 236,304! 272,296 284,278! 150,284", 1), 4.8)
    # tail and far legs
    sheet.tube(NAU, spline("252,196 280,206 284,240 268,258"), 8, 3.4)
    sheet.solid(SONDEN, petal(270, 252, 200, 28, 14, 0.7), 2.8)
    body = sheet.solid(
        NAU,
        spline("96,166 128,146 168,150 210,146 248,166 264,202 262,244 246,276 180,284 100,282 78,262 78,206", 1),
        5.4,
    )
    inner = body.buffer(-3)
    sheet.inlay(NAUL, spline("110,164 160,158 212,156 240,176 200,168 150,174 116,184", 1), inner)
    # folded legs
    sheet.solid(NAU, spline("178,244! 200,236 228,244 248,266 244,286! 186,288 164,280 166,262", 1), 4.6)
    sheet.solid(NAU, spline("88,250! 112,242 142,252 150,270 142,288! 84,288 62,278 66,260", 1), 4.6)
    for x, y in ((152, 278), (56, 280)):
        sheet.solid(
            SONDEN,
            spline(f"{x},{y - 12}! {x - 14},{y - 4} {x - 12},{y + 10}! {x + 10},{y + 10}! {x + 14},{y - 2}", 1),
            3,
        )
    # carved curls on the flank
    for x, y, r, a in ((196, 204, 16, 30), (226, 216, 11, 200), (168, 216, 10, 120)):
        sheet.brush(HOEL, spiral(x, y, 1.5, r, 1.6, a), 3, 0.1, 0.3, inner)
    for s in ("142,166 150,196 144,232", "238,178 248,208 246,236"):
        sheet.ink(spline(s), 2.8, 0.3, 0.4, inner)
    # horns like a new moon
    for side in (1, -1):
        f = (lambda pts: mirrored(pts, 84)) if side == -1 else list
        sheet.solid(HOEL, f(spline("66,118! 34,116 8,90 8,50 22,18! 26,52 40,82 78,98!", 1)), 4.6)
        for x, y, a in ((22, 72, 20), (30, 88, 40), (44, 101, 60)):
            sheet.ink(f(ellipse(x, y, 8, 5, a, 100, 250)), 2.2, 0.1, 0.3)
        sheet.solid(NAU, f(petal(54, 130, -74, 44, 24, 0.65)), 4)
        sheet.fill(SONL, f(petal(48, 130, -74, 28, 11, 0.65)), False)
    head = sheet.solid(
        NAU, spline("56,108 84,98 112,108 118,136 112,168 110,202 98,220 84,224 70,220 58,202 56,168 50,136", 1), 5.2
    )
    sheet.brush(NAUL, spline("68,118 84,110 100,118"), 4.6, 0.3, 0.3, head)
    sheet.solid(NAUL, spline("58,198 70,188 84,186 98,188 110,198 108,214 96,226 84,228 72,226 60,214", 1), 4.2)
    for x in (74, 94):
        sheet.solid(SONDEN, ellipse(x, 204, 4.6, 3.6), 1)
        sheet.solid(GIAY, ellipse(x + (x - 84) * 0.7, 146, 7.5, 6.5), 3)
        sheet.solid(INK, ellipse(x + (x - 84) * 0.7, 147, 3.4), 1)
    sheet.ink(spline("72,218 84,222 96,218"), 2.6, 0.3, 0.3)
    sheet.brush(HOEL, spiral(84, 130, 1, 8, 1.4, 90), 2.6, 0.1, 0.3)
    sheet.ink(ellipse(84, 212, 12, 14, 0, 20, 160), 2.8, 0, 0)
    # a clay whistle in the shape of a bird, riding on the back
    sheet.solid(RIL, spline("152,150! 150,126 168,112 190,114 214,104 234,88! 236,110 222,136 204,152!", 1), 4.6)
    sheet.solid(RIL, ellipse(162, 106, 17, 16), 4.4)
    sheet.clear(sheet.polygon(ellipse(168, 116, 9, 6)))
    sheet.fill(RIL, ellipse(168, 116, 10, 7), False)
    sheet.solid(HOE, spline("148,102! 130,108 148,113!", 1), 3)
    sheet.solid(SON, spline("152,94! 150,80 160,86 166,78 170,86 178,84 174,94!", 1), 3.2)
    sheet.ink(ellipse(158, 104, 1.6), 2.8, 0, 0)
    sheet.solid(RI, petal(174, 136, 62, 40, 22, 0.7), 3.4)
    sheet.brush(RIL, line(184, 132, 200, 124), 2.4, 0.2, 0.4)
    sheet.solid(SONDEN, ellipse(170, 141, 3.6), 1)
