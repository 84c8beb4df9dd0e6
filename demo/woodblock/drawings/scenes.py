"""The village gate and the way to market."""

from __future__ import annotations

import math
import random

from demo.woodblock.curves import along, ellipse, line, petal, rose, spline
from demo.woodblock.ornaments import weave
from demo.woodblock.pigments import CHAM, CHAML, GIAY, HOE, HOEL, HONG, INK, NAU, NAUL, RI, RIL, SON
from demo.woodblock.sheet import Sheet, motif


@motif("cong-lang", "Cổng làng dưới bóng đa")
def cong_lang(sheet: Sheet) -> None:
    sheet.solid(
        RI,
        spline(
            "14,120 8,84 34,58 54,34 92,30 120,12 158,24 182,40 196,66 186,96 160,110 130,104 104,122 60,126 36,138",
            1,
        ),
        4.8,
    )
    rnd = random.Random(4)
    for _i in range(30):
        x, y = rnd.uniform(28, 178), rnd.uniform(34, 112)
        sheet.ink(ellipse(x, y, 8, 6, 0, 180, 350), 2.4, 0.3, 0.3, sheet.layers[0][1].buffer(-5))
        sheet.layers.append((RIL, sheet.polygon(ellipse(x, y + 5, 6, 2.4)).intersection(sheet.layers[0][1].buffer(-5))))
    sheet.tube(NAU, spline("56,286 60,220 54,160 62,112"), 20, 4.6)
    sheet.ink(spline("54,270 58,220 52,170"), 2.4)
    sheet.ink(spline("62,250 64,200 60,150"), 2.2)
    sheet.ink(spline("40,122 36,170 40,200"), 2.4, 0, 0.6)
    sheet.ink(spline("84,122 86,150 82,172"), 2.4, 0, 0.6)
    sheet.solid(HOEL, [(104, 174), (280, 174), (286, 288), (98, 288)], 5)
    sheet.solid(INK, spline("156,288! 156,232 172,208 192,202 212,208 228,232 228,288!", 1), 3.4)
    sheet.fill(CHAML, spline("164,288! 164,234 178,214 192,210 206,214 220,234 220,288!", 1), False)
    sheet.fill(RIL, spline("164,288! 172,268 196,272 220,262 220,288!", 1), False)
    for x in (112, 250):
        sheet.solid(SON, [(x, 190), (x + 22, 190), (x + 22, 276), (x, 276)], 3)
        [sheet.brush(HOE, spline(f"{x + 5},{y} {x + 11},{y - 5} {x + 17},{y}"), 3) for y in (204, 222, 240, 258)]
        [sheet.brush(HOE, line(x + 11, y - 4, x + 11, y + 7), 2.6) for y in (204, 222, 240, 258)]

    def roof(y, hw, h, k):
        g = sheet.solid(
            SON,
            spline(
                f"{192 - hw - 18},{y + h - 10}! {192 - hw + 10},{y + h - 4} {192 - hw * 0.62},{y}! {192 + hw * 0.62},{y}! {192 + hw - 10},{y + h - 4} {192 + hw + 18},{y + h - 10}! {192 + hw - 6},{y + h + 9} 192,{y + h + 5} {192 - hw + 6},{y + h + 9}",
                1,
            ),
            4.8,
        )
        for i in range(-9, 10):
            sheet.ink(line(192 + i * hw * 0.066, y, 192 + i * hw * 0.105, y + h + 8, i * 0.25), 2.4, 0.05, 0.05, g)
        for t in (0.36, 0.7):
            sheet.ink(spline(f"{192 - hw},{y + h * t} 192,{y + h * t + 3} {192 + hw},{y + h * t}"), 2, 0.02, 0.02, g)

    roof(140, 108, 32, 1)
    sheet.solid(HOEL, [(146, 106), (238, 106), (240, 140), (144, 140)], 4.4)
    sheet.solid(CHAM, [(164, 112), (220, 112), (220, 132), (164, 132)], 3)
    [sheet.fill(HOE, rose(x, 122, 6.5, 4, 0.35, 20), False) for x in (175, 192, 209)]
    roof(74, 66, 30, 1)
    sheet.solid(HOE, ellipse(192, 66, 10), 3.6)
    sheet.ink(line(18, 290, 306, 288, 2), 4.6, 0.1, 0.1)
    for x in (28, 40, 296, 304):
        sheet.ink(line(x, 290, x - 3, 278, 2), 2.6, 0, 0.6)


@motif("ganh-hang", "Người gánh hàng ra chợ phiên")
def ganh_hang(sheet: Sheet) -> None:
    # far basket
    def ban(x, y, goods):
        for d in (-30, 0, 30):
            sheet.ink(line(x, y - 76, x + d, y, 0), 2.4, 0, 0)
        goods(x, y)
        g = sheet.solid(
            HOEL,
            spline(
                f"{x - 42},{y}! {x - 34},{y + 30} {x - 20},{y + 38}! {x + 20},{y + 38}! {x + 34},{y + 30} {x + 42},{y}! {x},{y + 11}",
                1,
            ),
            4.2,
        )
        weave(sheet, g.buffer(-1), x, y + 6, y + 38, lambda q: 42 - (q - y) * 0.45, 3, 7, 6, 2)
        sheet.tube(NAUL, spline(f"{x - 42},{y} {x},{y + 11} {x + 42},{y}"), 7, 3)

    def quahong(x, y):
        for dx, dy, c in ((-20, -6, SON), (18, -7, SON), (0, -14, HOE), (-6, 0, SON), (26, 2, HOE)):
            sheet.solid(c, ellipse(x + dx, y + dy, 13, 12), 3)
            sheet.fill(RI, petal(x + dx, y + dy - 7, 40, 9, 6), False)

    def gom(x, y):
        sheet.solid(
            CHAML,
            spline(
                f"{x - 26},{y + 4}! {x - 34},{y - 16} {x - 22},{y - 30}! {x - 8},{y - 30}! {x + 4},{y - 16} {x - 4},{y + 6}!",
                1,
            ),
            3.4,
        )
        sheet.solid(
            GIAY,
            spline(
                f"{x + 2},{y + 6}! {x},{y - 10} {x + 12},{y - 20} {x + 8},{y - 34}! {x + 24},{y - 34}! {x + 22},{y - 20} {x + 34},{y - 10} {x + 32},{y + 4}!",
                1,
            ),
            3.4,
        )
        sheet.brush(CHAM, spline(f"{x + 4},{y - 8} {x + 18},{y - 3} {x + 32},{y - 8}"), 3)
        sheet.brush(GIAY, spline(f"{x - 30},{y - 14} {x - 14},{y - 9} {x + 1},{y - 14}"), 3)

    # legs and skirt
    sheet.solid(HONG, spline("142,286! 140,300 124,306! 160,306! 160,286!", 1), 3.6)
    sheet.solid(HONG, spline("182,280! 192,298 182,306! 214,304! 200,280!", 1), 3.6)
    sheet.solid(INK, spline("132,196! 122,244 128,290! 168,296 212,284! 204,236 190,194!", 1), 3)
    for s in ("146,206 140,250 146,286", "164,206 166,250 168,288", "182,206 192,246 196,280"):
        sheet.layers.append((CHAML, sheet.stroke(spline(s), 2.4, 0.3, 0.3)))
        sheet.clear(sheet.stroke(spline(s), 3, 0.3, 0.3))
    # áo tứ thân
    sheet.solid(
        NAU,
        spline(
            "134,128! 122,170 116,226 104,268! 130,274! 142,230 150,196 176,196 190,232 208,262! 228,248! 212,210 200,164 192,126! 164,118",
            1,
        ),
        4.8,
    )
    sheet.solid(SON, spline("148,122! 146,160 150,192! 178,192! 178,158 176,120! 162,134", 1), 3.6)
    sheet.solid(RI, spline("138,190! 162,198 190,188! 192,202! 164,212 138,204!", 1), 3.6)
    sheet.tube(RI, spline("152,206 148,232 154,252"), 9, 3, 0, 0.1)
    sheet.tube(HOE, spline("164,208 166,234 160,258"), 9, 3, 0, 0.1)
    sheet.solid(HONG, spline("148,112! 150,128 162,134 176,126! 178,108!", 1), 3.6)
    sheet.solid(HONG, spline("136,84 136,106 150,120 164,122 180,110 186,86 162,78", 1), 4)
    sheet.ink(spline("146,100 150,98 154,100"), 2.6)
    sheet.ink(spline("166,100 170,98 174,100"), 2.6)
    sheet.ink(spline("160,101 158,108 161,109"), 2.2, 0.1, 0.3)
    sheet.fill(SON, spline("154,114 160,112 167,114 160,118", 1), False)
    sheet.ink(spline("153,114 160,115 168,114"), 1.8)
    # pole
    pole = spline("34,152 70,128 120,124 176,126 230,122 268,126 298,146")
    sheet.tube(HOE, pole, 9, 3.6)
    for t in (0.2, 0.36, 0.66, 0.82):
        x, y = along(pole, t)
        sheet.ink(line(x, y - 5, x + 1, y + 5), 2.6)
    ban(48, 214, gom)
    ban(284 - 12, 210, quahong)
    # arms
    sheet.tube(NAU, spline("140,136 122,152 112,146 108,132"), 15, 4)
    sheet.solid(HONG, ellipse(107, 126, 8.5), 3.4)
    sheet.tube(NAU, spline("190,134 208,164 214,184"), 15, 4)
    sheet.solid(HONG, ellipse(216, 192, 8), 3.4)
    b = sheet.solid(
        HOEL,
        [(160, 26)]
        + line(160, 26, 228, 88, 3)[1:]
        + ellipse(160, 88, 68, 17, 0, 0, 180)
        + line(92, 88, 160, 26, 3)[1:],
        4.8,
    )
    for t in (0.3, 0.5, 0.7, 0.88):
        sheet.ink(ellipse(160, 26 + 62 * t, 68 * t, 17 * t, 0, 3, 177), 2, 0.05, 0.05, b)
    for i in range(1, 10):
        a = math.radians(18 * i)
        sheet.ink(line(160, 30, 160 + 68 * math.cos(a), 88 + 17 * math.sin(a)), 1.7, 0.5, 0.05, b)
