"""Pots, cups and dishes."""

from __future__ import annotations

import math
import random

from shapely import affinity
from shapely.geometry import MultiPoint, Point, box
from shapely.ops import voronoi_diagram

from demo.woodblock.curves import ellipse, line, petal, rose, spiral, spline
from demo.woodblock.ornaments import blossom, flat_blossom, leaf, zigzag
from demo.woodblock.pigments import (
    BAC,
    CHAM,
    CHAML,
    COM,
    GIAY,
    HOE,
    HOEL,
    INK,
    NAU,
    NAUL,
    RI,
    RIL,
    SON,
    SONL,
    VO,
)
from demo.woodblock.sheet import Sheet, motif


@motif("am-chen", "Bộ ấm chén men lam vẽ sen")
def am_chen(sheet: Sheet) -> None:
    sheet.solid(NAU, spline("26,236! 34,262 92,290 160,292 228,290 286,262 294,236!", 1))
    sheet.solid(NAUL, ellipse(160, 236, 134, 38))
    sheet.ink(ellipse(160, 235, 119, 29), 2)
    for y, a, b in ((246, 46, 120), (254, 150, 214), (240, 226, 272)):
        sheet.ink(line(a, y, b, y + 3, 2), 2.2, 0.4, 0.4)
    sheet.solid(GIAY, spline("208,176! 240,168 250,140 262,112! 284,110! 286,118! 274,158 254,192 214,208!", 1))
    sheet.ink(ellipse(273, 112, 10, 4), 2, 0, 0)
    sheet.tube(GIAY, spline("88,136 52,128 40,164 56,198 96,196"), 13)
    b = sheet.solid(GIAY, spline("92,118! 72,150 70,194 98,226 146,236 196,226 222,194 220,150 202,118!", 1), 5)
    sheet.brush(CHAML, spline("80,196 100,216 146,226 192,216 214,194"), 6, 0.2, 0.2)
    sheet.solid(GIAY, spline("96,120! 104,98 146,86 188,98 198,120! 146,130", 1), 4.4)
    sheet.brush(CHAM, spline("110,108 146,99 184,108"), 4)
    sheet.solid(CHAM, ellipse(147, 80, 12, 10), 4)
    sheet.brush(CHAM, spline("86,132 146,143 208,132"), 3.4, 0.1, 0.1)
    for a, length, breadth in ((-64, 44, 20), (64, 44, 20), (-34, 50, 23), (34, 50, 23), (0, 54, 26)):
        sheet.fill(CHAML if abs(a) == 34 else CHAM, petal(146, 210, a, length, breadth, 0.72), False)
    for a in (-64, 64, -34, 34, 0):
        r = math.radians(a)
        for k in (-3.5, 0, 3.5):
            sheet.brush(
                GIAY,
                line(
                    146 + k + 16 * math.sin(r),
                    210 - 16 * math.cos(r),
                    146 + k * 0.3 + 40 * math.sin(r),
                    210 - 40 * math.cos(r),
                ),
                1.8,
                0.2,
                0.6,
            )
    sheet.brush(CHAM, spline("84,176 88,160 98,150"), 3)
    sheet.brush(CHAM, spline("94,180 98,168 104,162"), 2.6)
    sheet.brush(CHAM, spline("210,178 206,162 196,152"), 3)
    sheet.ink(spline("212,150 216,170 212,190"), 2.4, 0.5, 0.5)
    sheet.ink(spline("205,160 208,176 205,188"), 2, 0.5, 0.5)
    for x, y, _c in ((88, 238, 1), (206, 246, 1)):
        sheet.solid(
            GIAY,
            spline(
                f"{x - 34},{y}! {x - 30},{y + 24} {x - 14},{y + 36} {x - 12},{y + 42}! {x + 12},{y + 42}! {x + 14},{y + 36} {x + 30},{y + 24} {x + 34},{y}!",
                1,
            ),
            4.4,
        )
        sheet.brush(CHAM, spline(f"{x - 28},{y + 18} {x},{y + 26} {x + 28},{y + 18}"), 4.4, 0.1, 0.1)
        for k in (-16, -5, 6, 17):
            sheet.brush(CHAM, line(x + k, y + 16, x + k + 2, y + 9), 3, 0.2, 0.5)
        sheet.solid(GIAY, ellipse(x, y, 34, 10), 4)
        sheet.solid(HOE, ellipse(x, y + 1.5, 26, 6.5), 2.2)


@motif("bat-dia", "Bát đĩa men lam Bát Tràng")
def bat_dia(sheet: Sheet) -> None:
    cx, cy = 188, 124
    sheet.solid(GIAY, ellipse(cx, cy, 114, 112), 5.2)
    ring = sheet.polygon(ellipse(cx, cy, 105, 103)).difference(sheet.polygon(ellipse(cx, cy, 80, 78)))
    sheet.layers.append((CHAM, ring))
    for i in range(16):
        a = 22.5 * i
        r = math.radians(a)
        x, y = cx + 92 * math.cos(r), cy + 90 * math.sin(r)
        sheet.fill(GIAY, rose(x, y, 8.5, 4, 0.5, a), False) if i % 2 else sheet.brush(
            GIAY, spiral(x, y, 1, 8, 1.2, a + 60), 2.6, 0.1, 0.3
        )
    sheet.brush(CHAML, ellipse(cx, cy, 72, 70), 2.6, 0, 0)
    sheet.brush(
        CHAM,
        spline(f"{cx - 46},{cy + 44} {cx - 18},{cy + 34} {cx + 8},{cy + 10} {cx + 14},{cy - 22}"),
        5,
        0.3,
        0.1,
    )
    sheet.brush(CHAM, spline(f"{cx + 2},{cy + 18} {cx + 28},{cy + 28} {cx + 46},{cy + 22}"), 4, 0.1, 0.4)
    for x, y, a, length in (
        (-30, 38, -40, 30),
        (-12, 32, 150, 26),
        (24, 27, 170, 24),
        (34, 26, 40, 26),
        (4, 14, -70, 26),
        (42, 24, 100, 18),
    ):
        sheet.fill(CHAML if length < 26 else CHAM, petal(cx + x, cy + y, a, length, 13), False)
    for i in range(12):
        sheet.fill(CHAML, petal(cx + 12, cy - 26, i * 30 + 8, 36, 14, 0.8), False)
    for i in range(10):
        sheet.fill(CHAM, petal(cx + 12, cy - 26, i * 36, 25, 11, 0.8), False)
    sheet.fill(GIAY, ellipse(cx + 12, cy - 26, 8), False)
    sheet.fill(CHAM, ellipse(cx + 12, cy - 26, 4), False)
    sheet.ink(ellipse(cx, cy, 105, 103), 2.2, 0, 0)
    sheet.ink(ellipse(cx, cy, 80, 78), 2.4, 0, 0)
    # stacked bowls
    x = 100
    sheet.solid(BAC, ellipse(x, 232, 79, 18), 4)
    b = sheet.solid(
        GIAY,
        spline(
            f"{x - 80},186! {x - 74},214 {x - 54},240 {x - 30},252! {x + 30},252! {x + 54},240 {x + 74},214 {x + 80},186!",
            1,
        ),
        5,
    )
    sheet.brush(CHAM, spline(f"{x - 77},203 {x - 40},214 {x},218 {x + 40},214 {x + 77},203"), 5, 0.03, 0.03, b)
    for k in (-48, -16, 16, 48):
        flat_blossom(sheet, x + k, 231 - abs(k) * 0.1, 10, CHAM, GIAY, 5, 0.4, k)
    low = sheet.solid(
        GIAY,
        [(x - 80, 230)]
        + ellipse(x, 232, 79, 18, 0, 176, 4)
        + spline(
            f"{x + 79},232! {x + 72},256 {x + 48},280 {x + 34},288! {x + 34},298! {x - 34},298! {x - 34},288! {x - 48},280 {x - 72},256 {x - 79},232!"
        ),
        5,
    )
    zigzag(sheet, CHAM, x - 66, x + 66, 266, 14, 5, 3.4, low.buffer(-4))
    sheet.brush(CHAM, spline(f"{x - 74},248 {x - 40},259 {x},263 {x + 40},259 {x + 74},248"), 3.4, 0.03, 0.03, low)
    sheet.ink(spline(f"{x - 34},288 {x},293 {x + 34},288"), 2.8, 0, 0)
    sheet.solid(GIAY, ellipse(x, 186, 80, 20), 4.4)
    sheet.solid(VO, ellipse(x, 189, 68, 14), 2.2)
    sheet.tube(NAU, line(14, 150, 206, 188), 6.4, 3)
    sheet.tube(NAU, line(22, 138, 214, 180), 6.4, 3)
    for a in (14, 22):
        y = 150 if a == 14 else 138
        sheet.brush(SON, line(a + 2, y + 0.5, a + 26, y + 5.6), 5, 0, 0)
    # little sauce dish
    sheet.solid(GIAY, spline("194,262! 204,286 224,296! 268,296! 288,286 298,262!", 1), 4.6)
    zigzag(sheet, CHAM, 208, 286, 281, 9, 3, 3)
    sheet.solid(GIAY, ellipse(246, 262, 52, 14), 4.2)
    sheet.solid(HOE, ellipse(246, 264, 40, 9), 2.4)
    sheet.fill(SON, petal(236, 268, 74, 30, 8), False)
    sheet.ink(petal(236, 268, 74, 30, 8), 2, 0, 0)
    sheet.ink(line(236, 268, 228, 264), 2.4, 0, 0.3)


@motif("binh-gom", "Bình hút lộc men rạn")
def binh_gom(sheet: Sheet) -> None:
    b = sheet.solid(
        VO,
        spline(
            "130,40! 138,64 132,84 92,110 70,160 84,214 116,262 118,286! 202,286! 204,262 236,214 250,160 228,110 188,84 182,64 190,40!",
            1,
        ),
        5.4,
    )
    neck = b.intersection(box(0, 58, 320, 84))
    foot = b.intersection(box(0, 254, 320, 290))
    band = b.intersection(box(0, 108, 320, 126))
    rnd = random.Random(5)
    pts = MultiPoint([(rnd.uniform(60, 260), rnd.uniform(80, 262)) for _ in range(62)])
    body = b.intersection(box(0, 84, 320, 254))
    for cell in voronoi_diagram(pts).geoms:
        c = list(cell.exterior.coords)
        for p, q in zip(c, c[1:], strict=False):
            if p < q:
                sheet.brush(NAU, line(*p, *q, 1.2), 1.5, 0.1, 0.1, body)
    for g in (neck, foot, band):
        sheet.fill(NAU, g)
    sheet.brush(NAUL, spline("80,186 92,226 116,250"), 6, 0.4, 0.4, b.buffer(-4))
    for y, a, h, n in ((71, 138, 8, 5), (117, 96, 5, 13)):
        w = 320 - 2 * a
        for i in range(n):
            x = a + w * (i + 0.5) / n
            sheet.brush(
                HOEL,
                spline(f"{x - w / n * 0.32},{y + h * 0.6} {x},{y - h * 0.7} {x + w / n * 0.32},{y + h * 0.6}"),
                2.2,
                0.15,
                0.15,
            )
    for i in range(7):
        sheet.brush(HOEL, line(124 + i * 12, 262, 124 + i * 12, 280), 2.6, 0.2, 0.2)
    for y in (84, 108, 126, 254):
        sheet.ink(
            spline(
                f"{[132, 94, 84, 112][[84, 108, 126, 254].index(y)]},{y} 160,{y + 5} {320 - [132, 94, 84, 112][[84, 108, 126, 254].index(y)]},{y}"
            ),
            2.8,
            0.05,
            0.05,
        )
    # carved branch of plum
    sheet.brush(NAU, spline("98,226 112,208 134,180 160,172 184,152 208,150"), 7, 0.3, 0.5, b)
    sheet.brush(NAU, spline("134,180 130,160 142,146"), 5, 0.1, 0.5, b)
    sheet.brush(NAU, spline("172,162 190,176 196,196"), 5, 0.1, 0.5, b)
    for x, y, r in ((142, 142, 17), (198, 202, 16), (204, 148, 15), (158, 186, 17), (104, 176, 13)):
        sheet.solid(SONL, rose(x, y, r, 5, 0.34, x), 3)
        sheet.solid(HOE, ellipse(x, y, r * 0.24), 1.8)
    for x, y, a in ((120, 190, -50), (180, 150, -14), (184, 180, 130), (116, 206, 150), (166, 172, 40)):
        sheet.solid(RI, petal(x, y, a, 24, 12), 2.4)
    sheet.ink(spline("232,130 240,160 230,200"), 3, 0.5, 0.5)
    sheet.ink(spline("222,136 230,160 222,190"), 2.2, 0.5, 0.5)
    sheet.solid(NAU, ellipse(160, 40, 31, 9), 4.6)
    sheet.solid(INK, ellipse(160, 40, 21, 4.5), 1)


@motif("lo-hoa-men-tro", "Lọ hoa men tro cắm cành đào")
def lo_hoa_men_tro(sheet: Sheet) -> None:
    br = [
        "148,140 152,112 170,94 178,70 206,52 222,22",
        "168,96 134,78 112,50 72,44 46,56",
        "186,62 232,74 270,58",
        "112,50 106,22",
        "232,74 254,96",
    ]
    for s, w in zip(br, (10, 8, 7, 5, 5), strict=True):
        sheet.tube(NAU, spline(s), w, 3.2, 0, 0.45)
    b = sheet.solid(
        NAUL,
        spline(
            "118,134! 128,152 122,172 88,194 68,230 78,266 108,288 114,300! 184,300! 190,288 220,266 230,230 210,194 176,172 170,152 180,134!",
            1,
        ),
        5.4,
    )
    bb = b.buffer(-0.5)
    gl = sheet.polygon(
        spline(
            "100,120! 40,120! 40,232! 66,226 76,246 84,262 92,244 104,240 112,262 120,278 128,256 142,246 154,252 160,282 168,254 182,244 194,262 202,248 214,240 222,254 232,226 260,230! 260,120!",
            1,
        )
    ).intersection(bb)
    sheet.layers.append((RI, affinity.translate(gl, 0, 3).intersection(bb)))
    sheet.layers.append((RIL, affinity.translate(gl, 0, -3).intersection(bb)))
    sheet.layers.append(
        (
            COM,
            sheet.polygon(
                spline(
                    "120,130! 130,152 126,176 100,198 84,232! 96,226 102,240 112,214 120,232 134,210 148,230 160,206 176,226 190,206 200,214! 196,196 172,176 166,152 178,130!",
                    1,
                )
            ).intersection(bb),
        )
    )
    rnd = random.Random(9)
    for _i in range(40):
        x, y = rnd.uniform(76, 222), rnd.uniform(182, 262)
        if gl.buffer(-6).contains(Point(x, y)):
            sheet.layers.append(
                (
                    NAU if rnd.random() < 0.6 else GIAY,
                    sheet.polygon(ellipse(x, y, rnd.uniform(1.2, 2.6), rnd.uniform(1, 2))),
                )
            )
    sheet.brush(GIAY, spline("90,206 80,228 86,248"), 5.5, 0.4, 0.4, bb)
    sheet.brush(GIAY, spline("134,154 134,164"), 4)
    for y, a in ((153, 128), (174, 121)):
        sheet.ink(spline(f"{a},{y} 149,{y + 6} {298 - a},{y}"), 2.8, 0.05, 0.05)
    for s in ("214,214 220,234 210,258", "204,206 210,226 203,246"):
        sheet.ink(spline(s), 2.6, 0.4, 0.4)
    sheet.ink(spline("109,288 149,295 189,288"), 2.8, 0.05, 0.05)
    sheet.solid(RIL, ellipse(149, 134, 32, 9.5), 4.4)
    sheet.solid(INK, ellipse(149, 135, 22, 5), 1)
    sheet.tube(NAU, spline("149,137 151,124 154,112"), 9, 3)
    for x, y, a in (
        (176, 84, 70),
        (140, 82, 170),
        (120, 58, 30),
        (208, 58, -10),
        (250, 68, 20),
        (88, 46, 190),
        (196, 60, 170),
        (246, 88, 60),
        (150, 84, -20),
    ):
        leaf(sheet, RI, x, y, a, 24, 10, 2.4, False)
    for x, y, r in (
        (178, 62, 17),
        (214, 38, 15),
        (134, 72, 16),
        (98, 40, 17),
        (62, 52, 15),
        (236, 76, 16),
        (262, 58, 13),
        (160, 104, 14),
    ):
        blossom(sheet, x, y, r, SONL)
    for x, y in ((222, 18), (46, 58), (106, 20), (256, 100), (276, 52), (196, 48), (80, 40)):
        sheet.solid(SON, ellipse(x, y, 6), 2.6)
    blossom(sheet, 250, 290, 13, SONL)
    sheet.solid(SONL, petal(52, 294, 70, 20, 10), 2.4)
