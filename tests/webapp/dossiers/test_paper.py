"""What workers do after the commit: render, seal, bind; and what verification finds afterwards."""

import pytest
import sqlalchemy as sa
from flask import Flask

import documents
from documents.errors import RenderingFailed
from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp import jobs, wiring
from webapp.database import db, transaction
from webapp.dossiers import jobs as paper
from webapp.dossiers import queries as dossiers
from webapp.dossiers import rendering
from webapp.dossiers.models import Document, SealState
from webapp.evidence import storage
from webapp.instances.models import Incident, IncidentState
from webapp.process_records.verification import verify


def withdrawn() -> Journey:
    """Return a case that ended archived because its filing was withdrawn."""
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    j.start("material_order")
    j.steps("inv.demand", "doc.approve")
    j.serve()
    j.at("2026-03-20T09:00")
    nothing = dict.fromkeys(
        ("kinds", "fine", "confiscation", "goods_value", "grade", "discretion_reason"), ...
    )
    j.steps("inv.collect", "evidence.review")
    j.do("inv.close", suggestion="withdraw", money="no", **nothing)
    j.steps("inv.close_opinion", "rev.case")
    j.do("proposal.draft", suggestion="withdraw", **nothing)
    j.do("proposal.opinion")
    j.do("appr.proposal", proposal="other", hearing_scope="no")
    j.do("dec.draft", suggestion="withdraw", **nothing)
    j.do("dec.opinion")
    j.do("dec.approve", outcome="withdraw")
    j.steps("case.withdraw_draft", "case.withdraw_opinion", "case.withdraw")
    j.later(days=1)
    j.do("arch.draft", result="withdrawn")
    j.steps("arch.opinion", "arch.close", "arch.compile", "arch.file")
    return j


def findings(app: Flask) -> list[tuple[str, str]]:
    """Return table and field of every flaw."""
    report = verify(wiring.CHECKS, app.extensions["faxun.settings"].home)
    return [(flaw.table, flaw.field) for flaw in report.flaws]


def test_workers_make_every_paper_and_verification_finds_what_is_changed(
    own_office: Flask, owner
) -> None:
    j = withdrawn()

    jobs.run_worker(own_office, wait=False, concurrency=1)

    db.session.expire_all()
    papers = dossiers.final(j.matter_id)
    assert all(one.pdf for one in papers)
    sealed = [one for one in papers if one.seal is not SealState.NONE]
    assert sealed
    assert all(one.seal is SealState.SEALED for one in sealed)
    verdicts = rendering.provider().verify(storage.read(sealed[0].pdf or ""))
    assert [(one.valid, one.signer) for one in verdicts] == [(True, "岚江市市场监督管理局")]
    assert [one.pages > 0 for one in dossiers.volumes(j.matter_id)] == [True, True]
    assert db.session.scalars(sa.select(Incident)).all() == []
    db.session.rollback()
    assert findings(own_office) == []

    paper_id = papers[0].id
    for statement, table, field in (
        (
            'update document set context = context || \'{"copies": "改"}\' where id = :id',
            "document",
            "context",
        ),
        ("update document set number = '岚市监源〔2026〕9号' where id = :id", "document", "number"),
        ("update document set dated = '2026-01-01' where id = :id", "document", "dated"),
        ("update signature set digest = 'x' where document_id = :id", "signature", "digest"),
        ("update number_register set serial = 7 where serial = 1", "number_register", "serial"),
        ("update verdict set is_admissible = false", "verdict", "is_admissible"),
        ("update matter set number = null; update lead set content = '改'", "lead", "content"),
    ):
        with owner_transaction(owner, statement, paper_id):
            assert (table, field) in findings(own_office), statement

    file = storage.path_of(papers[0].pdf or "")
    file.chmod(0o640)
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert findings(own_office) == [("file", "digest")]


class owner_transaction:  # noqa: N801 - reads as a statement
    """Change rows as the owner of the tables, and put them back afterwards."""

    def __init__(self, owner, statement: str, id: int) -> None:
        self.owner, self.statement, self.id = owner, statement, id

    def __enter__(self) -> None:
        for table in ("document", "signature", "number_register", "verdict", "lead", "matter"):
            name = table.strip('"')
            self.owner(f"create table kept_{name} as select * from {table}")
        for part in self.statement.split("; "):
            self.owner(part, **({"id": self.id} if ":id" in part else {}))

    def __exit__(self, *error: object) -> None:
        for name in ("document", "signature", "number_register", "verdict", "lead", "matter"):
            columns = self.owner(
                "select string_agg(format('%1$I = k.%1$I', column_name), ', ')"
                " from information_schema.columns where table_name = :name"
                " and column_name <> 'id'",
                name=name,
            ).scalar()
            self.owner(f'update "{name}" t set {columns} from kept_{name} k where k.id = t.id')
            self.owner(f"drop table kept_{name}")


def test_a_failed_rendering_is_an_incident_that_mends_itself(
    own_office: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    j = Journey()
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    document = j.paper_of("penalty/lead_register")
    document_id, title = document.id, document.title
    db.session.rollback()

    def fail(*arguments: object, **more: object) -> bytes:
        raise RenderingFailed("字库中没有这个字")

    monkeypatch.setattr(documents, "render", fail)
    with pytest.raises(RenderingFailed):
        paper.render(document_id)
    (incident,) = db.session.scalars(sa.select(Incident)).all()
    assert incident.state is IncidentState.OPEN
    assert title in incident.cause
    assert "字库中没有这个字" in incident.cause
    db.session.rollback()

    monkeypatch.undo()
    paper.render(document_id)
    paper.render(document_id)

    db.session.expire_all()
    assert incident.state is IncidentState.RESOLVED
    assert db.session.get_one(Document, document_id).pdf is not None


def test_idle_workers_go_on_until_nothing_is_left(own_app: Flask, monkeypatch) -> None:
    waiting = list(range(2 * paper.IDLE + 5))
    unbound = [1, 2]
    monkeypatch.setattr(paper.queries, "unrendered", lambda limit: waiting[:limit])
    monkeypatch.setattr(paper.queries, "unbound", lambda limit: unbound[:limit])
    monkeypatch.setattr(paper, "render", waiting.remove)
    monkeypatch.setattr(paper, "bind", unbound.remove)
    with transaction():
        jobs.defer(paper.catch_up)
        jobs.defer(paper.catch_up)

    jobs.run_worker(own_app, wait=False, concurrency=1)

    assert (waiting, unbound) == ([], [])
