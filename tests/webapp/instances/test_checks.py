"""Any single change of an instance's rows is found and located by `faxun verify`."""

import pytest

from engine import clock
from processes.catalogue import PROCEDURES
from tests.engine import samples
from tests.webapp.instances.test_timers import DAY, due_in
from webapp.database import transaction
from webapp.instances import operations
from webapp.instances.values import Entry
from webapp.procedures.bundle import Bundle
from webapp.procedures.operations import keep
from webapp.process_records import anchors
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS

STEP = "instance_id = :instance and seq = 2"
STEP_CHANGES = (
    "matter_id = 9", "kind = 'RETURN'", "process = 'x'", "node = 'x'", "name = 'x'",
    "acts = '{x}'", "scope = 'x'", "actor_id = 99", "actor_id = null", "role = 'x'",
    "body_id = null", "at = at + interval '1 microsecond'",
    "opened_at = opened_at - interval '1 second'", "previous = 'x'", "target = 'x'",
    "todo_id = gen_random_uuid()", "outcome = '{\"x\": 1}'", "passed = '{x}'",
    "digest = repeat('0', 64)", "state_digest = repeat('0', 64)", "version_id = 99",
    "submission_id = gen_random_uuid()", "submission_id = null", "document_id = 3",
    "chain_body = 99999", "chain_seq = 99", "prev_hash = sha256('x')", "hash = sha256('x')",
    "seq = 99", "instance_id = gen_random_uuid()",
)  # fmt: skip
SUBMISSION_CHANGES = (
    "id = gen_random_uuid()", "matter_id = 9", "instance_id = gen_random_uuid()",
    "todo_id = gen_random_uuid()", "acts = '{x}'", "form = 'x'", "form_version = 'x'",
    "\"values\" = '{}'", "\"values\" = jsonb_set(\"values\", '{opinion}', '\"不同意\"')",
    "digest = repeat('0', 64)", "officer_id = 99", "at = at + interval '1 second'",
)  # fmt: skip
STATE_CHANGES = ("ver = 9", "version_id = 99", "blob = blob || 'x'", "blob = '\\x00'")
INSTANCE_CHANGES = (
    "matter_id = 9", "procedure = 'x'", "title = 'x'", "status = 'COMPLETED'",
    "status = 'SUSPENDED'", "body_id = 99", "started_at = now()", "started_by = 99",
    "updated_at = now()", "ended_at = now()", "version_id = 99",
)  # fmt: skip
DONE_CHANGES = (
    "state = 'OPEN'", "state = 'CANCELED'", "done_by = 99", "done_at = now()", "node = 'x'",
    "name = 'x'", "acts = '{x}'", "process = 'x'", "scope = 'x'", "matter_id = 9",
)  # fmt: skip
OPEN_CHANGES = (
    "state = 'DONE'", "state = 'CANCELED'", "role = 'x'", "form = 'x'", "document = 'x'",
    "is_final = true", "basis = 'x'", "deadline = 'x'", "opinion = 'x'", "returns = '{x}'",
    "previous = 'x'", "opened_at = now()", "body_id = 99", "stage = 'x'", "serves = '{x}'",
)  # fmt: skip
TIMER_CHANGES = (
    "state = 'FIRED'", "state = 'DROPPED'", "node = 'x'", "deadline = 'x'", "set_at = now()",
    "duration = 'P9D'", "host = 'x'", "interrupting = false", "key = gen_random_uuid()",
)  # fmt: skip
VERSION_CHANGES = (
    "title = 'x'", "hash = 'x'", "main = 'x'", "menu = 'x'", "safeguards = 'x'", "number = 7",
    "key = 'x'", "published_by = 9", "published_at = now()", "task_names = '{}'",
    "bundle = jsonb_set(bundle, '{forms}', '{\"a\": \"b\"}')",
)  # fmt: skip


@pytest.fixture
def instance(desk):
    """Run one instance half way, and another beside it in the same body."""
    version = desk.publish(samples.boundary())
    instance = desk.start(version, prepare=due_in(3 * DAY))
    desk.complete(instance, "a", values={"opinion": "同意", "amount": 3}, prepare=due_in(DAY))
    other = desk.start(version, matter_id=2)
    for node in "abc":
        desk.complete(other, node, values={"opinion": "同意"})
    return instance


def test_untouched_instances_are_clean(desk, instance, home):
    suspended = desk.start(desk.publish(samples.parallel()), matter_id=3)
    with transaction():
        operations.suspend(suspended, desk.actor)
    halted = desk.start(desk.publish(samples.sequence()), matter_id=4)
    desk.complete(halted, "a")
    with transaction():
        operations.send_back(desk.todo(halted, "b"), "a", desk.actor, Entry({"opinion": "补充"}))
    with transaction():
        operations.halt(halted, desk.actor)
    anchors.anchor_chains(home)

    report = verify(CHECKS, home)

    assert report.is_clean, report.flaws
    assert report.seen["instance"] == 4
    assert report.seen["step"] == 12
    assert report.seen["submission"] == 5


def test_an_altered_step_is_located(desk, instance, owner, spoil, subtests):
    seq = owner(f"select chain_seq from step where {STEP}", instance=instance).scalar()
    for change in STEP_CHANGES:
        with subtests.test(change=change):
            report = spoil(f"update step set {change} where {STEP}", instance=instance)

            flaw = report.flaws[0]
            assert (flaw.table, flaw.body_id, flaw.seq) == ("step", desk.body, seq)


def test_a_removed_step_is_located(desk, instance, owner, spoil):
    seq = owner(f"select chain_seq from step where {STEP}", instance=instance).scalar()

    flaw = spoil(f"delete from step where {STEP}", instance=instance).flaws[0]

    assert (flaw.table, flaw.body_id, flaw.seq) == ("step", desk.body, seq)


def test_swapped_steps_are_located(desk, instance, spoil):
    flaw = spoil(
        "update step a set node = b.node, name = b.name, actor_id = b.actor_id, outcome = b.outcome"
        " from step b where (a.chain_seq, b.chain_seq) in ((4, 5), (5, 4))"
    ).flaws[0]

    assert (flaw.table, flaw.body_id, flaw.seq) == ("step", desk.body, 4)


def test_a_cut_tail_is_located_though_the_head_was_moved_back(instance, home, owner, spoil):
    anchors.anchor_chains(home)
    last = owner("select max(chain_seq) from step").scalar()

    flaw = spoil(
        "delete from step where chain_seq = :last",
        "update chain_head h set seq = s.chain_seq, previous = s.prev_hash, hash = s.hash"
        " from step s where h.kind = 'STEP' and s.chain_seq = :last - 1",
        last=last,
    ).flaws[0]

    assert (flaw.table, flaw.seq) == ("step", last)


def test_an_altered_submission_is_located(instance, owner, spoil, subtests):
    id = owner("select id from submission where instance_id = :id", id=instance).scalar()
    for change in SUBMISSION_CHANGES:
        with subtests.test(change=change):
            flaw = spoil(f"update submission set {change} where id = :id", id=id).flaws[0]

            assert flaw.table == "submission"
            assert flaw.id == str(id) or change.startswith("id")


def test_a_removed_submission_is_located(instance, owner, spoil):
    id = owner("select id from submission where instance_id = :id", id=instance).scalar()

    flaw = spoil("delete from submission where id = :id", id=id).flaws[0]

    assert (flaw.table, flaw.id) == ("submission", str(id))


def test_an_altered_state_is_located(instance, spoil, subtests):
    for change in STATE_CHANGES:
        with subtests.test(change=change):
            sql = f"update instance_state set {change} where instance_id = :id"

            flaw = spoil(sql, id=instance).flaws[0]

            assert (flaw.table, flaw.id) == ("instance_state", str(instance))


def test_an_altered_instance_is_located(instance, spoil, subtests):
    for change in INSTANCE_CHANGES:
        with subtests.test(change=change):
            flaw = spoil(f"update instance set {change} where id = :id", id=instance).flaws[0]

            assert flaw.id == str(instance) or flaw.table in ("todo", "timer")


def test_an_altered_to_do_is_located(instance, owner, spoil, subtests):
    for state, changes in (("DONE", DONE_CHANGES), ("OPEN", OPEN_CHANGES)):
        query = "select id from todo where instance_id = :id and state = :state"
        id = owner(query, id=instance, state=state).scalar()
        for change in changes:
            with subtests.test(state=state, change=change):
                flaw = spoil(f"update todo set {change} where id = :id", id=id).flaws[0]

                assert (flaw.table, flaw.id) == ("todo", str(id))


def test_an_altered_timer_is_located(instance, owner, spoil, subtests):
    key = owner("select key from timer where state = 'WAITING'").scalar()
    for change in TIMER_CHANGES:
        with subtests.test(change=change):
            flaw = spoil(f"update timer set {change} where key = :key", key=key).flaws[0]

            assert flaw.table == "timer"
            assert flaw.id == str(key) or change.startswith("key")


def test_removed_rows_are_located(instance, spoil, subtests):
    for table, place in (
        ("todo", "state = 'OPEN'"),
        ("todo", "state = 'DONE' and node = 'b'"),
        ("timer", "state = 'WAITING'"),
        ("instance", "matter_id = 2"),
        ("instance_state", "ver = 2"),
    ):
        with subtests.test(table=table, place=place):
            flaw = spoil(f"delete from {table} where {place}").flaws[0]

            assert flaw.table in (table, "instance")


def test_an_altered_version_is_located(instance, desk, owner, spoil, subtests):
    with transaction():
        procedure = PROCEDURES["service_address"]
        xml = {name: file.decode() for name, file in procedure.needed().items()}
        id = keep(procedure, Bundle(xml, {}, {}), clock.now(), officer_id=desk.officers[0]).id
    for change in VERSION_CHANGES:
        with subtests.test(change=change):
            flaw = spoil(f"update process_version set {change} where id = :id", id=id).flaws[0]

            assert (flaw.table, flaw.id) == ("process_version", str(id))


def test_an_altered_head_or_anchor_is_located(instance, home, spoil, subtests):
    anchors.anchor_chains(home)
    for table, change in (
        ("chain_head", "seq = seq - 1"),
        ("chain_head", "hash = sha256('x')"),
        ("chain_head", "previous = sha256('x')"),
        ("chain_anchor", "seq = seq - 1"),
        ("chain_anchor", "hash = sha256('x')"),
        ("chain_anchor", "signature = sha256('x')"),
    ):
        with subtests.test(table=table, change=change):
            flaw = spoil(f"update {table} set {change} where kind = 'STEP'").flaws[0]

            assert flaw.table == table
