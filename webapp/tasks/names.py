"""What the ids in a form stand for, as documents print them (名称对照): people, clauses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from documents.chinese import print_date
from webapp.bodies import queries as bodies
from webapp.bodies.models import CertificateStatus, Officer
from webapp.discretion import queries as discretion
from webapp.discretion.models import GradeLevel
from webapp.dossiers import queries as dossiers
from webapp.errors import NotFound
from webapp.evidence import queries as evidence
from webapp.evidence.models import Evidence
from webapp.items import queries as items
from webapp.laws import queries as laws
from webapp.matters import queries
from webapp.matters.done import Paper
from webapp.matters.models import Matter

Line = dict[str, str]


class Names:
    """Looks names up for one matter, each kind of record with few queries."""

    def __init__(self, matter: Matter, papers: Mapping[str, Paper], on: date) -> None:
        self.matter, self.on = matter, on
        self._officers: dict[str, Line] = {}
        self._evidence: dict[str, Evidence] | None = None
        self._clauses: dict[str, Line] = {}
        self._papers = papers
        """Those of the matter that are known already; others are looked up."""

    def officers(self, ids: Iterable[str]) -> list[Line]:
        """Return name, certificate and post of several officers."""
        wanted = [str(one) for one in ids]
        missing = [int(one) for one in wanted if one not in self._officers and one.isdigit()]
        for officer in bodies.get_officers(missing) if missing else ():
            self._officers[str(officer.id)] = self._line(officer)
        unknown = {"name": "", "certificate": "", "post": "", "unit": ""}
        return [self._officers.get(one, unknown) for one in wanted]

    def officer(self, officer_id: str) -> Line:
        """Return name, certificate and post of an officer."""
        return self.officers([officer_id])[0]

    def party(self, party_id: str) -> str:
        """Return the name of a party of the matter; a name typed by hand stays."""
        found = (one.name for one in self.matter.parties if str(one.id) == str(party_id))
        return next(found, str(party_id))

    def other_matter(self, matter_id: str) -> str:
        """Return title and number of another matter."""
        found = queries.get_matter(int(matter_id))
        return f"{found.title}（{found.reference}）"

    def other_piece(self, evidence_id: str) -> str:
        """Return name, matter and date of a piece of evidence of another matter."""
        one = evidence.get_piece(int(evidence_id))
        return f"{one.name}（{one.matter.reference}案，{print_date(one.obtained_on)}取得）"

    def pieces(self, ids: Iterable[str]) -> list[Line]:
        """Return number, name, kind, date and meaning of several pieces of evidence."""
        if self._evidence is None:
            self._evidence = {str(one.id): one for one in evidence.of_matter(self.matter.id)}
        return [_piece(self._evidence[str(one)]) for one in ids if str(one) in self._evidence]

    def look_up(self, keys: Iterable[str]) -> None:
        """Read several provisions at once, of many fields; unknown ones are left out."""
        missing = [key for key in keys if key not in self._clauses]
        for key, (place, text) in laws.texts_of(missing).items() if missing else ():
            self._clauses[key] = {
                "key": place.key or "",
                "law": place.version.law.title,
                "cite": laws.full_citation(place),
                "short": place.citation,
                "text": text,
            }

    def clauses(self, keys: Sequence[str]) -> list[Line]:
        """Return law, citation and words of several provisions."""
        self.look_up(keys)
        if missing := [key for key in keys if key not in self._clauses]:
            raise NotFound(f"法律库中没有“{'”“'.join(missing)}”。")
        return [self._clauses[key] for key in keys]

    def papers(self, ids: Iterable[str]) -> list[Line]:
        """Return title, number and date of several documents of the matter."""
        wanted = [str(one) for one in ids]
        if any(one not in self._papers for one in wanted):
            self._papers = {str(one.id): one for one in dossiers.of_matter(self.matter.id)}
        return [_paper(self._papers[one]) for one in wanted if one in self._papers]

    def item(self, code: str) -> str:
        """Return the name of an enforcement item."""
        own = self.matter.item
        return own.name if own and own.code == code else items.item_by_code(code).name

    def grade(self, grade_id: str) -> str:
        """Return a discretion grade in words; without a benchmark it is a third of the range."""
        if grade_id in GradeLevel.__members__:
            return GradeLevel[grade_id].value
        grade = discretion.get_grade(grade_id)
        return f"{grade.level.value}（{grade.conditions}）"

    def factors(self, ids: Sequence[str]) -> list[str]:
        """Return the words of discretion factors."""
        return [factor.title for factor in discretion.get_factors(ids)]

    def files(self, digests: Iterable[str]) -> list[str]:
        """Return the names of files."""
        return [file.name for file in evidence.files(digests)]

    def _line(self, officer: Officer) -> Line:
        held = [one for one in officer.certificates if one.is_valid_on(self.on)] or [
            one for one in officer.certificates if one.status is CertificateStatus.ACTIVE
        ]
        return {
            "name": officer.name,
            "certificate": held[0].number if held else "",
            "post": officer.post,
            "unit": officer.unit.name if officer.unit else "",
        }


def _piece(one: Evidence) -> Line:
    verdict = one.verdict
    return {
        "id": str(one.id),
        "no": str(one.no),
        "name": one.name,
        "kind": one.kind.value,
        "date": print_date(one.obtained_on),
        "source": one.source,
        "pages": str(one.pages or "/"),
        "proves": one.proves,
        "admitted": "" if verdict is None else "采信" if verdict.is_admissible else "不采信",
    }


def _paper(one: Paper) -> Line:
    return {
        "id": str(one.id),
        "title": one.title,
        "number": one.number or "",
        "label": one.label,
        "date": print_date(one.dated) if one.dated else "",
        "copies": "1",
    }
