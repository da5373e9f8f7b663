"""The codec against the library's own serializer, after every step of every process we have."""

from uuid import uuid4

import pytest

from engine import codec
from engine.errors import StateNotStorable, StateUnreadable
from engine.parser import parse_bundle
from engine.workflow import EngineWorkflow
from tests.engine.library_json import from_json, thaw, to_json
from tests.engine.samples import SAMPLES, shipped
from tests.engine.walking import INSTANCE, NOON, Walk
from tests.soak import walks

SHIPPED = shipped()
STEPS = 60


def walk_and_compare(walk):
    return walks.follow(walk, STEPS)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("seed", range(3))
def test_the_codec_equals_the_library_after_every_step(name, seed):
    walk_and_compare(Walk(SAMPLES[name](), seed=seed))


@pytest.mark.parametrize("main", sorted(SHIPPED))
def test_the_codec_equals_the_library_on_every_shipped_process(main):
    walk_and_compare(Walk(SHIPPED, main, seed=len(main)))


def test_a_timer_on_a_task_not_yet_reached_survives():
    walk = Walk(SAMPLES["boundary"]())
    walk.save_and_restore()

    walk.complete("a")
    walk.save_and_restore()

    assert [t.task_spec.bpmn_id for t in walk.waits()] == ["late"]


def test_a_called_process_that_is_over_stays_unread_until_asked():
    walk = Walk(SAMPLES["nested"]())
    for name in ("a", "b", "x", "y", "c"):
        walk.complete(name)
    walk.save_and_restore()

    assert len(walk.workflow.past) == 1
    walk.save_and_restore()
    thaw(walk.workflow)
    assert len(walk.workflow.subprocesses) == 3


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\x02rest", b"{}", b"\x1f\x8b"])
def test_other_formats_are_refused(damage):
    specs = parse_bundle(SAMPLES["sequence"](), "main")

    with pytest.raises(StateUnreadable, match="格式"):
        codec.load(damage, specs, INSTANCE)


def test_the_state_of_another_version_is_refused():
    walk = Walk(SAMPLES["sequence"]())
    other = parse_bundle(SAMPLES["parallel"](), "main")

    with pytest.raises(StateUnreadable, match="版本不一致"):
        codec.load(codec.dump(walk.workflow), other, INSTANCE)
    with pytest.raises(StateUnreadable, match="版本不一致"):
        from_json(to_json(walk.workflow), other, INSTANCE)


def test_a_damaged_state_is_refused_wherever_it_is_damaged():
    walk = Walk(SAMPLES["sequence"]())
    blob = codec.dump(walk.workflow)

    for place in range(len(blob)):
        damaged = bytearray(blob)
        damaged[place] ^= 0x55
        with pytest.raises(StateUnreadable):
            codec.load(bytes(damaged), walk.specs, INSTANCE)
    with pytest.raises(StateUnreadable):
        codec.load(blob[:-1], walk.specs, INSTANCE)


@pytest.mark.parametrize("value", [uuid4(), NOON, [1, [NOON]], {"a": {"b": None}}, 1.5])
def test_values_that_are_not_json_go_through_the_library(value):
    walk = Walk(SAMPLES["sequence"]())
    walk.complete("a", extra=value)
    walk.save_and_restore()

    assert walk.open()[0].data["extra"] == value


@pytest.mark.parametrize("value", [object(), {1, 2}, {"typename": "UUID"}, NOON.date()])
def test_values_that_cannot_be_saved_are_refused(value):
    walk = Walk(SAMPLES["sequence"]())
    walk.complete("a", extra=value)

    with pytest.raises(StateNotStorable):
        codec.dump(walk.workflow)


def test_the_reserved_name_is_refused():
    workflow = EngineWorkflow(parse_bundle(SAMPLES["sequence"](), "main"), INSTANCE)
    workflow.start(NOON, {"typename": "x"})

    with pytest.raises(StateNotStorable, match="保留字"):
        codec.dump(workflow)


def test_ids_are_stable_and_differ_between_instances():
    specs = parse_bundle(SAMPLES["sequence"](), "main")
    ids = []
    for instance in (INSTANCE, INSTANCE, uuid4()):
        workflow = EngineWorkflow(specs, instance)
        workflow.start(NOON, {})
        ids.append(set(workflow.tasks))

    assert ids[0] == ids[1]
    assert not ids[0] & ids[2]


def test_old_formats_of_the_library_are_not_migrated():
    walk = Walk(SAMPLES["sequence"]())
    text = to_json(walk.workflow).replace(
        '"serializer_version": "1.5"', '"serializer_version": "1.0"'
    )

    with pytest.raises(StateUnreadable):
        from_json(text, walk.specs, INSTANCE)
