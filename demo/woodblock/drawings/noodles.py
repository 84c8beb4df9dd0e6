"""Rice and canna noodles."""

from __future__ import annotations

import math

from demo.woodblock.curves import ellipse, line, petal, rose, spline
from demo.woodblock.ornaments import broad_leaf
from demo.woodblock.pigments import GIAY, HOE, HOEL, NAU, NAUL, RI, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("bun-kho", "Bún khô phơi trên mẹt tre")
def bun_kho(sheet: Sheet) -> None:
    sheet.solid(NAU, ellipse(160, 178, 146, 92), 5.2)
    sheet.solid(NAUL, ellipse(160, 170, 146, 90), 4.6)
    sheet.solid(HOEL, ellipse(160, 170, 128, 76), 3.6)
    inn = sheet.polygon(ellipse(160, 170, 126, 74))
    for i in range(34):
        x, y = 160 + 137 * math.cos(i * 0.1848), 170 + 83 * math.sin(i * 0.1848)
        sheet.ink(line(x - 4, y - 5, x + 4, y + 5), 2.3, 0.2, 0.2)
    for i in range(-8, 9):
        sheet.brush(NAUL, line(160 + i * 20 - 80, 90, 160 + i * 20 + 80, 250), 2, 0, 0, inn)
        sheet.brush(NAUL, line(160 + i * 20 + 80, 90, 160 + i * 20 - 80, 250), 2, 0, 0, inn)

    def nest(x, y, r, k=0.68, a0=0):
        sheet.solid(GIAY, rose(x, y, r, 13, 0.06, a0, r * k), 4.2)
        sheet.brush(VO, ellipse(x, y + 3, r * 0.86, r * k * 0.84, 0, 20, 160), 5, 0.3, 0.3)
        for q in (0.8, 0.6, 0.4):
            sheet.ink(
                ellipse(x + (q - 0.6) * 3, y, r * q, r * k * q, 0, a0 + q * 300, a0 + q * 300 + 290),
                2.1,
                0.2,
                0.25,
            )
        sheet.ink(
            spline(f"{x - r * 0.2},{y + 2} {x},{y - r * 0.16} {x + r * 0.22},{y + 1} {x + 2},{y + 5}"),
            2,
            0.1,
            0.3,
        )
        for i in range(5):
            q = math.radians(a0 + i * 72)
            sheet.ink(
                line(
                    x + r * 0.72 * math.cos(q),
                    y + r * k * 0.72 * math.sin(q),
                    x + r * 0.95 * math.cos(q + 0.3),
                    y + r * k * 0.95 * math.sin(q + 0.3),
                ),
                1.8,
                0.2,
                0.4,
            )

    for x, y, a in ((112, 122, 10), (196, 118, 50), (250, 156, 90), (70, 162, 130), (158, 164, 20)):
        nest(x, y, 39, 0.66, a)
    nest(104, 212, 40, 0.66, 70)
    # a tied sheaf of straight vermicelli
    with sheet.at(212, 226, -24):
        g = sheet.solid(
            GIAY,
            [(-98, -24), (-104, -14), (-97, -4), (-105, 6), (-98, 16), (-102, 24)]
            + spline("-98,26! 0,20 98,28!")
            + [(104, 22), (98, 12), (106, 2), (99, -8), (105, -18), (98, -26)]
            + spline("98,-26! 0,-20 -98,-26!"),
            4.8,
        )
        k = g.buffer(-1)
        for i in range(-4, 5):
            sheet.ink(line(-100, i * 5.6, 0, i * 4.2, 1), 1.9, 0.1, 0.02, k)
            sheet.ink(line(0, i * 4.2, 100, i * 5.8, 1), 1.9, 0.02, 0.1, k)
        sheet.solid(SON, spline("-17,-23! 0,-24 17,-23! 19,0 17,23! 0,25 -17,23! -19,0", 1), 4)
        sheet.fill(HOEL, rose(0, 0, 11, 6, 0.45, 10), False)
        sheet.fill(SON, ellipse(0, 0, 3), False)
        sheet.brush(HOE, spline("-12,-21 -14,0 -12,21"), 2.2, 0, 0)
        sheet.brush(HOE, spline("12,-21 14,0 12,21"), 2.2, 0, 0)


def hank(sheet, c=GIAY, c2=VO, band=SON):
    """a folded bundle of glass noodles along x about the origin: loops at the left, cut ends at the right"""
    sheet.solid(c2, spline("0,-20 -50,-30 -96,-30 -112,0 -96,30 -50,30 0,20 60,28 106,30! 106,-30! 60,-28", 1), 3)
    for i, (y, x0, e) in enumerate(
        ((33, -122, 116), (25.5, -110, 128), (18, -98, 112), (10.5, -86, 126), (3.5, -70, 114))
    ):
        q, u = (e, e - 9 + (i % 2) * 16), 0.68
        sheet.tube(
            c if i % 2 == 0 else c2,
            spline(
                f"{q[0]},{-y * 1.02} 60,{-y * 0.9} 0,{-y * u} -50,{-y * 0.96} {x0 + y * 0.85},{-y} {x0},0 {x0 + y * 0.85},{y} -50,{y * 0.96} 0,{y * u} 60,{y * 0.9} {q[1]},{y * 1.05}"
            ),
            8.2,
            2.7,
        )
    sheet.solid(band, spline("-14,-27! 0,-28 14,-27! 16,0 14,27! 0,28 -14,27! -16,0", 1), 4.2)
    sheet.brush(HOE, spline("-6,-25 -8,0 -6,25"), 2.8, 0, 0)
    sheet.brush(HOE, spline("6,-25 8,0 6,25"), 2.8, 0, 0)


@motif("mien-dong", "Bó miến dong và củ dong riềng")
def mien_dong(sheet: Sheet) -> None:
    broad_leaf(sheet, 96, 170, -34, 128, 60, RI, RIL, 4.2, 0.8, 8)
    broad_leaf(sheet, 214, 168, 38, 116, 52, RI, RIL, 4.2, 0.8, 8)
    sheet.tube(RI, spline("158,170 162,120 156,84"), 9, 3.4)
    for a, length in ((-52, 44), (50, 44), (-22, 56), (24, 54), (0, 48)):
        sheet.solid(SON if abs(a) != 22 and abs(a) != 24 else SONL, petal(156, 90, a, length, 22, 0.58), 3.2)
    sheet.solid(HOE, petal(156, 92, 4, 24, 11, 0.7), 2.6)
    with sheet.at(164, 158, -3, 0.92, 0.92):
        hank(sheet)
    with sheet.at(166, 212, 2, 1.0, 1.0):
        hank(sheet, VO)
    # canna root
    with sheet.at(78, 268, 6):
        sheet.solid(NAUL, spline("-44,6 -36,-18 -12,-24 8,-14 26,-26 48,-14 52,8 34,22 8,20 -14,28 -36,24", 1), 4.6)
        for s in ("-28,-18 -34,2 -28,22", "-12,-22 -18,2 -10,26", "12,-16 6,4 12,20", "32,-24 26,0 32,20"):
            sheet.ink(spline(s), 2.4, 0.15, 0.3)
        sheet.solid(SON, petal(40, -20, 24, 26, 14, 0.7), 3.2)
        sheet.solid(SON, petal(-34, -16, -30, 24, 13, 0.7), 3.2)
        for x in (-30, -8, 20):
            sheet.ink(spline(f"{x},26 {x - 2},34 {x + 4},40"), 2.4, 0, 0.6)
    with sheet.at(238, 270, -4):
        sheet.solid(NAUL, ellipse(0, 0, 34, 26), 4.4)
        sheet.solid(VO, ellipse(4, 1, 26, 20), 3)
        sheet.ink(ellipse(4, 1, 15, 11, 0, 20, 300), 2, 0.2, 0.2)
        sheet.ink(ellipse(4, 1, 6, 4), 2, 0, 0)
