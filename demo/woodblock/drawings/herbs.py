"""Herbs, roots and honey."""

from __future__ import annotations

import math

from shapely.ops import unary_union

from demo.woodblock.curves import along, ellipse, line, petal, rose, spline
from demo.woodblock.ornaments import broad_leaf, scatter
from demo.woodblock.pigments import CHAM, CHAML, COM, GIAY, HOE, HOEL, INK, NAU, NAUL, RI, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("duoc-lieu", "Cối chày và lá thuốc")
def duoc_lieu(sheet: Sheet) -> None:
    sheet.tube(NAUL, spline("150,170 196,96 228,40"), 26, 4.6)
    sheet.solid(NAU, ellipse(229, 38, 20, 15, -30), 4.4)
    sheet.ink(spline("168,146 196,104 216,66"), 2.6, 0.3, 0.3)
    for x0, y0, x1, y1, c in ((116, 166, 52, 62, RI), (140, 160, 118, 30, RI), (202, 164, 282, 102, RIL)):
        st = line(x0, y0, x1, y1, 8)
        sheet.ink(st, 4, 0, 0)
        for i in range(5):
            x, y = along(st, 0.28 + i * 0.17)
            a = math.degrees(math.atan2(x1 - x0, -(y1 - y0)))
            for s in (-1, 1):
                sheet.solid(c, petal(x, y, a + s * 52, 38 - i * 2.6, 17, 0.8), 3.2)
                r = math.radians(a + s * 52)
                sheet.ink(line(x, y, x + 26 * math.sin(r), y - 26 * math.cos(r)), 1.9, 0, 0.5)
        sheet.solid(c, petal(x1, y1 + 6, math.degrees(math.atan2(x1 - x0, -(y1 - y0))), 34, 16, 0.8), 3.2)
    sheet.solid(NAU, ellipse(160, 168, 96, 25), 5)
    sheet.solid(INK, ellipse(160, 171, 78, 15), 1)
    sheet.solid(
        CHAML,
        spline(
            "64,170! 72,222 108,252 122,262 106,288! 160,296 214,288! 198,262 212,252 248,222 256,170! 232,186 160,194 88,186",
            1,
        ),
        5.2,
    )
    sheet.brush(GIAY, spline("84,198 92,222 112,242"), 5)
    sheet.brush(CHAM, spline("74,208 112,226 160,230 208,226 246,208"), 4, 0.05, 0.05)
    for i in range(9):
        x = 88 + i * 18
        y = 213 + 6 * (1 - ((x - 160) / 74) ** 2)
        sheet.fill(CHAM, rose(x, y - 4, 5, 4, 0.4), False)
    for s in ("232,200 224,224 206,240", "222,202 216,220 202,232"):
        sheet.ink(spline(s), 2.8, 0.4, 0.4)
    sheet.ink(spline("122,264 160,269 198,264"), 3, 0.1, 0.1)
    for cx, cy in ((56, 276), (268, 268)):
        for i in range(8):
            sheet.solid(NAU, petal(cx, cy, i * 45 + 10, 28, 14, 0.75), 2.8)
        sheet.solid(HOE, ellipse(cx, cy, 6), 2.4)


@motif("may-thai-thuoc", "Máy thái thuốc nam")
def may_thai_thuoc(sheet: Sheet) -> None:
    # herbs going in
    for x, y, a, length, c in ((112, 92, -16, 74, NAUL), (134, 92, 4, 84, NAU), (154, 92, 18, 72, NAUL)):
        with sheet.at(x, y, a):
            sheet.solid(
                c, spline(f"-9,0! -11,{-length * 0.5} -8,{-length}! 8,{-length}! 11,{-length * 0.5} 9,0!", 1), 4
            )
            sheet.solid(HOEL, ellipse(0, -length, 8.5, 5), 3)
            sheet.ink(line(-3, -10, -3, -length * 0.8, 2), 2, 0.3, 0.3)
            sheet.ink(line(4, -10, 4, -length * 0.6, -2), 1.8, 0.3, 0.4)
    broad_leaf(sheet, 100, 92, -48, 58, 26, RIL, RI, 3.4, 0.8, 4)
    broad_leaf(sheet, 166, 92, 48, 58, 26, RIL, RI, 3.4, 0.8, 4)
    # legs
    for x0, x1 in ((84, 66), (196, 214)):
        sheet.solid(NAU, [(x0 - 10, 226), (x0 + 10, 226), (x1 + 9, 296), (x1 - 9, 296)], 4.4)
    sheet.tube(NAU, line(74, 270, 206, 270), 9, 3.6)
    # chute and basket
    sheet.solid(CHAML, spline("76,190! 24,226! 34,244! 84,220!", 1), 4.6)
    # body
    sheet.solid(CHAM, spline("76,142! 76,226! 84,234! 196,234! 204,226! 204,142! 196,134! 84,134!", 1), 5.2)
    sheet.brush(CHAML, [(86, 145), (194, 145), (194, 223), (86, 223), (86, 145)], 2.6, 0, 0)
    for x, y in ((92, 151), (188, 151), (92, 217), (188, 217)):
        sheet.solid(HOEL, ellipse(x, y, 4), 2)
    sheet.solid(CHAM, spline("78,84! 104,136! 166,136! 194,84!", 1), 5)
    sheet.solid(INK, ellipse(136, 86, 56, 12), 2)
    # re-draw the stems in front of the mouth's back lip
    for x, y, a, length, c in ((112, 94, -16, 30, NAUL), (134, 96, 4, 30, NAU), (154, 94, 18, 30, NAUL)):
        with sheet.at(x, y, a):
            g = sheet.stroke(line(0, 0, 0, -length), 17, 0, 0)
            sheet.clear(g)
            sheet.layers.append((c, g))
            sheet.ink(line(-10, 0, -10, -length), 3.6, 0, 0)
            sheet.ink(line(10, 0, 10, -length), 3.6, 0, 0)
            sheet.ink(line(-3, 0, -3, -length), 2, 0, 0.3)
    sheet.solid(CHAM, spline("80,88! 136,102 192,88! 166,136! 104,136!", 1), 4.6)
    sheet.brush(CHAML, spline("92,98 136,109 180,98"), 3, 0.1, 0.1)
    # blade window
    sheet.solid(HOE, ellipse(138, 184, 33, 33), 4.4)
    sheet.solid(INK, ellipse(138, 184, 24, 24), 1.6)
    for a in (20, 140, 260):
        q = math.radians(a)
        sheet.clear(sheet.polygon(petal(138, 184, a, 22, 13, 0.8)))
        sheet.fill(GIAY, petal(138, 184, a, 22, 13, 0.8), False)
    sheet.clear(sheet.polygon(ellipse(138, 184, 6)))
    sheet.fill(SON, ellipse(138, 184, 6), False)
    # flywheel
    w = sheet.polygon(ellipse(236, 176, 54, 60)).difference(sheet.polygon(ellipse(236, 176, 41, 46)))
    for a in (15, 75, 135, 195, 255, 315):
        q = math.radians(a)
        sheet.tube(SON, line(236, 176, 236 + 45 * math.cos(q), 176 + 50 * math.sin(q)), 8, 3)
    sheet.solid(SON, w, 4.6)
    sheet.brush(SONL, ellipse(236, 176, 48, 53, 0, 150, 260), 3.4)
    sheet.solid(HOE, ellipse(236, 176, 13, 14), 4)
    sheet.solid(NAU, ellipse(236, 176, 4), 2)
    sheet.tube(NAUL, line(264, 134, 300, 122), 11, 3.8)
    sheet.solid(HOE, ellipse(264, 134, 8, 8), 3)
    # slices
    for x, y, a in ((46, 224, 20), (62, 212, -30), (34, 238, 50)):
        sheet.solid(HOEL, ellipse(x, y, 9, 6, a), 2.8)
    sheet.solid(NAUL, spline("8,264! 14,284 26,298! 88,298! 100,284 106,264! 58,274", 1), 4.8)
    for i, (x, y, a) in enumerate(
        (
            (24, 260, 10),
            (40, 252, -20),
            (58, 250, 15),
            (76, 254, -10),
            (92, 260, 20),
            (36, 264, 5),
            (56, 264, -15),
            (78, 265, 10),
        )
    ):
        sheet.solid(HOEL if i % 3 else RIL, ellipse(x, y, 12, 8, a), 3)
        sheet.ink(ellipse(x, y, 5, 3, a), 1.8, 0.2, 0.2)
    sheet.solid(NAUL, spline("8,264! 30,275 58,277 86,275 106,264! 100,284 88,298! 26,298! 14,284", 1), 4.8)
    for x in range(24, 96, 10):
        sheet.ink(line(x, 279, x + (57 - x) * 0.1, 296, 1), 2.2, 0.1, 0.2)
    sheet.ink(spline("16,286 58,292 98,286"), 2.2, 0.1, 0.1)


@motif("la-tam", "Bó lá tắm người Dao")
def la_tam(sheet: Sheet) -> None:
    # the sheaf
    for x0, x1, y1, c, n in ((150, 66, 62, RIL, 5), (170, 256, 66, RIL, 5)):
        st = line(x0, 214, x1, y1, 10 if x1 < 160 else -10)
        sheet.ink(st, 3.6, 0, 0)
        for i in range(n):
            x, y = along(st, 0.4 + i * 0.14)
            x2, y2 = along(st, 0.44 + i * 0.14)
            a = math.degrees(math.atan2(x2 - x, -(y2 - y)))
            for s in (-1, 1):
                sheet.solid(c, petal(x, y, a + s * 58, 44 - i * 4, 21, 0.75), 3.2)
                q = math.radians(a + s * 58)
                sheet.ink(line(x, y, x + 28 * math.sin(q), y - 28 * math.cos(q)), 1.9, 0, 0.5)
        x, y = along(st, 0.96)
        sheet.solid(c, petal(x, y, a, 34, 17, 0.8), 3.2)
    for x, y, a, length, breadth, c, v in (
        (146, 196, -20, 150, 50, RI, RIL),
        (178, 196, 22, 146, 50, RI, RIL),
        (162, 196, 1, 164, 48, COM, RI),
    ):
        broad_leaf(sheet, x, y, a, length, breadth, c, v, 4.2, 0.8, 8)
    for x0, x1, y1 in ((136, 92, 116), (186, 226, 112)):
        st = line(x0, 214, x1, y1, 6 if x1 < 160 else -6)
        sheet.tube(RI, st, 5, 2.6)
        for i, (dx, dy) in enumerate(((0, -14), (-11, -6), (11, -7), (-14, 8), (13, 7), (0, 0))):
            sheet.solid(SON if i % 2 else SONL, ellipse(x1 + dx, y1 + dy, 8, 8), 2.6)
            sheet.brush(GIAY, ellipse(x1 + dx, y1 + dy, 4.6, 4.6, 0, 190, 260), 2)
    # stems below the tie
    for i, x in enumerate((112, 130, 147, 164, 181, 198, 214)):
        sheet.tube(
            (NAUL, RI, COM, NAU, RI, NAUL, COM)[i],
            spline(f"{136 + i * 8},200 {(136 + i * 8 + x) / 2},236 {x},{282 - abs(3 - i) * 4 + (i % 2) * 6}"),
            13,
            3.2,
        )
    sheet.solid(SON, spline("116,184! 160,192 206,184! 202,222! 160,230 120,222!", 1), 5)
    sheet.brush(HOE, spline("117,190 160,198 205,190"), 2.6, 0, 0)
    sheet.brush(HOE, spline("120,216 160,224 202,216"), 2.6, 0, 0)
    for i in range(5):
        x = 129 + i * 15.6
        y = 207 - abs(i - 2) * 2 + 3
        sheet.fill(GIAY if i % 2 else HOEL, [(x, y - 8), (x + 6.6, y), (x, y + 8), (x - 6.6, y)], False)
        sheet.fill(INK if i % 2 else RI, [(x, y - 4), (x + 3, y), (x, y + 4), (x - 3, y)], False)
    for x, k in ((204, 1), (198, 0.4)):
        sheet.tube(SON, spline(f"{x},204 {x + 22 * k},{226} {x + 16 * k},{252}"), 6, 2.8)
        sheet.solid(
            HOE,
            spline(
                f"{x + 16 * k - 7},{250}! {x + 16 * k - 9},{274}! {x + 16 * k + 9},{274}! {x + 16 * k + 7},{250}!",
                1,
            ),
            3,
        )
        [sheet.ink(line(x + 16 * k + q, 256, x + 16 * k + q, 273), 1.8) for q in (-4, 0, 4)]
    # sliced root and bark in front
    with sheet.at(66, 270, -8):
        for x, y in ((-18, 4), (8, -6), (22, 10)):
            sheet.solid(NAU, ellipse(x - 3, y + 3, 22, 15), 4)
            sheet.solid(HOEL, ellipse(x, y, 21, 14), 3.4)
            sheet.ink(ellipse(x, y, 13, 8, 0, 20, 320), 1.9, 0.2, 0.2)
            sheet.ink(ellipse(x, y, 5, 3), 1.9, 0, 0)
    with sheet.at(266, 276, 8):
        sheet.solid(NAU, spline("-36,-8! 30,-14! 38,2 30,12! -36,12!", 1), 4)
        sheet.solid(NAUL, ellipse(33, -1, 8, 13), 3.2)
        sheet.ink(spline("36,-8 28,-4 30,6 36,4"), 2, 0, 0.3)
        sheet.ink(line(-28, -2, 20, -4), 2, 0.2, 0.4)
        sheet.brush(NAUL, line(-30, 5, 16, 4), 2.4)


@motif("tinh-bot-nghe", "Tinh bột nghệ và củ nghệ")
def tinh_bot_nghe(sheet: Sheet) -> None:
    for x, y, a, length, breadth in ((78, 208, -20, 160, 56), (98, 208, 4, 172, 58), (70, 214, -44, 116, 44)):
        broad_leaf(sheet, x, y, a, length, breadth, RI if a != 4 else RIL, RIL if a != 4 else RI, 4.2, 0.85, 8)
    # jar
    sheet.solid(
        GIAY,
        spline(
            "136,104! 122,118 118,140 118,238 128,256! 188,264 248,256! 258,238 258,140 254,118 240,104! 188,112",
            1,
        ),
        5.2,
    )
    sheet.fill(
        HOE,
        spline("124,150! 156,140 190,148 224,140 253,150! 253,236 244,251! 188,258 132,251! 123,236", 1),
        False,
    )
    sheet.ink(spline("122,150 156,140 190,148 224,140 254,150"), 2.4, 0.05, 0.05)
    for i, (x, y) in enumerate(scatter(3, sheet.polygon([(128, 156), (248, 156), (244, 244), (132, 244)]), 19, 1, 200)):
        sheet.fill(HOEL if i % 2 else SONL, ellipse(x, y, 2.4, 1.8), False)
    sheet.brush(GIAY, spline("130,134 127,180 131,232"), 5, 0.4, 0.4)
    sheet.ink(spline("248,134 250,186 246,232"), 2.6, 0.4, 0.4)
    sheet.solid(VO, [(148, 168), (228, 168), (228, 232), (148, 232)], 4)
    sheet.brush(SON, [(154, 174), (222, 174), (222, 226), (154, 226), (154, 174)], 2.4, 0, 0)
    for a in (-70, 70, -36, 36, 0):
        sheet.fill(SONL if abs(a) == 36 else SON, petal(188, 216, a, 36, 17, 0.72), False)
    for a in (-36, 0, 36):
        q = math.radians(a)
        sheet.brush(
            VO,
            line(188 + 12 * math.sin(q), 216 - 12 * math.cos(q), 188 + 28 * math.sin(q), 216 - 28 * math.cos(q)),
            2,
        )
    sheet.solid(NAUL, spline("126,76! 126,104! 188,116 250,104! 250,76!", 1), 4.8)
    sheet.solid(NAUL, ellipse(188, 76, 62, 15), 4.4)
    sheet.ink(ellipse(188, 75, 46, 9), 2, 0.1, 0.1)
    sheet.ink(spline("128,98 188,109 248,98"), 2, 0.1, 0.1)

    # roots
    def root(x, y, a, s=1):
        with sheet.at(x, y, a, s):
            sheet.solid(
                NAUL,
                spline(
                    "-66,4 -62,-16 -40,-20 -22,-14 -16,-36 2,-42 14,-28 8,-10 30,-14 52,-10 64,6 50,20 26,18 20,36 4,42 -8,32 -8,18 -38,22",
                    1,
                ),
                4.8,
            )
            for q in (
                "-50,-18 -54,2 -48,20",
                "-34,-17 -38,2 -32,20",
                "24,-12 20,4 24,18",
                "40,-12 37,4 40,18",
                "-15,-24 -4,-20 10,-22",
                "-6,28 6,26 18,26",
                "-14,-8 -10,4 -14,16",
            ):
                sheet.ink(spline(q), 2.3, 0.15, 0.3)
            sheet.brush(HOE, spline("-44,-8 -28,-10 -16,-6"), 3.4)
            sheet.brush(HOE, spline("24,-4 40,-4 54,2"), 3)
            sheet.solid(SONL, ellipse(-64, -6, 7, 12, 12), 3)

    root(88, 232, -12, 0.98)
    root(232, 274, 6, 0.78)
    for x, y in ((130, 274), (164, 286)):
        sheet.solid(NAUL, ellipse(x - 4, y + 3, 22, 17), 4.2)
        sheet.solid(SONL, ellipse(x, y, 21, 16), 3.6)
        sheet.brush(HOE, ellipse(x, y, 13, 9.4), 3.4, 0, 0)
        sheet.fill(HOE, ellipse(x, y, 5, 3.4), False)


@motif("mat-ong", "Hũ mật ong, sáp tổ và con ong")
def mat_ong(sheet: Sheet) -> None:
    # comb
    hexs = []
    r = 23
    for row in range(5):
        for col in range(5):
            x = 36 + col * r * 1.732 + (r * 0.866 if row % 2 else 0)
            y = 52 + row * r * 1.5
            if (row, col) in (
                (0, 0),
                (0, 3),
                (0, 4),
                (1, 3),
                (1, 4),
                (2, 4),
                (3, 4),
                (4, 4),
                (3, 3),
                (4, 3),
                (2, 3),
            ):
                continue
            hexs.append(
                (
                    x,
                    y,
                    [
                        (x + r * math.sin(math.radians(60 * i)), y + r * math.cos(math.radians(60 * i)))
                        for i in range(6)
                    ],
                )
            )
    sheet.solid(HOE, unary_union([sheet.polygon(h).buffer(1.5) for _, _, h in hexs]).buffer(5), 5)
    for i, (x, y, h) in enumerate(hexs):
        g = sheet.polygon(h).buffer(-4).buffer(1.5)
        c = (NAU, SONL, HOEL, NAUL, SONL)[(i * 3) % 5]
        sheet.solid(c, g, 2.6, False)
        if c in (SONL, NAUL):
            sheet.brush(HOEL, ellipse(x, y, 11, 11, 0, 190, 260), 3, 0.3, 0.3)
        if c == NAU:
            sheet.brush(INK, ellipse(x, y, 12, 12, 0, 180, 300), 4, 0.4, 0.4)
    # jar
    sheet.solid(
        SONL,
        spline(
            "112,156! 100,172 96,200 98,262 112,286! 180,294 248,286! 262,262 264,200 260,172 248,156! 180,166",
            1,
        ),
        5.4,
    )
    sheet.fill(
        HOE,
        spline("104,184! 140,190 180,180 222,190 258,184! 258,262 246,282! 180,289 114,282! 103,262", 1),
        False,
    )
    sheet.ink(spline("103,184 140,190 180,181 222,190 258,184"), 2.4, 0.05, 0.05)
    sheet.fill(HOEL, spline("103,168! 180,176 257,168! 258,183! 222,188 180,179 140,188 103,183!", 1), False)
    sheet.brush(GIAY, spline("112,196 109,226 113,262"), 6, 0.4, 0.4)
    sheet.ink(spline("252,194 253,230 246,268"), 2.6, 0.4, 0.4)
    sheet.solid(VO, spline("130,204! 180,212 230,204! 232,262! 180,270 128,262!", 1), 4)
    with sheet.at(180, 238, 0, 1.0):
        for s in (-1, 1):
            sheet.solid(GIAY, petal(s * 4, -6, s * 58, 30, 17, 0.6), 2.4)
        sheet.solid(HOE, ellipse(0, 6, 12, 17), 3)
        [sheet.ink(spline(f"{-11},{y} 0,{y + 3} 11,{y}"), 4, 0.1, 0.1) for y in (2, 10)]
        sheet.solid(INK, ellipse(0, -12, 8, 7), 1.6)
    sheet.solid(
        SON,
        spline(
            "92,166! 104,140 122,122 180,112 238,122 256,140 268,166! 248,160! 232,174! 212,164! 196,177! 180,166! 164,177! 148,164! 128,174! 112,160!",
            1,
        ),
        5,
    )
    for x, y in ((122, 140), (150, 130), (180, 126), (210, 130), (238, 140), (136, 152), (224, 152)):
        sheet.fill(HOEL, rose(x, y, 6.4, 4, 0.5, 45), False)
    sheet.tube(HOE, spline("107,148 180,158 253,148"), 8, 3.2)
    sheet.tube(HOE, spline("196,156 206,180 200,192"), 5, 2.4, 0, 0.2)
    sheet.tube(HOE, spline("190,156 184,178 188,188"), 5, 2.4, 0, 0.2)
    sheet.solid(HOE, ellipse(193, 155, 8, 7), 3)
    # bee
    with sheet.at(246, 70, -14, 1.08):
        sheet.solid(GIAY, petal(6, -14, 28, 54, 30, 0.55), 3.6)
        sheet.solid(VO, petal(-2, -14, -20, 50, 28, 0.55), 3.6)
        for a in (28, -20):
            q = math.radians(a)
            sheet.ink(
                line(
                    2 + 8 * math.sin(q),
                    -14 - 8 * math.cos(q),
                    2 + 38 * math.sin(q),
                    -14 - 38 * math.cos(q),
                    2,
                ),
                1.8,
                0.1,
                0.5,
            )
        g = sheet.solid(HOE, spline("-30,0 -20,-18 4,-20 28,-10 44,4! 28,16 2,22 -20,16", 1), 4.6)
        for x in (-6, 8, 22):
            sheet.ink(spline(f"{x},-22 {x + 5},2 {x},24"), 6.4, 0, 0, g)
        sheet.solid(NAU, ellipse(-32, -1, 14, 14), 4)
        sheet.solid(GIAY, ellipse(-37, -3, 4.6), 2)
        sheet.ink(ellipse(-38, -3, 1), 2, 0, 0)
        sheet.ink(spline("-40,-12 -50,-22 -58,-20"), 2.6, 0, 0.2)
        sheet.ink(spline("-34,-14 -40,-28 -48,-32"), 2.6, 0, 0.2)
        for x in (-12, 2, 14):
            sheet.ink(spline(f"{x},20 {x - 5},28 {x - 1},34"), 2.4, 0, 0.4)
