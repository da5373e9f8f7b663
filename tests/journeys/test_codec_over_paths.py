"""The six paths of the demonstration, each state compared as it is written.

The compact bytes of an instance restore the same workflow as SpiffWorkflow's own serializer does:
after every command on every instance of the case, and after every timer that rings.
"""

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine import codec
from engine.trajectory import Kind
from engine.workflow import EngineWorkflow
from tests.engine.roundtrip import compare
from webapp.cases.models import Outcome
from webapp.database import db
from webapp.demo.desk import LocalDesk
from webapp.demo.journey import BEGIN, Path6, six
from webapp.demo.scenario.paths import PATHS, Steps
from webapp.demo.scenario.walking import Walk
from webapp.dossiers import rendering
from webapp.instances.models import InstanceState, StepRecord
from webapp.matters import queries as matters
from webapp.matters.models import MatterStatus

pytestmark = pytest.mark.usefixtures("office")

States = dict[UUID, list[bytes]]


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> States:
    """Listen to the codec: compare what it writes, and keep that by instance."""
    written: States = defaultdict(list)

    def listen(workflow: EngineWorkflow) -> bytes:
        blob = compare(workflow)
        written[workflow.instance].append(blob)
        return blob

    monkeypatch.setattr(codec, "dump", listen)
    return written


def steps_of(case: int) -> dict[UUID, list[Kind]]:
    """Return the kinds of the steps of a case by instance, as the table has them."""
    query = sa.select(StepRecord.instance_id, StepRecord.kind).where(StepRecord.matter_id == case)
    found: dict[UUID, list[Kind]] = defaultdict(list)
    for instance, kind in db.session.execute(query.order_by(StepRecord.seq)):
        found[instance].append(kind)
    return found


def kinds(chosen: Path6, steps: Steps, states: States) -> list[Kind]:
    """Take a case along its steps to the archive; return the kinds of all that happened."""
    with rendering.postponed():
        walk = Walk.from_day(LocalDesk(), chosen.story, BEGIN)
        walk.go(steps)

    case, happened = matters.get_matter(walk.case), steps_of(walk.case)
    assert (case.status, case.outcome) == (MatterStatus.ARCHIVED, Outcome[chosen.outcome])
    compared = {instance: len(blobs) for instance, blobs in states.items()}
    assert compared == {instance: len(found) for instance, found in happened.items()}
    query = sa.select(InstanceState).where(InstanceState.instance_id.in_(compared))
    kept = {state.instance_id: state.blob for state in db.session.scalars(query)}
    assert kept == {instance: blobs[-1] for instance, blobs in states.items()}
    return [kind for found in happened.values() for kind in found]


@pytest.mark.parametrize("chosen", six(), ids=lambda one: one.letter)
def test_the_codec_equals_the_library_after_every_step_of_the_demo(
    chosen: Path6, states: States
) -> None:
    steps = PATHS[chosen.path]

    assert len(kinds(chosen, steps, states)) >= sum(not one.optional for one in steps)


def test_the_codec_equals_the_library_when_timers_ring(states: States) -> None:
    """Path (a), but the party lets both terms of the notice pass and pays after the last day."""
    chosen = six()[0]
    silent = [
        one for one in PATHS[chosen.path] if one.act not in ("hear.request", "defense.receive")
    ]
    late = [replace(one, when="+12 15:00") if one.act == "exec.pay" else one for one in silent]

    assert kinds(chosen, tuple(late), states).count(Kind.TIMER) == 3
