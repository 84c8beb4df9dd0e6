"""The ticket to print, A6, to wear as a badge: fair, name, code; both languages."""

from flask import current_app

from core.i18n import day, last_day
from core.pdf import A6, Paper
from core.pdf.paper import RED, SOFT
from fairs.models import FairTicket


def address_of(ticket: FairTicket) -> str:
    """What the code holds: an address that tells a stranger the fair and nothing else."""
    return f"{current_app.config['SITE_URL']}/ve/ma/{ticket.code}"


def pdf(ticket: FairTicket) -> bytes:
    fair, (width, height) = ticket.fair, A6
    paper = Paper(f"Vé · {fair.name}", A6)
    paper.turn()
    paper.box(0, 0, width, 8, RED)
    y = _centred(paper, 18, fair.name, 13, 2)
    y = _centred(paper, y, fair.name_en, 9, 1) if fair.name_en else y
    paper.text(width / 2, y, f"{day(fair.opens_at)}–{last_day(fair.closes_at)}", 9, colour=SOFT, turned="middle")
    y = _centred(paper, y + 13, ticket.name, 22, 2)
    side = min(62.0, height - y - 16)
    paper.code(width / 2 - side / 2, y - 4, side, address_of(ticket))
    paper.text(width / 2, height - 10, ticket.code, 14, "bold", turned="middle")
    paper.text(width / 2, height - 4.5, "Vé vào một lần / Admits once", 8, colour=SOFT, turned="middle")
    return paper.written()


def _centred(paper: Paper, y: float, text: str, size: float, most: int) -> float:
    """Lines in the middle, at most so many; where the next one stands."""
    for line in paper.broken(text, A6[0] - 14, size, "title")[:most]:
        paper.text(A6[0] / 2, y, line, size, "title", turned="middle")
        y += size * 0.48
    return y
