"""What the keeper of the registers notes on their pages: ends of powers, texts, certificates."""

import pytest
import sqlalchemy as sa

from webapp.bodies.models import CertificateStatus, OfficerStatus
from webapp.database import db
from webapp.discretion.models import Benchmark
from webapp.items.models import BodyItem
from webapp.laws.models import LawVersion, Provision


@pytest.fixture
def keeper(worked):
    """Return the browser of the keeper of the registers (要素库管理员)."""
    return worked.enter("bailu")


def audited(action):
    query = sa.text("select subject from audit where action = :action order by id")
    return db.session.scalars(query, {"action": action}).all()


def test_somebody_who_leaves_loses_the_certificate(worked, keeper):
    officer = worked.officer("zhouhang")
    page = f"/bodies/officers/{officer.id}"
    assert "登记离岗" in keeper.get(page).text
    assert "登记离岗" not in worked.enter("chenwei").get(page).text

    assert worked.enter("chenwei").send(f"{page}/leave").status_code == 403
    assert keeper.send(f"{page}/leave").status_code == 302

    officer = worked.officer("zhouhang")
    assert officer.status is OfficerStatus.LEFT
    assert {one.status for one in officer.certificates} == {CertificateStatus.CANCELED}
    assert audited("officer.leave") == [f"officer:{officer.id}"]
    assert "登记离岗" not in keeper.get(page).text


def test_a_certificate_is_suspended_with_a_reason_and_given_back(worked, keeper):
    certificate = worked.officer("zhouhang").certificate
    address = f"/bodies/certificates/{certificate.id}"

    assert keeper.send(address, {"status": "SUSPENDED", "reason": " "}).status_code == 422
    assert keeper.send(address, {"status": "GONE", "reason": "待查"}).status_code == 422
    assert keeper.send(address, {"status": "SUSPENDED", "reason": "待查"}).status_code == 302
    assert worked.officer("zhouhang").certificates[-1].status is CertificateStatus.SUSPENDED
    assert keeper.send(address, {"status": "ACTIVE"}).status_code == 302

    assert worked.officer("zhouhang").certificate.status is CertificateStatus.ACTIVE
    assert len(audited("certificate.note")) == 2
    assert keeper.send("/bodies/certificates/999999", {"status": "LOST"}).status_code == 404


def test_an_item_is_withdrawn_from_a_body_on_its_page(keeper):
    link = db.session.scalars(sa.select(BodyItem).order_by(BodyItem.id)).first()
    address = f"/items/{link.item.code}/bodies/{link.id}"
    assert address in keeper.get(f"/items/{link.item.code}").text

    assert keeper.send(address, {"last_day": ""}).status_code == 422
    assert keeper.send(address, {"last_day": "2026-06-30"}).status_code == 302

    assert db.session.get(BodyItem, link.id).valid_until.isoformat() == "2026-06-30"
    assert keeper.send(f"/items/{link.item.code}/bodies/999999", {}).status_code == 404


def test_a_benchmark_is_ended_on_its_page(keeper):
    query = sa.select(Benchmark).where(Benchmark.ended.is_(None)).order_by(Benchmark.id)
    benchmark = db.session.scalars(query).first()
    page = f"/discretion/{benchmark.id}"
    assert "废止该裁量基准" in keeper.get(page).text

    assert keeper.send(f"{page}/end", {"on": "2026-07-01"}).status_code == 302

    assert db.session.get(Benchmark, benchmark.id).ended.isoformat() == "2026-07-01"
    assert keeper.send(f"{page}/end", {"on": "2026-07-02"}).status_code == 409
    assert audited("benchmark.end") == [f"benchmark:{benchmark.code}"]


def test_a_law_or_a_place_in_it_is_repealed_on_its_page(keeper):
    query = sa.select(LawVersion).where(LawVersion.repealed.is_(None)).order_by(LawVersion.id)
    version = db.session.scalars(query).first()
    page = f"/laws/{version.law_id}/{version.label}"
    places = sa.select(Provision).where(
        Provision.version_id == version.id, Provision.key.is_not(None)
    )
    place = db.session.scalars(places.order_by(Provision.id)).first()
    said = {"on": "2026-07-01", "by": "样例决定"}
    assert f"{page}/repeal" in keeper.get(page).text

    assert keeper.send(f"{page}/repeal", {**said, "place": "a9999"}).status_code == 404
    assert keeper.send(f"{page}/repeal", {**said, "place": place.address}).status_code == 302
    assert keeper.send(f"{page}/repeal", {**said, "by": " "}).status_code == 422
    assert keeper.send(f"{page}/repeal", said).status_code == 302

    assert db.session.get(Provision, place.id).repealed.isoformat() == "2026-07-01"
    assert db.session.get(LawVersion, version.id).repealed.isoformat() == "2026-07-01"
    assert len(audited("law.repeal")) == 2
