"""The forms of a page as a browser reads them: where each is sent, and what it would send if nothing were touched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One name of a form: its kind, the values it could send and those it does."""

    kind: str
    options: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    def untouched(self):
        """Everything but files and buttons."""
        kept = {name: one.sent for name, one in self.fields.items() if one.kind not in ("file", "button")}
        return {name: values for name, values in kept.items() if values}


class _Forms(HTMLParser):
    def __init__(self, address):
        super().__init__()
        self.address, self.found, self.form, self.select, self.area = address, [], None, None, None

    def handle_starttag(self, tag, pairs):
        said = dict(pairs)
        if tag == "form" and said.get("method") == "post":
            self.form = Form(said.get("action") or self.address)
            self.found.append(self.form)
        elif self.form is None:
            return
        elif tag == "option" and self.select:
            self._says(self.select, "select", said.get("value", ""), "selected" in said)
        elif tag == "select":
            self.select = said["name"]
        elif tag == "textarea":
            self.area = said["name"]
            self._field(self.area, "text").sent = [""]
        elif said.get("name") and tag in ("input", "button"):
            self._input(tag, said)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.form and self.select:
            chosen = self.form.fields[self.select]
            chosen.sent = chosen.sent or chosen.options[:1]
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, text):
        if self.area and self.form:
            one = self.form.fields[self.area]
            one.sent = [(one.sent[0] + text).removeprefix("\n")]

    def _input(self, tag, said):
        kind = "button" if tag == "button" else said.get("type", "text")
        chosen = "checked" in said if kind in ("radio", "checkbox") else True
        self._says(said["name"], kind, said.get("value", "on" if kind == "checkbox" else ""), chosen)

    def _field(self, name, kind):
        return self.form.fields.setdefault(name, Field(kind))

    def _says(self, name, kind, value, chosen):
        one = self._field(name, kind)
        one.options.append(value)
        if chosen:
            one.sent.append(value)


def forms_of(page, address):
    """Of the HTML of `address`, every form that is posted."""
    reader = _Forms(address)
    reader.feed(page)
    return reader.found
