"""Tea, rice wine and yoghurt."""

from __future__ import annotations

import math
import random

from demo.woodblock.curves import ellipse, line, petal, rose, spline
from demo.woodblock.ornaments import bow, broad_leaf, lotus, rice_ear, scatter
from demo.woodblock.pigments import (
    CHAM,
    CHAML,
    COM,
    GIAY,
    HOE,
    HOEL,
    HONG,
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


@motif("tra-sen", "Trà ướp sen")
def tra_sen(sheet: Sheet) -> None:
    sheet.tube(RI, spline("96,180 84,132 104,96"), 8, 3.2)
    sheet.tube(RI, spline("220,190 240,150 232,118"), 7, 3)
    sheet.solid(RI, spline("190,84 214,62 250,64 280,82 292,108 268,124 236,126 206,116", 1), 4.4)
    for a in range(-150, 190, 36):
        sheet.ink(
            line(238, 98, 238 + 46 * math.cos(math.radians(a)), 96 + 26 * math.sin(math.radians(a)), 2),
            2.2,
            0.1,
            0.4,
        )
    lotus(sheet, 106, 104, 1.5)
    sheet.solid(NAUL, ellipse(160, 258, 128, 34), 5)
    sheet.ink(ellipse(160, 257, 108, 24), 2.2)
    sheet.solid(GIAY, spline("72,172! 80,226 118,254 126,268! 194,268! 202,254 240,226 248,172!", 1), 5)
    sheet.brush(CHAM, spline("82,214 116,240 160,246 206,240 240,214"), 6, 0.1, 0.1)
    for i in range(7):
        x = 96 + i * 21.4
        y = 206 + 14 * (1 - ((x - 160) / 70) ** 2)
        sheet.brush(
            CHAM,
            spline(f"{x - 9},{y + 6} {x - 4},{y - 6} {x},{y + 4} {x + 4},{y - 6} {x + 9},{y + 6}"),
            2.6,
            0.2,
            0.2,
        )
    sheet.solid(GIAY, ellipse(160, 172, 88, 24), 4.6)
    sheet.solid(HOE, ellipse(160, 175, 73, 16), 3)
    sheet.brush(HOEL, spline("112,176 140,170 168,178"), 4)
    sheet.fill(HONG, petal(184, 182, 72, 30, 14), False)
    sheet.ink(petal(184, 182, 72, 30, 14), 2.4, 0, 0)
    sheet.ink(spline("232,186 230,210 216,230"), 2.8, 0.4, 0.4)
    sheet.ink(spline("223,192 221,208 211,222"), 2.2, 0.4, 0.4)


@motif("che-bup", "Chè búp một tôm hai lá")
def che_bup(sheet: Sheet) -> None:
    def sprig(x, y, a, s):
        with sheet.at(x, y, a, s):
            sheet.tube(RIL, spline("0,0 4,-40 -2,-86"), 7, 3)
            for sx, yy, aa, length, breadth in ((1, -38, 44, 84, 42), (-1, -58, -36, 80, 40)):
                broad_leaf(sheet, 2 * sx, yy, aa, length, breadth, RI, RIL, 4.2, 0.8, 6)
            broad_leaf(sheet, 2, -74, 22, 62, 26, RIL, RI, 3.8, 0.85, 4)
            sheet.solid(COM, petal(-2, -78, -10, 72, 20, 0.85), 4)
            sheet.ink(line(-4, -88, -12, -136, 2), 2.2, 0.1, 0.5)

    sprig(112, 212, -18, 1.12)
    sprig(222, 208, 20, 1.1)
    b = sheet.solid(CHAM, spline("110,136! 110,268! 124,286 170,292 216,286 230,268! 230,136! 170,148", 1), 5.4)
    k = b.buffer(-1)
    sheet.fill(HOE, spline("110,250! 170,266 230,250! 230,261! 170,277 110,261!", 1), False)
    sheet.ink(spline("110,250 170,266 230,250"), 2.4, 0, 0, k)
    sheet.ink(spline("110,261 170,277 230,261"), 2.4, 0, 0, k)
    sheet.solid(HOE, spline("98,112! 98,140! 170,158 242,140! 242,112! 170,124", 1), 5)
    sheet.ink(spline("100,132 170,149 240,132"), 2.2, 0.05, 0.05)
    for i in range(7):
        x = 118 + i * 17.4
        sheet.fill(SON, ellipse(x, 130 + 7 * (1 - ((x - 170) / 62) ** 2), 3.2), False)
    sheet.solid(HOEL, ellipse(170, 112, 72, 19), 4.8)
    sheet.ink(ellipse(170, 111, 57, 12.5), 2, 0, 0)
    sheet.solid(SON, ellipse(170, 104, 12, 9), 3.8)
    sheet.solid(VO, ellipse(170, 205, 39, 42), 4.2)
    sheet.brush(SON, ellipse(170, 205, 34, 37), 2.6, 0, 0)
    for a, length in ((-46, 36), (42, 38)):
        sheet.fill(RI, petal(170, 220, a, length, 17, 0.8), False)
    sheet.fill(COM, petal(170, 216, 0, 40, 13, 0.85), False)
    sheet.brush(RI, line(170, 236, 170, 190), 3, 0, 0.3)
    for s in ("223,172 224,210 220,244", "215,170 216,196 214,224"):
        sheet.ink(spline(s), 2.8, 0.4, 0.4)
    sheet.brush(CHAML, spline("118,168 117,210 120,244"), 4.4, 0.4, 0.4)
    # leaf tea in a scoop of paper, in front
    g = sheet.solid(NAU, spline("18,290! 34,264 58,248 88,240 116,252 136,270 152,292! 86,298", 1), 4.8)
    k = g.buffer(-3)
    rnd = random.Random(3)
    for i, (x, y) in enumerate(scatter(5, k, 13, 1.2, 500)):
        a = rnd.uniform(-60, 60)
        q = math.radians(a)
        p = line(
            x - 8 * math.cos(q),
            y - 6 * math.sin(q),
            x + 8 * math.cos(q),
            y + 6 * math.sin(q),
            rnd.choice((-4, 4)),
        )
        sheet.brush([RIL, INK, COM][i % 3], p, 3.4, 0.4, 0.4, k)
    # fresh buds dropped at the right
    with sheet.at(250, 286, 72, 0.62):
        broad_leaf(sheet, 0, 0, 34, 70, 30, COM, RI, 5, 0.8, 3)
        broad_leaf(sheet, 0, 0, -30, 64, 28, RIL, RI, 5, 0.8, 3)
        sheet.solid(COM, petal(0, 0, 2, 84, 18, 0.85), 4.6)


@motif("ruou-nep", "Bầu rượu nếp và chén")
def ruou_nep(sheet: Sheet) -> None:
    for s in ("190,230 236,168 254,112 232,58", "196,236 256,186 286,140 284,86"):
        rice_ear(sheet, spline(s), HOE, 9, 0.36, 20, 10.5)
    sheet.solid(RI, spline("188,238! 214,172 244,142 296,150! 258,166 226,200 206,246!", 1), 4)
    sheet.ink(spline("202,226 228,182 276,154"), 2.2, 0.1, 0.5)
    b = sheet.solid(
        NAUL,
        spline(
            "122,60! 126,72 112,88 100,110 104,136 116,148 88,160 60,190 54,230 72,268 110,288 158,288 196,268 214,230 208,190 180,160 152,148 164,136 168,110 156,88 142,72 146,60!",
            1,
        ),
        5.4,
    )
    k = b.buffer(-3)
    sheet.solid(SON, ellipse(134, 224, 47, 43), 4)
    sheet.brush(HOE, ellipse(134, 224, 41, 37), 2.6, 0, 0)
    for a in (-44, 44, 0):
        sheet.fill(HOE, petal(134, 240, a, 40, 17, 0.72), False)
        q = math.radians(a)
        sheet.brush(
            SON,
            line(134 + 10 * math.sin(q), 240 - 10 * math.cos(q), 134 + 30 * math.sin(q), 240 - 30 * math.cos(q)),
            2,
        )
    sheet.brush(HOE, spline("106,246 134,252 162,246"), 3.6)
    sheet.brush(HOEL, spline("74,200 66,228 78,256"), 7, 0.4, 0.4, k)
    sheet.brush(HOEL, spline("112,100 107,118 114,134"), 6, 0.4, 0.4, k)
    for s in ("204,200 206,232 190,262", "195,196 197,222 186,246"):
        sheet.ink(spline(s), 2.8, 0.4, 0.4)
    for s in ("158,104 160,120 154,132", "150,104 152,116 149,126"):
        sheet.ink(spline(s), 2.4, 0.4, 0.4)
    sheet.solid(SON, spline("120,62! 118,38 126,28 142,28 150,38 148,62! 134,66", 1), 4.6)
    sheet.tube(HOE, spline("117,60 134,65 151,60"), 7, 3)
    sheet.brush(SONL, spline("126,40 125,50 127,58"), 3)
    sheet.tube(SON, spline("110,144 134,154 158,144"), 11, 3.8)
    bow(sheet, 160, 148, SON, 0.92, 20, 3)
    for x, y in ((214, 250), (276, 258)):
        sheet.solid(
            GIAY,
            spline(
                f"{x - 30},{y}! {x - 27},{y + 22} {x - 14},{y + 36} {x - 12},{y + 42}! {x + 12},{y + 42}! {x + 14},{y + 36} {x + 27},{y + 22} {x + 30},{y}!",
                1,
            ),
            4.6,
        )
        sheet.brush(CHAM, spline(f"{x - 24},{y + 18} {x},{y + 25} {x + 24},{y + 18}"), 4, 0.1, 0.1)
        for q in (-13, 0, 13):
            sheet.brush(CHAM, line(x + q, y + 15, x + q + 2, y + 9), 3, 0.2, 0.5)
        sheet.solid(GIAY, ellipse(x, y, 30, 9), 4)
        sheet.solid(HOEL, ellipse(x, y + 1.5, 22, 5.5), 2.2)
    for x, y in ((32, 280), (56, 290)):
        sheet.solid(VO, ellipse(x, y, 16, 12), 3.8)
        sheet.brush(NAUL, ellipse(x, y, 11, 7.4, 0, 20, 140), 2.6)
        sheet.ink(line(x - 4, y - 4, x + 3, y - 3), 2)


@motif("sua-chua", "Hũ sữa chua và con bò sữa")
def sua_chua(sheet: Sheet) -> None:
    sheet.tube(GIAY, spline("258,110 280,120 286,160 278,196"), 8, 3.4)
    sheet.solid(INK, petal(279, 190, 176, 34, 20, 0.6), 2)
    for x, y, w in ((108, 176, 24), (232, 176, 26), (134, 180, 26), (206, 180, 24)):
        sheet.solid(
            GIAY,
            spline(
                f"{x - w * 0.6},{y}! {x - w * 0.46},{y + 48} {x - w * 0.42},{y + 82}! {x + w * 0.42},{y + 82}! {x + w * 0.46},{y + 48} {x + w * 0.6},{y}!",
                1,
            ),
            4.4,
        )
        sheet.solid(
            INK,
            [(x - w * 0.44, y + 72), (x + w * 0.44, y + 72), (x + w * 0.5, y + 86), (x - w * 0.5, y + 86)],
            2.4,
        )
    sheet.solid(HONG, spline("172,196! 176,216 190,222 206,216 212,196!", 1), 4)
    b = sheet.solid(
        GIAY,
        spline(
            "98,104 128,100 170,106 216,98 256,104 270,132 266,178 246,204 196,210 140,208 108,196 90,168 86,132",
            1,
        ),
        5.2,
    )
    k = b.buffer(-1)
    for s in (
        "150,96 176,100 200,98 206,126 190,146 164,140 150,124",
        "236,96 272,96 278,150 262,168 242,156 232,132",
        "120,214 126,186 150,176 172,190 176,214",
        "214,214 220,190 240,186 252,204",
    ):
        sheet.layers.append((INK, sheet.polygon(spline(s, 1)).intersection(k)))
    sheet.ink(spline("94,120 104,150 98,182"), 2.6, 0.3, 0.3)
    # head
    sheet.solid(HONG, petal(44, 88, -104, 38, 22, 0.7), 4)
    sheet.solid(HONG, petal(110, 88, 100, 40, 22, 0.7), 4)
    sheet.solid(INK, petal(110, 88, 100, 40, 22, 0.7), 3)
    sheet.solid(HOEL, spline("54,76! 38,62 36,44! 50,50 66,66!", 1), 3.8)
    sheet.solid(HOEL, spline("90,66! 106,50 118,44! 116,62 100,76!", 1), 3.8)
    h = sheet.solid(
        GIAY,
        spline("46,82 58,68 78,62 98,68 110,82 110,106 102,130 102,154 78,162 52,154 52,130 44,106", 1),
        5,
    )
    k = h.buffer(-1)
    sheet.layers.append((INK, sheet.polygon(spline("84,56 118,60 120,110 104,122 92,108 90,84", 1)).intersection(k)))
    sheet.ink(spline("72,68 78,76 84,68"), 2.4, 0.3, 0.3)
    sheet.ink(spline("66,64 70,74 78,70"), 2.4, 0.3, 0.3)
    sheet.solid(HONG, spline("42,150 50,134 78,128 106,134 114,150 104,170 78,178 52,170", 1), 4.6)
    sheet.solid(INK, ellipse(64, 148, 5, 4, 20), 1)
    sheet.solid(INK, ellipse(92, 148, 5, 4, -20), 1)
    sheet.ink(spline("60,162 78,168 96,162"), 3, 0.3, 0.3)
    sheet.solid(GIAY, ellipse(62, 106, 7.5, 8.5), 3)
    sheet.solid(INK, ellipse(63, 108, 3.6), 1)
    sheet.solid(GIAY, ellipse(98, 106, 7.5, 8.5), 3)
    sheet.solid(INK, ellipse(97, 108, 3.6), 1)
    sheet.ink(spline("52,96 60,92 68,95"), 2.4, 0.3, 0.3)
    sheet.tube(SON, spline("56,178 80,194 112,184"), 9, 3.4)
    sheet.solid(HOE, spline("70,196! 72,184 82,182 90,186 94,198! 82,204", 1), 3.6)
    sheet.ink(ellipse(82, 204, 3), 2.6, 0, 0)
    # grass
    sheet.ink(line(14, 268, 304, 268, 2), 4.2, 0.1, 0.1)
    for x in (26, 40, 62, 158):
        sheet.solid(RI, petal(x, 269, -14, 26, 9, 0.7), 2.8)
        sheet.solid(RIL, petal(x + 6, 269, 18, 20, 8, 0.7), 2.8)
    # jars
    for x, y, c in ((196, 208, SON), (262, 212, CHAM)):
        sheet.solid(
            GIAY,
            spline(
                f"{x - 25},{y}! {x - 29},{y + 24} {x - 27},{y + 66} {x - 20},{y + 78}! {x},{y + 82} {x + 20},{y + 78}! {x + 27},{y + 66} {x + 29},{y + 24} {x + 25},{y}!",
                1,
            ),
            4.8,
        )
        sheet.fill(c, ellipse(x, y + 46, 18, 16), False)
        sheet.fill(
            GIAY,
            spline(
                f"{x - 10},{y + 42} {x},{y + 36} {x + 10},{y + 42} {x + 7},{y + 54} {x},{y + 58} {x - 7},{y + 54}",
                1,
            ),
            False,
        )
        sheet.fill(INK, ellipse(x - 4, y + 46, 1.6), False)
        sheet.fill(INK, ellipse(x + 4, y + 46, 1.6), False)
        sheet.fill(HONG, ellipse(x, y + 53, 5, 3.4), False)
        for sg in (-1, 1):
            sheet.fill(GIAY, petal(x + sg * 8, y + 42, sg * 62, 9, 6, 0.7), False)
        sheet.solid(
            c,
            spline(
                f"{x - 32},{y + 12}! {x - 29},{y - 4} {x - 22},{y - 14} {x},{y - 18} {x + 22},{y - 14} {x + 29},{y - 4} {x + 32},{y + 12}! {x + 22},{y + 8}! {x + 12},{y + 15}! {x},{y + 9}! {x - 12},{y + 15}! {x - 22},{y + 8}!",
                1,
            ),
            4.2,
        )
        for dx in (-14, 0, 14):
            sheet.fill(GIAY, rose(x + dx, y - 6 + abs(dx) * 0.12, 4.6, 4, 0.5, 45), False)
        sheet.tube(HOE, spline(f"{x - 27},{y + 2} {x},{y + 6} {x + 27},{y + 2}"), 5, 2.4)
