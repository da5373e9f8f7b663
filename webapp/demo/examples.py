"""The documents of the example cases, printed (文书样例): what was typed, as the platform sets it.

The forms are filled in as `documents.examples` tells; what their ids stand for is in its stories.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import documents
import forms
from documents import examples
from documents.catalogue import DOCUMENTS, get
from documents.chinese import cite
from documents.context import merge
from documents.examples import Attempt
from processes import violations
from processes.fields import binding, settings_of
from processes.layers import settle
from webapp.tasks import slots, terms
from webapp.tasks.context import AGREED, complete, field_words
from webapp.tasks.printing import Printer

FIELD, DIVISION, DAY = "市场监管", "445902", date(2026, 3, 2)
"""Of the body in the examples, and the day its cases begin."""

Json = dict[str, Any]
Line = dict[str, str]


class Cast:
    """What the ids in the examples stand for (人物与材料), looked up as records are."""

    def __init__(self) -> None:
        self.book = examples.stories()

    def officers(self, ids: Iterable[str]) -> list[Line]:
        """Return name, certificate and post of several officers."""
        return [self.officer(one) for one in ids]

    def officer(self, officer_id: str) -> Line:
        """Return name, certificate and post of an officer."""
        return dict(self.book["officers"][officer_id])

    def party(self, party_id: str) -> str:
        """Return the name of a party."""
        return party_id

    def other_matter(self, matter_id: str) -> str:
        """Return title and number of another case."""
        found = self.book["stories"][matter_id]["case"]
        return f"{found['title']}（{found['number']}）"

    def other_piece(self, evidence_id: str) -> str:
        """Return name, matter and date of a piece of evidence of another case."""
        found = self.book["evidence"][evidence_id]
        number = self.book["stories"]["heji"]["case"]["number"]
        return f"{found['name']}（{number}案，{found['date']}取得）"

    def pieces(self, ids: Iterable[str]) -> list[Line]:
        """Return pieces of evidence."""
        return [{"id": one, **self.book["evidence"][one]} for one in ids]

    def papers(self, ids: Iterable[str]) -> list[Line]:
        """Return documents of the case."""
        return [{"id": one, **self.book["papers"][one]} for one in ids]

    def clauses(self, keys: Iterable[str]) -> list[Line]:
        """Return provisions."""
        return [{"key": one, **self.book["clauses"][one]} for one in keys]

    def item(self, code: str) -> str:
        """Return the name of an enforcement item."""
        return str(self.book["items"][code])

    def grade(self, grade_id: str) -> str:
        """Return a discretion grade in words."""
        return str(self.book["grades"][grade_id])

    def factors(self, ids: Iterable[str]) -> list[str]:
        """Return the words of discretion factors."""
        return [str(self.book["factors"][one]) for one in ids]

    def files(self, digests: Iterable[str]) -> list[str]:
        """Return the names of files."""
        return [str(self.book["files"].get(one, "扫描件.pdf")) for one in digests]


def values(address: str, variant: str = "", /, **changes: Any) -> Json:
    """Return what is kept of a form as it was filled in in the example case, or in a variant."""
    return clean(address, examples.load(address).varied(variant).filled(**changes))


def clean(address: str, attempt: Attempt) -> Json:
    """Return a filling as the server keeps it; what is wrong with it is raised."""
    now = datetime.fromisoformat(attempt.now)
    cleaned = forms.clean(address, attempt.values, now=now, fixed=attempt.fixed)
    return dict(violations.added_up(cleaned))


def context(address: str, variant: str = "", field: str = FIELD, division: str = DIVISION) -> Json:
    """Return what a document's template sees in the example case (样例数据), or a variant.

    A body of another field or place has other periods, articles and names of papers.
    """
    example = examples.load(get(address).address).varied(variant)
    known = example.known()
    printed: Json = {}
    for part in example.parts:
        typed = values(part.form, variant, **part.told)
        printed |= fields(part.form, typed)
        if part.opinion and typed.get("opinion"):
            given = known["opinions"][part.opinion]
            given["text"] = typed["opinion"]
            given["agree"] = AGREED.get(typed.get("agree", ""), "")
    settled_here = settle(settings_of(field, division), DAY)
    law = {"terms": terms.printed(settled_here), **field_words(address, field, division, DAY)}
    if basis := printed.get("legal_basis"):
        printed["legal_basis"] = cite(binding(field, division).cite(basis, DAY))
    return complete(merge(known, {**law, "f": {**printed, **known["f"]}}), address)


def fields(form: str, typed: Json) -> Json:
    """Return the values of a form as its document prints them."""
    printed = Printer(Cast()).fields(forms.load(form).fields, typed)
    printed |= slots.imposed(typed, printed) | slots.of_number(typed)
    block = typed.get("signature", {})
    if block.get("method") == "refused":
        printed["refusal"] = slots.refusal(block)
    return printed


def render_all(folder: Path) -> Iterator[Path]:
    """Write every document as PDF into a folder and yield the files (``make samples``)."""
    folder.mkdir(parents=True, exist_ok=True)
    for address, document in sorted(DOCUMENTS.items()):
        for variant in ("", *examples.load(address).prints):
            name = " ".join(filter(None, (address.replace("/", "-"), document.title, variant)))
            path = folder / f"{name}.pdf"
            path.write_bytes(documents.render(address, context(address, variant)))
            yield path
