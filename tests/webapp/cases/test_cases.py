"""Leads become cases; duplicates and earlier penalties are found; handlers have a history."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from engine.clock import ZONE
from tests import factories
from webapp.bodies.models import Level, Officer
from webapp.cases import confidential, operations, queries
from webapp.cases.models import Outcome, PenaltyCase
from webapp.database import db
from webapp.items import operations as items
from webapp.matters import operations as matters
from webapp.matters import queries as matter_queries
from webapp.matters.models import Capacity, MatterStatus

AT = datetime(2026, 3, 2, 9, tzinfo=ZONE)

PARTY = {
    "kind": "organization",
    "name": "岚江市禾记食品有限公司",
    "credit_code": "91440100MA5D7K2L5N",
    "legal_rep": "沈砚秋",
    "address": "岚江市望海区榕荫路88号",
    "phone": "0799-5550218",
}


def lead_values(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "source": "complaint",
        "received_at": "2026-03-02T08:40",
        "found_on": "2026-03-02",
        "content": "举报未经许可销售散装熟食",
        "place": "榕荫路88号",
        "reporter_kind": "real",
        "party_known": True,
        "party": PARTY,
    }
    return {**values, **changes}


@pytest.fixture
def officer(app: Flask) -> Officer:
    return factories.make_officer(None, "intake")


def register(
    officer: Officer, number: str = "岚市监源〔2026〕1号", **changes: object
) -> PenaltyCase:
    values, reporter = confidential.split(lead_values(**changes))
    return operations.register_lead(officer, values, reporter, number, None, AT)


def test_a_lead_opens_a_case_named_after_its_party(officer: Officer) -> None:
    case = register(officer)

    assert case.status is MatterStatus.LEAD
    assert case.title == "岚江市禾记食品有限公司涉嫌违法案"
    assert case.reference == "岚市监源〔2026〕1号"
    assert case.party is not None
    assert case.party.id_number == "91440100MA5D7K2L5N"


def test_s_g_22_a_whistle_blower_is_kept_apart_and_encrypted(officer: Officer) -> None:
    case = register(officer, reporter_name="王明远", reporter_contact="13800000001")

    db.session.expire_all()
    assert case.lead.reporter is not None
    assert "王明远".encode() not in case.lead.reporter
    assert confidential.unseal(case.lead.reporter)["reporter_name"] == "王明远"


def test_a_second_lead_on_the_same_party_and_place_is_shown(officer: Officer) -> None:
    first = register(officer)
    register(
        officer,
        "岚市监源〔2026〕2号",
        place="别处",
        party={**PARTY, "name": "另一家", "credit_code": "X"},
    )

    found = queries.duplicates(officer.body_id, lead_values(), AT + timedelta(days=30), sa.false())

    assert [one.case.id for one in found] == [first.id]
    assert found[0].reasons == ("证件号码相同", "当事人名称相同", "地点相同")


def test_an_old_lead_is_no_duplicate(officer: Officer) -> None:
    register(officer)

    later = AT + timedelta(days=200)

    assert queries.duplicates(officer.body_id, lead_values(), later, sa.false()) == []


def test_replacing_a_handler_keeps_the_history(officer: Officer) -> None:
    case = register(officer)
    lead, assist, other = (
        factories.make_officer(officer.body, "officer_lead", name=name)
        for name in ("陈伟", "李敏", "赵立")
    )
    matters.set_handlers(case, lead, assist, AT)

    left = matters.replace_handler(case, assist.id, other, AT + timedelta(days=1), "回避")

    assert left
    assert case.handler_ids == (lead.id, other.id)
    ended = [each for each in case.handlers if each.until is not None]
    assert [(each.officer_id, each.capacity) for each in ended] == [(assist.id, Capacity.ASSIST)]
    assert matter_queries.people(case.id).handled == {lead.id, assist.id, other.id}


def test_s_p_27_earlier_fines_of_the_same_party_are_found(officer: Officer) -> None:
    old, new = register(officer), register(officer, "岚市监源〔2026〕2号")
    fined = operations.Imposed(("0201",), Decimal("5000.00"))
    operations.decide_case(old, Outcome.PENALTY, AT, imposed=fined)

    assert [one.id for one in queries.earlier_penalties(new, new.party)] == [old.id]

    operations.revoke_decision(old)
    assert queries.earlier_penalties(new, new.party) == []


TRADER = {
    "kind": "sole_trader",
    "name": "岚江市城东区惠民食品店",
    "credit_code": "92445902MAP296M85U",
    "operator": "沈砚秋",
    "id_number": "445902197906182948",
    "address": "榕荫路88号",
}
OPERATOR = {"kind": "person", "name": "沈砚秋", "id_number": "445902197906182948"}
NAMESAKE = {"kind": "sole_trader", "name": "岚江市城东区惠民食品店", "operator": "沈砚秋"}
OTHER = {"kind": "person", "name": "沈砚秋", "id_number": "445902198503152028"}


@pytest.mark.parametrize(
    ("mine", "is_found"), [(TRADER, True), (OPERATOR, True), (NAMESAKE, True), (OTHER, False)]
)
def test_s_p_27_a_trader_its_operator_and_who_has_no_number_are_told_by_what_is_known(
    officer: Officer, mine: dict[str, object], is_found: bool
) -> None:
    old = register(officer, party=TRADER)
    fined = operations.Imposed(("0201",), Decimal("5000.00"))
    operations.decide_case(old, Outcome.PENALTY, AT, imposed=fined)

    new = register(officer, "岚市监源〔2026〕2号", party={"address": "榕荫路88号", **mine})

    found = queries.earlier_penalties(new, new.party)
    assert [one.id for one in found] == ([old.id] if is_found else [])


def test_s_p_30_earlier_violations_of_the_same_kind_are_found_for_two_years(
    officer: Officer,
) -> None:
    item, other = (
        items.add_item(
            code=code,
            name=f"对{conduct}的处罚",
            conduct=conduct,
            field="市场监管",
            valid_from=date(2021, 7, 15),
            levels=[Level.CITY],
        )
        for code, conduct in (("SJ-901", "未明码标价"), ("SJ-902", "未建立进货台账"))
    )
    old, new = register(officer), register(officer, "岚市监源〔2026〕2号")
    old.item = new.item = item
    db.session.flush()
    assert queries.earlier_violations(new, AT.date(), new.party) == []

    operations.decide_case(old, Outcome.NOPENALTY, AT)
    db.session.flush()

    assert [one.id for one in queries.earlier_violations(new, AT.date(), new.party)] == [old.id]
    assert queries.earlier_violations(new, AT.date() + timedelta(days=740), new.party) == []
    new.item = other
    db.session.flush()
    assert queries.earlier_violations(new, AT.date(), new.party) == []
