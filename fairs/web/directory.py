"""The directory of makers: every facility, narrowed and ordered by whoever looks for one."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import gettext as _

from catalog import atlas, mosaic, paging, recognition_facts, taxonomy
from catalog.models import Product
from catalog.web import nearness
from catalog.web.links import Links
from core.access import public
from core.i18n import here
from fairs import directory
from fairs.directory_forms import (
    MAP,
    PAGE_FLAGS,
    PAGE_NAMES,
    PAGE_SIZE,
    PAGE_SORTS,
    DirectoryForm,
)
from fairs.makers import FLAGS, Makers
from fairs.web import charts
from programme import qualities, words
from programme.models import FACILITY_KINDS, Facility

bp = Blueprint("directory", __name__)

PATH = "/co-so"
_SHOWN, _MOST_OPTIONS = 6, 60
_FLAG_SLUGS = {flag: slug for slug, flag in PAGE_FLAGS.items()}


@dataclass
class Directory:
    """One page of the directory."""

    form: DirectoryForm
    found: directory.Found
    makers: list[Facility]
    read: int
    facets: list[dict[str, Any]] = field(default_factory=list)
    chips: list[tuple[str, str]] = field(default_factory=list)
    sorts: list[tuple[str, str, bool]] = field(default_factory=list)
    before: str | None = None
    after: str | None = None
    clear: str = ""
    goods: list[Product] = field(default_factory=list)  # of the nearest makers
    choices: list[tuple[str, str]] = field(default_factory=list)  # places that were perhaps meant
    nowhere: str = ""  # the same without a place

    @property
    def total(self) -> int:
        return len(self.found.ids)

    def away_of(self, maker: Facility) -> str:
        """How far a maker is, in words; empty where no place was named or its own is not known."""
        kilometres = self.found.away.get(maker.id)
        return "" if kilometres is None else nearness.in_words(kilometres)

    @property
    def shown(self) -> tuple[int, int]:
        return self.read + 1, self.read + len(self.makers)

    def goods_of(self, maker: Facility) -> int:
        return self.found.all.by_id[maker.id].goods


@bp.get("/co-so")
@public
def show():
    form = DirectoryForm(request.args.to_dict(flat=False))
    if form.origin and form.origin.code != form.near:
        return redirect(Links(here(PATH)).to(gan=form.origin.code))
    listed = _build(form)
    if listed.total and not listed.makers:
        abort(404, _("Danh sách này đã hết trước chỗ ấy. Hãy quay lại trang đầu."))
    chart = charts.build(form, listed.found, Links(here(PATH), ("tiep",))) if form.is_map else None
    page = render_template(
        "fairs/directory.html",
        listed=listed,
        form=form,
        path=here(PATH),
        views=_views(),
        chart=chart,
        atlas=atlas,
        cells=mosaic.cells(),
    )
    return page, 422 if form.errors else 200


def _build(form: DirectoryForm) -> Directory:
    found = directory.find(form.query, form.selection, form.origin.point if form.origin else None)
    page = paging.page(found.ids, form.place(), PAGE_SIZE, form.list_name)
    links = Links(here(PATH), ("tiep", "khung", "chon"))
    return Directory(
        form,
        found,
        directory.cards(page.ids),
        page.read,
        facets=_facets(form, found),
        chips=_chips(form, found.all, links),
        sorts=_sorts(form, links),
        before=links.to(tiep=page.before) if page.before is not None else None,
        after=links.to(tiep=page.after) if page.after else None,
        clear=links.keeping("q", "xem", "gan", "xep"),
        goods=directory.goods_of([found.all.by_id[one] for one in page.ids]) if _is_near(form, page) else [],
        choices=[(links.to(gan=code), name) for code, name in form.asked.choices],
        nowhere=links.without("gan"),
    )


def _is_near(form: DirectoryForm, page: paging.Page) -> bool:
    """Whether the goods of those that are nearest of all are shown too."""
    return form.sort == "near" and not page.read and not form.is_map


def _views() -> list[tuple[str, str, bool]]:
    """The same makers as a list and as a map."""
    links, is_map = Links(here(PATH), ("tiep", "khung", "chon")), request.args.get("xem") == MAP
    return [(links.to(xem=None), _("Danh sách"), not is_map), (links.to(xem=MAP), _("Bản đồ"), is_map)]


def _chips(form: DirectoryForm, makers: Makers, links: Links) -> list[tuple[str, str]]:
    """Each chosen value: the address without it, and what it is called."""
    return [
        (
            links.without(PAGE_NAMES[facet], _FLAG_SLUGS[value] if facet == "flag" else value),
            label(facet, value, makers),
        )
        for facet, values in form.selection.chosen.items()
        for value in values
    ]


def _sorts(form: DirectoryForm, links: Links) -> list[tuple[str, str, bool]]:
    labels = {"": _("Theo tên"), "nhieu-hang": _("Nhiều hàng"), "cong-nhan": _("Công nhận cao")}
    if form.origin:
        labels = {"": _("Gần nhất"), "ten": _("Theo tên")} | {
            slug: labels[slug] for slug in ("nhieu-hang", "cong-nhan")
        }
    usual = "near" if form.origin else "name"
    return [
        (links.to(xep=slug or None), named, form.sort == (PAGE_SORTS[slug] if slug else usual))
        for slug, named in labels.items()
    ]


def _facets(form: DirectoryForm, found: directory.Found) -> list[dict[str, Any]]:
    """Each facet with its values: those that somebody has, and those chosen."""
    legends = {
        "flag": _("Đang có"), "group": _("Nhóm hàng"), "kind": _("Loại hình"), "paper": _("Giấy còn hạn"),
        "stars": _("Sao OCOP"), "quality": _("Tính chất đã kiểm"), "village": _("Làng nghề"),
        "commune": _("Xã, phường"),
    }  # fmt: skip
    facets = []
    for facet, legend in legends.items():
        options = _options(facet, found.facets[facet], form, found.all)
        facets.append({"name": PAGE_NAMES[facet], "legend": legend, "options": options, "shown": _SHOWN})
    return facets


def _options(facet: str, counted: dict[str, int], form: DirectoryForm, makers: Makers) -> list[dict[str, Any]]:
    values = [one for one in _in_order(facet, counted, form) if counted.get(one) or form.selection.has(facet, one)]
    return [
        {
            "value": _FLAG_SLUGS[one] if facet == "flag" else one,
            "label": label(facet, one, makers),
            "count": counted.get(one, 0),
            "chosen": form.selection.has(facet, one),
        }
        for one in values[:_MOST_OPTIONS]
    ]


def _in_order(facet: str, counted: dict[str, int], form: DirectoryForm) -> list[str]:
    """Closed lists as they stand; places with most makers first, those chosen before them."""
    closed = {
        "flag": FLAGS, "group": [one.slug for one in taxonomy.browse_groups()], "kind": FACILITY_KINDS,
        "paper": list(recognition_facts.kinds()), "stars": ("5", "4", "3"), "quality": list(qualities.every()),
    }  # fmt: skip
    if facet in closed:
        return list(closed[facet])
    every = dict.fromkeys([*form.selection.values(facet), *counted])
    return sorted(every, key=lambda one: (not form.selection.has(facet, one), -counted.get(one, 0), one))


def label(facet: str, value: str, makers: Makers) -> str:
    """What a value is called."""
    if facet == "flag":
        return _flag_names()[value]
    if facet == "group":
        return taxonomy.name_of(value)
    if facet == "kind":
        return words.kind_name(value)
    if facet == "paper":
        return recognition_facts.kinds()[value]
    if facet == "stars":
        return _("%(n)s sao", n=value)
    return qualities.name_of(value) if facet == "quality" else makers.labels[facet].get(value, value)


def _flag_names() -> dict[str, str]:
    return {
        "in_fair": _("Có gian ở hội chợ đang mở"), "supported": _("Khuyến công đã hỗ trợ"),
        "goods": _("Đang bày hàng"), "visits": _("Có giờ mở xưởng"), "workshops": _("Có buổi trải nghiệm"),
        "women": _("Phụ nữ làm chủ"),
    }  # fmt: skip
