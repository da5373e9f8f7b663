"""Read a rendered form as a browser without scripts would send it."""

from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html
from werkzeug.datastructures import MultiDict


def sent_by(page: str) -> MultiDict[str, str]:
    """Return what the controls of a page send, in document order."""
    return MultiDict(_pairs(lxml_html.fragment_fromstring(page, create_parent=True)))


def _pairs(root: Any) -> Iterator[tuple[str, str]]:
    for template in root.xpath(".//template"):
        template.getparent().remove(template)
    for element in root.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        if element.get("disabled") is not None:
            continue
        kind = element.get("type")
        if element.tag == "select":
            picked = element.xpath("./option[@selected]") or element.xpath("./option[1]")
            yield element.get("name"), picked[0].get("value")
        elif element.tag == "textarea":
            yield element.get("name"), (element.text or "").removeprefix("\n")
        elif kind not in ("checkbox", "radio") or element.get("checked") is not None:
            yield element.get("name"), element.get("value") or ""
