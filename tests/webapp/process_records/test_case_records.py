"""Any single change of what a really handled case consists of is found and located."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from webapp.evidence import storage
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS, FACES

CHAINED = ("process_records", "procedures", "instances")
RECORDS = tuple(
    check
    for module, table in FACES["checks"]
    if module.split(".")[1] not in CHAINED
    for check in table
)
"""The checks of documents, files and registers; those of chains have tests of their own."""

OF_CASE = "(select id from {} where matter_id = :case)"
PLACES = {
    "document": "number is not null and matter_id = :case",
    "signature": "state = 'SIGNED' and document_id in " + OF_CASE.format("document"),
    "number_register": "document_id is not null and matter_id = :case",
    "evidence": "matter_id = :case",
    "verdict": "evidence_id in " + OF_CASE.format("evidence"),
    "service_attempt": "matter_id = :case",
    "party": "matter_id = :case",
    "matter": "id = :case",
    "penalty_case": "matter_id = :case",
    "lead": "id = (select lead_id from penalty_case where matter_id = :case)",
    "handler": "matter_id = :case and capacity = 'LEAD'",
}

CHANGES = {
    "document": (
        "context = jsonb_set(context, '{date}', '\"2026年1月1日\"')",
        "context = context - 'number'", "context = '{}'",
        "context_digest = repeat('0', 64)", "approved_digest = 'x'",
        "number = '岚市监罚〔2026〕999号'", "number = null", "dated = dated + 1", "dated = null",
        "contributions = '[]'", "pdf = repeat('0', 64)", "matter_id = matter_id + 1",
        "contributions = jsonb_set(contributions, '{0,values,opinion}', '\"不同意\"')",
        "contributions = jsonb_set(contributions, '{0,form}', '\"x\"')",
    ),
    "signature": ("digest = repeat('0', 64)", "digest = ''", "document_id = document_id + 1"),
    "number_register": (
        "serial = serial + 50", "number = '岚市监罚〔2026〕999号'", "year = year - 1",
        "series = '无'", "event = 'VOIDED'", "matter_id = matter_id + 1",
    ),
    "evidence": (
        "no = no + 7", "name = 'x'", "kind = 'PHYSICAL'", "obtained_on = obtained_on + 1",
        "source = 'x'", "place = 'x'", "provider = 'x'", "pages = 99", "proves = 'x'",
        "is_favorable = not is_favorable", "files = array[repeat('0', 64)]", "act = 'inv.edata'",
        "instance_id = gen_random_uuid()", "created_at = created_at + interval '1 second'",
    ),
    "verdict": (
        "relevance = not relevance", "legality = not legality",
        "authenticity = not authenticity", "is_admissible = not is_admissible",
    ),
    "service_attempt": (
        "served_on = served_on + 1", "served_on = null", "state = 'FAILED'", "state = 'PLANNED'",
        "recipient = 'x'", "method = 'MAIL'", "received_by = 'x'", "officer_id = officer_id + 1",
        "planned_at = planned_at + interval '1 minute'", "instance_id = gen_random_uuid()",
        "finished_at = finished_at + interval '1 minute'",
    ),
    "party": (
        "name = 'x'", "kind = 'PERSON'", "id_number = '92445902MA5A1B2C13x'", "id_kind = 'x'",
        "legal_rep = 'x'", "operator = 'x'",
        "operator_number = 'x'", "role = 'STAFF'", "gender = 'x'", "birth = birth + 1",
        "address = 'x'", "phone = 'x'", "details = '{}'",
        "details = details || '{\"name\": \"x\"}'",
    ),
    "matter": (
        "filed_on = filed_on + 1", "title = 'x'", "lead_officer_id = lead_officer_id + 5",
        "assist_officer_id = assist_officer_id + 5", "number = number || '1'",
        "entry_number = entry_number || '1'",
        "instance_id = gen_random_uuid()", "kind = 'x'",
    ),
    "penalty_case": (
        "fine = fine + 1", "fine = null", "cause = 'x'", "confiscation = confiscation + 1",
    ),
    "lead": ("content = 'x'", "source = 'MEDIA'", "place = 'x'", "found_on = found_on - 1"),
    "handler": ("officer_id = officer_id + 5", "capacity = 'ASSIST'", "until = since"),
}  # fmt: skip


@pytest.fixture
def handled(worked_app):
    """Return a function that alters rows of the cases, verifies and takes the change back."""
    app, ids = worked_app
    engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=sa.NullPool)
    home = app.extensions["faxun.settings"].home

    def run(*statements, checks=RECORDS):
        with app.app_context(), engine.connect() as connection:
            connection.execute(sa.text("set session_replication_role = replica"))
            for statement in statements:
                connection.execute(sa.text(statement), {"case": ids["published"]})
            with Session(connection) as session:
                report = verify(checks, home, session)
            connection.rollback()
            return report

    run.ids, run.app = ids, app
    return run


def test_handled_cases_are_clean(handled):
    report = handled(checks=CHECKS)

    assert report.is_clean, report.flaws
    assert report.seen["document"] > 20


@pytest.mark.parametrize("table", sorted(CHANGES))
def test_any_altered_row_of_a_case_is_located(handled, table, subtests):
    place = PLACES[table]
    key = "matter_id" if table == "penalty_case" else "id"
    first = f"select min({key}) from {table} where {place}"
    for change in CHANGES[table]:
        with subtests.test(change=change):
            report = handled(f"update {table} set {change} where {key} = ({first})")

            assert flaws_of(report, table), change


def flaws_of(report, table):
    """Return the flaws that name a table, or what is kept beside its rows."""
    near = {table, "matter"} if table == "handler" else {table}
    return [flaw for flaw in report.flaws if flaw.table in near]


def test_a_changed_lost_or_renamed_file_is_located(handled, subtests):
    with handled.app.app_context():
        digest = file_of(handled)
        path = storage.path_of(digest)
        whole = path.read_bytes()
    path.chmod(0o640)
    spoiled = {
        "one byte": lambda: path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:]),
        "last byte": lambda: path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1])),
        "cut": lambda: path.write_bytes(whole[:-1]),
        "longer": lambda: path.write_bytes(whole + b"x"),
        "empty": lambda: path.write_bytes(b""),
        "removed": path.unlink,
    }
    try:
        for name, spoil in spoiled.items():
            with subtests.test(name):
                spoil()

                flaws = handled().flaws

                assert ("file", digest) in {(flaw.table, flaw.id) for flaw in flaws}
                path.write_bytes(whole)
    finally:
        path.write_bytes(whole)


def file_of(handled):
    """Return the digest of a file of the cases."""
    engine = sa.create_engine(handled.app.config["SQLALCHEMY_DATABASE_URI"], poolclass=sa.NullPool)
    with engine.connect() as connection:
        return connection.scalar(sa.text("select min(digest) from file"))


@pytest.mark.parametrize("change", ["size = size + 1", "digest = repeat('0', 64)"])
def test_an_altered_row_of_a_file_is_located(handled, change):
    place = "digest = (select min(digest) from file)"

    flaws = handled(f"update file set {change} where {place}").flaws

    assert "file" in {flaw.table for flaw in flaws}


@pytest.mark.parametrize("table", ["number_register", "evidence", "handler"])
def test_a_removed_row_of_a_case_is_located(handled, table):
    first = f'select min(id) from "{table}" where {PLACES[table]}'

    flaws = handled(f'delete from "{table}" where id = ({first})').flaws

    assert flaws
