"""An approval that says no (不批准): the paper says so, and nothing that was asked for happens."""

import pytest

from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.dossiers import queries as dossiers
from webapp.instances import queries as instances
from webapp.matters import clocks
from webapp.matters.models import MatterStatus

pytestmark = pytest.mark.usefixtures("office")

REASON = "不批准，理由：现有材料不足以证明确有必要。"

ASKED = {
    "extension": ("case.extend", "penalty/extension"),
    "suspension": ("case.suspend", "penalty/suspension"),
    "termination": ("case.terminate", "penalty/termination"),
    "case_withdrawal": ("case.withdraw", "penalty/filing_withdrawal"),
    "location_waiver": ("case.location_off", "penalty/matter_approval"),
    "preservation": ("appr.preserve", "shared/preservation_approval"),
}


def deny(j: Journey, procedure: str, act: str) -> None:
    """Start a procedure of the case menu, ask, and hear the head say no."""
    j.start(procedure)
    if act == "appr.preserve":
        j.steps("preserve.draft", "preserve.opinion")
    else:
        j.steps(f"{act}_draft", f"{act}_opinion")
    j.do(act, agree="no", opinion=REASON)


def standing(j: Journey) -> tuple[object, ...]:
    """Return what the case is, what waits in it and how its clocks run."""
    running = {(one.rule, one.due, one.met_on) for one in clocks.of_matter(j.matter_id)}
    return j.case.status, j.case.outcome, j.open_tasks().keys(), running


def test_nothing_that_the_head_does_not_approve_takes_effect() -> None:
    j = Journey()
    stages.opened(j)
    j.record("rights_notice", "inv.rights_notice")
    j.at("2026-05-28T09:00")
    before = standing(j)

    for procedure, (act, address) in ASKED.items():
        if procedure == "case_withdrawal":
            continue
        deny(j, procedure, act)

        assert standing(j) == before, procedure
        (ended,) = [
            one for one in instances.instances_of(j.matter_id) if one.procedure == procedure
        ]
        assert ended.status.is_over
        paper = dossiers.latest(j.matter_id, address)
        assert paper is not None
        assert paper.is_final
    assert before[0] is MatterStatus.OPEN
    papers = j.print_all()
    assert len(papers) >= len(ASKED)

    # Nor does the law know it as done: what was refused may be asked for again, and be granted.
    j.start("extension")
    j.steps("case.extend_draft", "case.extend_opinion", "case.extend")
    assert standing(j) != before


def test_a_longer_verification_that_is_not_approved_moves_nothing() -> None:
    j = Journey()
    j.register()
    j.do("case.assign")
    before = standing(j)

    j.start("verify_extension")
    j.do("case.verify_extend_draft", days=15)
    j.steps("case.verify_extend_opinion")
    j.do("case.verify_extend", agree="no", opinion=REASON)

    assert standing(j) == before
