"""Printed papers as PDF, with the site's own letters set into the file: whole Vietnamese, wherever it is opened.

`Paper` takes text, lines, boxes, codes and pictures in millimetres from the top left corner of a page; `flow` sets
headings, paragraphs and tables one below the other and turns the page. The same words give the same bytes.
"""

from core.pdf.flow import Flow
from core.pdf.paper import A4, A5, A6, Paper

__all__ = ["A4", "A5", "A6", "Flow", "Paper"]
