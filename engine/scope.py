"""Where a value counts (变量的作用范围): a rule for branches, a rule for what lies inside.

- A task *writes* the values of its form when it is completed; a write counts also where the value
  was the same before. What follows in the same branch sees it; another branch does not.
- A join takes every value from the branch that *wrote* it last, by the time the writing task was
  completed, whatever else that branch did before or after; a value nobody wrote since the branches
  parted stays as it was. A diagram in which two branches write one value must say so at the join.
- A sub-process, a called process or one of several instances works on its own copy. What was
  written there is written outside when it *ends*, as one write of the activity.
- A timer or a message that interrupts the activity ends it unfinished: nothing that was written
  inside is seen outside. An error end carries its values to the event that catches it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.flow_task import JOINED, FlowTask, changed


def merged(ends: list[FlowTask], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a join goes on with: of each value the last write since the branches parted.

    `own` is the data of the branch that hangs above the join: values keep their order there.
    """
    if len(ends) == 1:
        return ends[0].data
    base = common_ancestor(ends)
    data, latest = dict(base.data), dict[str, int]()
    for end in ends:
        moments = writes(end, base)
        for name in end.data:
            if moments.get(name, 0) > latest.get(name, 0):
                data[name], latest[name] = end.data[name], moments[name]
    return {**{name: data[name] for name in own if name in data}, **data}


def writes(end: FlowTask, base: FlowTask) -> dict[str, int]:
    """Return when each value was last written between a task and the end of a branch below it."""
    tasks = end.workflow.tasks
    taken: dict[int, list[FlowTask]] = {}
    for task in tasks.values():
        if JOINED in task.internal_data:
            taken.setdefault(task.internal_data[JOINED], []).append(task)
    found = dict.fromkeys(changed(end.data, base.data), 0)
    stack, seen = [end], {base.id}
    while stack:
        task = stack.pop()
        if task.id in seen:
            continue
        seen.add(task.id)
        tokens = taken.get(task.serial, [])
        if not tokens:  # a join wrote nothing itself: its values are those of its branches
            for name in task.written() & end.data.keys():
                found[name] = max(found.get(name, 0), task.last_state_change)
        stack += [tasks[token._parent] for token in tokens or [task] if token._parent in tasks]
    return {name: moment or end.last_state_change for name, moment in found.items()}


def common_ancestor(tasks: list[FlowTask]) -> FlowTask:
    """Return the nearest task that is above (or is) every one of these."""
    lines = [[task, *task.ancestors] for task in tasks]
    shared = set.intersection(*({task.id for task in line} for line in lines))
    return next(task for task in lines[0] if task.id in shared)


def written_in(workflow: Any, data: Mapping[str, Any]) -> set[str]:
    """Return the names of the values of a called process that were written in it."""
    anchor = workflow.anchor
    found = set(anchor.written) if anchor else set()
    for task in workflow.tasks.values():
        found |= task.written()
    return found & data.keys()
