"""The pigments of the print and how far off register each of them is pressed.

Names are the Vietnamese ones: son (red earth), hoè (sophora yellow), chàm (indigo), rỉ (verdigris), giấy
and vỏ (paper and shell white), nâu (brown), hồng (flesh pink), cốm (young rice green), bạc (silver), sơn
then (black lacquer). A name that ends in L is the lighter tone of the same pigment.
"""

INK = "#211B17"
SON, SONL = "#B5341C", "#D97757"
HOE, HOEL = "#E2A52B", "#EFD08A"
CHAM, CHAML = "#24456B", "#7F9CB8"
RI, RIL = "#1F6B5C", "#8DB59A"
GIAY, VO = "#FBF6EA", "#F3EAD6"
NAU, NAUL = "#7A4A2B", "#C2935A"
HONG, COM = "#E9B8A0", "#B7C277"
SONDEN, BAC = "#3A2A24", "#C6D0D3"

OFF_REGISTER = {
    SON: (1.7, 1.3),
    SONL: (1.4, 1.2),
    HOE: (-1.5, 1.2),
    HOEL: (-1.2, 1),
    CHAM: (1.2, -1.2),
    CHAML: (1.2, -1.1),
    RI: (-1.3, -1.2),
    RIL: (-1.2, -1),
    HONG: (1.5, 1),
    COM: (-1.2, 1.2),
    NAU: (1, 1.3),
    NAUL: (1.2, 1),
}
