"""Whatever a page offers can be opened: menus and links, followed as everybody of the showcase."""

import re
from collections import Counter
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest

from webapp.demo import files

PEOPLE = [row["login"] for row in files.rows("officers") if row.get("showcase")]
ADMINISTRATORS = ["yunfan", "jiangche", "anran"]
LINK = re.compile(r'<(?:a|iframe|img)\b[^>]*?\s(?:href|src)="([^"#]+)')
EACH = 2
"""How many addresses of one shape are followed: cases, documents, laws … look alike."""

THOROUGH = ("chenwei", "suwanqing", "gunanqiao")
"""Who also reads the library and opens every PDF, for all who hold the same permissions."""

LONG = re.compile(r"^/(laws|items|discretion|bodies)/.|/pdf$|\.(pdf|zip)$")
"""Addresses whose answers are alike for everybody, and long in coming."""


def shape(address):
    """Return what addresses of one kind of page have in common."""
    parts = urlsplit(address)
    path = re.sub(r"[0-9a-f]{8,}(-[0-9a-f]+)*|[^/]*\d[^/]*", "*", unquote(parts.path))
    names = sorted(pair.split("=", 1)[0] for pair in parts.query.split("&") if pair)
    return path, tuple(names)


def links(page):
    """Return the addresses of this site that a page offers."""
    found = (unescape(address) for address in LINK.findall(page))
    return [one for one in found if one.startswith("/") and not one.startswith("/static/")]


def follow(browser, is_thorough):
    """Open what can be reached from the front door; yield address and answer."""
    pending, seen, counts = ["/"], {"/"}, Counter()
    while pending:
        address = pending.pop(0)
        with browser.get(address, follow_redirects=True) as answer:
            yield address, answer
            if answer.mimetype != "text/html":
                continue
            for link in links(answer.get_data(as_text=True)):
                is_left_out = not is_thorough and LONG.search(link)
                if link not in seen and not is_left_out and counts[shape(link)] < EACH:
                    seen.add(link)
                    counts[shape(link)] += 1
                    pending.append(link)


@pytest.mark.parametrize("login", [*PEOPLE, *ADMINISTRATORS])
def test_no_link_leads_nowhere(worked, login):
    found = follow(worked.enter(login), login in THOROUGH)
    answers = {address: answer.status_code for address, answer in found}

    assert len(answers) >= 3
    assert {address: code for address, code in answers.items() if code != 200} == {}
