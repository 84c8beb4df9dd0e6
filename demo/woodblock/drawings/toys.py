"""Puppets, kites and toys."""

from __future__ import annotations

import math

from shapely import affinity
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from demo.woodblock.curves import along, ellipse, line, petal, rose, sided, spline
from demo.woodblock.pigments import CHAM, CHAML, GIAY, HOE, HOEL, HONG, INK, NAU, NAUL, RI, SON, SONL
from demo.woodblock.sheet import Sheet, motif


@motif("roi-nuoc", "Chú Tễu rối nước")
def roi_nuoc(sheet: Sheet) -> None:
    def waves(y, xs, w, h, c, c2):
        for x in xs:
            sheet.solid(
                c,
                spline(
                    f"{x - w * 0.5},{y + h}! {x - w * 0.42},{y + h * 0.3} {x - w * 0.1},{y - h * 0.4} {x + w * 0.22},{y - h * 0.36} {x + w * 0.36},{y - h * 0.02} {x + w * 0.2},{y + h * 0.16} {x + w * 0.06},{y + h * 0.02}! {x + w * 0.02},{y + h * 0.4} {x + w * 0.22},{y + h * 0.66} {x + w * 0.6},{y + h}!",
                    1,
                ),
                3.6,
            )
            sheet.brush(
                c2,
                spline(
                    f"{x - w * 0.3},{y + h * 0.6} {x - w * 0.14},{y + h * 0.02} {x + w * 0.12},{y - h * 0.16} {x + w * 0.22},{y - h * 0.04}"
                ),
                3,
                0.3,
                0.3,
            )
            sheet.brush(
                c2,
                spline(f"{x - w * 0.2},{y + h * 0.8} {x - w * 0.06},{y + h * 0.4} {x - w * 0.02},{y + h * 0.1}"),
                2.2,
                0.3,
                0.4,
            )

    # raised arm
    sheet.tube(HONG, spline("116,156 84,142 66,112 66,84"), 22, 4.4)
    sheet.solid(HONG, spline("54,86 52,70 60,58 72,58 80,70 78,86 66,92", 1), 4)
    sheet.tube(HONG, spline("58,66 54,46 50,30"), 9, 3.2)
    sheet.clear(sheet.polygon(ellipse(58, 66, 3.4, 5)))
    sheet.fill(HONG, ellipse(58, 67, 3.6, 5), False)
    sheet.tube(HONG, spline("54,80 64,84 72,80"), 8, 2.6)
    sheet.ink(spline("68,60 72,66 68,72"), 2.2, 0.1, 0.3)
    sheet.ink(spline("76,62 78,68 75,74"), 2, 0.1, 0.3)
    # fan in the other hand
    sheet.tube(HONG, spline("204,156 232,164 250,146"), 22, 4.4)
    c = (262, 128)
    fan = [(c[0] + 52 * math.sin(math.radians(a)), c[1] - 52 * math.cos(math.radians(a))) for a in range(-62, 92, 7)]
    g = sheet.solid(HOE, [(c[0] - 2, c[1] + 6)] + fan, 4)
    sheet.inlay(
        SON,
        [
            (c[0] + r * math.sin(math.radians(a)), c[1] - r * math.cos(math.radians(a)))
            for r, rg in ((44, range(-62, 92, 7)), (34, range(91, -63, -7)))
            for a in rg
        ],
        g,
    )
    for a in range(-48, 88, 15):
        sheet.ink(
            line(c[0], c[1], c[0] + 50 * math.sin(math.radians(a)), c[1] - 50 * math.cos(math.radians(a))),
            1.9,
            0.2,
            0.02,
            g,
        )
    sheet.solid(HONG, ellipse(254, 138, 13, 12), 4)
    sheet.ink(spline("246,134 254,132 262,136"), 2.2)
    # body
    sheet.solid(HONG, spline("126,128! 108,160 108,200 118,226! 202,226! 212,200 212,160 194,128!", 1), 5)
    sheet.solid(RI, spline("106,214! 104,250 108,276! 212,276! 216,250 214,214! 160,230", 1), 4.6)
    for s in ("128,232 126,256", "192,232 196,256"):
        sheet.ink(spline(s), 2.6, 0.2, 0.4)
    sheet.tube(SON, spline("106,214 134,226 160,229 186,226 214,214"), 13, 3.8)
    sheet.tube(SON, spline("152,232 146,250 150,268"), 11, 3.2, 0, 0.1)
    sheet.tube(SON, spline("166,232 174,250 170,268"), 11, 3.2, 0, 0.1)
    sheet.solid(HOE, ellipse(159, 230, 9, 8), 3)
    sheet.ink(ellipse(160, 206, 3, 2.4), 2.6, 0, 0)
    sheet.ink(spline("138,158 146,164 154,160"), 2.4, 0.3, 0.3)
    sheet.ink(spline("166,160 174,164 182,158"), 2.4, 0.3, 0.3)
    sheet.ink(spline("132,194 160,216 188,194"), 2, 0.5, 0.5)
    for k in (1, -1):
        f = sided(k)
        v = sheet.solid(
            SON,
            f(spline("134,124! 112,130 98,152 98,196 106,214! 126,220! 124,190 130,160 144,134!", 1)),
            4.6,
        )
        sheet.brush(HOE, f(spline("141,134 127,160 121,190 123,216")), 4, 0.03, 0.03, v.buffer(-1))
        sheet.fill(HOE, f(rose(110, 168, 7, 5, 0.4)), False)
        sheet.fill(HOE, f(rose(112, 194, 6, 5, 0.4)), False)
    # head
    sheet.solid(HONG, spline("142,120! 144,136 160,142 176,136 178,120!", 1), 3.6)
    for k in (1, -1):
        f = sided(k)
        sheet.solid(HONG, f(ellipse(112, 88, 10, 13)), 3.6)
        sheet.ink(f(spline("108,84 114,88 110,94")), 2)
    sheet.solid(
        HONG,
        spline("114,74 112,98 124,120 142,130 160,132 178,130 196,120 208,98 206,74 192,52 160,44 128,52", 1),
        5,
    )
    sheet.solid(INK, spline("146,50! 140,36 148,22 160,14 172,22 180,36 174,50! 160,56", 1), 3)
    for k in (1, -1):
        f = sided(k)
        sheet.solid(INK, f(spline("120,64! 104,62 98,48 108,40 120,44 132,54!", 1)), 3)
    sheet.tube(SON, line(147, 47, 173, 47), 6, 2.4)
    sheet.ink(spline("128,78 138,70 150,76"), 4, 0.3, 0.3)
    sheet.ink(spline("170,76 182,70 192,78"), 4, 0.3, 0.3)
    sheet.ink(spline("130,90 139,84 149,90"), 3.2, 0.1, 0.1)
    sheet.ink(spline("171,90 181,84 190,90"), 3.2, 0.1, 0.1)
    sheet.ink(spline("158,84 154,98 160,102 167,98"), 2.6, 0.3, 0.2)
    for x in (128, 192):
        sheet.fill(SONL, ellipse(x, 102, 9, 7), False)
    sheet.solid(SON, spline("136,106! 148,112 160,113 172,112 184,106! 178,120 160,126 142,120", 1), 3)
    sheet.fill(GIAY, spline("141,108! 160,114 179,108! 172,115 160,118 148,115", 1), False)
    waves(248, (42, 98, 154, 210, 266), 60, 36, CHAML, GIAY)
    waves(270, (44, 116, 188, 260), 76, 38, CHAM, CHAML)


def feather(sheet, c, s, w=15, iw=4):
    return sheet.tube(c, spline(s), w, iw, 0.12, 0.3)


@motif("ga-to-he", "Con gà tò he")
def ga_to_he(sheet: Sheet) -> None:
    sheet.tube(NAUL, line(150, 210, 156, 314), 7, 3.2)
    for c, s, w in (
        (CHAM, "206,168 252,148 282,104 280,58", 17),
        (SON, "202,162 238,132 256,84 240,40", 17),
        (HOE, "198,158 220,124 226,74 202,40", 16),
        (RI, "206,176 262,172 296,138 300,100", 16),
        (SON, "204,186 258,196 296,180 304,152", 14),
        (RI, "194,154 204,118 200,84 182,64", 14),
    ):
        feather(sheet, c, s, w)
        sheet.ink(spline(s), 2, 0.2, 0.4)
    sheet.solid(
        HOE,
        spline(
            "96,90! 112,74 132,84 146,108 168,138 200,146 226,168 222,206 190,236 146,240 108,222 88,186 86,140",
            1,
        ),
        5,
    )
    sheet.solid(
        SON,
        spline("92,108! 80,96 84,78 72,66 88,64 88,48 104,58 114,44 122,62 136,60 132,78 128,88!", 1),
        4.2,
    )
    sheet.solid(HOEL, spline("90,120 90,92 110,82 128,94 130,118 112,132", 1), 4)
    sheet.solid(SON, spline("94,118! 84,128 84,148 96,150 104,138 106,122!", 1), 3.6)
    sheet.solid(HOE, spline("92,98! 64,108 92,116!", 1), 3.8)
    sheet.solid(GIAY, ellipse(108, 102, 7.5), 3)
    sheet.ink(ellipse(107, 102, 1.8), 3, 0, 0)
    for y, c in ((138, SON), (152, RI), (166, CHAM)):
        for i in range(4):
            x = 98 + i * 15 + (y - 138) * 0.1
            sheet.solid(c, petal(x, y + i * 3, 172 - i * 10, 22, 13, 0.7), 2.8)
    sheet.solid(RI, spline("126,176! 150,158 188,162 206,182 190,208 156,214 136,202", 1), 4.4)
    for i, (c) in enumerate((SON, HOE, SON)):
        sheet.tube(
            c,
            spline(f"{142 + i * 4},{176 + i * 12} {170},{172 + i * 12} {204 - i * 8},{186 + i * 11}"),
            8,
            2.6,
            0.1,
            0.3,
        )
    for x in (112, 130, 148, 166):
        sheet.ink(ellipse(x, 222 - abs(x - 146) * 0.1, 8, 7, 0, 20, 160), 2.4)
    for x in (104, 118):
        sheet.ink(ellipse(x, 204, 7, 7, 0, 20, 160), 2.4)
    for x, k in ((132, -1), (172, 1)):
        sheet.ink(line(x, 238, x + k * 4, 268), 6, 0, 0, rough=0.1)
        for d in (-14, 0, 14):
            sheet.ink(line(x + k * 4, 266, x + k * 4 + d, 278), 4, 0, 0.5)


@motif("chuon-chuon", "Chuồn chuồn tre giữ thăng bằng")
def chuon_chuon(sheet: Sheet) -> None:
    sheet.solid(
        NAU,
        spline("112,292! 118,278 140,272 150,262 152,214! 168,214! 170,262 180,272 202,278 208,292! 160,298", 1),
        4.6,
    )
    sheet.ink(spline("124,282 160,287 196,282"), 2.6)
    sheet.brush(NAUL, line(156, 222, 156, 264), 3)
    sheet.ink(spline("150,240 160,243 170,240"), 2.6, 0.1, 0.1)
    tail = spline("160,148 166,112 158,70 164,22")

    def wing(side, a, length, breadth, y, c, c2):
        pts = petal(160 + side * 12, y, side * a, length, breadth, 0.8)
        g = sheet.solid(c, pts, 4.6)
        r = math.radians(side * a)
        ux, uy = math.sin(r), -math.cos(r)
        nx, ny = -uy, ux
        x0, y0 = 160 + side * 12, y
        sheet.layers.append((c2, Point(x0 + ux * length * 0.92, y0 + uy * length * 0.92).buffer(28).intersection(g)))
        sheet.ink(line(x0, y0, x0 + ux * length * 0.95, y0 + uy * length * 0.95), 2.6, 0, 0.4)
        for t in (0.22, 0.36, 0.5, 0.64):
            for s in (1, -1):
                sheet.ink(
                    line(
                        x0 + ux * length * t,
                        y0 + uy * length * t,
                        x0 + ux * length * (t + 0.13) + nx * s * breadth * 0.42,
                        y0 + uy * length * (t + 0.13) + ny * s * breadth * 0.42,
                        s * -2,
                    ),
                    2,
                    0,
                    0.5,
                    g.buffer(-1),
                )
        for t in (0.34, 0.52, 0.7):
            for s in (1, -1):
                sheet.layers.append(
                    (
                        HOE,
                        sheet.polygon(
                            ellipse(
                                x0 + ux * length * t + nx * s * breadth * 0.19,
                                y0 + uy * length * t + ny * s * breadth * 0.19,
                                4.4,
                            )
                        ),
                    )
                )

    wing(-1, 76, 138, 44, 138, RI, SON)
    wing(1, 76, 138, 44, 138, RI, SON)
    wing(-1, 106, 136, 42, 152, RI, SON)
    wing(1, 106, 136, 42, 152, RI, SON)
    sheet.tube(SON, tail, 15, 4.2, 0, 0.25)
    for i in range(8):
        t = 0.1 + i * 0.105
        x, y = along(tail, t)
        w = 8 if t < 0.75 else 5
        sheet.ink(spline(f"{x - w},{y + 1} {x},{y - 2} {x + w},{y + 1}"), 3, 0.1, 0.1)
    sheet.solid(SON, ellipse(160, 150, 17, 24), 4.4)
    sheet.fill(HOE, ellipse(160, 144, 7, 9), False)
    sheet.ink(spline("146,158 160,164 174,158"), 2.8, 0.1, 0.1)
    sheet.solid(HOE, spline("142,178! 146,168 160,164 174,168 178,178! 170,192 162,214! 158,214! 150,192", 1), 4.2)
    sheet.solid(INK, ellipse(144, 176, 9.5), 2)
    sheet.solid(INK, ellipse(176, 176, 9.5), 2)
    sheet.key_block = sheet.key_block.difference(
        unary_union([Point(141, 173).buffer(2.6), Point(173, 173).buffer(2.6)])
    )
    sheet.fill(GIAY, ellipse(141, 173, 3))
    sheet.fill(GIAY, ellipse(173, 173, 3))


@motif("dieu-sao", "Diều sáo Bá Dương Nội")
def dieu_sao(sheet: Sheet) -> None:
    for x, y, s in ((46, 66, 1), (232, 244, 1.1), (64, 262, 0.8)):
        sheet.solid(
            GIAY,
            spline(
                f"{x - 34 * s},{y + 10 * s}! {x - 30 * s},{y - 6 * s} {x - 12 * s},{y - 10 * s} {x},{y - 20 * s} {x + 18 * s},{y - 14 * s} {x + 26 * s},{y - 4 * s} {x + 42 * s},{y + 10 * s}! {x},{y + 13 * s}",
                1,
            ),
            3.2,
        )
        sheet.ink(
            spline(
                f"{x - 4 * s},{y + 2 * s} {x - 10 * s},{y - 4 * s} {x - 4 * s},{y - 9 * s} {x + 3 * s},{y - 4 * s} {x},{y + 4 * s} {x - 18 * s},{y + 4 * s}"
            ),
            2.4,
            0.3,
            0.3,
        )
        sheet.ink(
            spline(f"{x + 18 * s},{y + 3 * s} {x + 14 * s},{y - 3 * s} {x + 20 * s},{y - 6 * s} {x + 25 * s},{y}"),
            2.2,
            0.3,
            0.3,
        )

    def radius(pts, a=-16):
        return [affinity.rotate(Point(p), a, (160, 160)).coords[0] for p in pts]

    sheet.ink(radius(spline("118,166 150,230 168,262")), 2.2, 0, 0)
    sheet.ink(radius(spline("202,166 178,230 168,262")), 2.2, 0, 0)
    sheet.ink(spline("206,256 196,280 204,312"), 2.4, 0, 0)
    for y, h, length in ((70, 20, 44), (92, 20, 58), (114, 20, 74)):
        sheet.solid(
            NAUL,
            radius(
                spline(
                    f"{160 - length},{y - h * 0.3} {160 - length * 0.8},{y - h * 0.5} 160,{y - h * 0.56} {160 + length * 0.8},{y - h * 0.5} {160 + length},{y - h * 0.3} {160 + length},{y + h * 0.3} {160 + length * 0.8},{y + h * 0.5} 160,{y + h * 0.5} {160 - length * 0.8},{y + h * 0.5} {160 - length},{y + h * 0.3}",
                    1,
                )
            ),
            3.8,
        )
        for k in (-0.66, 0.66):
            sheet.ink(radius(line(160 + length * k, y - h * 0.5, 160 + length * k, y + h * 0.5, -2 * k)), 2.8, 0, 0)
        sheet.fill(SON, radius(ellipse(160, y, 8, 4.5)), False)
        sheet.ink(radius(ellipse(160, y, 8, 4.5)), 2.4, 0, 0)
    sheet.tube(NAU, radius(line(160, 52, 160, 150)), 6, 2.6)
    for y in (70, 92, 114):
        sheet.ink(radius(spline(f"152,{y + 7} 160,{y} 168,{y + 7}")), 2.6)
    b = sheet.solid(
        SON,
        radius(
            spline(
                "8,176! 44,144 100,124 160,118 220,124 276,144 312,176! 276,200 220,214 160,218 100,214 44,200",
                1,
            )
        ),
        5,
    )
    inner = b.buffer(-2)
    for c, x0, x1 in ((HOE, 128, 192), (HOE, 18, 62), (HOE, 258, 302)):
        sheet.layers.append((c, Polygon(radius([(x0, 90), (x1, 90), (x1, 240), (x0, 240)])).intersection(inner)))
    for x in (62, 95, 128, 192, 225, 258):
        sheet.ink(radius(line(x, 110, x, 226, (160 - x) * 0.06)), 2.8, 0.05, 0.05, inner)
    sheet.ink(radius(line(8, 176, 312, 176, -4)), 3.6, 0.05, 0.05, inner)
    sheet.fill(SON, radius(ellipse(160, 168, 21)), False)
    sheet.ink(radius(ellipse(160, 168, 21)), 2.8, 0, 0)
    sheet.fill(HOEL, radius(rose(160, 168, 15, 8, 0.4)), False)
    sheet.ink(radius(ellipse(160, 168, 4)), 3, 0, 0)
    for x in (79, 112, 208, 241):
        for y in (152, 190):
            sheet.fill(HOEL, radius(rose(x, y, 8, 4, 0.5, 45)), False)
