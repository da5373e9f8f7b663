"""How the platform answers errors of the engine, and what commands share."""

from uuid import uuid4

import pytest

from engine.errors import (
    ConditionFailed,
    InstanceMissing,
    InstanceNotRunning,
    LimitExceeded,
    ReturnRefused,
    TaskNotOpen,
)
from tests.engine import samples
from webapp.errors import problem_of
from webapp.instances import door
from webapp.instances.store import KeyTaken


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TaskNotOpen(uuid4()), 409),
        (KeyTaken(), 409),
        (InstanceNotRunning(uuid4(), "已中止"), 409),
        (InstanceMissing(uuid4()), 404),
        (ReturnRefused("流程图不允许退回到该环节"), 422),
        (ConditionFailed("penalty", "gate", "x == 1", "没有“x”这个字段"), 422),
        (LimitExceeded("自动步骤数超过 500"), 422),
    ],
)
def test_an_error_of_the_engine_has_a_status_and_its_own_sentence(app, error, status):
    problem = problem_of(error)

    assert (problem.status, problem.sentence) == (status, str(error))


def test_the_instance_used_last_is_kept_warm(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    warm = door.current().warm

    desk.complete(instance, "a")

    assert len(warm) == 1
    desk.complete(instance, "b")
    desk.complete(instance, "c")
    assert len(warm) == 0
