"""Numbers run without gaps: one counter per body, word and year, given back when unused."""

import threading
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from engine.clock import ZONE
from tests import factories
from webapp.bodies.models import Body
from webapp.database import db, transaction
from webapp.numbers import operations as numbering
from webapp.numbers.models import NumberEntry, RegisterEvent

AT = datetime(2026, 3, 9, 10, tzinfo=ZONE)


def fail_after(number: str) -> None:
    """Fail once a number was taken."""
    raise RuntimeError(number)


def test_each_series_of_a_body_counts_for_itself(app: Flask) -> None:
    body, other = factories.make_body(), factories.make_body(number_word="岚城管")

    numbers = [
        numbering.take_number(body, "罚决", AT, title="行政处罚决定书"),
        numbering.take_number(body, "罚决", AT, title="行政处罚决定书"),
        numbering.take_number(body, "立", AT, title="立案"),
        numbering.take_number(other, "罚决", AT, title="行政处罚决定书"),
        numbering.take_number(body, "罚决", AT.replace(year=2027), title="行政处罚决定书"),
    ]

    assert numbers == [
        "岚市监罚决〔2026〕1号",
        "岚市监罚决〔2026〕2号",
        "岚市监立〔2026〕1号",
        "岚城管罚决〔2026〕1号",
        "岚市监罚决〔2027〕1号",
    ]


def test_a_number_taken_in_vain_is_given_again(own_app: Flask) -> None:
    with transaction():
        body_id = factories.make_body().id
    with pytest.raises(RuntimeError), transaction() as session:
        fail_after(numbering.take_number(session.get_one(Body, body_id), "立", AT, title="立案"))
    with transaction() as session:
        number = numbering.take_number(session.get_one(Body, body_id), "立", AT, title="立案")

    assert number == "岚市监立〔2026〕1号"


def test_many_at_once_get_different_numbers_without_gap(own_app: Flask) -> None:
    with transaction():
        body_id = factories.make_body().id

    def take() -> None:
        with own_app.app_context():
            with transaction() as session:
                body = session.get_one(Body, body_id)
                numbering.take_number(body, "立", AT, title="立案")
            db.session.remove()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    serials = db.session.scalars(sa.select(NumberEntry.serial)).all()
    assert sorted(serials) == list(range(1, 9))


def test_a_voided_number_stays_in_the_register_with_its_reason(app: Flask) -> None:
    officer = factories.make_officer()
    number = numbering.take_number(officer.body, "罚先告", AT, title="行政处罚事先告知书")

    numbering.void_number(number, officer, "当事人名称有误", AT)
    db.session.flush()

    lines = db.session.scalars(sa.select(NumberEntry).where(NumberEntry.number == number)).all()
    assert [(line.event, line.reason) for line in lines] == [
        (RegisterEvent.TAKEN, ""),
        (RegisterEvent.VOIDED, "当事人名称有误"),
    ]
    assert numbering.take_number(officer.body, "罚先告", AT, title="").endswith("2号")
