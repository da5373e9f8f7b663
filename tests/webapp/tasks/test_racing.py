"""Several officers at once: one wins, the others are told who; nobody waits for each other."""

import threading
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.bodies.models import Officer
from webapp.database import db, transaction
from webapp.instances.operations import AlreadyHandled
from webapp.tasks import operations as tasks


def at_once(app: Flask, calls: list[Any]) -> list[Any]:
    """Run calls in threads of their own, each in a transaction; return answers and errors."""
    results: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(place: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    results[place] = calls[place]()
            except Exception as error:
                results[place] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def completion(officer_id: int, todo: Any, values: Any, key: str | None = None) -> Any:
    """Return the call by which an officer completes a to-do."""
    return lambda: tasks.complete(db.session.get_one(Officer, officer_id), todo, values, key)


def test_one_of_many_completes_a_task_and_the_others_are_told_who(own_office: Flask) -> None:
    j = Journey()
    j.register()
    j.later(hours=1)
    todo = j.open_tasks()["case.assign"].id
    officer, values = j.office["unit_head"].id, j.values("penalty/lead_assignment", {})
    db.session.rollback()

    results = at_once(own_office, [completion(officer, todo, values) for _ in range(8)])

    losers = [one for one in results if isinstance(one, Exception)]
    assert len(losers) == 7
    assert all(isinstance(one, AlreadyHandled) and one.name == "王建" for one in losers)
    assert "case.verify" in j.open_tasks()


def test_one_key_has_one_effect_whoever_comes_first(own_office: Flask) -> None:
    j = Journey()
    j.register()
    j.later(hours=1)
    todo = j.open_tasks()["case.assign"].id
    officer, values = j.office["unit_head"].id, j.values("penalty/lead_assignment", {})
    db.session.rollback()

    results = at_once(own_office, [completion(officer, todo, values, "same") for _ in range(6)])

    assert all(one.answer == results[0].answer for one in results)
    assert sum(not one.replayed for one in results) == 1


def test_a_suspension_and_a_completion_do_not_wait_for_each_other(own_office: Flask) -> None:
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    j.start("suspension")
    j.steps("case.suspend_draft", "case.suspend_opinion")
    j.later(hours=1)
    todos = j.open_tasks()
    head, lead = j.office["deputy_head"].id, j.office["officer_lead"].id
    collecting = j.filled(j.office["officer_lead"], todos["inv.collect"], {})
    calls = [
        completion(head, todos["case.suspend"].id, j.values("shared/approval", {})),
        completion(lead, todos["inv.collect"].id, collecting),
    ]
    db.session.rollback()

    suspended, collected = at_once(own_office, calls)

    assert not isinstance(suspended, Exception)
    assert not isinstance(collected, DBAPIError)
    assert "evidence.review" not in j.open_tasks()
    assert "inv.collect" not in j.open_tasks()
