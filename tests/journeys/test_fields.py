"""One ordinary case in each of the eight fields: its clocks and papers cite its own rules alone."""

import re

import pytest
import sqlalchemy as sa

import documents
from processes import fields
from tests.journeys import stages
from tests.journeys.journey import Journey
from tests.webapp.city import body_named
from webapp.database import db, transaction
from webapp.dossiers.models import Document
from webapp.instances.models import StepRecord, TodoRecord
from webapp.matters import clocks

pytestmark = pytest.mark.usefixtures("office")

BODY = "岚江市市场监督管理局"
RULES = {
    "general": "",
    "market": "市场监督管理行政处罚程序规定",
    "urban": "",
    "agri": "农业行政处罚程序规定",
    "transport": "交通运输行政执法程序规定",
    "housing": "住房和城乡建设行政处罚程序规定",
    "environment": "生态环境行政处罚办法",
    "emergency": "安全生产违法行为行政处罚办法",
}
EVERY_RULE = {rule.title for field in fields.FIELDS for rule in fields.pack(field).rules.values()}

TITLES = {
    "penalty/prior_notice": "行政处罚事先告知书",
    "penalty/hearing_notice": "行政处罚听证告知书",
}

# Days from the pages of the rules, worked out by hand on the calendar of 2026: the lead of Monday
# 2 March, the report of 20 March, the notice served on 24 March; 4 to 6 April are holidays.
LAST = {  # 核查、审核、陈述申辩; 住建, 交 review after the notice
    "general": ("2026-03-23", "2026-04-03", "2026-03-31"),
    "market": ("2026-03-23", "2026-04-03", "2026-03-31"),
    "urban": ("2026-03-23", "2026-04-03", "2026-03-31"),
    "agri": ("2026-03-11", "2026-03-27", "2026-03-27"),
    "transport": ("2026-03-23", None, "2026-03-31"),
    "housing": ("2026-03-23", None, "2026-03-31"),
    "environment": ("2026-03-17", "2026-04-03", "2026-03-31"),
    "emergency": ("2026-03-09", "2026-04-03", "2026-03-31"),
}


def notified(field: str) -> Journey:
    """Take a case of a body of this field up to the served notice."""
    with transaction():
        body_named(BODY).field = fields.pack(field).title
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    j.at("2026-03-24T09:00")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal")
    if (
        field != "agri"
    ):  # 《农业行政处罚程序规定》第二十三条 is the only one with less than five days
        assert j.refused("notice.prior", defense_days=3)
    j.do("notice.prior", defense_days=3 if field == "agri" else 5)
    j.later(minutes=10)
    j.do("notice.approve")
    j.later(hours=2)
    j.serve()
    return j


def papers(j: Journey) -> dict[str, str]:
    """Return every paper of the case as text, by its address."""
    query = sa.select(Document).where(Document.matter_id == j.matter_id)
    return {
        paper.address: re.sub(r"<[^>]+>|\s", "", documents.preview(paper.address, paper.context))
        for paper in db.session.scalars(query)
        if paper.context
    }


def last_days(j: Journey, *rules: str) -> tuple[str | None, ...]:
    """Return the last days of some clocks, None for one that does not run."""
    days = {line.rule: line.due.date().isoformat() for line in clocks.of_matter(j.matter_id)}
    return tuple(days.get(rule) for rule in rules)


@pytest.mark.parametrize("field", fields.FIELDS)
def test_an_ordinary_case_runs_by_the_rule_of_its_field(field):
    j = notified(field)

    lines = {line.rule: line for line in clocks.of_matter(j.matter_id)}
    assert last_days(j, "DL-01", "DL-08", "DL-09") == LAST[field]

    todos = db.session.scalars(
        sa.select(TodoRecord.basis).where(TodoRecord.matter_id == j.matter_id)
    ).all()
    printed = papers(j)
    said = [*todos, *(line.basis for line in lines.values()), *printed.values()]
    whole = "\n".join(said)
    own = {rule.title for rule in fields.pack(field).rules.values()}
    assert {title for title in EVERY_RULE - own if f"《{title}》" in whole} == set()
    assert not re.search(r"\{[a-z]+\.[\w.]+\}", whole), "a place was not filled"

    rule = RULES[field]
    assert not rule or f"《{rule}》" in lines["DL-01"].basis or field == "transport"
    for address in ("penalty/filing_approval", "penalty/matter_approval", "shared/rights_notice"):
        assert "行政处罚法》" in printed[address]
    assert (f"《{rule}》" in printed["shared/rights_notice"]) is bool(rule)
    (notice,) = printed.keys() & TITLES.keys()
    title = "违法行为通知书" if field == "transport" else TITLES[notice]
    assert title in printed[notice]


@pytest.mark.parametrize("field", ["transport", "housing"])
def test_the_review_follows_the_notice_where_the_rule_says_so(field):
    """《交通运输行政执法程序规定》第七十一条, 《住房和城乡建设行政处罚程序规定》第二十三条."""
    j = notified(field)
    assert "rev.case" not in done(j)

    waived(j)

    assert set(j.open_tasks()) == {"rev.case"}
    assert last_days(j, "DL-08") == ("2026-04-10",)  # ten working days, 4 to 6 April are holidays
    j.at("2026-03-30T09:00")
    j.do("rev.case")
    assert set(j.open_tasks()) == {"dec.draft"}


@pytest.mark.parametrize("field", ["market", "environment"])
def test_the_review_comes_before_the_notice_everywhere_else(field):
    j = notified(field)
    assert done(j).index("rev.case") < done(j).index("notice.prior")

    waived(j)

    assert set(j.open_tasks()) == {"dec.draft"}


def waived(j: Journey) -> None:
    """Let the party waive what it was told of."""
    j.at("2026-03-26T09:00")
    for act in {"hear.request", "defense.receive"} & j.open_tasks().keys():
        j.do(act)


def done(j: Journey) -> list[str]:
    """Return the acts that were completed, in order."""
    query = sa.select(StepRecord.acts).where(StepRecord.matter_id == j.matter_id)
    return [
        act
        for acts in db.session.scalars(query.order_by(StepRecord.at, StepRecord.seq))
        for act in acts or ()
    ]
