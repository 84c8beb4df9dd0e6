"""Lacquer and mother of pearl."""

from __future__ import annotations

import math
import random

from shapely.geometry import MultiPoint, Point, box
from shapely.ops import unary_union, voronoi_diagram

from demo.woodblock.curves import along, ellipse, line, petal, placed, rose, rounded, sided, spiral, spline
from demo.woodblock.ornaments import zigzag
from demo.woodblock.pigments import (
    BAC,
    CHAML,
    GIAY,
    HOE,
    HOEL,
    HONG,
    INK,
    NAU,
    RI,
    RIL,
    SON,
    SONDEN,
    SONL,
    VO,
)
from demo.woodblock.sheet import Sheet, motif


@motif("khay-son-mai", "Khay sơn mài cá chép, cẩn vỏ trứng")
def khay_son_mai(sheet: Sheet) -> None:
    def rounded(x0, y0, x1, y1, k, r):
        return spline(
            f"{x0 + k + r},{y0} {160},{y0 - 2} {x1 - k - r},{y0} {x1 - k - 3},{y0 + r * 0.5} {x1 - 2},{(y0 + y1) / 2} {x1},{y1 - r * 0.6} {x1 - r},{y1} 160,{y1 + 3} {x0 + r},{y1} {x0},{y1 - r * 0.6} {x0 + 2},{(y0 + y1) / 2} {x0 + k + 3},{y0 + r * 0.5}",
            1,
        )

    sheet.solid(INK, rounded(16, 92, 304, 262, 22, 22), 4)
    sheet.solid("#3A2A24", rounded(16, 80, 304, 248, 22, 22), 4.6)
    sheet.brush(HOE, rounded(25, 86, 295, 241, 22, 20), 2.6, 0, 0)
    b = sheet.solid(SON, rounded(38, 96, 282, 228, 20, 16), 4)
    bb = b.buffer(-4)
    moon = Point(232, 134).buffer(24)
    rnd = random.Random(3)
    for cell in voronoi_diagram(MultiPoint([(rnd.uniform(205, 260), rnd.uniform(106, 162)) for _ in range(34)])).geoms:
        g = cell.buffer(-0.9).intersection(moon)
        if not g.is_empty:
            sheet.layers.append((VO, g))
    for x0, y0, length in ((62, 202, 92), (150, 212, 110), (52, 128, 40)):
        sheet.brush(
            HOE,
            spline(" ".join(f"{x0 + length * i / 8},{y0 + (4 if i % 2 else -4)}" for i in range(9))),
            3,
            0.2,
            0.2,
            bb,
        )
    fish = sheet.solid(
        HOE,
        spline(
            "64,170! 72,146 110,128 156,134 186,152 202,150 224,164! 212,176 226,196! 204,190 186,182 150,198 104,196 74,184",
            1,
        ),
        4.2,
    )
    sheet.solid(HOEL, spline("112,132! 126,112 152,112 164,122 158,136!", 1), 3.6)
    sheet.solid(HOEL, spline("118,196! 122,212 138,214 148,198!", 1), 3.4)
    for k in (122, 132, 142, 152):
        sheet.ink(line(k, 134, k + 6, 117, 2), 2, 0.1, 0.5)
    for s in ("204,156 216,164", "202,166 212,172", "204,180 216,188"):
        sheet.ink(spline(s), 2.2, 0.1, 0.6)
    sheet.ink(spline("98,134 106,162 96,194"), 3.4, 0.1, 0.1)
    sheet.solid(GIAY, ellipse(83, 158, 6.5), 2.6)
    sheet.ink(ellipse(83, 158, 1.6), 2.6, 0, 0)
    sheet.ink(spline("64,172 74,176 82,174"), 2.6)
    fb = fish.intersection(box(104, 0, 200, 320)).buffer(-2.5)
    for r in range(6):
        for i in range(8):
            x, y = 112 + i * 12 + (6 if r % 2 else 0), 138 + r * 10.5
            sheet.ink(ellipse(x, y, 6, 6.4, 0, -75, 75), 2, 0.1, 0.1, fb)
    for a in (-40, 0, 40):
        sheet.fill(HOEL, petal(250, 214, a, 30, 14, 0.7), False)
    for a in (-40, 0, 40):
        r = math.radians(a)
        sheet.brush(
            SON,
            line(250 + 8 * math.sin(r), 214 - 8 * math.cos(r), 250 + 24 * math.sin(r), 214 - 24 * math.cos(r)),
            2,
        )


@motif("tranh-son-mai", "Tranh sơn mài ba tấm: trăng, thuyền và chùa")
def tranh_son_mai(sheet: Sheet) -> None:
    [
        sheet.solid(
            SONDEN,
            rounded(16 + i * 98, 34 - (10 if i == 1 else 0), 16 + i * 98 + 92, 286 + (10 if i == 1 else 0), 4),
            5.2,
        )
        for i in range(3)
    ]
    within = unary_union(
        [
            sheet.polygon(
                rounded(25 + i * 98, 43 - (10 if i == 1 else 0), 16 + i * 98 + 83, 277 + (10 if i == 1 else 0), 2)
            )
            for i in range(3)
        ]
    )
    for i in range(3):
        sheet.brush(
            HOE,
            rounded(22 + i * 98, 40 - (10 if i == 1 else 0), 19 + i * 98 + 83, 280 + (10 if i == 1 else 0), 2),
            2.2,
            0,
            0,
        )
    sheet.layers.append((SON, box(20, 172, 300, 300).intersection(within)))
    moon = sheet.polygon(ellipse(162, 96, 32))
    rnd = random.Random(3)
    for cell in voronoi_diagram(MultiPoint([(rnd.uniform(126, 198), rnd.uniform(60, 132)) for _ in range(34)])).geoms:
        g = cell.buffer(-1).intersection(moon).intersection(within)
        if not g.is_empty:
            sheet.layers.append((VO, g))
    sheet.inlay(
        NAU,
        spline("20,176! 60,150 90,160 130,132 160,148 196,158 226,128 262,146 300,134! 300,180! 20,180!", 1),
        within,
    )
    for s in ("60,152 92,162 130,134 160,150 196,160 226,130 262,148 300,136",):
        sheet.brush(HOE, spline(s), 3, 0.05, 0.05, within)
    # pagoda
    for y, w, h in ((196, 36, 26), (160, 29, 22), (128, 22, 20)):
        sheet.inlay(
            HOEL,
            [(256 - w * 0.6, y), (256 + w * 0.6, y), (256 + w * 0.6, y - h), (256 - w * 0.6, y - h)],
            within,
        )
        for d in (-0.3, 0, 0.3):
            sheet.layers.append(
                (
                    SONDEN,
                    sheet.polygon(
                        [
                            (256 + w * d - 2.6, y),
                            (256 + w * d + 2.6, y),
                            (256 + w * d + 2.6, y - h + 9),
                            (256 + w * d - 2.6, y - h + 9),
                        ]
                    ).intersection(within),
                )
            )
        sheet.inlay(
            HOE,
            spline(
                f"{256 - w - 5},{y - h - 2}! {256 - w * 0.5},{y - h - 4} {256 - w * 0.28},{y - h - 15}! {256 + w * 0.28},{y - h - 15}! {256 + w * 0.5},{y - h - 4} {256 + w + 5},{y - h - 2}! 256,{y - h + 4}",
                1,
            ),
            within,
        )
    sheet.brush(HOE, line(256, 96, 256, 78), 4, 0, 0.4)
    sheet.inlay(RI, spline("206,212! 216,196 240,200 262,194 300,198! 300,216! 250,222", 1), within)
    # boat
    sheet.inlay(SONDEN, spline("122,232! 150,240 180,240 206,228! 196,250 176,256 148,255 132,248", 1), within)
    sheet.brush(HOE, spline("122,232 150,240 180,240 206,228"), 3, 0.1, 0.1, within)
    sheet.inlay(HOEL, spline("146,238! 148,222 164,216 180,222 184,238!", 1), within)
    sheet.brush(NAU, spline("150,232 164,228 180,232"), 2)
    sheet.brush(HOE, line(196, 212, 204, 268), 2.6, 0.1, 0.1, within)
    for k, (x, w) in enumerate(((162, 26), (164, 19), (160, 12), (163, 6))):
        sheet.brush(HOEL, line(x - w, 182 + k * 10, x + w, 181 + k * 10, 1), 3.6, 0.4, 0.4, within)
    for x, y, n in ((126, 274, 6), (34, 262, 6), (228, 244, 6), (240, 264, 5), (56, 246, 3)):
        zigzag(sheet, HOE, x, x + n * 10, y, n, 2.8, 2.6, within)
    # bamboo
    for x0, x1, w in ((44, 58, 8), (66, 76, 6), (88, 92, 5)):
        sheet.brush(HOE, line(x0, 300, x1, 40, -6), w, 0, 0, within)
        for t in (0.2, 0.36, 0.52, 0.68, 0.84):
            sheet.brush(
                SONDEN,
                line(x0 + (x1 - x0) * t - 8, 300 - 260 * t + 1, x0 + (x1 - x0) * t + 10, 300 - 260 * t - 1),
                2.2,
                0,
                0,
                within,
            )
    for x, y, k in (
        (56, 78, 1),
        (74, 110, 1),
        (52, 146, -1),
        (82, 176, 1),
        (50, 210, -1),
        (92, 66, 1),
        (40, 108, -1),
    ):
        for a in (50, 84, 118):
            sheet.inlay(HOE if a != 84 else HOEL, petal(x, y, k * a, 30, 9, 0.8), within)


def xacu(sheet, g, f, lw=2.4):
    """mother-of-pearl peony spray with a bird, in local coordinates about 90 wide"""
    sheet.brush(RIL, f(spline("-4,58 6,34 -6,8 6,-20 -4,-40")), lw, 0.1, 0.2, g)
    sheet.brush(RIL, f(spline("4,30 22,20 30,2")), lw, 0.1, 0.2, g)
    sheet.brush(RIL, f(spline("-4,14 -24,6 -30,-10")), lw, 0.1, 0.2, g)
    for x, y, a, c in (
        (0, 44, -60, RIL),
        (4, 38, 70, CHAML),
        (-10, 10, -130, CHAML),
        (16, 22, 130, RIL),
        (4, -14, 60, RIL),
        (-2, -24, -60, CHAML),
        (-22, 6, 160, RIL),
        (28, 8, 60, CHAML),
    ):
        sheet.inlay(c, f(petal(x, y, a, 20, 9)), g)
    for x, y, r in ((-2, -44, 15), (31, -4, 12), (-31, -16, 12), (2, 10, 10)):
        sheet.inlay(GIAY, f(rose(x, y, r, 6, 0.34, x)), g)
        sheet.inlay(HONG, f(rose(x, y, r * 0.62, 6, 0.34, x + 30)), g)
        sheet.inlay(SONL, f(ellipse(x, y, r * 0.22)), g)


@motif("tu-kham-trai", "Tủ khảm trai Chuyên Mỹ")
def tu_kham_trai(sheet: Sheet) -> None:
    sheet.solid(
        NAU,
        spline("74,62! 78,44 100,40 112,50 124,30 146,28 160,12 174,28 196,30 208,50 220,40 242,44 246,62!", 1),
        4.8,
    )
    sheet.fill(GIAY, rose(160, 42, 11, 6, 0.36), False)
    sheet.fill(HONG, rose(160, 42, 6, 6, 0.36, 30), False)
    for k in (1, -1):
        f = sided(k)
        sheet.brush(RIL, f(spiral(118, 50, 1, 10, 1.3, 180)), 2.6, 0.1, 0.3)
        sheet.fill(CHAML, f(petal(146, 46, -80, 20, 9)), False)
        sheet.brush(HOE, f(spiral(94, 52, 1, 6, 1.2, 0)), 2.2, 0.1, 0.3)
    for k in (1, -1):
        f = sided(k)
        sheet.solid(NAU, f(spline("50,250! 48,274 36,292 32,304! 58,306! 66,290 74,262!", 1)), 4.4)
        sheet.brush(HOE, f(spiral(46, 296, 1, 6, 1, 0)), 2.2)
    sheet.solid(
        NAU,
        spline("62,252! 258,252! 256,268 226,270 200,286 176,272 160,280 144,272 120,286 94,270 64,268!", 1),
        4.4,
    )
    sheet.solid(SONDEN, rounded(48, 74, 272, 258, 3), 5)
    sheet.solid(NAU, rounded(38, 60, 282, 78, 5), 4.6)
    sheet.solid(NAU, rounded(42, 248, 278, 262, 5), 4.2)
    for i in range(14):
        sheet.fill(GIAY if i % 2 else RIL, rose(52 + i * 16.6, 69, 4.4, 4, 0.5, 45), False)
    for k in (0, 1):
        x = 56 + k * 106
        d = sheet.solid(NAU, rounded(x, 84, x + 102, 112, 3), 3.2)
        for s in (-1, 1):
            sheet.inlay(RIL, petal(x + 51 + s * 12, 98, s * 90, 26, 9), d)
            sheet.inlay(GIAY, rose(x + 51 + s * 42, 98, 6, 5, 0.4), d)
        sheet.solid(HOE, ellipse(x + 51, 99, 6.5), 2.6)
        sheet.ink(ellipse(x + 51, 99, 2), 2, 0, 0)
        sheet.solid(NAU, rounded(x, 116, x + 102, 244, 4), 3.6)
        p = sheet.solid(SONDEN, rounded(x + 10, 125, x + 92, 236, 10), 3)
        sheet.brush(HOE, rounded(x + 14, 129, x + 88, 232, 8), 1.8, 0, 0)
        f = (
            (lambda points, x=x: placed(points, x + 51, 182, 0.86))
            if k == 0
            else (lambda points, x=x: placed(points, x + 51, 182, -0.86, 0.86))
        )
        xacu(sheet, p, f)
    for k in (1, -1):
        f = sided(k)
        sheet.solid(HOE, f(ellipse(153, 176, 4.6, 8)), 2.4)
        sheet.ink(f(ellipse(153, 190, 4, 6)), 2.4, 0, 0)


@motif("hop-kham-trai", "Hộp khảm trai đựng nữ trang")
def hop_kham_trai(sheet: Sheet) -> None:
    # lid, standing open
    sheet.solid(NAU, spline("66,132! 52,44! 292,30! 302,120!", 1), 5)
    sheet.solid(SON, spline("80,120! 68,56! 280,44! 288,112!", 1), 3.6)
    sheet.solid(BAC, spline("104,112! 96,68! 254,59! 260,104!", 1), 3.2)
    sheet.brush(GIAY, line(120, 104, 148, 70), 5, 0.2, 0.2)
    sheet.brush(GIAY, line(138, 104, 160, 78), 3, 0.2, 0.2)
    for x, y in ((86, 64), (92, 112), (268, 54), (274, 104)):
        sheet.fill(HOE, rose(x, y, 5, 4, 0.5, 45), False)
    # inside
    sheet.solid(SONDEN, spline("28,176! 70,130! 304,120! 284,166!", 1), 4.6)
    sheet.solid(SON, spline("46,170! 78,138! 292,128! 274,162!", 1), 3.2)
    sheet.ink(spline("60,160 160,152 280,148"), 2.2, 0.2, 0.2)
    # side and front
    sheet.solid(NAU, spline("282,168! 304,122! 300,222! 278,284!", 1), 4.8)
    b = sheet.solid(SONDEN, spline("28,178! 282,168! 278,286! 36,292!", 1), 5.2)
    bb = b.buffer(-3)
    sheet.brush(HOE, spline("38,190! 272,180! 268,276! 46,281! 38,190!"), 2.4, 0, 0)
    sheet.tube(NAU, line(28, 178, 282, 168), 9, 3.2)
    sheet.brush(HOE, spline("288,178! 299,152! 296,216! 286,246! 288,178!"), 2, 0, 0)
    sheet.fill(GIAY, rose(292, 198, 7, 5, 0.4), False)
    # inlay
    sheet.brush(RIL, spline("66,250 92,228 120,250 156,232 192,250 220,226 250,246"), 3.2, 0.1, 0.1, bb)
    for x, y, a, c in (
        (84, 234, -30, RIL),
        (98, 232, 30, CHAML),
        (112, 246, 160, RIL),
        (130, 250, 60, CHAML),
        (182, 246, -60, CHAML),
        (200, 250, 160, RIL),
        (214, 232, -20, RIL),
        (228, 232, 40, CHAML),
        (140, 262, 200, RIL),
        (172, 262, 160, RIL),
        (74, 246, 190, CHAML),
        (240, 240, 170, CHAML),
    ):
        sheet.inlay(c, petal(x, y, a, 24, 11), bb)
    for x, y, r in ((156, 230, 25), (84, 252, 14), (230, 246, 14)):
        sheet.inlay(GIAY, rose(x, y, r, 8, 0.3, 10), bb)
        sheet.inlay(HONG, rose(x, y, r * 0.72, 7, 0.34, 30), bb)
        sheet.inlay(GIAY, rose(x, y, r * 0.42, 6, 0.34), bb)
        sheet.inlay(SONL, ellipse(x, y, r * 0.16), bb)
    for x, y, _k in ((104, 208, 1), (206, 204, -1)):
        for a, length in ((-50, 17), (50, 17), (-115, 13), (115, 13)):
            sheet.inlay(RIL if length > 14 else HONG, petal(x, y, a, length, 11), bb)
        sheet.inlay(GIAY, ellipse(x, y, 2, 7), bb)
    sheet.solid(HOE, rounded(144, 164, 168, 186, 4), 3)
    sheet.ink(ellipse(156, 176, 2), 2.4, 0, 0)
    # pearls
    pl = spline("214,150 232,164 246,180 262,206 270,240 262,276 240,296 214,300")
    for i in range(17):
        x, y = along(pl, i / 16)
        sheet.solid(GIAY, ellipse(x, y, 6.4), 2.8)
    sheet.solid(SON, ellipse(204, 300, 8), 3)
