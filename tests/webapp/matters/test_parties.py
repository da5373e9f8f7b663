"""Parties as they are typed, kept and printed: traders, licences, minors, agents (当事人)."""

import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

import documents
from tests import factories
from tests.documents.conftest import plain
from tests.webapp.cases.test_cases import AT, register
from webapp.cases import queries
from webapp.demo import examples
from webapp.matters import parties
from webapp.matters.models import Party, PartyRole
from webapp.tasks import context

TRADER = {
    "kind": "sole_trader",
    "name": "福来农产品商行",
    "licence_kind": "统一社会信用代码",
    "credit_code": "92440100MA5F3K8T9E",
    "operator": "罗福来",
    "id_kind": "居民身份证",
    "id_number": "440100198512110013",
    "address": "柳塘农贸市场A12号",
    "phone": "0799-5550466",
    "role": "alone",
}
GUILD = {
    "kind": "organization",
    "name": "岚江市海产商会",
    "licence_kind": "社会组织登记证号",
    "licence_number": "岚社证字第0217号",
    "legal_rep": "沈砚秋",
    "legal_rep_post": "会长",
    "address": "榕荫路88号",
    "role": "unit",
}
MINOR = {
    "kind": "person",
    "name": "何小强",
    "id_kind": "居民身份证",
    "id_number": "440100201112110019",
    "address": "东堤路9号",
    "capacity": "limited",
    "guardian_name": "何志明",
    "guardian_relation": "父亲",
    "guardian_phone": "13800005566",
    "role": "alone",
    "agents": [
        {"name": "许律", "number": "1", "scope": "special", "powers": "代为陈述、申辩",
         "since": "2026-03-02", "deed": ["0" * 64]},
    ],
}  # fmt: skip


def party(block: dict[str, Any]) -> Party:
    return Party(**parties.columns_of(block))


def printed(address: str, block: dict[str, Any]) -> str:
    """Return the text of a paper about a party."""
    one = context.party_block(party(block))
    values = {**examples.context(address), "party": one, "parties": [one]}
    pages = PdfReader(io.BytesIO(documents.render(address, values))).pages
    return "".join(plain(page.extract_text()) for page in pages)


def test_a_trader_is_known_by_its_code_and_its_operator_by_his_number():
    found = party(TRADER)

    assert (found.id_kind, found.id_number) == ("统一社会信用代码", "92440100MA5F3K8T9E")
    assert (found.operator, found.operator_number) == ("罗福来", "440100198512110013")
    assert (found.birth, found.gender) == (date(1985, 12, 11), "男")


def test_an_association_is_known_by_its_licence():
    found = party(GUILD)

    assert (found.id_kind, found.id_number) == ("社会组织登记证号", "岚社证字第0217号")
    assert found.role is PartyRole.UNIT
    assert found.birth is None


def test_who_has_no_licence_has_no_number():
    found = party({**GUILD, "licence_kind": "无登记证照", "licence_number": ""})

    assert (found.id_kind, found.id_number) == ("", "")


def test_the_operators_number_is_never_taken_for_the_traders():
    without_code = {name: value for name, value in TRADER.items() if name != "credit_code"}

    assert party(without_code).id_number == ""


def test_two_shops_of_one_operator_are_no_duplicates_by_number(app: Flask):
    officer = factories.make_officer(None, "intake")
    register(officer, party={**TRADER, "credit_code": ""})
    values = {"party": {**TRADER, "name": "另一商行", "credit_code": ""}, "place": "别处"}

    assert queries.duplicates(officer.body_id, values, AT, sa.false()) == []


@pytest.mark.parametrize("address", ["penalty/penalty_decision", "penalty/no_penalty_decision"])
def test_a_decision_names_the_operator_with_his_number(address):
    text = printed(address, TRADER)

    assert "当事人：福来农产品商行统一社会信用代码：92440100MA5F3K8T9E" in text
    assert "经营者：罗福来居民身份证：440100198512110013" in text


def test_a_decision_names_the_licence_and_the_post():
    text = printed("penalty/penalty_decision", GUILD)

    assert "社会组织登记证号：岚社证字第0217号" in text
    assert "法定代表人（负责人）：沈砚秋" in text
    assert "职务：会长" in text
    assert "统一社会信用代码" not in text


def test_a_decision_against_a_minor_names_guardian_and_agent():
    text = printed("penalty/penalty_decision", MINOR)

    assert "性别：男" in text
    assert "法定代理人：何志明（父亲）" in text
    assert "委托代理人：许律（特别授权）" in text


def test_a_decision_against_others_speaks_of_no_guardian_agent_or_operator():
    text = printed("penalty/penalty_decision", {**MINOR, **{
        "id_number": "440100198512110013", "capacity": "full", "guardian_name": "",
        "guardian_relation": "", "guardian_phone": "", "agents": [],
    }})  # fmt: skip

    assert "法定代理人" not in text
    assert "委托代理人" not in text
    assert "经营者：" not in text


def test_a_notice_to_a_minor_is_addressed_through_the_guardian():
    assert "何小强（法定代理人：何志明）：" in printed("penalty/prior_notice", MINOR)
    assert "福来农产品商行：" in printed("penalty/prior_notice", TRADER)


def test_the_cover_names_the_party_with_its_operator():
    assert "福来农产品商行（经营者：罗福来）" in printed("shared/dossier_cover", TRADER)


def test_an_approval_form_shows_licence_operator_and_guardian():
    assert "居民身份证440100198512110013" in printed("penalty/filing_approval", TRADER)
    assert "何志明（父亲）" in printed("penalty/filing_approval", MINOR)
    assert "沈砚秋（会长）" in printed("penalty/filing_approval", GUILD)


def test_a_guardian_signs_and_receives_for_a_minor():
    assert parties.signer(party(MINOR)) == "何志明"
    assert parties.addressee(party(MINOR)) == "何小强（法定代理人：何志明）"
    assert parties.signer(party(TRADER)) == "罗福来"
    assert parties.addressee(party(TRADER)) == "福来农产品商行"
