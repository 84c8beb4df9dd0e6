"""Carved beds and what the turner and joiner make for the kitchen."""

from __future__ import annotations

import math

from demo.woodblock.curves import ellipse, line, petal, rose, sided, spiral, spline
from demo.woodblock.ornaments import cylinder
from demo.woodblock.pigments import BAC, CHAM, GIAY, HOE, HOEL, HONG, NAU, NAUL, RIL, SON, SONDEN
from demo.woodblock.sheet import Sheet, motif


@motif("bo-de-go", "Thớt, khay và đũa gỗ nghiến")
def bo_de_go(sheet: Sheet) -> None:
    # board stood up behind
    sheet.solid(NAU, ellipse(150, 118, 108, 106), 5)
    board = sheet.solid(NAUL, ellipse(142, 114, 106, 104), 4.8)
    inner = board.buffer(-2)
    for k, r in enumerate((92, 76, 60, 44, 29, 15)):
        sheet.ink(rose(138 + k, 116 + k, r, 5, 0.03, 20 * k, r * 0.97), 2.6 if k % 2 else 2, 0, 0, inner)
    for a in (20, 95, 160, 235, 310):
        r = math.radians(a)
        sheet.brush(
            NAU,
            line(142 + 40 * math.cos(r), 114 + 40 * math.sin(r), 142 + 98 * math.cos(r), 114 + 96 * math.sin(r), 3),
            3,
            0.5,
            0.1,
            inner,
        )
    sheet.solid(HOE, ellipse(142, 30, 9, 9), 3.6)
    sheet.solid(SONDEN, ellipse(142, 30, 3.4), 1)
    sheet.tube(SON, spline("142,30 150,10 140,2 134,10 142,28"), 4, 2.2)
    # tray
    sheet.solid(NAU, spline("24,246! 40,286 60,302! 260,302! 280,286 296,246! 160,258", 1), 5)
    for side in (1, -1):
        f = sided(side)
        sheet.tube(NAU, f(spline("38,240 12,234 10,258 40,266")), 10, 3.8)
    sheet.solid(NAUL, ellipse(160, 244, 138, 36), 4.8)
    floor = sheet.solid(HOEL, ellipse(160, 248, 118, 25), 3.2).buffer(-2)
    for y, x0, x1 in ((240, 66, 150), (248, 120, 250), (256, 70, 190), (264, 120, 220)):
        sheet.ink(line(x0, y, x1, y, 2), 2, 0.4, 0.4, floor)
    for x0, x1 in ((90, 150), (176, 240)):
        sheet.brush(NAUL, line(x0, 288, x1, 289), 3, 0.3, 0.4)
    # chopsticks in a sheaf
    for i in range(7):
        x = 66 + i * 5.2
        top = sheet.tube(SONDEN if i % 2 else NAU, line(x, 262 - i * 1.4, 214 + i * 12, 176 + i * 8), 7, 2.6)
        del top
    for i in range(7):
        sheet.solid(HOE, ellipse(214 + i * 12, 176 + i * 8, 4.4, 4.4), 2.2)
    sheet.tube(SON, spline("112,226 120,240 130,252"), 12, 3.4)
    # bowl and spoon of turned wood
    sheet.solid(NAUL, spline("196,226! 202,256 222,270! 262,270! 282,256 288,226! 242,236", 1), 4.8)
    sheet.ink(spline("204,244 242,252 280,244"), 2.2, 0.1, 0.1)
    sheet.solid(NAU, ellipse(242, 226, 46, 12), 4.2)
    sheet.tube(NAUL, line(246, 222, 300, 178, 3), 8, 3)


@motif("sap-go", "Sập gụ chân quỳ dạ cá, khảm trai")
def sap_go(sheet: Sheet) -> None:
    for side in (1, -1):  # the far legs
        f = sided(side)
        sheet.solid(NAU, f(spline("70,190! 66,214 76,228! 96,228! 92,208 96,190!", 1)), 3.8)
    # the bed seen from above
    sheet.solid(NAU, [(62, 136), (258, 136), (308, 188), (12, 188)], 5)
    mat = sheet.solid(NAUL, [(70, 141), (250, 141), (290, 183), (30, 183)], 3.2)
    for t in (0.2, 0.4, 0.6, 0.8):
        sheet.ink(line(70 + 180 * t, 141, 30 + 260 * t, 183), 2, 0.05, 0.05, mat)
    for y in (150, 160, 172):
        sheet.brush(NAU, line(60, y, 262, y, 1), 1.8, 0.3, 0.3, mat)
    # apron, swelling like a fish's belly, with its inlay
    apron = sheet.solid(
        SONDEN,
        spline(
            "12,188! 308,188! 310,206 300,226 284,232! 250,226 228,246 160,252 92,246 70,226 36,232! 20,226 10,206", 1
        ),
        5.2,
    )
    inner = apron.buffer(-3)
    sheet.brush(NAUL, spline("20,200 160,202 300,200"), 2.6, 0.05, 0.05, inner)
    sheet.inlay(
        BAC,
        spline(
            "60,222 90,210 116,226 140,214 160,228 180,214 204,226 230,210 260,222 232,216 204,231 180,221 160,234 140,221 116,231 90,217",
            1,
        ),
        inner,
    )
    for x, y, r in ((160, 216, 14), (112, 216, 10), (208, 216, 10), (64, 212, 9), (256, 212, 9)):
        sheet.inlay(GIAY, rose(x, y, r, 6, 0.4, x), inner)
        sheet.inlay(HONG if r > 9 else RIL, ellipse(x, y, r * 0.34), inner)
    for x, y, a in ((86, 214, 60), (136, 212, -60), (184, 212, 60), (234, 214, -60), (36, 208, 40), (284, 208, -40)):
        sheet.inlay(RIL, petal(x, y, a, 17, 8), inner)
    # kneeling legs
    for side in (1, -1):
        f = sided(side)
        leg = sheet.solid(
            NAU,
            f(
                spline(
                    "12,200! 4,226 10,252 24,270 20,286 30,300! 66,300! 74,286 62,278 56,258 58,238 44,226! 28,222", 1
                )
            ),
            5,
        )
        sheet.ink(f(spiral(42, 285, 1, 10, 1.5, 200)), 2.6, 0.1, 0.2)
        sheet.inlay(BAC, f(spline("18,226 22,246 34,262 28,244", 1)), leg.buffer(-2))
        sheet.inlay(GIAY, f(rose(30, 246, 7, 5, 0.4)), leg.buffer(-2))
    # bolster and tea things
    with sheet.at(212, 142, 6):
        body, face = cylinder(sheet, 70, 22, 0.5, SON, HOE, 4.2)
        for x in (-22, 4):
            sheet.brush(HOE, spline(f"{x - 6},-22 {x - 15},0 {x - 6},22"), 4, 0, 0, body.difference(face))
        sheet.ink(rose(35, 0, 6, 6, 0.4, 0, 11), 2, 0, 0)
    sheet.solid(NAU, ellipse(108, 164, 48, 13), 4)
    sheet.solid(SON, ellipse(108, 162, 42, 9), 2.6)
    sheet.tube(GIAY, spline("84,140 70,136 72,156 84,156"), 5, 2.4)
    sheet.solid(GIAY, spline("86,132! 76,150 86,164 102,166 118,164 128,150 118,132! 102,128", 1), 4)
    sheet.solid(GIAY, spline("126,150! 138,144 140,132! 147,134! 144,152 126,160!", 1), 3)
    sheet.brush(CHAM, spline("80,148 102,154 124,148"), 3.4, 0.1, 0.1)
    sheet.solid(CHAM, ellipse(102, 126, 6, 5), 2.8)
    sheet.solid(GIAY, spline("134,156! 137,168 149,168 152,156!", 1), 3)
