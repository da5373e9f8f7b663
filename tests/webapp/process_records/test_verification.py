"""Any single change of the audit log, its chains or its anchors is found and located."""

from datetime import UTC, datetime
from itertools import product

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
def log(own_app):
    with clock.fixed(AT), transaction():
        for number in range(6):
            operations.record(
                "task.refused",
                AT,
                body_id=BODY,
                officer_id=number,
                matter_id=41,
                subject=f"todo:{number}",
                details={"reasons": ["执法人员不得少于两人"], "number": number},
            )
        operations.record("case.read", AT, body_id=BODY + 1, account_id=3)


def test_an_untouched_log_is_clean(log, home):
    anchors.anchor_chains(home)

    report = verify(CHECKS, home)

    assert report.is_clean, report.flaws
    assert report.seen == {"audit": 7, "chain_anchor": 2}


CHANGES = (
    "action = 'task.done'",
    "officer_id = 99",
    "officer_id = null",
    "account_id = 5",
    "matter_id = 42",
    "subject = 'x'",
    "at = at + interval '1 microsecond'",
    "details = '{}'",
    "details = jsonb_set(details, '{number}', '9')",
    "digest = repeat('0', 64)",
    "previous = sha256('x')",
    "hash = sha256('x')",
)
NAMED = ("details", "previous", "hash")
"""Changes of which even the field is known."""


def test_any_altered_field_is_located(log, spoil, subtests):
    for change, seq in product(CHANGES, (1, 3, 6)):
        with subtests.test(change=change, seq=seq):
            place = f"body_id = {BODY} and seq = {seq}"

            flaw = spoil(f"update audit set {change} where {place}").flaws[0]

            field = change.split(" ")[0]
            assert (flaw.table, flaw.body_id, flaw.seq) == ("audit", BODY, seq)
            assert flaw.field == (field if field in NAMED else "")


def test_a_removed_entry_is_located(log, spoil, subtests):
    for seq in (1, 3, 6):
        with subtests.test(seq=seq):
            flaw = spoil(f"delete from audit where body_id = {BODY} and seq = {seq}").flaws[0]

            assert (flaw.table, flaw.body_id, flaw.seq) == ("audit", BODY, seq)


def test_two_swapped_entries_are_located(log, spoil):
    flaw = spoil(
        "update audit a set action = b.action, officer_id = b.officer_id, subject = b.subject,"
        " details = b.details, digest = b.digest from audit b"
        " where a.body_id = 7 and b.body_id = 7 and (a.seq, b.seq) in ((2, 4), (4, 2))"
    ).flaws[0]

    assert flaw.seq == 2


def test_an_altered_head_is_found(log, spoil, subtests):
    for change in ("seq = 5", "seq = 7", "hash = sha256('x')", "previous = sha256('x')"):
        with subtests.test(change=change):
            flaw = spoil(f"update chain_head set {change} where body_id = {BODY}").flaws[0]

            assert flaw.body_id == BODY
            assert flaw.table == ("audit" if change == "seq = 7" else "chain_head")


def test_a_cut_tail_contradicts_the_anchor_even_with_its_head_moved_back(log, home, spoil):
    anchors.anchor_chains(home)

    flaw = spoil(
        "delete from audit where body_id = 7 and seq = 6",
        "update chain_head set seq = 5, previous = a.previous, hash = a.hash from audit a"
        " where a.body_id = 7 and a.seq = 5 and chain_head.body_id = 7",
    ).flaws[0]

    assert (flaw.table, flaw.body_id, flaw.seq) == ("audit", BODY, 6)


def test_an_altered_anchor_is_found(log, home, spoil, subtests):
    anchors.anchor_chains(home)
    for sql in (
        "update chain_anchor set seq = 5 where body_id = 7",
        "update chain_anchor set hash = sha256('x') where body_id = 7",
        "update chain_anchor set at = at + interval '1 second' where body_id = 7",
        "update chain_anchor set key = 'other' where body_id = 7",
        "update chain_anchor set signature = sha256('x') where body_id = 7",
        "delete from chain_anchor where body_id = 7",
    ):
        with subtests.test(sql=sql):
            flaw = spoil(sql).flaws[0]

            assert (flaw.table, flaw.body_id) == ("chain_anchor", BODY)


def test_an_altered_file_of_anchors_is_found(log, home, subtests):
    anchors.anchor_chains(home)
    path = anchors.file_of(home)
    whole = path.read_bytes()
    for name, content in (
        ("cut", whole[:-20]),
        ("line lost", whole.splitlines(keepends=True)[0]),
        ("byte", whole.replace(b"7", b"8", 1)),
        ("empty", b""),
    ):
        with subtests.test(name):
            path.write_bytes(content)

            report = verify(CHECKS, home)

            assert report.flaws[0].table in ("anchors/anchors.jsonl", "chain_anchor")


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
