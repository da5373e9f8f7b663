"""A workflow in the library's own JSON: the oracle of the codec.

Everything but the specifications, which belong to the version: tasks, data, called processes,
waiting events, as the library's serializer writes and restores them.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import (
    BpmnSubWorkflowConverter,
    BpmnWorkflowConverter,
    TaskConverter,
    WorkflowConverter,
)
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

from engine.errors import StateUnreadable
from engine.flow_task import FlowTask
from engine.past import OVER, recall, restore_below
from engine.specs import Specs
from engine.subworkflow import EngineSubWorkflow
from engine.workflow import EngineWorkflow


class _TopConverter(BpmnWorkflowConverter):
    """Writes a workflow without its specifications and restores it upon given ones."""

    specs: Specs
    instance: UUID

    def to_dict(self, workflow: EngineWorkflow) -> dict[str, Any]:
        values: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        values["spec"] = workflow.spec.name
        values["fingerprint"] = workflow.specs.fingerprint.hex()
        values["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        return values

    def from_dict(self, values: dict[str, Any]) -> EngineWorkflow:
        if values["fingerprint"] != self.specs.fingerprint.hex():
            raise StateUnreadable("流程状态与流程版本不一致")
        workflow = EngineWorkflow(self.specs, self.instance, deserializing=True)
        workflow.tasks = self.mapping_from_dict(values["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks[UUID(values["root"])]
        self.set_default_attributes(workflow, values)
        self.subprocesses_from_dict(values["subprocesses"], workflow)
        tasks = [t for w in (workflow, *workflow.subprocesses.values()) for t in w.tasks.values()]
        workflow.serial = max(task.serial for task in tasks)
        workflow.moment = max(task.last_state_change for task in tasks)
        return workflow


class _BelowConverter(BpmnSubWorkflowConverter):
    """Restores a called process below its calling task."""

    def from_dict(
        self, values: dict[str, Any], task: FlowTask, top_workflow: EngineWorkflow
    ) -> EngineSubWorkflow:
        spec = top_workflow.specs.below[values["spec"]]
        below = EngineSubWorkflow(spec, task, deserializing=True)
        below.tasks = self.mapping_from_dict(values["tasks"], UUID, workflow=below)
        below.task_tree = below.tasks[UUID(values["root"])]
        self.set_default_attributes(below, values)
        return below


def _serializer() -> tuple[BpmnWorkflowSerializer, _TopConverter]:
    config = {
        target: converter
        for target, converter in DEFAULT_CONFIG.items()
        if target not in (BpmnWorkflow, BpmnSubWorkflow, Task)
    }
    registry = BpmnWorkflowSerializer.configure(config)
    _BelowConverter(EngineSubWorkflow, registry)
    TaskConverter(FlowTask, registry)
    return BpmnWorkflowSerializer(registry), _TopConverter(EngineWorkflow, registry)


def to_json(workflow: EngineWorkflow) -> str:
    """Write a workflow in the library's JSON."""
    thaw(workflow)
    serializer, _ = _serializer()
    text: str = serializer.serialize_json(workflow)
    return text


def from_json(text: str, specs: Specs, instance: UUID) -> EngineWorkflow:
    """Restore a workflow from the library's JSON; no migration of old formats is ever run."""
    serializer, converter = _serializer()
    converter.specs, converter.instance = specs, instance
    values = json.loads(text)
    if values.pop(serializer.VERSION_KEY, None) != serializer.VERSION:
        raise StateUnreadable("流程状态的格式不是本系统的格式")
    workflow: EngineWorkflow = serializer.from_dict(values)
    return workflow


def thaw(top: EngineWorkflow) -> None:
    """Restore everything, for comparison."""
    for workflow in list(top.active()):
        while recall(workflow):
            continue
    heads = (orjson.loads(line) for line in top.past if line.split(b",", 2)[1] == b"%d" % OVER)
    top.past = [line for line in top.past if line.split(b",", 2)[1] != b"%d" % OVER]
    for number, _, record in sorted(heads, key=lambda head: int(head[0])):
        below = restore_below(top, [number, *record])
        while recall(below):
            continue
