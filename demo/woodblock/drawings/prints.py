"""Pictures on paper, leaf gold and fans."""

from __future__ import annotations

import math

from shapely.geometry import Point, Polygon

from demo.woodblock.curves import along, ellipse, line, petal, spline
from demo.woodblock.pigments import CHAM, CHAML, GIAY, HOE, HOEL, HONG, INK, NAU, NAUL, RI, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("tranh-vang-quy", "Tranh thếp vàng quỳ")
def tranh_vang_quy(sheet: Sheet) -> None:
    # frame
    sheet.solid(NAU, [(40, 26), (280, 26), (280, 226), (40, 226)], 5.2)
    for p, q in (
        ((40, 26), (62, 48)),
        ((280, 26), (258, 48)),
        ((40, 226), (62, 204)),
        ((280, 226), (258, 204)),
    ):
        sheet.ink(line(*p, *q), 2.8, 0, 0)
    for i in range(9):
        x = 72 + i * 22
        for y in (37, 215):
            sheet.brush(HOE, spline(f"{x - 7},{y + 3} {x - 2},{y - 4} {x + 2},{y + 3} {x + 7},{y - 3}"), 2.6, 0.2, 0.2)
    for i in range(7):
        y = 60 + i * 22
        for x in (51, 269):
            sheet.brush(HOE, spline(f"{x + 3},{y - 7} {x - 4},{y - 2} {x + 3},{y + 2} {x - 3},{y + 7}"), 2.6, 0.2, 0.2)
    p = sheet.solid(SON, [(62, 48), (258, 48), (258, 204), (62, 204)], 4.2)
    k = p.buffer(-2.5)
    # gold: sun, hills, pine and birds
    sheet.fill(HOE, ellipse(196, 90, 24), False)
    sheet.fill(HOEL, ellipse(193, 87, 17), False)
    sheet.ink(ellipse(196, 90, 24), 2.4, 0, 0)
    sheet.layers.append(
        (
            HOE,
            sheet.polygon(
                spline(
                    "56,170! 74,142 96,112 112,130 132,92 154,124 170,116 196,146 224,132 264,168 264,210! 56,210!",
                    1,
                )
            ).intersection(k),
        )
    )
    sheet.ink(
        spline("62,164 74,142 96,112 112,130 132,92 154,124 170,116 196,146 224,132 258,164"),
        2.8,
        0.02,
        0.02,
        k,
    )
    for s in (
        "100,122 106,140 98,158",
        "134,104 142,128 132,150",
        "126,112 122,128 126,140",
        "172,124 178,140 172,156",
        "224,142 230,154 224,164",
        "88,132 84,146 88,156",
    ):
        sheet.ink(spline(s), 2.2, 0.1, 0.5)
    sheet.layers.append(
        (
            HOEL,
            sheet.polygon(spline("56,186! 92,168 130,180 172,166 214,182 264,170 264,210! 56,210!", 1)).intersection(k),
        )
    )
    sheet.ink(spline("62,184 92,168 130,180 172,166 214,182 258,172"), 2.4, 0.02, 0.02, k)
    for y in (190, 197):
        for x in (80, 116, 150, 190, 226):
            sheet.brush(SON, spline(f"{x - 13 + y % 3 * 4},{y} {x},{y - 3} {x + 12},{y}"), 2.2, 0.3, 0.3, k)
    sheet.solid(HOEL, spline("128,192! 140,198 158,198 172,190! 152,194", 1), 2.4)
    sheet.solid(SON, spline("148,190! 148,168! 166,184!", 1), 2.4)
    for x, y in ((92, 78), (110, 68), (76, 92)):
        sheet.brush(
            HOEL,
            spline(f"{x - 9},{y - 3} {x - 3},{y - 6} {x},{y} {x + 4},{y - 6} {x + 10},{y - 4}"),
            3,
            0.3,
            0.3,
        )
    # leaves of gold and the soft brush
    for x, y, a in ((72, 256, -8), (88, 262, 6), (106, 256, -4)):
        with sheet.at(x, y, a):
            sheet.solid(GIAY, [(-36, -24), (36, -24), (36, 24), (-36, 24)], 3.8)
            sheet.solid(HOE, [(-29, -18), (29, -18), (29, 18), (-29, 18)], 2.8)
            sheet.brush(HOEL, spline("-20,10 -4,-6 14,-12"), 6, 0.3, 0.4)
            sheet.brush(GIAY, spline("-14,12 2,0 20,-6"), 2.4, 0.3, 0.4)
    sheet.solid(HOEL, spline("132,262! 150,240 178,246! 196,262 176,280! 150,276", 1), 3.4)
    sheet.ink(spline("140,262 160,256 184,262"), 2, 0.2, 0.5)
    with sheet.at(238, 250, -24):
        sheet.tube(NAUL, line(-14, 0, 62, 0), 11, 3.8)
        sheet.solid(CHAML, [(-26, -10), (-10, -9), (-10, 9), (-26, 10)], 3.4)
        sheet.solid(VO, spline("-26,-11! -46,-15 -66,-6 -70,6 -58,13 -26,11!", 1), 3.8)
        for y in (-6, 0, 6):
            sheet.ink(spline(f"-28,{y} -46,{y * 1.2 + 1} -62,{y + 3}"), 1.9, 0.1, 0.5)
    for x, y in ((208, 290), (186, 296), (232, 296)):
        sheet.solid(HOE, spline(f"{x - 7},{y}! {x},{y - 5}! {x + 8},{y + 1}! {x},{y + 5}!", 1), 2.2)


def tigerface(sheet, c, big=False):
    """frontal tiger head, about 50 units half-width, about the origin"""
    w = 4.4
    for s in (-1, 1):
        with sheet.at(0, 0, 0, s, 1):
            sheet.solid(c, spline("22,-34! 30,-54 48,-52 52,-32 42,-16!", 1), w)
            sheet.fill(GIAY, ellipse(41, -38, 7, 9, 20), False)
    sheet.solid(c, spline("0,-46 30,-42 48,-22 54,4 46,24 30,40 0,46 -30,40 -46,24 -54,4 -48,-22 -30,-42", 1), w + 0.4)
    sheet.fill(GIAY, spline("0,8 20,2 38,12 36,30 20,40 0,42 -20,40 -36,30 -38,12 -20,2", 1), False)
    for s in (-1, 1):
        with sheet.at(0, 0, 0, s, 1):
            sheet.fill(GIAY, spline("7,-13 18,-22 36,-26 43,-10 30,2 12,1", 1), False)
            sheet.ink(spline("4,-15 16,-25 32,-32 45,-27 42,-19"), 5, 0.1, 0.4)
            sheet.solid(HOEL if big else GIAY, ellipse(22, -9, 11, 9.5), 3)
            sheet.solid(INK, ellipse(21, -8, 4.6, 5), 1)
            for q in ("54,2 44,4 36,0", "50,16 42,16 36,12", "52,-10 47,-10 44,-13"):
                sheet.ink(spline(q), 3.4, 0.1, 0.6)
            sheet.ink(spline("4,24 14,28 28,22 31,14"), 2.8, 0.1, 0.3)
            sheet.ink(spline("40,22 52,24 62,20"), 1.8, 0.1, 0.5)
            sheet.ink(spline("38,28 50,33 58,33"), 1.8, 0.1, 0.5)
    sheet.solid(SON, spline("-11,6! 0,3 11,6! 7,15 0,19 -7,15", 1), 3)
    sheet.ink(line(0, 18, 0, 25), 2.6, 0, 0)
    sheet.solid(SON, spline("-19,26! 0,24 19,26! 13,38 0,42 -13,38", 1), 3)
    for s in (-1, 1):
        sheet.clear(sheet.polygon(petal(s * 12, 26, 180, 11, 6, 0.7)))
        sheet.fill(GIAY, petal(s * 12, 25, 180, 12, 7, 0.7), False)
    for q in ("-10,-38 0,-35 10,-38", "-8,-30 0,-27 8,-30", "-6,-22 0,-20 6,-22"):
        sheet.ink(spline(q), 3.4, 0.2, 0.2)
    sheet.ink(line(0, -40, 0, -18), 3, 0.1, 0.2)


@motif("tranh-ngu-ho", "Tranh Ngũ hổ Hàng Trống")
def tranh_ngu_ho(sheet: Sheet) -> None:
    sheet.tolerance = 1.3
    sheet.solid(HOEL, [(36, 30), (284, 30), (284, 292), (36, 292)], 5)
    sheet.solid(VO, [(48, 42), (272, 42), (272, 280), (48, 280)], 3.4)
    k = sheet.polygon([(50, 44), (270, 44), (270, 278), (50, 278)])
    # a rosy upper sky, as if brushed
    sheet.layers.append(
        (
            HONG,
            sheet.polygon(
                spline("48,42! 272,42! 272,84 240,78 210,92 180,82 150,94 118,82 84,92 48,80!", 1)
            ).intersection(k),
        )
    )
    sheet.solid(SON, ellipse(160, 66, 16), 3.4)

    def cloud(x, y, s, c):
        with sheet.at(x, y, 0, s, abs(s)):
            sheet.solid(c, spline("-38,10! -38,-4 -22,-8 -12,-20 6,-18 16,-8 32,-6 40,10!", 1), 3.2)
            sheet.ink(spline("-14,4 -20,-2 -12,-9 -4,-4 -6,4"), 2.4, 0.2, 0.3)
            sheet.ink(spline("12,5 8,-1 15,-5 21,0"), 2.2, 0.2, 0.3)

    for x, y, c in ((88, 96, CHAML), (232, 96, GIAY), (84, 232, SONL), (236, 232, RIL)):
        with sheet.at(x, y, 0, 0.56):
            tigerface(sheet, c)
    cloud(88, 130, 0.86, HOEL)
    cloud(232, 130, -0.86, HOEL)
    tail = spline("196,252 228,214 246,186 236,160 216,166")
    sheet.tube(HOE, tail, 15, 4, 0, 0.1)
    for t in (0.5, 0.64, 0.78, 0.92):
        x, y = along(tail, t)
        sheet.ink(line(x - 7, y - 3, x + 7, y + 3), 4.4, 0.1, 0.1)
    sheet.solid(HOE, spline("124,170! 106,196 102,232 110,266! 210,266! 218,232 214,196 196,170!", 1), 5)
    for s in (-1, 1):
        with sheet.at(160, 0, 0, s, 1):
            for q in ("53,206 44,210 36,206", "57,222 48,226 40,222", "55,240 48,242 40,238"):
                sheet.ink(spline(q), 4.4, 0.1, 0.6)
            sheet.solid(HOE, spline("6,190! 8,228 6,254 8,270 22,274 36,270 36,256 30,236 34,196!", 1), 4.4)
            for q in ("32,214 24,217 16,214", "31,230 23,233 15,230", "33,246 25,248 16,245"):
                sheet.ink(spline(q), 3.8, 0.1, 0.6)
            for q in (14, 22, 30):
                sheet.ink(line(q, 264, q, 273), 2.4, 0.2, 0.1)
    sheet.fill(GIAY, spline("148,180! 160,186 172,180! 166,216 160,236 154,216", 1), False)
    sheet.ink(spline("154,208 160,212 166,208"), 3, 0.1, 0.1)
    sheet.ink(spline("155,220 160,223 165,220"), 3, 0.1, 0.1)
    cloud(84, 272, 1, CHAML)
    cloud(236, 272, -1, CHAML)
    with sheet.at(160, 150, 0, 1.06):
        tigerface(sheet, HOE, True)
    sheet.ink(spline("110,28 160,6 210,28"), 3, 0, 0)
    for y in (30, 292):
        sheet.tube(SON, line(26, y, 294, y), 13, 4.2)
        [sheet.solid(HOE, ellipse(x, y, 9, 10), 3.6) for x in (22, 298)]


@motif("quat-giay", "Quạt giấy xếp vẽ núi và mặt trời")
def quat_giay(sheet: Sheet) -> None:
    cx, cy, radius, r, angle = 160, 262, 148, 62, 78

    def points(a, q):
        return (cx + q * math.sin(math.radians(a)), cy - q * math.cos(math.radians(a)))

    n = 16
    st = [-angle + 2 * angle * i / n for i in range(n + 1)]
    for a in st[::1]:
        sheet.tube(NAUL, line(*points(a, -16), *points(a, r + 8)), 5.5, 2.4)
    top = [points(a, radius * (1 if i % 2 == 0 else 0.965)) for i, a in enumerate(st)]
    bot = [points(a, r * (1 if i % 2 == 0 else 1.05)) for i, a in enumerate(st)]
    leaf = sheet.solid(VO, top + bot[::-1], 4.8)
    lb = leaf.buffer(-1)
    sheet.layers.append((HOEL, Polygon(top + [points(a, radius * 0.88) for a in st[::-1]]).buffer(0).intersection(lb)))
    sheet.layers.append((SON, Point(*points(20, 112)).buffer(19).intersection(lb)))
    far = sheet.polygon(
        spline(
            "0,270! 20,226 48,204 70,184 92,208 120,158 142,190 160,168 184,198 214,172 240,206 262,196 300,232 320,270!",
            1,
        )
    ).intersection(lb)
    sheet.layers.append((RIL, far))
    hills = sheet.polygon(
        spline(
            "0,280! 20,246 44,228 72,206 98,226 128,184 150,206 176,194 206,214 238,200 268,226 300,250 320,280!",
            1,
        )
    ).intersection(lb)
    sheet.layers.append((RI, hills))
    low = Point(cx, cy).buffer(r + 20).intersection(lb)
    sheet.layers.append((CHAM, low))
    for k in range(2):
        for j in range(-3, 4):
            sheet.brush(
                GIAY,
                [points(j * 22 + k * 11 + d, r + 7 + k * 7 + (2 if abs(d) < 4 else 0)) for d in range(-7, 8, 2)],
                2.2,
                0.3,
                0.3,
                low,
            )
    for i, a in enumerate(st[1:-1]):
        sheet.ink(
            line(*points(a, r), *points(a, radius * (0.965 if i % 2 == 0 else 1))), 2.4 if i % 2 else 1.7, 0.03, 0.03
        )
    for x, y in ((112, 132), (124, 124), (96, 150)):
        sheet.ink(spline(f"{x - 8},{y - 3} {x - 3},{y - 5} {x},{y} {x + 4},{y - 5} {x + 9},{y - 4}"), 2.2, 0.3, 0.3)
    for a in (-angle - 2, angle + 2):
        sheet.tube(NAU, line(*points(a, -20), *points(a, radius + 2)), 10, 3.4)
    sheet.solid(HOE, ellipse(cx, cy, 8), 3.4)
    sheet.tube(SON, spline("160,272 150,288 162,300 156,314"), 4, 2.2)
