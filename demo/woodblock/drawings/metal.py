"""Bronze, silver and iron."""

from __future__ import annotations

import math

from shapely.ops import unary_union

from demo.woodblock.curves import ellipse, line, petal, placed, rose, rounded, sided, spiral, spline
from demo.woodblock.ornaments import lotus
from demo.woodblock.pigments import BAC, CHAM, CHAML, GIAY, HOE, HOEL, INK, NAU, NAUL, RI, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("trang-suc-bac", "Trang sức bạc chạm")
def trang_suc_bac(sheet: Sheet) -> None:
    # torque
    out_, inn = ellipse(160, 136, 124, 120, 0, -62, 242), ellipse(160, 132, 101, 97, 0, -66, 246)
    t = sheet.solid(BAC, out_ + inn[::-1], 5.2)
    t.buffer(-3)
    for k in (1, -1):
        f = sided(k)
        sheet.tube(BAC, f(spiral(118, 34, 4, 17, 1.35, -30, -1)), 9, 3.2)
    for i in range(23):
        a = math.radians(-44 + i * 268 / 22)
        x, y = 160 + 112.5 * math.cos(a), 134 + 108.5 * math.sin(a)
        if i % 2:
            sheet.fill(GIAY, rose(x, y, 8, 5, 0.4, i * 40), False)
            sheet.ink(rose(x, y, 8, 5, 0.4, i * 40), 1.7, 0, 0)
            sheet.fill(SON, ellipse(x, y, 2.2), False)
        else:
            sheet.ink(spiral(x, y, 0.5, 6.5, 1.3, math.degrees(a)), 1.9, 0.1, 0.2)
    # butterfly brooch, filigree
    for k in (1, -1):
        f = sided(k)
        sheet.solid(BAC, f(spline("156,118! 138,84 104,70 88,86 92,114 116,130 152,132!", 1)), 4)
        sheet.ink(f(spiral(112, 98, 1, 15, 1.7, 0)), 2, 0.1, 0.1)
        sheet.fill(SON, f(ellipse(112, 98, 4.4)), False)
        sheet.ink(f(spiral(138, 116, 1, 8, 1.4, 90)), 1.8, 0.1, 0.1)
        sheet.brush(GIAY, f(spline("98,86 108,78 122,82")), 3)
        [
            sheet.ink(f(ellipse(x, y, 2.2)), 1.6, 0, 0)
            for x, y in ((96, 96), (96, 106), (102, 115), (112, 121), (124, 124), (130, 94), (138, 102))
        ]
        sheet.solid(BAC, f(spline("154,132! 122,134 106,150 112,170 130,172 148,156!", 1)), 4)
        sheet.ink(f(spiral(128, 152, 1, 10, 1.5, 40)), 1.9, 0.1, 0.1)
        sheet.fill(RI, f(ellipse(128, 152, 3.4)), False)
        sheet.ink(f(spline("158,104 148,82 136,72 132,80")), 2.6, 0, 0.1)
    sheet.solid(BAC, ellipse(160, 130, 8, 28), 3.6)
    sheet.solid(SON, ellipse(160, 106, 8), 3)
    for y in (122, 132, 142):
        sheet.ink(spline(f"154,{y} 160,{y + 2} 166,{y}"), 2, 0.1, 0.1)
    # pendants
    for x, y, length in ((160, 254, 0), (104, 240, 6), (216, 240, 6)):
        sheet.ink(line(x, y - 2, x, y + 14 - length), 3, 0, 0)
    sheet.solid(
        BAC,
        spline(
            "124,264! 132,276 126,290 142,304 160,308 178,304 194,290 188,276 196,264! 178,268 160,260 142,268",
            1,
        ),
        4.4,
    )
    for a in (-50, 0, 50, -100, 100):
        sheet.fill(GIAY, petal(160, 288, a, 15, 9), False)
        sheet.ink(petal(160, 288, a, 15, 9), 1.7, 0, 0)
    sheet.solid(SON, ellipse(160, 288, 5.4), 2)
    for x in (104, 216):
        sheet.solid(BAC, spline(f"{x},{246}! {x - 12},{256} {x - 14},{270}! {x + 14},{270}! {x + 12},{256}", 1), 3.4)
        sheet.ink(spiral(x, 261, 0.5, 5, 1.2), 1.8)
        for d in (-9, 0, 9):
            sheet.ink(line(x + d, 270, x + d, 280), 2, 0, 0)
            sheet.solid(HOE if d == 0 else BAC, ellipse(x + d, 284, 4), 2.2)


@motif("dao-ren", "Dao rèn Đa Sỹ")
def dao_ren(sheet: Sheet) -> None:
    def dao(f, blade, bevel, spine, dots, hl=74, hw=13):
        sheet.solid(
            NAU,
            f(
                spline(
                    f"{-hw * 0.8},-8! {-hw},14 {-hw * 0.86},{hl * 0.6} {-hw * 1.15},{hl - 4} {-hw * 0.6},{hl + 6} {hw * 0.6},{hl + 6} {hw * 1.15},{hl - 4} {hw * 0.86},{hl * 0.6} {hw},14 {hw * 0.8},-8!",
                    1,
                )
            ),
            4.6,
        )
        sheet.brush(NAUL, f(spline(f"{-hw * 0.5},16 {-hw * 0.4},{hl * 0.5} {-hw * 0.55},{hl - 8}")), 3.4)
        for y in (hl * 0.34, hl * 0.68):
            sheet.solid(HOE, f(ellipse(1, y, 3.8)), 2.2)
        b = sheet.solid(CHAML, f(spline(blade, 1)), 5)
        sheet.inlay(GIAY, f(spline(bevel, 1)), b)
        sheet.ink(f(spline(spine)), 2.4, 0.05, 0.1, b)
        for x, y in dots:
            sheet.brush(CHAM, f(ellipse(x, y, 5, 3.6, 20, 190, 350)), 2.6, 0.2, 0.3)
            sheet.brush(BAC, f(ellipse(x, y + 2, 4, 2.6, 20, 20, 160)), 1.8, 0.2, 0.3)
        sheet.solid(HOE, f(rounded(-hw * 0.95, -14, hw * 0.95, 5, 3)), 3.4)

    def f(p):
        return placed(p, 108, 222, 0.98, 0.98, -20)

    dao(
        f,
        "-11,-12! -14,-60 -18,-106 -26,-144 -52,-172! -10,-172 16,-146 18,-100 13,-50 11,-12!",
        "-11,-12! -14,-60 -18,-106 -26,-144 -52,-172! -18,-150 -6,-108 -1,-60 0,-12!",
        "0,-14 -1,-60 -6,-108 -18,-150",
        ((8, -36), (8, -62), (9, -88), (8, -114), (6, -138)),
    )

    def f(p):
        return placed(p, 214, 222, 1.06, 1.06, 21)

    dao(
        f,
        "-10,-12! -14,-90 -10,-140 4,-178! 24,-136 32,-92 32,-40 30,-22 11,-14!",
        "30,-22! 32,-40 32,-92 24,-136 4,-178! 9,-136 14,-92 14,-30!",
        "14,-26 14,-92 9,-136 4,-170",
        ((-2, -34), (2, -58), (-2, -82), (2, -106), (-1, -128)),
    )

    def f(p):
        return placed(p, 160, 212, 1.08, 1.08, 0)

    dao(
        f,
        "-34,-14! -43,-60 -45,-108 -41,-144! -12,-151 22,-149 40,-140! 40,-90 40,-40 37,-16!",
        "-34,-14! -43,-60 -45,-108 -41,-144! -24,-149 -26,-108 -24,-60 -17,-14!",
        "-17,-16 -24,-60 -26,-108 -24,-147",
        ((2, -34), (22, -46), (2, -66), (24, -78), (-2, -96), (20, -110), (-6, -128), (6, -50)),
        82,
        15,
    )
    sheet.solid(GIAY, f(ellipse(27, -130, 5.4)), 3)


@motif("tuong-dong", "Hạc đồng đứng trên lưng rùa")
def tuong_dong(sheet: Sheet) -> None:
    # plinth
    sheet.solid(NAU, [(52, 280), (268, 280), (278, 302), (42, 302)], 4.8)
    sheet.brush(HOE, line(58, 291, 262, 291), 3, 0.02, 0.02)
    for i in range(8):
        sheet.fill(HOE, petal(74 + i * 24.6, 289, 180, 9, 8, 0.7), False)
    # tortoise
    sheet.solid(NAUL, petal(250, 264, 110, 34, 14, 0.7), 3.6)
    sheet.solid(
        NAUL,
        spline("94,262! 76,256 58,238 48,228 34,226 28,214 36,202 54,200 68,208 84,228 104,240!", 1),
        4.6,
    )
    sheet.ink(ellipse(44, 210, 2.2), 2.8, 0, 0)
    sheet.ink(spline("29,217 40,218 48,215"), 2.2, 0.1, 0.3)
    sheet.ink(spline("62,222 70,216"), 2)
    sheet.ink(spline("70,232 80,226"), 2)
    for x in (96, 222):
        sheet.solid(NAUL, spline(f"{x - 18},258! {x - 22},282! {x + 20},282! {x + 16},258!", 1), 4.2)
        [sheet.ink(line(x + q, 275, x + q, 281), 2) for q in (-10, -1, 8)]
    b = sheet.solid(HOE, spline("70,264! 82,234 116,214 160,208 204,214 238,234 252,264! 160,274", 1), 5)
    k = b.buffer(-1)
    for x in (108, 160, 212):
        h = [
            (x - 24, 240),
            (x - 12, 224),
            (x + 12, 224),
            (x + 24, 240),
            (x + 12, 256),
            (x - 12, 256),
            (x - 24, 240),
        ]
        sheet.ink(h, 2.6, 0, 0, k)
        sheet.layers.append(
            (
                NAUL,
                sheet.polygon([(160 + (q[0] - x) * 0.55 + x - 160, 240 + (q[1] - 240) * 0.55) for q in h]).intersection(
                    k
                ),
            )
        )
    sheet.ink(spline("72,259 160,268 250,259"), 2.8, 0, 0, k)
    sheet.ink(line(132, 240, 136, 240), 2.6, 0, 0)
    sheet.ink(line(184, 240, 188, 240), 2.6, 0, 0)
    # crane
    for x0, x1 in ((150, 144), (172, 178)):
        sheet.tube(NAUL, spline(f"{x0},150 {x1},186 {x1 - 1},218"), 9, 3.6)
        sheet.ink(ellipse(x1, 186, 5, 3), 2.4, 0, 0)
        for d in (-13, 0, 12):
            sheet.tube(NAUL, line(x1, 217, x1 + d, 224), 6, 2.4)
    for a, length in ((104, 96), (116, 88), (128, 78)):
        sheet.solid(NAU, petal(196, 118, a, length, 22, 0.8), 3.6)
        q = math.radians(a)
        sheet.brush(HOE, line(206, 120, 196 + (length - 14) * math.sin(q), 118 - (length - 14) * math.cos(q)), 2.4)
    sheet.solid(HOE, spline("120,124 118,104 136,92 166,90 200,98 232,118! 214,146 180,164 146,158 126,144", 1), 5)
    sheet.tube(HOE, spline("138,124 112,100 112,74 134,56 132,38 116,32"), 19, 4.6, 0.0, 0.0)
    sheet.clear(sheet.polygon(ellipse(142, 122, 17, 13)))
    sheet.layers.append((HOE, sheet.polygon(ellipse(142, 122, 17, 13))))
    for s in ("108,96 118,92", "104,82 116,80", "110,68 120,72", "122,58 130,65", "128,48 140,50"):
        sheet.ink(spline(s), 2.2, 0.1, 0.4)
    sheet.solid(HOE, spline("132,30 118,20 102,22 96,34 104,44 122,46", 1), 4.2)
    sheet.solid(SON, spline("124,20 116,10 104,14 102,24 112,26", 1), 3.4)
    sheet.solid(NAU, spline("98,28! 66,44 44,58! 68,52 100,40!", 1), 3.8)
    sheet.ink(spline("98,34 76,43 56,53"), 1.8, 0, 0.4)
    sheet.solid(GIAY, ellipse(110, 32, 4), 2)
    sheet.ink(ellipse(109.4, 32, 1), 1.8, 0, 0)
    # wing
    g = sheet.solid(
        NAUL,
        spline("140,118! 148,102 172,98 202,106 246,128! 226,138 238,148! 212,150 218,162! 186,158 156,146", 1),
        4.4,
    )
    kk = g.buffer(-1)
    for i in range(4):
        for j in range(3):
            sheet.ink(ellipse(158 + i * 13 + j * 2, 112 + j * 11 + i * 2, 7, 6.4, 15, 20, 165), 2.1, 0.1, 0.1, kk)
    for s in ("200,116 222,124 238,130", "198,130 214,138 228,146", "190,144 202,150 212,158"):
        sheet.ink(spline(s), 2.4, 0.1, 0.4)
    # lotus in the beak
    sheet.tube(RI, spline("60,52 50,74 56,96"), 5, 2.4)
    lotus(sheet, 54, 50, 0.5, SONL, HOE, 2.4, False)
    sheet.solid(RI, spline("38,100 48,92 62,92 74,100 68,110 46,110", 1), 3.2)
    sheet.ink(spline("48,104 56,99 66,103"), 1.8)


@motif("ban-le", "Bản lề, khoá và phụ kiện đồng")
def ban_le(sheet: Sheet) -> None:
    def screw(x, y, a=30, r=6):
        sheet.solid(VO, ellipse(x, y, r), 2.6)
        q = math.radians(a)
        sheet.ink(
            line(
                x - r * 0.6 * math.cos(q),
                y - r * 0.6 * math.sin(q),
                x + r * 0.6 * math.cos(q),
                y + r * 0.6 * math.sin(q),
            ),
            2.2,
            0,
            0,
        )

    # butterfly hinge
    with sheet.at(106, 104, -8):
        for s in (-1, 1):
            with sheet.at(0, 0, 0, s, 1):
                sheet.solid(
                    HOE,
                    spline(
                        "8,-56! 30,-62 52,-76 78,-70 88,-44 74,-20 80,0 74,20 88,44 78,70 52,76 30,62 8,56!",
                        1,
                    ),
                    5,
                )
                sheet.brush(NAU, spline("22,-48 50,-60 72,-48 60,-20 64,0 60,20 72,48 50,60 22,48"), 2.6, 0.05, 0.05)
                sheet.fill(NAUL, rose(40, 0, 13, 4, 0.4, 0), False)
                sheet.ink(rose(40, 0, 13, 4, 0.4, 0), 1.9, 0, 0)
                screw(60, -46, 20)
                screw(60, 46, 70)
                screw(22, -28, 120)
                screw(22, 28, 0)
        for i in range(5):
            sheet.solid(
                NAUL if i % 2 else HOE,
                [(-11, -62 + i * 25), (11, -62 + i * 25), (11, -38 + i * 25), (-11, -38 + i * 25)],
                3.8,
            )
            sheet.brush(HOEL, line(-4, -57 + i * 25, -4, -44 + i * 25), 2.6, 0.2, 0.2)
        sheet.solid(NAU, ellipse(0, -66, 9, 8), 3.6)
        sheet.solid(NAU, ellipse(0, 67, 9, 8), 3.6)
    # round plate with ring
    sheet.solid(CHAM, rose(246, 92, 56, 8, 0.14, 22), 5)
    sheet.brush(CHAML, rose(246, 92, 46, 8, 0.12, 22), 2.6, 0, 0)
    for i in range(8):
        q = math.radians(i * 45 + 22)
        sheet.fill(CHAML, ellipse(246 + 37 * math.cos(q), 92 + 37 * math.sin(q), 3.6), False)
    sheet.solid(HOE, ellipse(246, 84, 16, 15), 3.8)
    sheet.ink(ellipse(246, 84, 7, 6), 2.2, 0, 0)
    ring = sheet.polygon(ellipse(246, 128, 33, 36)).difference(sheet.polygon(ellipse(246, 128, 22, 25)))
    sheet.solid(HOE, ring, 4)
    sheet.brush(HOEL, ellipse(246, 128, 28, 31, 0, 100, 190), 3)
    sheet.solid(HOE, spline("238,84! 238,102 246,106 254,102 254,84!", 1), 3.4)
    # fish padlock with its key
    with sheet.at(110, 246, 4):
        sheet.tube(CHAML, spline("-66,-8 -66,-46 -50,-52 40,-52 58,-46 58,-10"), 10, 3.8)
        sheet.solid(
            NAUL,
            spline(
                "-92,4 -78,-18 -46,-26 10,-24 46,-12 60,-8! 92,-30! 86,0 94,28! 60,12! 40,22 0,32 -50,30 -80,22",
                1,
            ),
            5,
        )
        sheet.solid(SON, ellipse(-74, -2, 6), 2.6)
        sheet.solid(INK, ellipse(-74, -2, 2), 1)
        sheet.ink(spline("-58,-22 -48,2 -58,26"), 3, 0.1, 0.1)
        for r in range(3):
            for i in range(7):
                sheet.ink(ellipse(-40 + i * 13 + (r % 2) * 6, -10 + r * 13, 7, 7, 0, -75, 75), 2, 0.1, 0.1)
        for s in ("68,-10 84,-18", "68,2 84,0", "68,10 86,20"):
            sheet.ink(spline(s), 2.2, 0.1, 0.5)
        sheet.solid(HOE, spline("-40,26! -20,44 4,30!", 1), 3.4)
    with sheet.at(252, 246, -58):
        sheet.tube(HOE, line(-34, 0, 46, 0), 9, 3.6)
        sheet.solid(
            HOE,
            unary_union([sheet.polygon(ellipse(-46, 0, 18, 16)).difference(sheet.polygon(ellipse(-46, 0, 9, 8)))]),
            3.8,
        )
        sheet.solid(HOE, [(28, 4), (34, 4), (34, 22), (26, 22)], 3)
        sheet.solid(HOE, [(40, 4), (48, 4), (48, 18), (40, 18)], 3)
        sheet.ink(line(-26, -5, -26, 5), 2.4, 0, 0)
    for x, y, a in ((284, 292, 20), (302, 276, 100)):
        screw(x, y, a, 8.5)
