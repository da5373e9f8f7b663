"""Carriers: the local log is only added to, what happened stays, an outside one takes its place."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engine.clock import ZONE
from webapp.config import ConfigError, Mode, load
from webapp.errors import Conflict, NotFound
from webapp.service import carriers
from webapp.service.carriers import CarrierLog, Parcel
from webapp.service.models import Carriage, ServiceMethod

SENT = datetime(2026, 5, 18, 9, 0, tzinfo=ZONE)


@pytest.fixture
def post(worked):
    return carriers.of(ServiceMethod.MAIL)


@pytest.fixture
def number(post):
    return post.hand_over(Parcel(7, "沈砚秋", "榕荫路88号", SENT))


def after(**time):
    return SENT + timedelta(**time)


def test_a_letter_arrives_after_its_usual_time(post, number):
    assert post.log(number, after(days=1)).state is Carriage.HANDED_OVER
    assert post.log(number, after(days=1)).arrived_at is None
    assert post.log(number, after(days=3)).arrived_at == after(days=2)


@pytest.mark.parametrize("state", [Carriage.BOUNCED, Carriage.LOST, Carriage.DELIVERED])
def test_it_may_come_back_get_lost_or_be_late(post, number, state):
    carriers.local(number).tell(number, state, after(days=5), after(hours=1), "另行登记")

    assert post.log(number, after(days=4)).ended_at is None
    found = post.log(number, after(days=6))
    assert (found.state, found.ended_at, found.words) == (state, after(days=5), "另行登记")
    assert (found.arrived_at is None) == (state is not Carriage.DELIVERED)


def test_what_has_happened_cannot_be_told_otherwise(post, number):
    counterpart = carriers.local(number)
    with pytest.raises(Conflict, match="不能早于交付时间"):
        counterpart.tell(number, Carriage.LOST, after(days=-1), after(hours=1))
    with pytest.raises(Conflict, match="已送达，不能更改"):
        counterpart.tell(number, Carriage.LOST, after(days=9), after(days=3))
    with pytest.raises(NotFound):
        counterpart.tell("YJ0", Carriage.LOST, after(days=9), after(days=3))


def test_nothing_arrives_by_itself_where_cases_are_real(worked, monkeypatch):
    real = replace(worked.app.extensions["faxun.settings"], mode=Mode.PRODUCTION)
    monkeypatch.setitem(worked.app.extensions, "faxun.settings", real)
    post = carriers.of(ServiceMethod.MAIL)
    number = post.hand_over(Parcel(8, "沈砚秋", "榕荫路88号", SENT))

    assert post.log(number, after(days=90)).state is Carriage.HANDED_OVER


class Provider:
    """Stands for the adapter of a provider."""

    def hand_over(self, parcel):
        """Take everything under one number."""
        return "EMS1"

    def log(self, number, now):
        """Say that it has just arrived."""
        return CarrierLog(number, SENT, Carriage.DELIVERED, now, "本人签收")


def test_a_provider_that_the_settings_name_takes_the_place(worked, monkeypatch):
    named = replace(worked.app.extensions["faxun.settings"], post=f"{__name__}:Provider")
    monkeypatch.setitem(worked.app.extensions, "faxun.settings", named)
    monkeypatch.setattr(carriers, "import_module", lambda name: __import__("sys").modules[name])

    post = carriers.of(ServiceMethod.MAIL)
    assert post.hand_over(Parcel(1, "", "", SENT)) == "EMS1"
    assert carriers.of(ServiceMethod.DELIVER) is None
    with pytest.raises(NotFound, match="本地投递件"):
        carriers.local("YJ20260518000007")
    with pytest.raises(ConfigError, match="FAXUN_POST"):
        load({"FAXUN_POST": "不对", "FAXUN_MODE": "test", "FAXUN_HOME": "/nowhere"})
