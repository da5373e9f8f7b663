"""Keyset pages: every row once, in order, forwards and backwards."""

import pytest
import sqlalchemy as sa

from tests.factories import make_account
from webapp.accounts.models import Account
from webapp.database import db
from webapp.errors import Invalid
from webapp.paging import Key, page

KEYS = [
    Key(Account.name, lambda one: one.name, descending=True),
    Key(Account.login, lambda one: one.login),
]


@pytest.fixture
def people(app):
    """Add eleven accounts, names doubled, so that both keys matter."""
    return [make_account(f"名{number // 2}", f"user-{number:02}") for number in range(11)]


def logins(found):
    return [one.login for one in found]


def turn(**marks):
    return page(db.session(), sa.select(Account), KEYS, size=4, **marks)


def in_order(people):
    return logins(sorted(people, key=lambda one: (-int(one.name[1:]), one.login)))


def test_going_forward_shows_every_row_once(people):
    first = turn()
    second = turn(after=first.after)
    third = turn(after=second.after)

    assert logins(first) + logins(second) + logins(third) == in_order(people)
    assert first.before is None
    assert third.after is None


def test_going_back_shows_the_same_pages(people):
    first = turn()
    second = turn(after=first.after)
    third = turn(after=second.after)

    back = turn(before=third.before)
    start = turn(before=back.before)

    assert logins(back) == logins(second)
    assert logins(start) == logins(first)
    assert start.before is None
    assert start.after is not None


def test_a_row_added_in_between_moves_no_other(people):
    first = turn()
    make_account("名9", "user-99")

    assert logins(turn(after=first.after)) == in_order(people)[4:8]


@pytest.mark.parametrize("mark", ["x", "####", "WzFd", "bnVsbA", "W1sxXSwyXQ", "eyJhIjoxfQ"])
def test_a_forged_mark_is_refused(people, mark):
    with pytest.raises(Invalid, match="翻页标记"):
        turn(after=mark)


def test_a_mark_of_the_wrong_type_is_refused(app):
    keys = [Key(Account.id, lambda one: one.id)]

    with pytest.raises(Invalid, match="翻页标记"):
        page(db.session(), sa.select(Account), keys, after="WyJhYmMiXQ")


def test_an_empty_list_is_an_empty_page(app):
    found = page(db.session(), sa.select(Account), KEYS)

    assert not found
    assert (found.before, found.after) == (None, None)
