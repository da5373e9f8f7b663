"""One case of the demonstration (案情): matter, party, body, people and the words that follow."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from importlib import resources
from typing import Any

from engine.workdays import NATIONAL
from webapp.demo import files
from webapp.demo.scenario import posts

Json = dict[str, Any]

SOURCES = {
    "complaint": "投诉举报",
    "inspection": "监督检查",
    "assigned": "上级交办",
    "monitor": "监测监控",
    "media": "媒体报道",
}
POSTS = {"organization": "法定代表人", "sole_trader": "经营者"}
HEARING_FROM = {"person": Decimal(5000), "sole_trader": Decimal(5000)}
HEARING_FROM_ORGANIZATION = Decimal(100_000)
"""Fines from which a party may ask for a hearing in the demonstration city."""

REPORTER = ("欧阳修竹", "0799-5559001")


@cache
def load(name: str) -> Any:
    """Return a data file of the scenario."""
    path = resources.files("webapp.demo.scenario").joinpath(f"{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Story:
    """Everything that is known of a case before it begins; the same every time."""

    matter: str
    party: Mapping[str, Any]
    body: str = posts.CITY
    unit: str = ""
    source: str = "complaint"
    changes: Mapping[str, Any] = field(default_factory=dict)
    begins: date | None = None

    @property
    def posts(self) -> Mapping[str, str]:
        """Return who does what."""
        return posts.of(self.body, self.unit)

    @property
    def handlers(self) -> tuple[str, str]:
        """Return both officers in charge."""
        return self.posts["officer_lead"], self.posts["officer_assist"]

    def beginning(self, day: date) -> "Story":
        """Return the case as it begins on a day."""
        return replace(self, begins=day)

    @property
    def since(self) -> date:
        """Return when the violation began."""
        return self._begins - timedelta(days=63)

    @property
    def found(self) -> date:
        """Return when it was established: on the visit two working days later."""
        return NATIONAL.add_workdays(self._begins, 2)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return everything that the texts of the forms may mention."""
        raw = {**load("matters")[self.matter], **self.changes}
        words = {**self._people(), **self._dates(), **self._amounts(raw), **self._source()}
        words |= {name: one for name, one in raw.items() if isinstance(one, str)}
        words.update(self._amounts(raw))
        for _ in range(3):  # texts that mention texts
            words = {name: fill(text, words) for name, text in words.items()}
        return words

    @property
    def kinds(self) -> list[str]:
        """Return the codes of the penalties meant."""
        return list(self.changes.get("kinds") or load("matters")[self.matter]["kinds"])

    @property
    def qa(self) -> list[Json]:
        """Return the questions and answers of an interview."""
        pairs = load("matters")[self.matter]["qa"]
        return [{"q": question, "a": answer} for question, answer in pairs]

    @property
    def grade(self) -> str:
        """Return the grade of the benchmark that is wanted, or empty for whichever holds."""
        return str(self.changes.get("grade") or load("matters")[self.matter].get("grade", ""))

    @property
    def factors(self) -> list[str]:
        """Return the titles of the factors of discretion that the case has."""
        return list(load("matters")[self.matter].get("factors", ()))

    @property
    def _begins(self) -> date:
        if self.begins is None:
            raise ValueError("the case has no beginning yet")
        return self.begins

    def _people(self) -> Json:
        names, kind = posts.names(), self.party["kind"]
        person = self.party.get("operator") or self.party.get("legal_rep") or self.party["name"]
        record = next(row for row in files.rows("bodies") if row["name"] == self.body)
        return {
            "body": self.body,
            "bank": record.get("payee_bank", ""),
            "review_body": record.get("review_body", ""),
            "lead_name": names[self.posts["officer_lead"]],
            "assist_name": names[self.posts["officer_assist"]],
            "party": self.party["name"],
            "person": person,
            "person_role": "legal_rep" if kind == "organization" else "party",
            "person_post": POSTS.get(kind, "本人"),
            "person_id": self.party["person_id"],
            "relation": "legal_rep" if kind == "organization" else "self",
            "address": self.party["address"],
            "place": self.party["address"],
            "home": self.party["address"],
            "phone": self.party["phone"],
            "panel_size": str(len(posts.panel(self.body))),
        }

    def _dates(self) -> Json:
        days = {"since": self.since, "found": self.found, "begun": self._begins}
        return {name: _print(day) for name, day in days.items()}

    def _amounts(self, raw: Json) -> Json:
        confiscation = raw.get("confiscation", "")
        fine = raw.get("fine", "")
        scope = Decimal(fine or 0) + Decimal(confiscation or 0) >= self._hearing_from()
        serious = bool(raw.get("serious"))
        parts = [
            "给予警告" if "0101" in raw["kinds"] else "",
            f"没收违法所得 {confiscation} 元" if "0202" in raw["kinds"] else "",
            f"没收{raw.get('goods', '')}" if "0203" in raw["kinds"] else "",
            f"处罚款 {fine} 元" if "0201" in raw["kinds"] else "",
        ]
        return {
            "fine": fine,
            "confiscation": confiscation if "0202" in raw["kinds"] else "",
            "illegal_gains": raw.get("illegal_gains", confiscation or "0.00"),
            "total": f"{Decimal(fine or 0) + Decimal(confiscation or 0):.2f}",
            "goods": raw.get("goods", ""),
            "hearing_scope": "yes" if scope else "no",
            "serious": "yes" if serious else "no",
            "legal_trigger": "yes" if serious else "no",
            "proposal": "；".join(filter(None, parts)) + "。",
            "measures": "责令当事人停止违法行为，未采取行政强制措施。",
            "course": COURSE,
            "defense_result": WAIVED if scope else WAIVED_DEFENSE,
            **(UNMET if raw.get("refused") else MET),
        }

    def _hearing_from(self) -> Decimal:
        return HEARING_FROM.get(self.party["kind"], HEARING_FROM_ORGANIZATION)

    def _source(self) -> Json:
        is_report = self.source == "complaint"
        name, contact = REPORTER if is_report else ("", "")
        return {
            "source": self.source,
            "source_title": SOURCES[self.source],
            "reporter_kind": "real" if is_report else "none",
            "reporter_name": name,
            "reporter_contact": contact,
            "crime": "",
            "crime_standard": "",
        }


COURSE = (
    "{begun}，{body}经{source_title}发现{party}涉嫌{cause}的线索，经核查后立案。执法人员{lead_name}、"
    "{assist_name}在调查中出示执法证件，告知权利义务，依法进行现场检查、询问当事人，提取有关书证。"
)
MET = {
    "recheck": "fixed",
    "recheck_fixed": "yes",
    "recheck_findings": "{corrected}",
    "recheck_next": "无",
    "recheck_proves": "当事人已经改正",
}
UNMET = {
    "recheck": "not_fixed",
    "recheck_fixed": "no",
    "recheck_findings": "责令改正通知书所定期限届满，当事人仍未改正。",
    "recheck_next": "继续责令改正，并依法处理",
    "recheck_proves": "当事人逾期未改正",
}
"""What the re-check finds of an order to correct (改正情况复查)."""
WAIVED = "当事人在法定期限内放弃陈述、申辩，未要求举行听证。"
WAIVED_DEFENSE = "当事人放弃陈述、申辩。"


def fill(text: str, words: Mapping[str, str]) -> str:
    """Return a text with every ``{name}`` it mentions put in."""
    for name in words:
        mark = "{" + name + "}"
        if mark in text:
            text = text.replace(mark, words[name])
    return text


def _print(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
