"""Papers outside a task: sealed by hand where a body wants it so, declared void with a reason."""

import pytest

from engine import clock
from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.database import transaction
from webapp.dossiers.models import DocumentState, SealState
from webapp.errors import Conflict, Invalid, NotAllowed
from webapp.parameters import operations as parameters
from webapp.parameters.settings import targets_of
from webapp.tasks import paperwork

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ordered() -> Journey:
    """Return a case in whose body papers are sealed by hand, with an order not yet served."""
    j = Journey()
    stages.opened(j)
    with transaction():
        parameters.set_value(
            None,
            targets_of(j.case.body),
            "seal_on_approval",
            False,
            valid_from=clock.today(),
            reason="本机关由印章管理员逐件用印",
            at=clock.now(),
        )
    j.at("2026-03-05T09:00")
    j.start("material_order")
    j.steps("inv.demand", "doc.approve")
    return j


def test_s_g_20_the_keeper_seals_the_approved_version_only(ordered: Journey) -> None:
    j = ordered
    order = j.paper_of("shared/material_order")
    assert order.seal is SealState.WANTED

    with pytest.raises(NotAllowed), transaction():
        paperwork.seal_document(j.office["officer_lead"], order.id, order.approved_digest)
    with pytest.raises(Conflict, match="不一致"), transaction():
        paperwork.seal_document(j.office["seal_keeper"], order.id, "0" * 64)
    with transaction():
        paperwork.seal_document(j.office["seal_keeper"], order.id, order.approved_digest)

    j.print_all()
    assert j.paper_of("shared/material_order").seal is SealState.SEALED


def test_a_paper_is_void_by_a_head_with_a_reason_until_it_is_served(ordered: Journey) -> None:
    j = ordered
    order = j.paper_of("shared/material_order")
    head = j.office["deputy_head"]

    with pytest.raises(NotAllowed), transaction():
        paperwork.void_document(j.office["officer_lead"], order.id, "写错了")
    with pytest.raises(Invalid), transaction():
        paperwork.void_document(head, order.id, " ")
    j.serve()
    with pytest.raises(Conflict, match="已经送达"), transaction():
        paperwork.void_document(head, order.id, "写错了")
    report = j.paper_of("penalty/verification_report")
    with transaction():
        paperwork.void_document(head, report.id, "重复制作")

    assert report.state is DocumentState.VOID
    assert report.void_reason == "重复制作"
