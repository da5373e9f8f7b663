"""The people of one office of the demonstration city, by what they do."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from processes.catalogue import PROCEDURES
from tests.harness import NOW, settings_for
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.bodies.models import Officer
from webapp.database import db, transaction
from webapp.demo.loader import load_reference
from webapp.procedures import operations as procedures

LOGINS = {
    "intake": "hejing",
    "unit_head": "wangjian",
    "officer_lead": "chenwei",
    "officer_assist": "limin",
    "spare": "zhouhang",
    "case_reviewer": "tangtang",
    "legal_reviewer": "linmin",
    "legal_head": "fangyan",
    "deputy_head": "zhoushenxing",
    "second_deputy": "qinling",
    "agency_head": "hanxu",
    "engineer": "luchen",
    "recorder": "duruo",
    "hearing_chair": "dengxiuyuan",
    "hearing_member": "liangshu",
    "second_member": "xuli",
    "hearing_clerk": "songyi",
    "seal_keeper": "luozhiwei",
    "finance": "qianshuning",
    "publicity": "yezhiqiu",
    "archivist": "shenmo",
    "liaison": "shilei",
}


class Office:
    """Finds the officer behind a post."""

    def __init__(self) -> None:
        query = sa.select(Account.login, Officer).join(Account, Account.id == Officer.account_id)
        by_login = {row.login: row.Officer for row in db.session.execute(query)}
        self.people = {post: by_login[login] for post, login in LOGINS.items()}

    def __getitem__(self, post: str) -> Officer:
        return db.session.merge(self.people[post], load=True)

    def id(self, post: str) -> str:
        """Return the id of an officer as forms hold it."""
        return str(self.people[post].id)

    def ids(self, *posts: str) -> list[Any]:
        """Return several ids."""
        return [self.id(post) for post in posts]


def furnish(url: str, home: Path) -> Flask:
    """Return an application on an empty database: the city loaded, every procedure published."""
    app = create_app(settings_for(url, home))
    with app.app_context():
        load_city()
        db.session.remove()
    return app


def load_city() -> None:
    """Load the city into the database that is open, and publish every procedure."""
    load_reference()
    with transaction():
        procedures.publish_all(PROCEDURES.values(), NOW)
