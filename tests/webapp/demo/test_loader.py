"""The city once loaded: twice changes nothing, and the links between the registers hold."""

import time
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
import sqlalchemy as sa

from tests.webapp.city import body_named
from webapp import demo
from webapp.accounts import secrecy
from webapp.accounts.models import Account
from webapp.accounts.roles import ROLES
from webapp.bodies import queries as bodies
from webapp.bodies.models import (
    Body,
    Certificate,
    CertificateKind,
    CertificateStatus,
    Kind,
    Officer,
)
from webapp.database import db
from webapp.demo.loader import load_reference
from webapp.discretion import banding
from webapp.discretion import queries as discretion
from webapp.discretion.models import Benchmark
from webapp.items import queries as items
from webapp.items.fines import Amounts
from webapp.items.models import BodyItem, Circumstance, ClauseRole, Item, PartyScope
from webapp.laws import queries as laws
from webapp.laws.models import Law, Provision
from webapp.parameters import settings as parameters

TODAY = date(2026, 5, 18)
TABLES = (Account, Body, Officer, Certificate, Law, Provision, Item, BodyItem, Benchmark)


def sizes():
    return [db.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in TABLES]


def every_item():
    return [items.get_item(one) for one in db.session.scalars(sa.select(Item.id).order_by(Item.id))]


def certified(officer):
    return any(
        card.is_valid_on(TODAY)
        for card in officer.certificates
        if card.kind is CertificateKind.ENFORCEMENT
    )


def test_loading_again_changes_nothing(city):
    before = sizes()

    assert set(load_reference().values()) == {0}
    assert sizes() == before


def test_loading_an_empty_database_is_quick(own_app):
    began = time.process_time()

    added = load_reference()

    # Processor time of this process, generous: the machine is shared and Argon2 counts.
    assert time.process_time() - began < 10
    assert added["执法人员"] >= 48
    assert added["法律法规版本"] >= 14
    assert added["执法事项"] >= 32


def test_the_console_is_told_how_to_get_in(city):
    lines = list(demo.introduction())

    assert "后台逐步办理" in lines[0]
    assert demo.PASSWORD in lines[1]
    assert "陈伟" in lines[2]
    assert "主办执法人员" in lines[2]


def test_everybody_signs_in_with_the_published_password(city):
    account = db.session.scalar(sa.select(Account).where(Account.login == "suwanqing"))

    assert secrecy.is_password(demo.PASSWORD, account.password_hash)


def test_every_role_of_an_ordinary_case_is_filled_in_the_market_bureau(city):
    market = body_named("岚江市市场监督管理局")
    case_roles = {role.id for role in ROLES.values() if role.group.value == "办案"}

    assert set(bodies.roles_in(market.id)) == case_roles


@pytest.mark.parametrize(
    "name",
    [
        "岚江市城市管理和综合执法局",
        "岚江市农业农村局",
        "岚江市交通运输局",
        "望海区市场监督管理局",
        "望海区城市管理和综合执法局",
        "白沙湾镇人民政府",
        "柳塘街道办事处",
        "南溪县农业农村局",
    ],
)
def test_every_other_body_can_take_a_case_from_lead_to_archive(city, name):
    held = bodies.roles_in(body_named(name).id)
    needed = {
        *("intake", "officer_lead", "officer_assist", "unit_head", "case_reviewer"),
        *("legal_reviewer", "deputy_head", "agency_head", "panel", "seal_keeper", "finance"),
        *("publicity", "archivist", "recorder", "server", "liaison"),
    }

    assert needed <= set(held)
    investigators = {one.id for role in ("officer_lead", "officer_assist") for one in held[role]}
    reviewers = {one.id for role in ("case_reviewer", "legal_reviewer") for one in held[role]}
    assert not investigators & reviewers


def test_expired_and_suspended_certificates_do_not_count(city):
    market = body_named("岚江市市场监督管理局")
    people = {one.name: one for one in db.session.scalars(sa.select(Officer))}
    eligible = {name for name, one in people.items() if one.body_id == market.id and certified(one)}

    assert {"陈伟", "李敏"} <= eligible
    assert not {"韦东", "马骁", "邱实"} & eligible
    assert people["韦东"].certificates[0].state_on(TODAY) == "过期"
    assert people["马骁"].certificates[0].status is CertificateStatus.SUSPENDED


def test_a_body_lies_below_the_government_that_reviews_it(city):
    for body in db.session.scalars(sa.select(Body).where(Body.kind != Kind.GOVERNMENT)):
        assert body.review_body in [one.name for one in bodies.ancestors(body)]


def test_hearing_thresholds_are_those_of_the_province(city):
    # 广东省行政处罚听证程序实施办法 第七条: 公民 5000 元, 法人或者其他组织 10 万元.
    market = parameters.in_force(body_named("岚江市市场监督管理局"))(TODAY)
    farming = parameters.in_force(body_named("岚江市农业农村局"))(TODAY)

    assert (market.hearing_person, market.hearing_organization) == (5000, 100000)
    assert (market.defense_days, farming.defense_days) == (5, 3)


def test_l1_every_item_in_use_has_a_penalty_clause(city):
    for item in every_item():
        assert items.clauses(item, ClauseRole.PENALTY), item.code
    lost = [item.code for item in items.without_basis(TODAY)]
    assert lost == []


def test_l2_every_benchmark_clause_is_a_penalty_clause_of_its_item(city):
    for benchmark in discretion.list_benchmarks():
        item = items.get_item(benchmark.item_id)
        penal = {one.provision_id for one in item.clauses if one.role is ClauseRole.PENALTY}
        assert {clause.provision_id for clause in benchmark.clauses} <= penal, benchmark.code


def test_l3_every_body_may_exercise_what_it_was_given(city):
    links = db.session.scalars(sa.select(BodyItem).where(BodyItem.valid_until.is_(None))).all()

    assert len(links) > 100
    for link in links:
        item = items.get_item(link.item_id)
        on = max(link.valid_from, item.valid_from)
        assert items.reason_against(link.body_id, item.id, on) is None, item.code


def test_l3_only_towns_need_an_instrument_and_all_have_one(city):
    for link in db.session.scalars(sa.select(BodyItem)):
        assert bool(link.instrument) is (link.body.kind is Kind.TOWN)


def test_l4_who_may_sign_holds_a_valid_certificate(city):
    for body in db.session.scalars(sa.select(Body)):
        held = bodies.roles_in(body.id)
        for role in ("officer_lead", "officer_assist"):
            able = [one for one in held.get(role, ()) if certified(one)]
            assert not held.get(role) or able, (body.name, role)


def test_l6_every_clause_of_the_library_resolves_from_its_printed_citation(city):
    checked = 0
    for item in every_item():
        for clause in item.clauses:
            place = clause.provision
            day = max(place.version.effective, date(2021, 7, 15))
            if place.version.repealed and place.version.repealed <= day:
                day = place.version.effective
            found = laws.cited(place.citation, day)
            assert found is not None, place.citation
            # An article with one paragraph prints the same for both.
            assert found.key in (place.key, place.key.removesuffix(".p1")), place.citation
            checked += 1
    assert checked > 150


def test_l6_every_article_resolves_both_short_and_in_full(city):
    query = sa.select(Provision).where(Provision.key.like("LAW-0017@2021#%"))
    for place in db.session.scalars(query):
        for printed in (place.citation, laws.full_citation(place)):
            found = laws.cited(printed, TODAY)
            assert found.key in (place.key, place.key.removesuffix(".p1"))


def stays_inside(band, fines):
    """Tell whether a band that does not mitigate stays inside a statutory range."""
    if band.level.value in ("不予处罚", "减轻"):
        return True
    return any(fine.low <= band.low and band.high <= fine.high for fine in fines)


AMOUNTS = (
    Amounts(),
    *(
        Amounts(*(Decimal(value) for _ in range(4)))
        for value in ("0", "620", "9260", "10000", "19999.99", "23456.78", "500000")
    ),
)


@pytest.mark.parametrize("amounts", AMOUNTS, ids=lambda one: str(one.goods_value))
def test_l7_no_grade_leaves_the_statutory_range_unless_it_mitigates(city, amounts):
    seen = 0
    for benchmark in discretion.list_benchmarks():
        item = items.get_item(benchmark.item_id)
        on = max(TODAY, benchmark.effective) if benchmark.ended is None else benchmark.effective
        for party in (None, *PartyScope):
            fines = items.statutory_ranges(item, amounts, on, party)
            for grade in benchmark.grades:
                band = banding.band_of(grade, fines, amounts)
                if band is None:
                    continue
                own = [one for one in fines if one.circumstance is grade.circumstance]
                if own or band.level.value not in ("不予处罚", "减轻"):
                    assert not own or stays_inside(band, own), benchmark.code
                    seen += 1
                if own and band.level.value == "减轻":
                    assert band.high <= own[0].low, benchmark.code
    assert seen


@pytest.mark.parametrize("amounts", AMOUNTS[2:4], ids=["9260", "10000"])
def test_l7_the_grades_of_a_case_cover_the_statutory_range_without_a_gap(city, amounts):
    for code in ("SJ-001", "SJ-002", "SJ-007", "SJ-012", "CG-001", "NY-001", "JT-006"):
        item = items.item_by_code(code)
        fine = items.statutory_range(item, amounts, TODAY)
        graded = [
            band
            for band in discretion.every_band(item, amounts, TODAY)
            if band.circumstance is Circumstance.ORDINARY
            and band.level.value in ("从轻", "一般", "从重")
        ]

        assert graded[0].low == fine.low, code
        assert graded[-1].high == fine.high, code
        for lower, upper in pairwise(graded):
            assert lower.high == upper.low, code
            assert lower.high_is_open is not upper.low_is_open, code


def test_l8_the_repealed_clause_is_seen_everywhere(city):
    autumn = date(2026, 9, 1)

    assert [one.code for one in items.without_basis(autumn)] == ["CG-007"]
    assert [one.item.code for one in discretion.without_basis(autumn)] == ["CG-007"]
    assert {one.code for one in items.list_items(basis="LAW-0030")} == {"CG-007", "CG-008"}
