"""Many clients at one to-do, over HTTP: one wins, the others are told who; a key works once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.crash.eight import BEGIN
from tests.crash.records import Records
from webapp.demo.client import PREFIX, Connection, HttpDesk, Reply
from webapp.demo.platform import Platform
from webapp.demo.scenario.paths import FINED
from webapp.demo.scenario.schedule import following, morning
from webapp.demo.scenario.story import Story, load
from webapp.demo.scenario.walking import Walk

pytestmark = pytest.mark.xdist_group("crash")

BODY = "岚江市市场监督管理局"
HEADS = {"wangjian": "王建", "sunwang": "孙望"}
"""Both may assign a lead that belongs to no unit yet."""

CLIENTS = 64


@pytest.fixture
def walk(platform: Platform) -> Walk:
    """Return a case whose lead is registered and waits to be assigned."""
    row = next(one for one in load("cases") if one["body"] == BODY and one["matter"] == "dishes")
    story = Story("dishes", row["party"], BODY, "执法一科")
    desk = HttpDesk(Connection(platform.port), platform.tokens, lambda at: None)
    walk = Walk(desk, story, max(morning(BEGIN), platform.clock()))
    walk.take(FINED[0], following(walk.at, "+1m"))
    return walk


def at_once(calls: list[Callable[[], Reply]]) -> list[Reply]:
    """Make calls at the same moment."""
    gate = Barrier(len(calls))

    def make(call: Callable[[], Reply]) -> Reply:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))


def completion(
    platform: Platform, login: str, todo: str, values: dict[str, Any], key: str
) -> Callable[[], Reply]:
    """Return the request by which somebody completes a to-do."""
    headers = {
        "Authorization": f"Bearer {platform.tokens[login]}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    body = json.dumps({"data": values}, ensure_ascii=False).encode()
    send = Connection(platform.port)
    return lambda: send("POST", f"{PREFIX}/todos/{todo}/complete", headers, body)


def filled(walk: Walk, login: str) -> tuple[str, dict[str, Any]]:
    """Return the to-do that waits in a case, with what somebody would type."""
    step = FINED[1]
    todo = walk.desk.find(login, walk.case, step.act)
    assert todo is not None
    return todo, walk.filler.values(walk.desk.view(login, todo), step.values, login, walk.at)


def effects(records: Records, todo: str) -> int:
    """Count the steps that a to-do has led to."""
    query = "select count(*) from step where todo_id = :todo and kind = 'COMPLETE'"
    return records.number(query, todo=todo)


def test_one_of_64_clients_completes_a_task_and_63_are_told_who(
    platform: Platform, records: Records, walk: Walk
) -> None:
    todo, values = filled(walk, "wangjian")
    logins = [list(HEADS)[number % 2] for number in range(CLIENTS)]

    replies = at_once(
        [
            completion(platform, login, todo, values, f"race-{todo}-{number}")
            for number, login in enumerate(logins)
        ]
    )

    won = [number for number, one in enumerate(replies) if one.status == 200]
    lost = [one for one in replies if one.status == 409]
    assert (len(won), len(lost)) == (1, CLIENTS - 1)
    winner = HEADS[logins[won[0]]]
    assert {one.json["winner"]["name"] for one in lost} == {winner}
    assert all(f"已由{winner}于" in one.json["detail"] for one in lost)
    assert effects(records, todo) == 1


def test_one_key_sent_ten_times_has_one_effect_and_ten_equal_answers(
    platform: Platform, records: Records, walk: Walk
) -> None:
    todo, values = filled(walk, "sunwang")
    send = completion(platform, "sunwang", todo, values, f"same-{todo}")

    replies = [*at_once([send] * 8), send(), send()]

    assert [one.status for one in replies] == [200] * 10
    assert all(one.json == replies[0].json for one in replies)
    assert sum("Idempotency-Replayed" not in one.headers for one in replies) == 1
    assert effects(records, todo) == 1
