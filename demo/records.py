"""Programme records of the demo: plans, schemes in every state, supports, published figures."""

from datetime import date

from core.db import db
from demo.tables import Row, integer, rows
from programme.models import (
    Document,
    Facility,
    Funding,
    Plan,
    Programme,
    Scheme,
    SchemeMove,
    Support,
)


def plans() -> dict[int, Plan]:
    programmes = {
        row["code"]: Programme(
            code=row["code"],
            name=row["name"],
            name_en=row.get("name_en", ""),
            from_year=int(row["year_from"]),
            to_year=int(row["year_to"]),
        )
        for row in rows("programme")
    }
    made = {int(row["year"]): _plan(row, programmes[row["programme"]]) for row in rows("plans")}
    db.session.add_all(made.values())
    return made


def schemes(by_year: dict[int, Plan]) -> dict[str, Scheme]:
    made = {row["code"]: _scheme(row, by_year[int(row["year"])]) for row in rows("schemes")}
    for row in rows("scheme_moves"):
        made[row["code"]].moves.append(
            SchemeMove(
                state=row["state"],
                on=date.fromisoformat(row["on"]),
                by=row["by"],
                document_number=row["document_number"],
                document_type=row["document_type"],
                note=row["note"],
            )
        )
    for row in rows("scheme_documents"):
        made[row["code"]].documents.append(_document(row))
    db.session.add_all(made.values())
    return made


def supports(by_code: dict[str, Scheme], by_maker: dict[str, Facility]) -> list[tuple[Row, Support]]:
    made = [(row, _support(row, by_code[row["scheme"]], by_maker[row["maker"]])) for row in rows("supports")]
    db.session.add_all(support for _, support in made)
    return made


def _plan(row: Row, programme: Programme) -> Plan:
    return Plan(
        programme=programme,
        year=int(row["year"]),
        decision_number=row["decision_number"],
        decided_on=_day(row["decided_on"]),
        national=int(row["national"]),
        local=int(row["local"]),
        counterpart=int(row["counterpart"]),
    )


def _scheme(row: Row, plan: Plan) -> Scheme:
    disbursed = integer(row["disbursed"]) or 0
    scheme = Scheme(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        kind=row["kind"],
        content_code=row["content_code"],
        content_head=int(row["content_head"]),
        state=row["state"],
        plan=plan,
        objective=row["objective"],
        targets=[_target(piece) for piece in row["targets"].split("|") if piece],
        lead_unit=row["lead_unit"],
        partner_unit=row["partner_unit"],
        place=row["place"],
        decision_number=row["decision_number"],
        decided_on=_day(row["decided_on"]),
        starts_on=_day(row["starts_on"]),
        ends_on=_day(row["ends_on"]),
        accepted_on=_day(row["accepted_on"]),
        story=row["story"].replace("\\n", "\n"),
        story_en=row["story_en"].replace("\\n", "\n"),
    )
    for source in ("national", "local", "counterpart"):
        planned = int(row[source] or 0)
        paid = min(planned, disbursed) if source != "counterpart" else 0
        disbursed -= paid
        scheme.fundings.append(Funding(source=source, planned=planned, disbursed=paid))
    return scheme


def _target(piece: str) -> dict[str, str]:
    name, _, rest = piece.partition(":")
    planned, _, reached = rest.partition(":")
    return {"name": name.strip(), "planned": planned.strip(), "reached": reached.strip()}


def _document(row: Row) -> Document:
    return Document(
        type=row["type"],
        number=row["number"],
        on=date.fromisoformat(row["on"]),
        issuer=row["issuer"],
        signer=row["signer"],
        summary=row["summary"],
        is_released=row["released"] == "yes",
    )


def _support(row: Row, scheme: Scheme, facility: Facility) -> Support:
    return Support(
        scheme=scheme,
        facility=facility,
        content=row["content"],
        quantity=integer(row["quantity"]) or 1,
        unit=row["unit"],
        national=int(row["national"] or 0),
        local=int(row["local"] or 0),
        counterpart=int(row["counterpart"] or 0),
        decided_on=date.fromisoformat(row["decided_on"]),
        accepted_on=_day(row["accepted_on"]),
        result=row["result"],
        before=row["before"],
        after=row["after"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
