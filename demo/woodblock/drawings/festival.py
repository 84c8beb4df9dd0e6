"""Drums and masks of the village fair."""

from __future__ import annotations

import math

from shapely.geometry import Polygon

from demo.woodblock.curves import ellipse, line, mirrored, petal, rose, sided, spiral, spline
from demo.woodblock.pigments import GIAY, HOE, HOEL, HONG, NAU, NAUL, RI, SON, SONDEN, SONL
from demo.woodblock.sheet import Sheet, motif


@motif("trong-da", "Trống da sơn son trên giá")
def trong_da(sheet: Sheet) -> None:
    # stand
    for side in (1, -1):
        f = sided(side)
        sheet.tube(NAU, f(spline("66,300 82,256 112,214 150,190")), 16, 4.6)
        sheet.tube(NAU, f(spline("46,306 70,302 92,306")), 13, 4)
        sheet.solid(HOE, f(ellipse(60, 232, 11)), 3.6)
        sheet.tube(NAU, f(spline("98,250 74,240 58,232 52,200")), 12, 4)
    sheet.tube(NAU, line(86, 268, 234, 268), 13, 4.2)
    # barrel lying towards us
    barrel = sheet.solid(SON, ellipse(160, 128, 124, 122), 5.6)
    inner = barrel.buffer(-3)
    sheet.inlay(SONL, Polygon(ellipse(160, 128, 124, 122)).difference(Polygon(ellipse(168, 134, 118, 116))), inner)
    for i in range(28):
        a = math.radians(i * 360 / 28)
        sheet.solid(HOE, ellipse(160 + 111 * math.cos(a), 128 + 109 * math.sin(a), 6), 2.4)
    sheet.solid(HOE, ellipse(160, 128, 100, 98), 4.6)
    skin = sheet.solid(HOEL, ellipse(160, 128, 92, 90), 3.6)
    sheet.brush(NAUL, ellipse(160, 128, 80, 78, 0, 20, 130), 4, 0.3, 0.3)
    sheet.brush(SON, ellipse(160, 128, 70, 68), 3, 0, 0)
    # sun of the old bronze drums, and birds flying round it
    for i in range(12):
        sheet.inlay(SON, petal(160, 128, i * 30, 38, 13, 0.32), skin)
    sheet.solid(SON, ellipse(160, 128, 14), 2.6)
    sheet.fill(HOE, ellipse(160, 128, 7), False)
    sheet.brush(SON, ellipse(160, 128, 43, 42), 2.4, 0, 0)
    for i in range(6):
        a = i * 60 + 15
        r = math.radians(a)
        x, y = 160 + 57 * math.cos(r), 128 + 56 * math.sin(r)
        with sheet.at(x, y, a + 90):
            sheet.fill(SON, spline("-13,2! -2,-5 6,-3 15,-5! 8,2 0,5 -6,3", 1), False)
            sheet.fill(SON, spline("-2,-2! -8,-10 2,-9!", 1), False)
    # sticks across the front
    for side in (1, -1):
        f = sided(side)
        sheet.tube(NAUL, f(line(92, 306, 206, 232)), 10, 3.8)
        sheet.solid(SON, f(ellipse(212, 228, 14, 13)), 4)
        sheet.ink(f(ellipse(212, 228, 7, 6, 0, 20, 200)), 2, 0.1, 0.2)
    # rings with silk
    for side in (1, -1):
        f = sided(side)
        sheet.ink(f(ellipse(36, 116, 13, 14)), 4, 0, 0)
        sheet.solid(RI, f(spline("34,128! 22,160 30,190! 44,190! 46,160 40,128!", 1)), 3.8)
        sheet.ink(f(spline("37,136 35,160 37,184")), 2, 0.1, 0.3)


@motif("mat-na", "Mặt nạ giấy bồi ông Địa và thỏ ngọc")
def mat_na(sheet: Sheet) -> None:
    # the rabbit behind
    with sheet.at(258, 96, 12, 1.08):
        for x, a in ((-26, -12), (24, 12)):
            sheet.solid(GIAY, petal(x, -44, a, 82, 38, 0.55), 4.8)
            sheet.fill(HONG, petal(x, -48, a, 62, 18, 0.6), False)
        sheet.solid(GIAY, spline("0,-62 44,-50 68,-10 62,36 34,62 0,70 -34,62 -62,36 -68,-10 -44,-50", 1), 5)
        for x in (-26, 26):
            sheet.solid(SONDEN, ellipse(x, -8, 10, 12), 1.6)
            sheet.fill(GIAY, ellipse(x - 3, -12, 3), False)
            sheet.fill(HONG, ellipse(x * 1.6, 18, 13, 9), False)
        sheet.solid(SON, spline("-8,12! 0,8 8,12! 0,22!", 1), 2.8)
        sheet.ink(spline("0,22 -2,32 -14,34"), 3, 0.1, 0.3)
        sheet.ink(spline("0,22 2,32 14,34"), 3, 0.1, 0.3)
        sheet.fill(SON, rose(0, -36, 11, 5, 0.4, 0), False)
        sheet.fill(HOE, ellipse(0, -36, 3), False)
    # cord ends
    for s in ("26,176 10,204 18,240 8,268", "224,196 246,220 240,254 252,280"):
        sheet.tube(SON, spline(s), 6, 2.6)
    # the earth god
    for side in (1, -1):
        f = (lambda pts: mirrored(pts, 126)) if side == -1 else list
        sheet.solid(HONG, f(spline("32,150 14,158 14,194 26,214 42,206!", 1)), 4.6)
        sheet.ink(f(spline("28,168 22,184 30,198")), 2.4, 0.1, 0.3)
    face = sheet.solid(
        HONG, spline("126,70 180,82 218,124 224,178 208,236 172,280 126,294 80,280 44,236 28,178 34,124 72,82", 1), 5.6
    )
    inner = face.buffer(-3)
    sheet.inlay(
        SONDEN,
        spline(
            "126,62 188,78 224,124 206,120 186,104! 168,120 146,108! 126,122! 106,108! 84,120 66,104! 46,120 28,124 64,78",
            1,
        ),
        inner,
    )
    for x in (-1, 1):
        sheet.fill(SONL, ellipse(126 + x * 64, 204, 24, 20), False)
        sheet.brush(SON, spiral(126 + x * 64, 204, 1, 14, 1.8, 90, x), 3.2, 0.1, 0.3)
        # laughing eyes and brows
        sheet.ink(spline(f"{126 + x * 22},170 {126 + x * 44},154 {126 + x * 68},172"), 6.5, 0.2, 0.2)
        sheet.ink(spline(f"{126 + x * 28},178 {126 + x * 44},170 {126 + x * 60},180"), 2.6, 0.2, 0.2)
        sheet.ink(spline(f"{126 + x * 16},146 {126 + x * 40},128 {126 + x * 72},146"), 7, 0.2, 0.5)
    sheet.solid(SON, ellipse(126, 138, 11, 13), 3.2)
    sheet.fill(HOE, ellipse(126, 138, 5, 6), False)
    sheet.solid(HONG, spline("116,164! 112,186 98,200 106,214 126,218 146,214 154,200 140,186 136,164!", 1), 3.6)
    sheet.clear(sheet.polygon([(112, 156), (140, 156), (138, 172), (114, 172)]))
    sheet.ink(spline("108,206 114,202 118,208"), 2.4, 0.1, 0.2)
    sheet.ink(spline("144,206 138,202 134,208"), 2.4, 0.1, 0.2)
    mouth = sheet.solid(
        SON, spline("66,226! 96,236 126,238 156,236 186,226! 180,258 154,276 126,280 98,276 72,258", 1), 4.8
    )
    sheet.inlay(GIAY, spline("70,226! 96,238 126,241 156,238 182,226! 176,246 126,254 76,246", 1), mouth.buffer(-2))
    for x in (100, 126, 152):
        sheet.ink(line(x, 238, x, 251), 2.2, 0.1, 0.1)
    # tuft
    sheet.solid(SONDEN, spline("104,76! 96,52 110,34 126,30 142,34 156,52 148,76!", 1), 3.6)
    sheet.tube(SON, line(106, 70, 146, 70), 9, 3)
