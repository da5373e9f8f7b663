"""Diagrams → specifications: the library's parser, one per version, cut down to our palette.

Outgoing flows keep the order of the file; only flows of the BPMN namespace that lie directly in a
process count; lanes are known by id; timers and messages become ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    ReceiveTaskParser,
    SendTaskParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import (
    CallActivityParser,
    ConditionalGatewayParser,
    GatewayParser,
    SubWorkflowParser,
)
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ManualTask,
    ReceiveTask,
    SendTask,
    StartEvent,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from engine import safe_xml
from engine.elements import NODES
from engine.errors import DiagramError, EngineError
from engine.flow_specs import (
    AtOnce,
    BoundaryJoin,
    Call,
    ExclusiveFork,
    FlowProcess,
    InclusiveFork,
    Inner,
    InTurn,
    OperatorTask,
    ParallelFork,
)
from engine.safe_xml import SPIFF, bpmn
from engine.specs import Specs
from engine.waits import DueTimer, NamedMessage


class _Ours:
    """What every task parser of ours does differently."""

    PARALLEL_MI_CLASS = AtOnce
    SEQUENTIAL_MI_CLASS = InTurn

    def _add_boundary_event(self: Any, children: list[Any]) -> Any:
        split = BoundaryEventSplit(
            self.spec, f"{self.bpmn_id}.BoundaryEventSplit", lane=self.task.lane
        )
        join = BoundaryJoin(
            self.spec,
            f"{self.bpmn_id}.BoundaryEventJoin",
            lane=self.task.lane,
            split_task=split.name,
            cancel=True,
        )
        split.connect(self.task)
        self.task.connect(join)
        for event in children:
            child = self.process_parser.parse_node(event)
            split.connect(child)
            child.connect(join)
        return split

    def parse_timer_event(self: Any, event: Any) -> DueTimer:
        duration = event.find(bpmn("timeDuration"))
        text = "" if duration is None else (duration.text or "").strip()
        return DueTimer(self.bpmn_id, text, self.get_event_description(event))

    def parse_message_event(self: Any, event: Any) -> NamedMessage:
        name = _named(event, "message").get("name")
        if not name:
            raise ValidationException("message without a name", self.node, self.filename)
        return NamedMessage(name)

    def parse_error_event(self: Any, event: Any) -> ErrorEventDefinition:
        error, said = _named(event, "error"), self.get_event_description(event)
        return ErrorEventDefinition(error.get("name"), error.get("errorCode"), description=said)

    def parse_escalation_event(self: Any, event: Any) -> EscalationEventDefinition:
        found, said = _named(event, "escalation"), self.get_event_description(event)
        code = found.get("escalationCode")
        return EscalationEventDefinition(found.get("name"), code, description=said)


def _named(event: Any, kind: str) -> Any:
    """Find the message, error or escalation an event means: an id counts in its own file."""
    there = event.getroottree().getroot().findall(bpmn(kind))
    return next((each for each in there if each.get("id") == event.get(f"{kind}Ref")), {})


class _Plain(_Ours, TaskParser):
    pass


class _Gateway(_Ours, GatewayParser):
    pass


class _Choice(_Ours, ConditionalGatewayParser):
    pass


class _Call(_Ours, CallActivityParser):
    pass


class _Inner(_Ours, SubWorkflowParser):
    pass


class _Start(_Ours, StartEventParser):
    pass


class _End(_Ours, EndEventParser):
    pass


class _Catch(_Ours, IntermediateCatchEventParser):
    pass


class _Throw(_Ours, IntermediateThrowEventParser):
    pass


class _Boundary(_Ours, BoundaryEventParser):
    pass


class _Send(_Ours, SendTaskParser):
    pass


class _Receive(_Ours, ReceiveTaskParser):
    pass


class _Operator(_Ours, TaskParser):
    def create_task(self) -> Any:
        task = super().create_task()
        path = f".//{{{SPIFF}}}property[@name='operator']"
        found = self.node.find(path)
        task.operator = "" if found is None else found.get("value", "")
        return task


class _Process(ProcessParser):
    """Sees only the nodes and flows that lie directly in the process."""

    def _index_process_nodes(self) -> None:
        for element in self.node:
            kind = safe_xml.local(element)
            if element.tag != bpmn(kind) or not element.get("id"):
                continue
            if kind == "sequenceFlow":
                flows = self.outgoing_sequence_flows
                flows.setdefault(element.get("sourceRef"), []).append(element)
            elif kind in NODES:
                self.nodes_by_id[element.get("id")] = element
                if kind == "boundaryEvent":
                    events = self.boundary_events_by_attached
                    events.setdefault(element.get("attachedToRef"), []).append(element)

    def create_spec(self) -> FlowProcess:
        return FlowProcess(name=self.bpmn_id, description=self.get_name(), filename=self.filename)


class BundleParser(BpmnParser):
    """Parses the diagrams of one version."""

    PROCESS_PARSER_CLASS = _Process
    PARSER_CLASSES: Mapping[str, Any] = {
        bpmn("startEvent"): (_Start, StartEvent),
        bpmn("endEvent"): (_End, EndEvent),
        bpmn("userTask"): (_Plain, UserTask),
        bpmn("manualTask"): (_Plain, ManualTask),
        bpmn("serviceTask"): (_Operator, OperatorTask),
        bpmn("subProcess"): (_Inner, Inner),
        bpmn("callActivity"): (_Call, Call),
        bpmn("exclusiveGateway"): (_Choice, ExclusiveFork),
        bpmn("inclusiveGateway"): (_Choice, InclusiveFork),
        bpmn("parallelGateway"): (_Gateway, ParallelFork),
        bpmn("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
        bpmn("intermediateThrowEvent"): (_Throw, IntermediateThrowEvent),
        bpmn("boundaryEvent"): (_Boundary, BoundaryEvent),
        bpmn("sendTask"): (_Send, SendTask),
        bpmn("receiveTask"): (_Receive, ReceiveTask),
    }

    def _add_diagram_indexes(self, root: Any) -> None:
        lanes = {
            (ref.text or "").strip(): lane.get("id")
            for lane in root.iter(bpmn("lane"))
            for ref in lane.findall(bpmn("flowNodeRef"))
        }
        self.document_lanes[id(root)] = lanes
        self.document_positions[id(root)] = {}


def parse_bundle(diagrams: Mapping[str, bytes], main: str) -> Specs:
    """Parse the diagrams of a version, `main` being the process to start."""
    parser = BundleParser()
    try:
        for key in sorted(diagrams):
            parser.add_bpmn_xml(safe_xml.read(diagrams[key]), filename=key)
        spec = parser.get_spec(main)
        specs = Specs(spec, parser.get_subprocess_specs(main))
    except EngineError:
        raise
    except ValidationException as error:
        raise DiagramError(f"流程图无法解析：{error}") from error
    for each in specs.all.values():
        _connect_instances(each)
    return specs


def _connect_instances(spec: FlowProcess) -> None:
    """Connect multi-instance tasks with their children, as a restored workflow needs it."""
    for task_spec in spec.task_specs.values():
        if isinstance(task_spec, LoopTask):
            child = spec.task_specs[task_spec.task_spec]
            if not child.completed_event.is_connected(task_spec.merge_child):
                child.completed_event.connect(task_spec.merge_child)
