"""Bodies, officers and certificates: trees, who may act on a day, one certificate per person."""

from datetime import date

import pytest

from engine import clock
from tests.factories import make_body, make_certificate, make_officer, make_unit
from webapp.bodies import facts, operations, queries
from webapp.bodies.models import (
    Body,
    BodyStatus,
    CertificateKind,
    CertificateStatus,
    Kind,
)
from webapp.database import db
from webapp.errors import Conflict, Invalid

DAY = date(2026, 5, 18)


def able_on(day, body, field=""):
    """Return who holds a certificate that the law takes for valid, as it is told of them."""
    ids = [one.id for one in queries.list_officers(None, body=body)]
    held = [(one.name, card) for one in facts.officers(map(str, ids)).values()
            for card in one.certificates]  # fmt: skip
    return [name for name, card in held if card.valid(day) and card.covers(field, "445902")]


@pytest.fixture
def city(app):
    return make_body("岚江市人民政府", kind=Kind.GOVERNMENT)


@pytest.fixture
def bureau(city):
    return make_body("岚江市市场监督管理局", city)


def names(bodies):
    return sorted(body.name for body in bodies)


def test_a_subtree_is_the_body_and_all_below_it_and_no_namesake(city, bureau):
    unit = make_body("岚江市食品药品稽查支队", bureau, kind=Kind.ENTRUSTED, entrusted_by=bureau.id)
    make_body("邻市人民政府", kind=Kind.GOVERNMENT)

    found = db.session.scalars(db.select(Body).where(queries.subtree(bureau))).all()

    assert names(found) == names([bureau, unit])
    assert [one.id for one in queries.ancestors(unit)] == [city.id, bureau.id]
    assert unit.depth == 2


def test_the_tree_leaves_out_what_has_ended(city, bureau):
    gone = make_body("岚江市旧局", city)
    gone.status = BodyStatus.ENDED

    (branch,) = queries.tree([city.path])

    assert branch.body is city
    assert [child.body for child in branch.children] == [bureau]


def test_a_subtree_without_its_parent_is_a_tree_of_its_own(city, bureau):
    (branch,) = queries.tree([bureau.path])

    assert branch.body is bureau


def test_officers_of_the_day_hold_a_certificate_valid_then(bureau):
    able = make_officer(bureau, name="能办")
    make_officer(bureau, name="无证", certified=False)
    expired = make_officer(bureau, name="过期", certified=False)
    make_certificate(expired, valid_until=date(2026, 5, 17))
    early = make_officer(bureau, name="未生效", certified=False)
    make_certificate(early, valid_from=date(2026, 5, 19))
    suspended = make_officer(bureau, name="暂扣")
    operations.end_certificate(
        suspended.certificate, CertificateStatus.SUSPENDED, "培训未合格", clock.real()
    )
    supervisor = make_officer(bureau, name="督察", certified=False)
    make_certificate(supervisor, kind=CertificateKind.SUPERVISION)
    left = make_officer(bureau, name="离岗")
    operations.leave(left, clock.real())
    make_officer(None, name="他局")

    assert able_on(DAY, bureau) == [able.name]


def test_a_certificate_counts_for_its_fields_only(bureau):
    food = make_officer(bureau, name="食品", certified=False)
    make_certificate(food, fields=["食品安全"])
    everything = make_officer(bureau, name="全部")

    assert able_on(DAY, bureau, "食品安全") == [food.name, everything.name]
    assert able_on(DAY, bureau, "价格") == [everything.name]


def test_a_person_holds_one_active_certificate(bureau):
    officer = make_officer(bureau)

    with pytest.raises(Conflict, match="已持有效证件"):
        make_certificate(officer)

    operations.end_certificate(officer.certificate, CertificateStatus.LOST, "遗失", clock.real())
    second = make_certificate(officer)
    assert officer.account.certificate_number == second.number


def test_a_number_belongs_to_one_person(bureau):
    make_certificate(make_officer(bureau, certified=False), number="19040012345")

    with pytest.raises(Conflict, match="只能对应一人"):
        make_certificate(make_officer(bureau, certified=False), number="19040012345")


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"number": "12"}, "6 至 20 位"),
        ({"number": "一二三四五六"}, "6 至 20 位"),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, "有效期止"),
    ],
)
def test_a_certificate_that_makes_no_sense_is_refused(bureau, details, words):
    with pytest.raises(Invalid, match=words):
        make_certificate(make_officer(bureau, certified=False), **details)


def test_auxiliary_staff_get_no_certificate(bureau):
    with pytest.raises(Invalid, match="辅助人员"):
        make_officer(bureau, is_auxiliary=True)


def test_a_suspended_certificate_comes_back_and_a_canceled_one_does_not(bureau):
    officer = make_officer(bureau)
    certificate = officer.certificate
    operations.end_certificate(certificate, CertificateStatus.SUSPENDED, "待查", clock.real())
    operations.restore_certificate(certificate, clock.real())
    assert certificate.is_valid_on(DAY)

    operations.end_certificate(certificate, CertificateStatus.CANCELED, "调离", clock.real())
    with pytest.raises(Conflict, match="只有暂扣"):
        operations.restore_certificate(certificate, clock.real())
    assert officer.account.certificate_number is None


def test_ending_a_certificate_needs_a_reason(bureau):
    with pytest.raises(Invalid, match="原因"):
        operations.end_certificate(
            make_officer(bureau).certificate, CertificateStatus.SUSPENDED, " ", clock.real()
        )


def test_roles_are_found_by_body_and_unit(bureau):
    first, second = make_unit(bureau, "执法一科"), make_unit(bureau, "执法二科")
    head = make_officer(bureau, "unit_head", name="王建", unit=first)
    lead = make_officer(bureau, "officer_lead", "unit_head", name="陈伟", unit=second)

    assert queries.roles_in(bureau.id) == {"officer_lead": [lead], "unit_head": [head, lead]}
    assert list(queries.holders(bureau.id, "officer_lead")) == [lead]
    assert queries.holders(make_body().id, "officer_lead") == []


def test_the_field_of_a_body_is_one_of_those_that_have_rules(city):
    with pytest.raises(Invalid, match="执法领域应为综合执法、市场监管、"):
        make_body("岚江市某局", city, field="文化旅游")


def test_an_entrusted_organization_names_who_entrusts_it(city):
    with pytest.raises(Invalid, match="第二十条"):
        make_body("岚江市某所", city, kind=Kind.ENTRUSTED)


@pytest.mark.parametrize("code", ["4488", "44880a", "四四八八零零"])
def test_a_division_code_is_digits_of_the_standard(city, code):
    with pytest.raises(Invalid, match="区划代码"):
        make_body("岚江市某局", city, division_code=code)


def test_two_bodies_never_share_a_name(bureau):
    with pytest.raises(Conflict, match="已存在"):
        make_body("岚江市市场监督管理局")


def test_the_pages_show_the_tree_a_body_its_people_and_an_officer(
    client, city, bureau, frozen_clock
):
    officer = make_officer(bureau, "officer_lead", unit=make_unit(bureau))
    make_officer(bureau, name="无证", certified=False)
    client.enter(officer.account)

    tree = client.get("/bodies/").get_data(as_text=True)
    body = client.get(f"/bodies/{bureau.id}").get_data(as_text=True)
    people = client.get(f"/bodies/officers?q=陈&body={bureau.id}").get_data(as_text=True)
    person = client.get(f"/bodies/officers/{officer.id}").get_data(as_text=True)

    assert "岚江市人民政府" in tree
    assert "主办执法人员" in body
    assert "法定参数" in body
    assert officer.certificate.number in people
    assert "不得执法" not in people
    assert "执法一科" in person
    assert client.get("/bodies/999999").status_code == 404
    assert client.get("/bodies/officers/999999").status_code == 404
