"""Cakes and sweets."""

from __future__ import annotations

import math

from shapely.geometry import Polygon

from demo.woodblock.curves import ellipse, line, petal, rose, spline
from demo.woodblock.ornaments import bow, broad_leaf, crate, cylinder, lotus, plate, rice_ear, scatter, steam
from demo.woodblock.pigments import CHAM, COM, GIAY, HOE, HOEL, INK, NAU, NAUL, RI, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("banh-com", "Hộp bánh cốm nhân đỗ xanh")
def banh_com(sheet: Sheet) -> None:
    # lid, standing open
    sheet.solid(SON, [(66, 148), (46, 54), (274, 54), (254, 148)], 5)
    sheet.solid(VO, [(78, 142), (62, 66), (258, 66), (242, 142)], 3)
    sheet.brush(SON, [(87, 136), (73, 74), (247, 74), (233, 136), (87, 136)], 2.6, 0, 0)
    lotus(sheet, 160, 126, 0.98, SONL, HOE, 2.6)
    for s in (-1, 1):
        rice_ear(
            sheet,
            spline(f"{160 + s * 22},134 {160 + s * 52},124 {160 + s * 64},96"),
            COM,
            5,
            0.42,
            13,
            7,
            RI,
            1.9,
            2,
        )
    # inside of the box
    sheet.solid(INK, [(40, 216), (70, 148), (250, 148), (280, 216)], 4)

    def cake(x, y, w, d, h, k):
        top, front, side = crate(sheet, x, y, w, h, d * k, -d, COM, RIL, RIL, 5, 3.6)
        for i, (a, c) in enumerate(scatter(int(x + y), top.buffer(-5), 8.5, 1.4, 160)):
            sheet.fill([GIAY, RI, RIL][i % 3], ellipse(a, c, 3.4, 1.8, (i * 47) % 90 - 40), False)

    for y, d, xs, w in ((182, 24, (76, 134, 192), 50), (212, 28, (60, 130, 200), 58)):
        for i, x in enumerate(xs):
            cake(x, y, w, d, 16, (0.3, 0, -0.3)[i] if 0 else (1 - i) * 0.34)
    b = sheet.solid(SON, spline("36,214! 44,278! 160,282 276,278! 284,214! 160,218", 1), 5.2)
    sheet.fill(RI, spline("40,232! 43,264! 160,268 277,264! 280,232! 160,236", 1), False)
    sheet.ink(spline("39,232 160,236 281,232"), 2.6, 0.03, 0.03, b)
    sheet.ink(spline("42,264 160,268 278,264"), 2.6, 0.03, 0.03, b)
    for i in range(9):
        x = 60 + i * 25
        if abs(x - 160) < 30:
            continue
        sheet.fill(HOEL, rose(x, 250, 8.5, 4, 0.5, 45), False)
        sheet.fill(SON, ellipse(x, 250, 2), False)
    sheet.solid(HOE, ellipse(160, 250, 25, 22), 3.4)
    sheet.fill(SON, ellipse(160, 250, 18.5, 16), False)
    sheet.fill(HOEL, rose(160, 250, 15, 8, 0.42, 0, 13), False)
    sheet.fill(SON, ellipse(160, 250, 4), False)
    # one cake in front, cut
    top, front, side = crate(sheet, 196, 258, 62, 34, 30, -20, COM, HOE, COM, 6, 4.6)
    sheet.fill(COM, [(197, 259), (257, 259), (257, 266), (197, 266)], False)
    sheet.fill(COM, [(197, 285), (257, 285), (257, 291), (197, 291)], False)
    sheet.fill(COM, [(197, 259), (203, 259), (203, 291), (197, 291)], False)
    sheet.fill(COM, [(252, 259), (257, 259), (257, 291), (252, 291)], False)
    sheet.ink(spline("203,267 228,265 252,267 252,284 228,286 203,284", 1), 2, 0, 0)
    for i, (a, c) in enumerate(scatter(9, top.buffer(-4), 8, 1.4, 160)):
        sheet.fill([GIAY, RI][i % 2], ellipse(a, c, 3.4, 1.8, (i * 47) % 90 - 40), False)
    for i, (a, c) in enumerate(scatter(5, sheet.polygon([(206, 269), (250, 269), (250, 282), (206, 282)]), 9, 1, 160)):
        sheet.fill([GIAY, NAUL][i % 2], ellipse(a, c, 3, 1.5, (i * 47) % 90 - 40), False)


@motif("banh-chung", "Bánh chưng gói lá dong, cắt lạt")
def banh_chung(sheet: Sheet) -> None:
    broad_leaf(sheet, 150, 190, -83, 142, 76, COM, RI, 4.2, 0.75, 7)
    broad_leaf(sheet, 170, 188, 84, 142, 76, COM, RI, 4.2, 0.75, 7)
    # whole cake seen from above, turned
    angle, corner, middle, side = (164, 28), (282, 92), (168, 164), (44, 94)
    h = 48

    def up(p, k):
        return (p[0], p[1] + k)

    sheet.solid(RI, [side, middle, corner, up(corner, h), up(middle, h), up(side, h)], 5)
    top = sheet.solid(RI, [angle, corner, middle, side], 4.6)

    def mix(p, q, t):
        return (p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t)

    k = top.buffer(-2)
    for t in (0.08, 0.22, 0.45, 0.57, 0.78, 0.92):
        sheet.brush(RIL, line(*mix(angle, corner, t), *mix(side, middle, t), 2), 2.4, 0.2, 0.3, k)
        sheet.ink(line(*mix(angle, corner, t + 0.05), *mix(side, middle, t + 0.04), -2), 1.8, 0.3, 0.4, k)
    sheet.ink(line(*mix(angle, side, 0.5), *mix(corner, middle, 0.5)), 2.2, 0.1, 0.1, k)
    for t in (0.14, 0.5, 0.86):
        sheet.ink(line(*mix(side, middle, t), *up(mix(side, middle, t), h)), 2, 0.1, 0.5)
        sheet.ink(line(*mix(middle, corner, t), *up(mix(middle, corner, t), h)), 2, 0.1, 0.5)
    for t in (0.33, 0.67):
        for p, q, r, s in ((angle, corner, middle, side), (angle, side, middle, corner)):
            a, b_ = mix(p, q, t), mix(s, r, t)
            w = 3.6
            dx, dy = (q[0] - p[0]), (q[1] - p[1])
            length = math.hypot(dx, dy)
            dx, dy = dx / length * w, dy / length * w
            sheet.solid(
                HOEL,
                [
                    (a[0] - dx, a[1] - dy),
                    (b_[0] - dx, b_[1] - dy),
                    (b_[0] - dx, b_[1] - dy + h),
                    (b_[0] + dx, b_[1] + dy + h),
                    (b_[0] + dx, b_[1] + dy),
                    (a[0] + dx, a[1] + dy),
                ],
                2.6,
            )
    plate(sheet, 160, 248, 140, 40, 13)
    # the cut half: rice, mung bean, pork
    t_, front, d2 = crate(sheet, 76, 190, 152, 68, 30, -32, RI, VO, RI, 6, 5)
    for t in (0.14, 0.34, 0.55, 0.76, 0.92):
        sheet.brush(RIL, line(76 + 152 * t, 190, 106 + 152 * t, 158), 2.6, 0.1, 0.3, t_)
    front.buffer(-3)
    sheet.fill(RIL, front.difference(front.buffer(-7)), False)
    bean = spline("92,210! 120,204 186,205 212,210! 215,225 212,240! 186,245 120,245 92,240! 89,225", 1)
    sheet.fill(HOE, bean, False)
    sheet.ink(bean, 2.8, 0, 0)
    for x, y in scatter(3, Polygon(bean).buffer(-4), 9, 1, 200):
        sheet.fill(HOEL, ellipse(x, y, 1.9, 1.6), False)
    for s in (
        "106,216! 128,214! 132,234! 110,236!",
        "142,213! 168,215! 166,236! 140,234!",
        "178,215! 200,213! 202,235! 180,236!",
    ):
        g = sheet.solid(SONL, spline(s, 1), 2.8)
        x0, y0, x1, y1 = g.bounds
        kk = g.buffer(-1.5)
        sheet.brush(GIAY, line(x0 - 2, (y0 + y1) / 2 - 2, x1 + 2, (y0 + y1) / 2 + 1), 5.5, 0, 0, kk)
        sheet.brush(SON, line(x0, y1 - 5, x1, y1 - 4), 2.4, 0.1, 0.1, kk)
    for i, (x, y) in enumerate(scatter(5, front.buffer(-9).difference(Polygon(bean).buffer(4)), 8, 1.2, 400)):
        sheet.ink(ellipse(x, y, 3, 1.8, (i * 50) % 180, 0, 180), 1.5, 0.2, 0.2)
    # plum sprig
    sheet.tube(NAU, spline("14,256 34,230 60,206"), 5, 2.8, 0, 0.3)
    sheet.solid(COM, petal(60, 208, 40, 22, 10, 0.8), 2.6)
    for x, y, r in ((28, 232, 17), (52, 212, 15)):
        sheet.solid(SONL, rose(x, y, r, 5, 0.36, 18 + x), 3.2)
        sheet.solid(HOE, ellipse(x, y, r * 0.24), 2)
    sheet.solid(SON, petal(18, 256, -50, 15, 12, 0.7), 2.6)


@motif("che-lam", "Chè lam gừng với chén trà")
def che_lam(sheet: Sheet) -> None:
    sheet.tolerance = 1.25
    for s, x in ((1, 232), (-1, 252), (1, 272)):
        steam(sheet, x, 168, 58 if s > 0 else 76, 3.4, s)
    plate(sheet, 118, 222, 106, 36, 15)

    def bar(x, y, w, d, h, sl):
        top, front, side = crate(sheet, x, y, w, h, d * sl, -d, HOEL, HOE, NAUL, 4, 4.2)
        for i, (a, c) in enumerate(scatter(int(x * 3 + y), front.buffer(-5), 13, 1.2, 120)):
            sheet.solid(GIAY if i % 2 else SONL, ellipse(a, c, 5, 3.6, i * 50), 1.9)
        for a, c in scatter(int(x + y * 3), top.buffer(-3), 12, 1.6, 90):
            sheet.fill(GIAY, ellipse(a, c, 5, 1.9, -10), False)
        sheet.brush(GIAY, line(x + 6, y - 4, x + w - 8, y - 4), 3.4, 0.2, 0.5)

    for x in (34, 94, 154):
        bar(x, 192, 52, 32, 32, 0.35)
    bar(58, 156, 56, 32, 32, 0.35)
    bar(122, 156, 56, 32, 32, 0.35)
    bar(86, 120, 60, 32, 32, 0.35)
    # cup
    with sheet.at(14, 58):
        sheet.solid(GIAY, spline("186,136! 192,176 212,196 216,204! 258,204! 262,196 282,176 288,136!", 1), 5)
        sheet.brush(CHAM, spline("198,178 236,192 276,178"), 5, 0.1, 0.1)
        for k in (-28, -10, 8, 26):
            sheet.fill(CHAM, rose(237 + k, 164 + 4 - abs(k) * 0.12, 7, 5, 0.4, k), False)
        sheet.solid(GIAY, ellipse(237, 136, 51, 15), 4.6)
        sheet.solid(COM, ellipse(237, 138, 41, 10), 2.6)
        sheet.brush(HOEL, spline("212,138 236,133 258,137"), 3)
        sheet.ink(spline("280,146 278,164 268,178"), 2.4, 0.4, 0.4)
    # ginger root
    with sheet.at(148, 276, -4, 0.94):
        sheet.solid(
            HOEL,
            spline(
                "-52,10 -54,-8 -36,-14 -26,-4 -16,-8 -18,-26 -2,-34 10,-24 8,-10 24,-16 32,-32 48,-28 48,-10 36,2 44,14 32,24 14,18 -4,24 -28,20 -42,24",
                1,
            ),
            4.8,
        )
        for s in (
            "-38,-12 -44,2 -38,18",
            "-26,-2 -30,8 -24,18",
            "-16,-12 -6,-10 6,-12",
            "-12,-20 -2,-18 8,-20",
            "20,-12 30,-6 36,2",
            "8,-6 4,6 10,18",
            "28,-22 38,-18 46,-14",
        ):
            sheet.ink(spline(s), 2.2, 0.15, 0.4)
        sheet.solid(HOE, ellipse(-50, 2, 6, 9, 10), 2.8)
        sheet.solid(HOE, ellipse(40, -29, 9, 5, 10), 2.8)
    for x, y in ((70, 284), (52, 292)):
        sheet.solid(HOEL, ellipse(x, y, 14, 9, -10), 3.4)
        sheet.ink(ellipse(x, y, 7, 4, -10, 30, 300), 1.8, 0.2, 0.2)


@motif("banh-te", "Bánh tẻ gói lá dong")
def banh_te(sheet: Sheet) -> None:
    def wrap(length, radius):
        g = sheet.solid(
            RI,
            spline(
                f"{-length / 2},0! {-length * 0.42},{-radius * 0.5} {-length * 0.2},{-radius} {length * 0.16},{-radius} {length * 0.42},{-radius * 0.5} {length / 2},0! {length * 0.42},{radius * 0.5} {length * 0.16},{radius} {-length * 0.2},{radius} {-length * 0.42},{radius * 0.5}",
                1,
            ),
            5,
        )
        k = g.buffer(-2)
        for y, _c in ((-0.55, 1), (-0.15, 0), (0.25, 1), (0.62, 0)):
            sheet.brush(
                RIL,
                spline(
                    f"{-length * 0.44},{y * radius * 0.5} {-length * 0.15},{y * radius} {length * 0.15},{y * radius} {length * 0.44},{y * radius * 0.5}"
                ),
                2.6,
                0.2,
                0.3,
                k,
            )
            sheet.ink(
                spline(
                    f"{-length * 0.4},{(y + 0.18) * radius * 0.6} 0,{(y + 0.18) * radius + 1} {length * 0.4},{(y + 0.18) * radius * 0.6}"
                ),
                1.8,
                0.3,
                0.4,
                k,
            )
        for x in (-length * 0.28, -length * 0.09, length * 0.1, length * 0.29):
            h = radius * (1 - (abs(x) / length * 1.5) ** 2)
            sheet.solid(HOEL, spline(f"{x - 4},{-h}! {x - 7},0 {x - 4},{h}! {x + 3},{h}! {x},0 {x + 3},{-h}!", 1), 2.4)

    for x, y, a, length, radius in ((98, 126, -117, 204, 29), (222, 126, -63, 204, 29), (160, 118, -90, 206, 30)):
        with sheet.at(x, y, a):
            wrap(length, radius)
    sheet.solid(SON, spline("108,178! 160,188 212,178! 207,203! 160,212 113,203!", 1), 4.4)
    sheet.brush(HOE, spline("110,185 160,195 210,185"), 2.6, 0, 0)
    sheet.brush(HOE, spline("112,197 160,206 208,197"), 2.6, 0, 0)
    bow(sheet, 206, 190, SON, 0.8, -20, 3)
    # opened one on its leaf
    b = sheet.solid(COM, spline("18,246! 60,222 160,216 262,224 304,250! 262,280 160,292 58,278", 1), 5)
    k = b.buffer(-2)
    for i in range(12):
        x = 44 + i * 21
        sheet.brush(RI, line(x + 8, 222, x - 4 + (x - 160) * 0.05, 290, 3), 2, 0.2, 0.3, k)
    sheet.brush(RI, spline("22,247 160,256 300,251"), 3, 0.1, 0.1, k)
    sheet.solid(GIAY, spline("56,250! 66,232 110,224 178,224! 184,244 180,268! 110,272 68,266", 1), 4.6)
    sheet.brush(VO, spline("72,258 120,264 176,260"), 5)
    sheet.ink(spline("70,242 96,234 124,233"), 2, 0.3, 0.5)
    sheet.ink(spline("76,262 110,266 140,265"), 2, 0.3, 0.5)
    sheet.solid(VO, ellipse(181, 246, 14, 22), 4)
    sheet.solid(NAUL, ellipse(182, 247, 8, 13), 3)
    for x, y, c in ((179, 242, INK), (185, 247, NAU), (180, 252, INK), (184, 240, SONL)):
        sheet.fill(c, ellipse(x, y, 2.6, 2), False)
    for i, x in enumerate((212, 240)):
        sheet.solid(GIAY, ellipse(x - 4, 252 + i * 3, 15, 21), 4)
        sheet.solid(VO, ellipse(x, 252 + i * 3, 15, 21), 3.4)
        sheet.solid(NAUL, ellipse(x + 1, 253 + i * 3, 8, 12), 2.8)
        for a, c, q in ((-2, -4, INK), (4, 0, NAU), (-1, 5, INK), (3, -6, SONL)):
            sheet.fill(q, ellipse(x + a, 253 + i * 3 + c, 2.4, 2), False)


@motif("keo-doi", "Kẹo dồi lạc trên mâm bồng")
def keo_doi(sheet: Sheet) -> None:
    sheet.tolerance = 1.2
    # footed tray
    sheet.solid(
        SON,
        spline("130,226! 140,252 116,268 92,276 94,292! 160,300 226,292! 228,276 204,268 180,252 190,226!", 1),
        5,
    )
    sheet.brush(HOE, spline("98,280 160,288 222,280"), 3, 0.1, 0.1)
    sheet.ink(spline("138,250 160,254 182,250"), 2.4, 0.1, 0.1)
    for x, y in ((126, 272), (160, 276), (194, 272)):
        sheet.fill(HOE, petal(x, y + 2, 0, 15, 10, 0.7), False)
    sheet.solid(SON, spline("26,198! 40,216 92,234 160,238 228,234 280,216 294,198!", 1), 5)
    for i in range(11):
        x = 60 + i * 20
        y = 219 + 8 * (1 - ((x - 160) / 100) ** 2)
        sheet.fill(HOE, rose(x, y, 5.2, 4, 0.5, 45), False)
    sheet.solid(SON, ellipse(160, 198, 134, 28), 4.8)
    sheet.solid(INK, ellipse(160, 198, 122, 22), 1.4)

    def roll(x, y, a, c=GIAY, length=66, radius=24):
        with sheet.at(x, y, a):
            g, f = cylinder(sheet, length, radius, 0.62, c, c, 4.6)
            k = g.buffer(-2)
            for i in range(-2, 4):
                px = i * 14 - 6
                sheet.brush(HOEL, spline(f"{px - 8},{-radius} {px - 16},0 {px + 2},{radius}"), 5, 0, 0, k.difference(f))
                sheet.ink(spline(f"{px},{-radius} {px - 9},0 {px + 9},{radius}"), 1.8, 0.1, 0.2, k.difference(f))
            sheet.solid(NAUL, ellipse(length / 2 + 0.5, 0, radius * 0.44, radius * 0.74), 2.8)
            for i, (px, py) in enumerate(((0, -9), (-4, 0), (4, 3), (0, 11), (5, -5))):
                sheet.fill([HOEL, SONL, HOEL, HOE, GIAY][i], ellipse(length / 2 + px, py, 3.8, 3), False)
                sheet.ink(ellipse(length / 2 + px, py, 3.8, 3, 0, 0, 180), 1.4, 0.2, 0.2)

    for x, y, a in (
        (78, 180, 28),
        (142, 176, 20),
        (206, 178, 26),
        (106, 138, 24),
        (174, 136, 22),
        (138, 96, 24),
    ):
        roll(x, y, a)

    def nut(x, y, a, s=1):
        with sheet.at(x, y, a, s):
            sheet.solid(
                HOEL,
                spline("-30,0 -22,-14 -8,-12 0,-8 10,-14 26,-12 32,2 24,14 8,12 0,8 -12,14 -26,12", 1),
                4.2,
            )
            for q in ("-26,-4 -8,-3 8,-4 28,-2", "-26,5 -8,4 8,5 28,5"):
                sheet.ink(spline(q), 1.9, 0.2, 0.2)
            for px in (-20, -11, 11, 20):
                sheet.ink(spline(f"{px},-10 {px + 2},0 {px},10"), 1.9, 0.2, 0.2)

    nut(56, 282, 12)
    nut(262, 284, -14)
    for x, y, a in ((20, 296, 0), (296, 268, 30)):
        sheet.solid(SONL, ellipse(x + 4, y - 2, 9, 6.4, a), 3)
        sheet.ink(line(x, y - 2, x + 8, y - 2), 1.8)
