"""What the gates see of a page: its tags, its one title, its forms as a browser would send them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "search", "email", "url", "tel", "number", "date", "textarea"}
SILENT = {"submit", "button", "reset", "image", "file", "password"}


@dataclass
class Form:
    """One form: where it goes, what a browser would send untouched, and which fields a person types into."""

    method: str
    action: str
    values: dict = field(default_factory=dict)
    typed: list = field(default_factory=list)
    chosen: list = field(default_factory=list)
    buttons: list = field(default_factory=list)

    @property
    def fields(self):
        return [*self.typed, *self.chosen]

    def add(self, kind, attributes):
        name = attributes.get("name")
        if kind in {"submit", "button"} and name:
            self.buttons.append((name, attributes.get("value") or ""))
        if not name or kind in SILENT or name == "csrfmiddlewaretoken":
            return
        group = self.typed if kind in TYPED else self.chosen
        if name not in group:
            group.append(name)
        if kind not in {"radio", "checkbox"} or "checked" in attributes:
            unsaid = "on" if kind == "checkbox" and "value" not in attributes else ""
            self.values.setdefault(name, []).append(attributes.get("value") or unsaid)


class Page(HTMLParser):
    """A page, read once."""

    def __init__(self, content):
        super().__init__(convert_charrefs=True)
        self.tags, self.forms, self.title = [], [], ""
        self._form = self._text_of = self._select = None
        self.feed(content.decode() if isinstance(content, bytes) else content)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag == "form":
            self._form = Form(attributes.get("method", "get").lower(), attributes.get("action", ""))
            self.forms.append(self._form)
        elif tag in {"title", "textarea"}:
            self._text_of, self._text, self._attributes = tag, "", attributes
        elif self._form:
            self._field(tag, attributes)

    def _field(self, tag, attributes):
        if tag in {"input", "button"}:
            self._form.add(attributes.get("type", "text" if tag == "input" else "submit"), attributes)
        elif tag == "select":
            self._select = attributes.get("name")
            self._form.chosen.append(self._select)
        elif tag == "option" and "selected" in attributes:
            self._form.values.setdefault(self._select, []).append(attributes.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == self._text_of:
            if tag == "title" and not self.title:
                self.title = self._text.strip()
            elif tag == "textarea" and self._form:
                self._form.add("textarea", self._attributes | {"value": self._text.removeprefix("\n")})
            self._text_of = None

    def handle_data(self, data):
        if self._text_of:
            self._text += data

    def all(self, *names):
        """The attributes of every tag of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]


def key_in(response):
    """The key with which the form on a page was opened."""
    return re.search(r'name="key" value="([^"]+)"', response.content.decode())[1]
