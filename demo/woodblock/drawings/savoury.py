"""Meat, soya and sauces."""

from __future__ import annotations

import math
import random

from shapely.geometry import Polygon

from demo.woodblock.curves import ellipse, line, petal, spline
from demo.woodblock.ornaments import broad_leaf, crate, plate, scatter
from demo.woodblock.pigments import CHAM, COM, GIAY, HOE, HOEL, HONG, INK, NAU, NAUL, RI, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("gio-lua", "Giò lụa gói lá chuối")
def gio_lua(sheet: Sheet) -> None:
    def ties(length, radius, xs):
        for x in xs:
            sheet.solid(
                HOEL,
                spline(
                    f"{x - 3},{-radius}! {x - 9},{-radius * 0.5} {x - 11},0 {x - 9},{radius * 0.5} {x - 3},{radius}! {x + 3},{radius}! {x - 3},{radius * 0.5} {x - 5},0 {x - 3},{-radius * 0.5} {x + 3},{-radius}!",
                    1,
                ),
                2.4,
            )

    def roll(length, radius, face, xs):
        k = 0.42
        g = sheet.solid(
            RI,
            ellipse(-length / 2, 0, radius * 0.5, radius, 0, 270, 90)
            + ellipse(length / 2, 0, radius * k, radius, 0, 90, -90),
            5.2,
        )
        gg = g.buffer(-2)
        for i, y in enumerate((-0.72, -0.42, -0.1, 0.24, 0.56, 0.8)):
            sheet.brush(
                RIL,
                spline(f"{-length / 2 - radius * 0.3},{y * radius} 0,{y * radius + 3} {length / 2},{y * radius}"),
                3 if i % 2 else 2,
                0.2,
                0.3,
                gg,
            )
            sheet.ink(
                spline(
                    f"{-length / 2},{y * radius + radius * 0.15} 0,{y * radius + radius * 0.18} {length / 2},{y * radius + radius * 0.15}"
                ),
                1.9,
                0.3,
                0.4,
                gg,
            )
        ties(length, radius, xs)
        sheet.solid(COM, ellipse(length / 2, 0, radius * k, radius), 4.4)
        sheet.solid(HONG if face else RI, ellipse(length / 2 + 1, 0, radius * k * 0.86, radius * 0.88), 2.8)
        if face:
            sheet.fill(VO, ellipse(length / 2 + 1, 0, radius * k * 0.7, radius * 0.76), False)
            for i, (x, y) in enumerate(
                scatter(4, Polygon(ellipse(length / 2, 0, radius * k * 0.66, radius * 0.72)), 13, 1, 260)
            ):
                sheet.fill(HONG, ellipse(x, y, 2.6, 2), False) if i % 2 else sheet.ink(ellipse(x, y, 2.2, 2), 1.4, 0, 0)

    with sheet.at(146, 112, -16):
        roll(190, 52, 0, (-76, -34, 8, 50))
        sheet.solid(HOEL, line(-96, -14, 76, -14, -2) + line(76, -8, -96, -8, 2), 2.4)
        for a in range(0, 360, 60):
            sheet.ink(
                line(95, 0, 95 + 18 * math.cos(math.radians(a)), 42 * math.sin(math.radians(a)), 2),
                2.4,
                0.1,
                0.4,
            )
        sheet.tube(HOEL, spline("30,-50 40,-66 54,-60 44,-50"), 5, 2.4)
        sheet.tube(HOEL, spline("30,-50 22,-68 8,-64 20,-50"), 5, 2.4)
    plate(sheet, 168, 236, 132, 40, 14)
    with sheet.at(112, 204, 6):
        roll(96, 50, 1, (-36, 0))
    for i, x in enumerate((180, 208, 236)):
        with sheet.at(x, 222 + i * 2, 12 + i * 7):
            sheet.solid(COM, ellipse(-5, 0, 21, 46), 4.2)
            sheet.solid(COM, ellipse(0, 0, 21, 46), 3.4)
            sheet.solid(HONG, ellipse(1, 0, 18, 41), 2.6)
            sheet.fill(VO, ellipse(2, 0, 14, 35), False)
            for a, c in scatter(i + 7, Polygon(ellipse(2, 0, 12, 31)), 13, 1, 120):
                sheet.fill(HONG, ellipse(a, c, 2.4, 2), False)


@motif("cha-que", "Chả quế nướng trên ống tre")
def cha_que(sheet: Sheet) -> None:
    for x, y, a, length in ((116, 92, -34, 170), (134, 80, -24, 178)):
        with sheet.at(x, y, a):
            sheet.solid(NAU, [(-length / 2, -15), (length / 2, -15), (length / 2, 15), (-length / 2, 15)], 4.6)
            sheet.solid(NAUL, ellipse(length / 2, 0, 8, 15), 3.6)
            sheet.ink(
                spline(
                    f"{length / 2 + 4},-10 {length / 2 - 4},-6 {length / 2 - 4},4 {length / 2 + 3},6 {length / 2 + 3},-2"
                ),
                2.6,
                0,
                0.3,
            )
            for yy in (-7, 7):
                sheet.brush(NAUL, line(-length / 2 + 6, yy, length / 2 - 20, yy, 1), 2.4, 0.2, 0.5)
            sheet.ink(line(-length / 2 + 4, 2, length / 2 - 12, 2, -1), 2.4, 0.1, 0.4)
    with sheet.at(148, 164, -10):
        sheet.tube(HOE, line(-134, 0, 148, 0), 27, 4.8)
        sheet.ink(line(-118, -13, -118, 13, 3), 3, 0, 0)
        radius = 70
        length = 150
        g = sheet.solid(
            SONL, ellipse(-length / 2, 0, 30, radius, 0, 270, 90) + ellipse(length / 2, 0, 31, radius, 0, 90, -90), 5.4
        )
        gg = g.buffer(-3)
        for i, (x, y) in enumerate(
            (
                (-60, -38),
                (-8, -30),
                (44, -44),
                (-72, 4),
                (-24, 10),
                (30, -2),
                (62, 20),
                (-56, 46),
                (0, 44),
                (44, 56),
                (16, -58),
            )
        ):
            sheet.layers.append(
                (
                    (NAU, NAUL)[i % 2],
                    sheet.polygon(
                        spline(
                            f"{x - 20},{y} {x - 8},{y - 5} {x + 8},{y - 3} {x + 21},{y + 1} {x + 6},{y + 5} {x - 8},{y + 4}",
                            1,
                        )
                    ).intersection(gg),
                )
            )
        for y in (-52, -18, 20, 52):
            sheet.ink(spline(f"-94,{y} -20,{y + 5} 62,{y}"), 2.2, 0.3, 0.5, gg)
        sheet.brush(HOEL, spline("-84,-46 -20,-60 54,-58"), 5.5, 0.3, 0.5, gg)
        sheet.solid(NAUL, ellipse(length / 2, 0, 31, radius), 4.6)
        sheet.solid(HONG, ellipse(length / 2 + 1, 0, 25, radius - 9), 3)
        for i, (x, y) in enumerate(
            scatter(
                3,
                Polygon(ellipse(length / 2 + 1, 0, 22, radius - 15)).difference(
                    Polygon(ellipse(length / 2, 0, 13, 22))
                ),
                12,
                1,
                300,
            )
        ):
            sheet.fill([SONL, VO, NAUL][i % 3], ellipse(x, y, 2.8, 2.4), False)
        sheet.solid(HOE, ellipse(length / 2 + 2, 0, 9, 15), 3)
        sheet.tube(HOE, line(length / 2 + 2, 0, 148, 0), 23, 4.2)
        sheet.ink(line(120, -11, 120, 11, -3), 3, 0, 0)
        sheet.solid(HOEL, ellipse(149, 0, 6, 11.5), 3.4)
        sheet.solid(INK, ellipse(149, 0, 2.4, 5.4), 1)
    for x, y, a in ((78, 262, -12), (134, 272, -2), (192, 268, 10)):
        with sheet.at(x, y, a, 1.08):
            sheet.solid(NAUL, spline("-42,14! -38,-16 0,-32 38,-16 42,14! 42,22! 0,24 -42,22!", 1), 4.4)
            sheet.solid(HONG, spline("-42,12! -36,-14 0,-28 36,-14 42,12! 12,14! 6,2 0,0 -6,2 -12,14!", 1), 3.6)
            sheet.brush(SONL, spline("-36,7 -29,-10 0,-22 29,-10 36,7"), 5, 0.1, 0.1)
            for k in (-24, -12, 2, 14, 26):
                sheet.fill(VO, ellipse(k, -7 + abs(k) * 0.5, 2.8, 2.2), False)
    with sheet.at(268, 258, 10):
        for i in range(8):
            sheet.solid(NAU, petal(0, 0, i * 45, 32, 16, 0.75), 3.2)
            sheet.fill(HOE, petal(0, 0, i * 45, 20, 5, 0.6), False)
        sheet.solid(HOE, ellipse(0, 0, 6), 2.6)


@motif("nem-phung", "Nem Phùng gói lá sung")
def nem_phung(sheet: Sheet) -> None:
    sheet.tolerance = 1.2
    b = sheet.solid(
        RI,
        spline("12,216! 42,168 118,142 198,144 272,166 308,214! 290,250 232,286 160,296 84,284 30,252", 1),
        5.2,
    )
    k = b.buffer(-2)
    for i in range(13):
        x = 34 + i * 21
        sheet.brush(
            RIL,
            line(x + 6, 150 + abs(x - 160) * 0.2, x - 6 + (x - 160) * 0.06, 288 - abs(x - 160) * 0.2, 4),
            2.2,
            0.15,
            0.3,
            k,
        )
    for x, y, a, length, breadth in (
        (98, 190, -54, 106, 62),
        (134, 168, -24, 130, 66),
        (188, 168, 20, 132, 66),
        (222, 190, 50, 106, 62),
    ):
        broad_leaf(sheet, x, y, a, length, breadth, RIL if a in (-24, 50) else COM, RI, 4, 0.72, 6)
    # the ball of shredded rind and pork
    g = sheet.solid(
        HONG,
        spline(
            "58,226 60,198 80,178 92,154 120,146 140,130 168,134 192,132 212,152 236,162 246,186 264,202 262,228 244,246 204,256 160,262 112,258 76,246",
            1,
        ),
        5,
    )
    k = g.buffer(-4)
    rnd = random.Random(7)
    for i, (x, y) in enumerate(scatter(8, k, 21, 1.2, 900)):
        t = (x - 160) / 100
        a = 70 * t + rnd.uniform(-28, 28)
        length = rnd.uniform(17, 25)
        q = math.radians(a)
        p = line(
            x - length * math.cos(q),
            y - length * math.sin(q) * 0.7,
            x + length * math.cos(q),
            y + length * math.sin(q) * 0.7,
            rnd.uniform(-8, -3),
        )
        st = sheet.stroke(p, 8.6, 0.12, 0.12).intersection(k)
        sheet.clear(st)
        sheet.layers.append(([GIAY, SONL, HOEL, GIAY, HONG][i % 5], st))
        sheet.key_block = sheet.key_block.union(st.boundary.buffer(0.95).intersection(k))
    for i, (x, y) in enumerate(scatter(12, k, 20, 1.2, 300)):
        sheet.fill(NAU if i % 2 else HOE, ellipse(x, y, 2.8, 2.2), False)
    sheet.solid(GIAY, spline("196,254! 202,278 218,292! 266,292! 282,278 288,254!", 1), 4.6)
    sheet.brush(CHAM, spline("206,276 242,286 278,276"), 4, 0.1, 0.1)
    sheet.solid(GIAY, ellipse(242, 254, 47, 14), 4.4)
    sheet.solid(SON, ellipse(242, 256, 37, 9.5), 2.4)
    for x, y in ((224, 255), (240, 259), (256, 254), (246, 251)):
        sheet.fill(HOE, ellipse(x, y, 3, 2), False)
    for x, y, a in ((92, 264, 12), (118, 284, -8)):
        with sheet.at(x, y, a, 1.08):
            sheet.solid(SON, spline("-34,-4! -18,-10 10,-8 34,6! 8,8 -18,8 -34,4!", 1), 3.8)
            sheet.brush(HONG, spline("-22,-4 -4,-4 14,0"), 2.6)
            sheet.solid(RI, spline("-30,-8! -40,-6 -52,-10! -54,-4! -42,2 -30,8! -26,0", 1), 3)


@motif("tuong-nep", "Chum tương nếp và gáo dừa")
def tuong_nep(sheet: Sheet) -> None:
    sheet.tube(NAUL, spline("188,110 226,58 256,24"), 13, 4.2)
    sheet.ink(spline("206,88 228,60 246,38"), 2.2, 0.3, 0.3)
    sheet.solid(NAU, ellipse(150, 102, 72, 23), 4.6)
    sheet.solid(HOE, ellipse(150, 105, 58, 15), 3)
    sheet.brush(NAUL, spline("106,106 140,112 190,102"), 4, 0.3, 0.4)
    for i, (x, y) in enumerate(scatter(2, sheet.polygon(ellipse(146, 106, 46, 9)), 13, 1.5, 200)):
        sheet.solid(HOEL, ellipse(x, y, 5, 3.6, i * 40), 2)
    sheet.solid(NAUL, spline("160,96! 166,122 186,128 204,118 208,98!", 1), 4.2)
    sheet.solid(INK, ellipse(184, 98, 23, 8), 2)
    sheet.brush(HOE, spline("168,100 184,104 200,100"), 4)
    b = sheet.solid(
        NAU,
        spline(
            "78,104! 84,120 66,142 50,186 56,236 82,272 98,288! 202,288! 218,272 244,236 250,186 234,142 216,120 222,104! 190,122 150,127 110,122",
            1,
        ),
        5.4,
    )
    bb = b.buffer(-3)
    for s in (
        "82,136 150,147 218,136",
        "54,178 90,190 150,194 210,190 246,178",
        "56,232 96,246 150,250 204,246 244,232",
    ):
        sheet.brush(NAUL, spline(s), 3.4, 0.05, 0.05, bb)
        sheet.ink(
            spline(" ".join(f"{p.split(',')[0]},{int(p.split(',')[1]) + 4}" for p in s.split())),
            2,
            0.1,
            0.1,
            bb,
        )
    sheet.brush(NAUL, spline("66,190 70,226 88,258"), 7, 0.4, 0.4, bb)
    sheet.brush(HONG, spline("76,160 68,180 70,200"), 3.4, 0.4, 0.4, bb)
    for s in ("238,186 236,224 220,254", "229,190 226,220 212,244"):
        sheet.ink(spline(s), 2.6, 0.4, 0.4)
    sheet.tube(NAU, spline("74,104 92,120 150,128 208,120 226,104"), 12, 4.2)
    sheet.brush(NAUL, spline("84,108 150,124 214,109"), 3)
    sheet.solid(SON, [(150, 148), (196, 194), (150, 240), (104, 194)], 4.2)
    sheet.brush(HOE, [(150, 157), (187, 194), (150, 231), (113, 194), (150, 157)], 2.8, 0, 0)
    for s in (-1, 1):
        for k in range(3):
            sheet.fill(HOE, petal(150, 214 - k * 12, s * 48, 20 - k * 2, 9, 0.8), False)
    sheet.fill(HOE, petal(150, 192, 0, 22, 11, 0.8), False)
    sheet.brush(HOE, line(150, 222, 150, 188), 2.6)
    # bowl of paste
    sheet.solid(GIAY, spline("196,250! 202,280 222,294 224,300! 268,300! 270,294 290,280 296,250!", 1), 4.6)
    sheet.brush(CHAM, spline("206,276 246,288 286,276"), 4, 0.1, 0.1)
    sheet.brush(CHAM, spline("202,266 246,278 290,266"), 2.2, 0.1, 0.1)
    sheet.solid(GIAY, ellipse(246, 250, 50, 14), 4.2)
    sheet.solid(HOE, ellipse(246, 252, 40, 9), 2.4)
    for x, y, a in ((226, 251, 20), (240, 255, -10), (254, 250, 30), (268, 253, -20)):
        sheet.solid(HOEL, ellipse(x, y, 5, 3.6, a), 2)
    for x, y, a in ((40, 288, 20), (62, 298, -30), (178, 299, 10), (24, 298, 60)):
        sheet.solid(HOEL, ellipse(x, y, 9, 7, a), 3)
        sheet.ink(line(x - 3, y, x + 3, y + 1), 2)


@motif("dau-phu", "Bìa đậu phụ và đậu tương")
def dau_phu(sheet: Sheet) -> None:
    # soya sprig
    sheet.tube(RI, spline("58,214 50,150 70,92 62,44"), 6, 3)
    for x, y, a, length, breadth in (
        (54, 130, -60, 52, 32),
        (60, 104, 52, 58, 34),
        (66, 74, -50, 44, 28),
        (62, 52, 14, 52, 32),
    ):
        broad_leaf(sheet, x, y, a, length, breadth, RI, RIL, 3.8, 0.62, 4)
    for x, y, a in ((54, 160, 40), (52, 176, -34)):
        with sheet.at(x, y, a):
            sheet.solid(COM, spline("-4,0! -10,20 -8,44 2,64! 12,46 12,22 4,0!", 1), 3.8)
            for yy in (18, 32, 46):
                sheet.ink(ellipse(1, yy, 6, 6, 0, 190, 350), 2, 0.2, 0.2)
    # board
    sheet.solid(NAUL, spline("28,244! 66,196! 296,196! 282,244!", 1), 5)
    sheet.solid(NAU, spline("28,244! 282,244! 296,196! 296,218! 282,268! 28,268!", 1), 4.8)
    sheet.ink(line(282, 244, 282, 268), 2.8, 0, 0)
    for y, a, b_ in ((206, 80, 200), (216, 90, 280), (234, 50, 140)):
        sheet.ink(line(a, y, b_, y, 2), 2, 0.4, 0.4)
    for y in (252, 260):
        sheet.brush(NAUL, line(44, y, 268, y, 1), 2, 0.3, 0.3)

    def tofu(x, y, w, h, d, fold=True):
        top, front, side = crate(sheet, x, y, w, h, d * 0.62, -d * 0.62, GIAY, VO, HOEL, 7, 5)
        for t in (0.3, 0.62):
            sheet.ink(line(x + w * t + d * 0.1, y - d * 0.1, x + w * t + d * 0.52, y - d * 0.52), 1.8, 0.2, 0.3)
        sheet.ink(line(x + d * 0.2 + 6, y - d * 0.3, x + w + d * 0.24, y - d * 0.3), 1.8, 0.2, 0.3)
        for a, c in scatter(int(x), front.buffer(-7), 21, 1, 60):
            sheet.brush(NAUL, line(a - 3, c, a + 3, c + 1), 2)
        sheet.brush(GIAY, line(x + 8, y + 7, x + w - 14, y + 7), 4, 0.2, 0.4)

    tofu(92, 178, 84, 44, 46)
    tofu(184, 178, 84, 44, 46)
    tofu(132, 130, 90, 44, 46)
    tofu(58, 214, 72, 40, 40)
    # slice and beans
    sheet.solid(GIAY, spline("150,214! 160,208! 218,208! 226,214! 226,250! 218,254! 156,254! 150,248!", 1), 4.8)
    sheet.solid(VO, [(150, 214), (158, 206), (226, 206), (220, 214)], 3.4)
    sheet.brush(VO, line(158, 244, 214, 244), 4)
    sheet.ink(line(162, 224, 196, 223), 2, 0.4, 0.4)
    sheet.ink(line(184, 234, 210, 233), 2, 0.4, 0.4)
    for x, y, a in (
        (246, 282, 20),
        (268, 290, -30),
        (222, 288, 50),
        (36, 288, 10),
        (62, 294, -20),
        (292, 280, 0),
    ):
        sheet.solid(HOEL, ellipse(x, y, 10, 8, a), 3.4)
        sheet.ink(line(x - 4, y, x + 3, y + 1), 2)
