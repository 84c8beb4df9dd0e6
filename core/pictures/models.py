"""The rows of pictures: what is known of each, and, kept apart, where it was taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.darkroom import sizes
from core.db import Model, primary_key, stamped

MIDDLE = 50


class Picture(Model):
    """One picture, known by the digest of what was uploaded; the same file is kept once.

    A row comes with the upload; its renditions follow from the worker, and `ready_at` says since when they are there.
    """

    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", "has_size"),
        CheckConstraint("(focus_x IS NULL) = (focus_y IS NULL)", "whole_focus"),
        CheckConstraint("focus_x IS NULL OR (focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100)", "focus_inside"),
        CheckConstraint("(found_x IS NULL) = (found_y IS NULL)", "whole_found"),
        CheckConstraint("found_x IS NULL OR (found_x BETWEEN 0 AND 100 AND found_y BETWEEN 0 AND 100)", "found_inside"),
        CheckConstraint("refused IS NULL OR ready_at IS NULL", "refused_or_ready"),
    )

    id: Mapped[primary_key]
    digest: Mapped[str] = mapped_column(unique=True)
    width: Mapped[int]  # of the largest rendition
    height: Mapped[int]
    colour: Mapped[str]  # the mean colour, #rrggbb, shown until the picture is there
    focus_x: Mapped[int | None]  # percent of the width, chosen by somebody
    focus_y: Mapped[int | None]
    found_x: Mapped[int | None]  # the same, found by looking (focus.py)
    found_y: Mapped[int | None]
    hints: Mapped[list[Any]] = mapped_column(default=list)  # codes of hints.py
    fingerprint: Mapped[str | None] = mapped_column(index=True)  # of what is seen, in hex; near pictures differ little
    avif_widths: Mapped[list[Any]] = mapped_column(default=list)  # sizes where AVIF saves bytes
    refused: Mapped[str | None]  # the code of RefusedPicture, where decoding found what the header did not tell
    ready_at: Mapped[datetime | None]
    created_at: Mapped[stamped]

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None

    @property
    def widths(self) -> list[int]:
        """The sizes there are: never larger than what was taken in."""
        return sizes.widths_of(self.width)

    @property
    def chosen_focus(self) -> list[int] | None:
        return [self.focus_x, self.focus_y] if self.focus_x is not None and self.focus_y is not None else None

    @property
    def focus(self) -> tuple[int, int]:
        """What a crop keeps in sight, in percent: as chosen, else as found, else the middle."""
        if self.focus_x is not None and self.focus_y is not None:
            return self.focus_x, self.focus_y
        if self.found_x is not None and self.found_y is not None:
            return self.found_x, self.found_y
        return MIDDLE, MIDDLE


class PictureOrigin(Model):
    """Where and when a picture was taken, read from the camera's notes: private, and only where its maker agreed."""

    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", "whole_place"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)", "place_on_earth"),
        CheckConstraint("lat IS NOT NULL OR taken_at IS NOT NULL", "tells_something"),
    )

    id: Mapped[primary_key]
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), unique=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    taken_at: Mapped[datetime | None]
    agreed_by: Mapped[int | None]  # a person's number, plain as in the audit record
    agreed_at: Mapped[datetime]
