"""The rows of the acts: what is true of which, and that a new act is one row in its family."""

import subprocess
import sys
import textwrap

import pytest

from documents.catalogue import DOCUMENTS
from processes import acts as rows
from processes.acts import Link, Tag, act, acts, aliases, approval, carries, papers_of, tagged
from processes.catalogue import SAFEGUARDS
from processes.families import families
from processes.penalty import acts as penalty
from processes.shared import acts as shared
from webapp.accounts.roles import ROLES

#: Worked out from the forms and the law, not from the rows.
EXPECTED = {
    Tag.VISIT: "inv.rights_notice inv.onsite inv.survey inv.interview inv.sample inv.obtain"
    " inv.edata inv.preserve order.recheck",
    Tag.RECORD: "inv.onsite inv.survey inv.interview order.recheck",
    Tag.SIGNED: "inv.rights_notice inv.onsite inv.survey inv.interview inv.sample inv.obtain"
    " inv.edata inv.preserve order.recheck inv.preserve_dispose inv.preserve_lapse defense.receive"
    " dec.educate exec.defer_request hear.hold hear.request recuse.request serve.deliver"
    " serve.address serve.consent party.mandate",
    Tag.CITING: "inv.close notice.prior dec.draft dec.penalty dec.nopenalty dec.nofact",
    Tag.STATING: "inv.close proposal.draft notice.prior dec.draft dec.penalty",
    Tag.DECIDING: "dec.approve dec.penalty dec.sign",
    Tag.DECISION: "dec.penalty dec.nopenalty dec.nofact",
    Tag.TO_BE_SERVED: "dec.penalty dec.nopenalty dec.nofact notice.prior order.correct",
    Tag.CLOSING: "arch.draft arch.close",
    Tag.ARCHIVING: "arch.file",
    Tag.REPLACED: "case.intake case.verify case.file_request inv.close",
    Tag.WHOLE_MATTER: "case.merge case.suspend case.resume case.terminate arch.close",
    Tag.SEALING: "dec.seal",
    Tag.APPROVAL: "case.withdraw case.suspend case.resume case.terminate case.merge case.divide"
    " case.extend case.verify_extend case.party_add case.location_off appr.preserve"
    " preserve.dispose_approve case.file appr.proposal dec.approve arch.close exec.defer"
    " exec.refund",
    Tag.PLANNING_SERVICE: "serve.plan",
    Tag.APPOINTING: "hear.panel",
    Tag.TIMING: "case.verify",
    Tag.REPLACING: "recuse.decide",
}
WITH_OFFICERS = {
    "case.verify", "case.assign", "case.file_request", "case.file", "order.recheck",
    "defense.receive", "dec.educate", "serve.leave",
}  # fmt: skip
#: Who reviews or registers in the family of the investigation, and investigates nothing.
NOT_INVESTIGATING = {"inv.close_opinion", "inv.monitor_review", "inv.assist_reply"}


WORKED_OUT = frozenset(row.code for row in (*penalty.ACTS, *shared.ACTS))
"""The acts whose tags are worked out here; a new family says its own in its journey."""


def among(*tags):
    """Return the acts with a tag, of those that are worked out here."""
    return WORKED_OUT.intersection(tagged(*tags))


@pytest.mark.parametrize("tag", EXPECTED)
def test_each_tag_is_true_of_these_acts(tag):
    assert among(tag) == set(EXPECTED[tag].split())


def test_two_officers_take_part_in_every_act_of_investigation():
    investigation = {code for code in WORKED_OUT if code.startswith("inv.")}

    assert among(Tag.WITH_OFFICERS) == WITH_OFFICERS | investigation
    assert among(Tag.INVESTIGATION) == (investigation - NOT_INVESTIGATING) | {
        "case.verify", "case.file_request", "order.recheck", "defense.receive", "dec.draft",
    }  # fmt: skip


def test_every_tag_is_expected_somewhere():
    assert set(Tag) == {*EXPECTED, Tag.WITH_OFFICERS, Tag.INVESTIGATION}


@pytest.mark.parametrize("row", acts().values(), ids=lambda row: row.code)
def test_roles_and_documents_of_an_act_exist(row):
    assert row.title
    assert row.roles
    assert set(row.roles) <= set(ROLES)
    assert set(row.documents) <= set(DOCUMENTS)


def test_an_alias_leads_to_every_act_that_carries_it():
    assert set(aliases()["decision"]) == {"dec.penalty", "dec.nopenalty", "dec.nofact"}
    assert set(aliases()["review"]) == {"rev.case", "rev.legal"}
    assert aliases()["service"] == aliases()["service_plan"] == ("serve.plan",)


def test_each_way_of_service_names_the_field_of_its_legal_date():
    assert rows.serving() == {
        "serve.deliver": "served_at",
        "serve.leave": "served_at",
        "serve.electronic": "arrived_at",
        "serve.mail": "received_on",
        "serve.entrust": "served_at",
        "serve.announced": "deemed_on",
    }


def test_papers_and_tags_are_asked_of_several_acts_at_once():
    assert papers_of("dec.sign", "inv.onsite") == {
        "penalty/penalty_decision", "penalty/no_penalty_decision", "shared/site_record",
    }  # fmt: skip
    assert carries(("case.file", "dec.seal"), Tag.CLOSING, Tag.SEALING)
    assert not carries(("case.file",), Tag.SEALING)


def test_an_approval_chain_is_one_declaration_of_three_acts():
    chain = approval("case.pause", "暂缓办理", "penalty/suspension")

    assert [(row.code, row.title, row.roles) for row in chain] == [
        ("case.pause_draft", "暂缓办理呈报", ("officer_lead",)),
        ("case.pause_opinion", "承办机构意见", ("unit_head",)),
        ("case.pause", "暂缓办理审批", ("deputy_head",)),
    ]
    assert {row.documents for row in chain} == {("penalty/suspension",)}


def test_a_link_of_a_chain_may_differ_and_the_opinion_may_be_missing():
    draft = Link("pause.draft", title="呈报暂缓", tags=(Tag.SIGNED,), alias="pause")

    asked, granted = approval("case.pause", "暂缓办理", "x/y", draft=draft, opinion=None)

    assert (asked.code, asked.title, asked.alias) == ("pause.draft", "呈报暂缓", ("pause",))
    assert asked.tags == {Tag.SIGNED}
    assert granted.tags == {Tag.APPROVAL}


def test_two_rows_of_one_code_are_refused(monkeypatch):
    row = act("case.intake", "案源登记", "intake")
    monkeypatch.setattr(rows, "gather", lambda module, name: (row, row))

    with pytest.raises(ValueError, match=r"case\.intake"):
        rows.acts.__wrapped__()


def test_families_are_found_by_looking():
    assert {"penalty", "shared"} <= set(families())
    assert SAFEGUARDS


NEW_ACT = """
from processes.acts import Says, Tag, act

ACTS = (
    act("yard.look", "查看场地", "officer_lead", "shared/site_record", Tag.VISIT, Tag.RECORD,
        alias="yard", events=(Says("yard.looked_at", on=("start_at",)),)),
)
"""
ASKED = """
import sys
import processes

processes.__path__.append(sys.argv[1])

from datetime import datetime
from engine.clock import ZONE
from engine.safeguards import concerns, label_of
from processes.acts import acts, aliases
from processes.catalogue import SAFEGUARDS
from processes.entries import Entries, Entry
from processes.events import events_of, kinds
from processes.facts.gathering import gather
from processes.facts.case import Registered

values = {"start_at": "2026-03-02T09:00", "end_at": "2026-03-02T10:00", "officers": ["1", "2"]}
entry = Entry(1, datetime(2026, 3, 2, 11, tzinfo=ZONE), ("yard.look",), "1", values)
entries = Entries((entry,))
facts = gather(Registered.of(number="x", records=()), entries)

assert aliases()["yard"] == ("yard.look",)
assert "yard.looked_at" in kinds()
assert [event.kind for event in events_of(entries)] == ["yard.looked_at"]
assert [record.title for record in facts.records] == ["查看场地"]
assert {"S-G-03", "S-G-12"} <= {
    label_of(one).id for one in SAFEGUARDS if concerns(one, ["yard.look"])
}
"""


def test_a_new_act_is_one_row(tmp_path):
    """Facts, clocks, sources of forms and safeguards know it, with no other edit."""
    family = tmp_path / "yard"
    family.mkdir()
    (family / "__init__.py").write_text("")
    (family / "acts.py").write_text(NEW_ACT)

    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(ASKED), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
