"""The city with some cases in it, each produced by really running it; rolled back per test.

Cases by name: ``lead`` (registered, not assigned), ``undecided`` (reviewed, the proposal is due),
``published`` (decided, served, shown to the public; to be closed).
"""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from engine import clock
from tests.databases import with_database
from tests.harness import NOW, Browser, rolled_back, settings_for
from tests.journeys import stages
from tests.journeys.journey import Journey
from tests.journeys.office import load_city
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.instances import todos
from webapp.matters import queries as matters

OTHER = {
    "kind": "organization",
    "name": "岚江市禾记食品有限公司",
    "credit_code": "91445902MA5D7E2FXU",
    "legal_rep": "禾思远",
    "address": "岚江市望海区榕荫路66号",
    "phone": "0799-5550366",
}
HIDDEN = {
    "party": "禾记",
    "legal_rep": "禾思远",
    "address": "榕荫路",
    "phone": "0799-5550366",
    "credit_code": "91445902MA5D7E2FXU",
    "interviewed": "沈砚秋",
    "reporter": "欧阳修竹",
    "evidence": "销售台账复印件",
    "opinion": "建议立案调查",
    "facts": "三种预包装食品标签未标明生产日期",
}
"""What is content of the undecided case, in words that can be looked for."""


@pytest.fixture(scope="session")
def worked_app(databases, tmp_path_factory):
    """Return an application on a database of its own with three cases, and their ids by name."""
    url = with_database(databases.url, databases.take())
    app = create_app(settings_for(url, tmp_path_factory.mktemp("worked")))
    try:
        with app.app_context():
            load_city()
            found = {"published": _published(), "undecided": _undecided(), "lead": _lead()}
            db.session.remove()
        clock.set_source(None)
        yield app, found
    finally:
        clock.set_source(None)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _published():
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    j.do("hear.request")
    j.do("defense.receive")
    stages.decided(j)
    stages.issued(j)
    j.later(days=1)
    j.do("pub.decide")
    j.do("pub.approve")
    return j.matter_id


def _undecided():
    j = Journey(party=OTHER)
    stages.opened(j)
    j.at("2026-03-06T09:00")  # nobody is at two places at once
    j.record("rights_notice", "inv.rights_notice")
    j.record("interview", "inv.interview")
    j.record("obtaining", "inv.obtain")
    stages.reviewed(j)
    return j.matter_id


def _lead():
    j = Journey("2026-05-14T09:00")
    j.register(content="群众反映隔壁摊位短斤少两。")
    return j.matter_id


@dataclass
class Worked:
    """The application with its cases, and doors for people."""

    app: object
    ids: dict

    def case(self, name):
        """Return a case by its name in these tests."""
        return matters.get_matter(self.ids[name])

    def account(self, login):
        """Return an account by its login."""
        return db.session.scalar(sa.select(Account).where(Account.login == login))

    def officer(self, login):
        """Return the officer behind a login."""
        query = sa.select(Officer).join(Account, Account.id == Officer.account_id)
        return db.session.scalar(query.where(Account.login == login))

    def enter(self, login):
        """Open a browser for one of the people of the city."""
        return Browser(self.app).enter(self.account(login))

    def todo(self, name, act):
        """Return the open to-do of an act in a case."""
        found = todos.open_todos_of(self.ids[name])
        return next(one for one in found if act in one.acts)

    def journey(self, name, at=None):
        """Return a journey that goes on with a case."""
        j = Journey(at or NOW.strftime("%Y-%m-%dT%H:%M"))
        j.matter_id = self.ids[name]
        return j


@pytest.fixture
def worked(worked_app, frozen_clock):
    """Yield the cases inside the application's context; whatever a test writes is rolled back."""
    app, ids = worked_app
    with rolled_back(app):
        yield Worked(app, ids)
