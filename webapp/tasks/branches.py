"""Procedures that another one starts and awaits, one for each party (逐一办理).

A node that `starts` a procedure begins an instance of it for every party that has none under way
and none that came to its end. One that ends with a message (补充调查) sends the awaiting procedure
on at once, with the message as its `outcome`; those that end without one send it on together, when
the last has ended. What a party has behind it so stays as it is while another goes back.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.advance import Advance
from engine.diagram import Node
from processes import violations
from processes.acts import Tag, tagged
from webapp.database import db
from webapp.errors import Conflict
from webapp.instances import operations as instances
from webapp.instances import queries
from webapp.instances.models import Instance, StepRecord, Timer, TimerState
from webapp.instances.values import Branch, Place, Prepared
from webapp.matters import operations as matters
from webapp.matters.models import Matter
from webapp.procedures import queries as procedures
from webapp.tasks import settling
from webapp.tasks.settling import Moment

STARTS = "starts"
OUTCOME = "outcome"
"""The routing variable that tells the awaiting procedure how a party's branch ended."""


def prepare(
    moment: Moment, advance: Advance, party: int | None = None, parent: UUID | None = None
) -> Prepared:
    """Settle what the platform does for a procedure that starts or goes on by itself."""
    moment.parents.setdefault(advance.instance, parent)
    matters.touch(moment.matter, advance.stage or "", moment.at)
    return settling.follow(moment, advance, party)


def go_on(moment: Moment, advance: Advance) -> Sequence[Advance]:
    """Start what the step has reached, or tell the awaiting procedure what has ended."""
    if advance.status.is_over:
        return [*_report(moment, advance), *_admit(moment, advance)]
    node = next((node for node in _reached(advance) if node.get(STARTS)), None)
    return [] if node is None else _begin(moment, advance, node.get(STARTS))


def refuse_undone(advance: Advance) -> None:
    """Refuse to take back a step once it has started procedures of its own."""
    if not advance.timers_dropped:
        return
    query = sa.select(Timer.kind).where(
        Timer.instance_id == advance.instance, Timer.key.in_(advance.timers_dropped)
    )
    if "message" in db.session.scalars(query).all() and queries.awaited_by(advance.instance):
        raise Conflict("后续流程已经启动，不能撤回。")


def _reached(advance: Advance) -> Iterator[Node]:
    assert advance.version is not None, "only an answer given before has none"
    for wait in advance.timers_set:
        yield advance.version.node(wait.process, wait.node)


def _begin(moment: Moment, advance: Advance, procedure: str) -> list[Advance]:
    matter = moment.matter
    parent = db.session.get_one(Instance, advance.instance)
    version = procedures.in_force(procedure, parent.started_at)
    place = Place(matter.id, matter.body_id, matter.body.path, matter.unit_id)
    routing, stated = _routing(advance), moment.history.last(*tagged(Tag.STATING))
    said = stated.entry.values if stated else {}
    waiting: list[int | None] = [*parties_waiting(matter, queries.awaited_by(parent.id))]
    if not matter.parties:
        waiting = [None]  # whoever did it is not known
    if not waiting:
        raise Conflict("各当事人均已办结，没有需要继续办理的当事人。")
    begun = [
        instances.start(
            version,
            place,
            moment.actor,
            branch=Branch(parent.id, party_id),
            prepare=partial(prepare, moment, party=party_id, parent=parent.id),
            routing=violations.begins_with(routing, said, str(party_id or "")),
        )
        for party_id in waiting
    ]
    settling.tell_parent(parent.id, begun[0].stage or "", moment.at)
    return begun


def parties_waiting(matter: Matter, branches: Iterable[Instance]) -> Iterator[int]:
    """Yield the parties that have no branch under way and none that came to its end."""
    newest = {one.party_id: one for one in branches}
    for party in matter.parties:
        branch = newest.get(party.id)
        if branch is None or branch.is_sent_back:
            yield party.id


def _report(moment: Moment, advance: Advance) -> Iterator[Advance]:
    branch = db.session.get_one(Instance, advance.instance)
    if branch.parent_id is None:
        return
    message = next(iter(advance.messages), None)
    if message is not None:
        branch.is_sent_back = True
    parent = db.session.get_one(Instance, branch.parent_id)
    key = _awaiting(parent, branch)
    if key is None or (message is None and _is_awaited(branch)):
        return
    yield _send_on(moment, parent, key, message)


def _admit(moment: Moment, advance: Advance) -> Iterator[Advance]:
    """Let the main procedure go on when one beside it has changed what it awaits.

    For a party that was found it goes as if one of its branches had come back: those of the others
    stay where they are. When the last branch was ended, it goes on as if it had come to its end.
    What ends with a message of its own (补充调查) takes the branch of its party back.
    """
    matter = moment.matter
    ended = db.session.get_one(Instance, advance.instance)
    if ended.parent_id is not None or ended.is_main or matter.instance_id is None:
        return
    main = db.session.get_one(Instance, matter.instance_id)
    begun = queries.awaited_by(main.id)
    key = _awaiting(main, begun[-1]) if begun else None
    if key is None:
        return
    message = next(iter(advance.messages), None)
    if message is not None:
        _take_back(moment, begun, ended.party_id)
    elif any(parties_waiting(matter, begun)):
        message = next(iter(_messages(begun[-1])), None)
    elif any(not one.status.is_over for one in begun):
        return
    yield _send_on(moment, main, key, message)


def _take_back(moment: Moment, begun: Iterable[Instance], party_id: int | None) -> None:
    """End the branch of a party, or of the only one: it begins anew after the investigation."""
    newest = {one.party_id: one for one in begun}
    for branch in newest.values():
        if party_id in (None, branch.party_id) and not branch.status.is_over:
            instances.halt(branch.id, moment.actor)
            branch.is_sent_back = True


def _send_on(moment: Moment, awaiting: Instance, key: UUID, message: str | None) -> Advance:
    """Let a procedure go on that awaited others, with the message that one ended with."""
    advance = instances.wake(
        awaiting.id,
        key,
        prepare=partial(prepare, moment, parent=awaiting.parent_id),
        routing={OUTCOME: message},
    )
    return advance or Advance(awaiting.id)


def _messages(branch: Instance) -> Iterator[str]:
    """Yield the messages with which a branch may go back."""
    version = procedures.version(branch.version_id)
    for node in version.diagrams[version.main].nodes.values():
        if node.kind == "endEvent" and node.message:
            yield node.message


def _awaiting(parent: Instance, branch: Instance) -> UUID | None:
    """Return the wait of the procedure that awaits a branch, if it stands there now."""
    version = procedures.version(parent.version_id)
    query = sa.select(Timer).where(
        Timer.instance_id == parent.id,
        Timer.state == TimerState.WAITING,
        Timer.kind == "message",
    )
    found = (
        wait.key
        for wait in db.session.scalars(query)
        if branch.procedure in version.node(wait.process, wait.node).words(STARTS)
    )
    return next(found, None)


def _is_awaited(branch: Instance) -> bool:
    """Tell whether another branch beside this one is still under way."""
    query = sa.select(Instance.id).where(
        Instance.parent_id == branch.parent_id,
        Instance.id != branch.id,
        Instance.status.in_(queries.OPEN),
    )
    return db.session.scalar(query.limit(1)) is not None


def _routing(advance: Advance) -> dict[str, Any]:
    """Return the routing values of a procedure so far; what it starts begins with them."""
    query = sa.select(StepRecord.outcome).where(StepRecord.instance_id == advance.instance)
    found: dict[str, Any] = {}
    for outcome in db.session.scalars(query.order_by(StepRecord.seq)):
        found |= outcome
    return {**found, **(advance.step.outcome if advance.step else {})}
