"""Forged iron and the small machines of the villages."""

from __future__ import annotations

import math

from shapely.geometry import Polygon
from shapely.ops import unary_union

from demo.woodblock.curves import ellipse, line, rose, rounded, spline
from demo.woodblock.ornaments import cylinder
from demo.woodblock.pigments import BAC, CHAM, CHAML, GIAY, HOE, HOEL, NAU, NAUL, RI, RIL, SON, SONDEN, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("ren-khoa", "Khoá, kéo và đồ sắt rèn")
def ren_khoa(sheet: Sheet) -> None:
    # shears
    for side in (1, -1):
        with sheet.at(258, 108, 16, side * 1.12, 1.12):
            sheet.solid(CHAML, spline("-8,14! -14,-20 -18,-66 -6,-108! 6,-70 10,-20 10,14!", 1), 4.6)
            sheet.brush(GIAY, spline("-12,-20 -14,-62 -7,-94"), 3.4, 0.2, 0.3)
            ring = sheet.polygon(ellipse(24, 72, 26, 38, -16)).difference(sheet.polygon(ellipse(24, 74, 14, 25, -16)))
            sheet.solid(SONDEN, ring, 3.6)
            sheet.solid(SONDEN, spline("-8,8! 10,8! 18,42! 6,48!", 1), 3)
    sheet.solid(HOE, ellipse(257, 112, 9), 3.4)
    sheet.ink(line(252, 114, 262, 110), 2.6, 0, 0)
    # strap hinge behind the lock
    with sheet.at(60, 92, -60):
        sheet.solid(CHAML, spline("-62,-16! 20,-14 44,-20 62,-4! 78,-12 84,0! 78,12 62,4! 44,20 20,14 -62,16!", 1), 4.6)
        sheet.solid(CHAM, rounded(-80, -22, -56, 22, 6), 4.2)
        for x in (-36, -8, 20):
            sheet.solid(SONDEN, ellipse(x, 0, 5.4), 2)
            sheet.fill(GIAY, ellipse(x - 1.6, -1.6, 1.6), False)
    # padlock
    shackle = sheet.polygon([(64, 190), *ellipse(122, 132, 58, 70, 0, 180, 360), (180, 190)]).difference(
        sheet.polygon([(85, 192), *ellipse(122, 134, 37, 50, 0, 180, 360), (159, 192)])
    )
    sheet.solid(BAC, shackle, 5)
    sheet.brush(GIAY, spline("76,150 80,112 100,90"), 5, 0.3, 0.4)
    body = sheet.solid(
        CHAML, spline("42,160! 36,214 40,262 58,286! 122,296 186,286! 204,262 208,214 202,160! 122,150", 1), 5.6
    )
    inner = body.buffer(-3)
    sheet.inlay(CHAM, spline("180,150! 190,200 184,262 164,296! 220,300! 220,150!", 1), inner)
    sheet.brush(GIAY, spline("54,174 50,220 56,260"), 6, 0.4, 0.4, inner)
    for x, y in ((62, 182), (182, 182), (68, 268), (176, 268)):
        sheet.solid(HOE, ellipse(x, y, 7), 3)
    plate_ = sheet.solid(HOE, spline("122,176! 150,190 154,216 144,246 122,268! 100,246 90,216 94,190", 1), 4.6)
    sheet.brush(HOEL, spline("104,194 100,216 108,238"), 4, 0.3, 0.4, plate_)
    sheet.solid(SONDEN, spline("122,198 134,206 132,220 127,224! 131,246! 113,246! 117,224! 112,220 110,206", 1), 2.4)
    for x, y in ((70, 214), (176, 226), (74, 244), (168, 204)):
        sheet.ink(ellipse(x, y, 6, 4, 20, 190, 340), 2.2, 0.2, 0.3)
    # key with its red cord
    with sheet.at(262, 268, -24):
        bow_ = sheet.polygon(rose(44, 0, 28, 4, 0.16, 0)).difference(sheet.polygon(rose(44, 0, 14, 4, 0.2, 0)))
        sheet.solid(HOE, spline("-66,-6! 20,-6! 20,6! -66,6!", 1), 4)
        for x, h in ((-62, 24), (-46, 18), (-32, 24)):
            sheet.solid(HOE, [(x - 6, 4), (x + 6, 4), (x + 6, h), (x - 6, h)], 3.4)
        sheet.fill(HOE, [(-64, -4), (16, -4), (16, 6), (-64, 6)], False)
        sheet.clear(sheet.polygon([(-66, 1), (-26, 1), (-26, 6), (-66, 6)]))
        sheet.solid(HOE, rounded(12, -11, 24, 11, 3), 3.4)
        sheet.solid(HOE, bow_, 4.2)
    sheet.tube(SON, spline("306,246 330,250 336,272 326,296 332,314"), 6, 2.6)
    sheet.tube(SON, spline("308,250 318,272 312,294 318,310"), 6, 2.6)


@motif("may-nho", "Máy dập nhỏ chạy mô tơ")
def may_nho(sheet: Sheet) -> None:
    # bench
    sheet.solid(NAU, [(34, 236), (58, 236), (52, 308), (30, 308)], 4.4)
    sheet.solid(NAU, [(262, 236), (286, 236), (290, 308), (268, 308)], 4.4)
    sheet.solid(NAUL, [(14, 216), (306, 216), (306, 240), (14, 240)], 5)
    for x0, x1, y in ((30, 110, 226), (140, 250, 232), (200, 290, 224)):
        sheet.ink(line(x0, y, x1, y, 1), 2, 0.4, 0.4)
    sheet.solid(NAU, [(46, 276), (274, 276), (274, 290), (46, 290)], 4)
    # motor with its fins
    with sheet.at(84, 182):
        sheet.solid(CHAM, [(-36, 26), (36, 26), (44, 38), (-44, 38)], 4)
        body, face = cylinder(sheet, 78, 34, 0.34, CHAM, CHAML, 5)
        for y in (-22, -10, 2, 14, 25):
            sheet.brush(CHAML, line(-42, y, 34, y), 3, 0.1, 0.1, body.difference(face).buffer(-2))
        sheet.solid(CHAML, rounded(-22, -50, 14, -28, 4), 4)
        sheet.ink(line(-12, -39, 4, -39), 2.4, 0, 0)
        sheet.solid(SONDEN, ellipse(39, 0, 5, 15), 2)
    # frame of the press
    frame = sheet.solid(
        RI,
        spline(
            "150,216! 150,196! 170,190! 172,66! 166,34! 176,20! 262,20! 272,34! 268,86! 214,88! 206,104! 206,178! 270,184! 282,196! 282,216!",
            1,
        ),
        5.4,
    )
    inner = frame.buffer(-3)
    sheet.brush(RIL, line(182, 40, 184, 180), 6, 0.2, 0.3, inner)
    sheet.brush(RIL, line(186, 32, 250, 32), 4, 0.3, 0.4, inner)
    for x, y in ((188, 202), (266, 204)):
        sheet.solid(BAC, rose(x, y, 8, 6, 0.14), 2.8)
        sheet.ink(line(x - 4, y, x + 4, y), 2, 0, 0)
    sheet.solid(VO, rounded(210, 40, 258, 62, 3), 3.2)
    for i, c in enumerate((SON, HOE, RI)):
        sheet.solid(c, ellipse(221 + i * 13, 51, 4.4), 2)
    # ram, tool and the work
    sheet.solid(BAC, [(224, 88), (256, 88), (256, 128), (224, 128)], 4.6)
    for y in (98, 108, 118):
        sheet.ink(line(226, y, 254, y), 2, 0.1, 0.1)
    sheet.solid(CHAML, [(214, 126), (266, 126), (262, 144), (218, 144)], 4.4)
    sheet.solid(SONDEN, [(232, 144), (248, 144), (244, 164), (236, 164)], 2.6)
    sheet.solid(CHAML, [(208, 170), (276, 170), (276, 186), (208, 186)], 4.2)
    sheet.solid(HOE, [(200, 163), (292, 163), (292, 171), (200, 171)], 3.4)
    # flywheel and belt
    belt = sheet.polygon(unary_union([Polygon(ellipse(140, 92, 67)), Polygon(ellipse(124, 182, 16))]).convex_hull)
    sheet.ink(list(belt.exterior.coords), 6, 0, 0, None)
    wheel = sheet.polygon(ellipse(140, 92, 62)).difference(sheet.polygon(ellipse(140, 92, 46)))
    hub = ellipse(140, 92, 15)
    for a in range(0, 360, 60):
        r = math.radians(a + 12)
        sheet.tube(SON, line(140, 92, 140 + 52 * math.cos(r), 92 + 52 * math.sin(r)), 10, 3.2)
    sheet.solid(SON, wheel, 4.8)
    sheet.brush(SONL, ellipse(140, 92, 54, 54, 0, 190, 280), 4, 0.3, 0.3)
    sheet.solid(HOE, hub, 4)
    sheet.solid(SONDEN, ellipse(140, 92, 5), 1.6)
    sheet.solid(BAC, ellipse(124, 182, 13), 3.6)
    sheet.solid(SONDEN, ellipse(124, 182, 4), 1.4)
    # finished pieces
    for x, y in ((220, 210), (238, 206), (256, 211)):
        sheet.solid(HOE, rose(x, y, 8, 4, 0.3, 45), 2.6)
