"""Nodes, flows, lanes and shapes of a diagram, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TASKS = frozenset({"userTask", "manualTask"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
NODES = (
    TASKS
    | GATEWAYS
    | frozenset(
        {
            "startEvent",
            "endEvent",
            "subProcess",
            "callActivity",
            "serviceTask",
            "businessRuleTask",
            "sendTask",
            "receiveTask",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
        }
    )
)
EVENTS = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "terminateEventDefinition": "terminate",
}


@dataclass(frozen=True)
class Node:
    """A step, gateway or event (环节). `kind` is the BPMN element, `event` what an event is of.

    `scope` is the sub-process or process it lies in, `properties` our own settings, `timer` the
    ISO 8601 duration of a timer, `code` that of an error or escalation, `attached_to` the activity
    of a boundary event.
    """

    id: str
    kind: str
    name: str = ""
    lane: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    attached_to: str = ""
    interrupting: bool = True
    called: str = ""
    default: str = ""
    event: str = ""
    timer: str = ""
    message: str = ""
    code: str = ""
    instances: str = ""
    scope: str = ""
    line: int = 0

    def get(self, name: str) -> str:
        """Return one of our properties, or the empty string."""
        return self.properties.get(name, "")

    def words(self, name: str) -> tuple[str, ...]:
        """Return a property that lists words."""
        return tuple(self.get(name).split())

    @property
    def acts(self) -> tuple[str, ...]:
        """Return the act codes (执法行为), the primary one first."""
        return self.words("act")

    @property
    def returns(self) -> tuple[str, ...]:
        """Return the nodes that 退回 may go to."""
        return self.words("returns")

    @property
    def is_task(self) -> bool:
        """Tell whether a person completes it."""
        return self.kind in TASKS

    @property
    def is_gateway(self) -> bool:
        """Tell whether it splits or joins."""
        return self.kind in GATEWAYS


@dataclass(frozen=True)
class Flow:
    """A sequence flow (连线)."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    scope: str = ""
    line: int = 0


@dataclass(frozen=True)
class Lane:
    """A lane (泳道): its id is the role."""

    id: str
    name: str
    nodes: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True)
class Shape:
    """Where an element is drawn."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> tuple[float, float]:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2
