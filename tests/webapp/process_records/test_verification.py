"""Any single change of the audit log, its chains or its anchors is found and located."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from engine import clock
from webapp.database import db, transaction
from webapp.process_records import anchors, operations
from webapp.process_records.checks import CHECKS
from webapp.process_records.verification import verify

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BODY = 7


@pytest.fixture
def home(own_app):
    return own_app.extensions["faxun.settings"].home


@pytest.fixture
def log(own_app):
    with clock.fixed(AT), transaction():
        for number in range(6):
            operations.record(
                "task.refused",
                AT,
                body_id=BODY,
                officer_id=number,
                case_id=41,
                subject=f"work_item:{number}",
                details={"reasons": ["执法人员不得少于两人"], "number": number},
            )
        operations.record("case.read", AT, body_id=BODY + 1, account_id=3)


@pytest.fixture
def change(owner, log):
    return owner


def first_flaw(home):
    report = verify(CHECKS, home)
    assert report.flaws, "the change was not found"
    return report.flaws[0]


def test_an_untouched_log_is_clean(log, home):
    anchors.anchor_chains(home)

    report = verify(CHECKS, home)

    assert report.is_clean, report.flaws
    assert report.seen == {"audit": 7, "chain_anchor": 2}


@pytest.mark.parametrize(
    "assignment",
    [
        "action = 'task.done'",
        "officer_id = 99",
        "officer_id = null",
        "account_id = 5",
        "case_id = 42",
        "subject = 'x'",
        "at = at + interval '1 microsecond'",
        "details = '{}'",
        "details = jsonb_set(details, '{number}', '9')",
        "digest = repeat('0', 64)",
        "previous = sha256('x')",
        "hash = sha256('x')",
    ],
)
@pytest.mark.parametrize("seq", [1, 3, 6])
def test_any_altered_field_is_located(change, home, assignment, seq):
    change(
        f"update audit set {assignment} where body_id = :body and seq = :seq", body=BODY, seq=seq
    )

    flaw = first_flaw(home)

    assert (flaw.table, flaw.body_id, flaw.seq) == ("audit", BODY, seq)
    if assignment.split(" ")[0] in ("details", "previous", "hash"):
        assert flaw.field == assignment.split(" ")[0]


@pytest.mark.parametrize("seq", [1, 3, 6])
def test_a_removed_entry_is_located(change, home, seq):
    change("delete from audit where body_id = :body and seq = :seq", body=BODY, seq=seq)

    flaw = first_flaw(home)

    assert (flaw.table, flaw.body_id, flaw.seq) == ("audit", BODY, seq)


def test_two_swapped_entries_are_located(change, home):
    change(
        "update audit a set action = b.action, officer_id = b.officer_id, subject = b.subject,"
        " details = b.details, digest = b.digest from audit b"
        " where a.body_id = 7 and b.body_id = 7 and (a.seq, b.seq) in ((2, 4), (4, 2))"
    )

    assert first_flaw(home).seq == 2


@pytest.mark.parametrize(
    "assignment", ["seq = 5", "seq = 7", "hash = sha256('x')", "previous = sha256('x')"]
)
def test_an_altered_head_is_found(change, home, assignment):
    change(f"update chain_head set {assignment} where body_id = 7")

    flaw = first_flaw(home)

    assert flaw.body_id == BODY
    assert flaw.table == ("audit" if assignment == "seq = 7" else "chain_head")


def test_a_cut_tail_contradicts_the_anchor_even_with_its_head_moved_back(change, home):
    anchors.anchor_chains(home)
    change("delete from audit where body_id = 7 and seq = 6")
    change(
        "update chain_head set seq = 5, previous = a.previous, hash = a.hash from audit a"
        " where a.body_id = 7 and a.seq = 5 and chain_head.body_id = 7"
    )

    flaw = first_flaw(home)

    assert (flaw.table, flaw.body_id, flaw.seq) == ("audit", BODY, 6)


@pytest.mark.parametrize(
    "sql",
    [
        "update chain_anchor set seq = 5 where body_id = 7",
        "update chain_anchor set hash = sha256('x') where body_id = 7",
        "update chain_anchor set at = at + interval '1 second' where body_id = 7",
        "update chain_anchor set key = 'other' where body_id = 7",
        "update chain_anchor set signature = sha256('x') where body_id = 7",
        "delete from chain_anchor where body_id = 7",
    ],
)
def test_an_altered_anchor_is_found(change, home, sql):
    anchors.anchor_chains(home)
    change(sql)

    flaw = first_flaw(home)

    assert flaw.table == "chain_anchor"
    assert flaw.body_id == BODY


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-20], lambda b: b.replace(b"7", b"8", 1), lambda b: b""]
)
def test_an_altered_file_of_anchors_is_found(log, home, spoil):
    anchors.anchor_chains(home)
    path = anchors.file_of(home)
    path.write_bytes(spoil(path.read_bytes()))

    assert first_flaw(home).table in ("anchors/anchors.jsonl", "chain_anchor")


def test_anchoring_twice_signs_only_what_has_grown(log, home):
    assert anchors.anchor_chains(home) == 2
    assert anchors.anchor_chains(home) == 0

    with transaction():
        operations.record("case.read", AT, body_id=BODY)

    assert anchors.anchor_chains(home) == 1
    assert len(anchors.read_file(home)) == 3
    assert verify(CHECKS, home).is_clean


@pytest.mark.parametrize("table", ["audit", "chain_anchor"])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_application_cannot_alter_the_record(log, table, verb):
    sql = f"delete from {table}" if verb == "delete" else f"update {table} set at = now()"

    with pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(sa.text(sql))


def test_a_rolled_back_entry_leaves_no_gap(log, home):
    operations.record("case.read", AT, body_id=BODY)
    db.session.rollback()

    with transaction():
        operations.record("case.read", AT, body_id=BODY)

    assert verify(CHECKS, home).is_clean
