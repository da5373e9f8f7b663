"""One command on one instance while it runs: what was open before, what is open after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, TypedDict

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine import codec
from engine.advance import Advance, Before, Prepare
from engine.errors import EngineError, InstanceStuck, RoutingRefused, RunFailed
from engine.flow_task import FlowTask
from engine.instance import Status
from engine.outlook import BY, Outlook, moment_of
from engine.procedure import ProcedureVersion
from engine.store import Stored
from engine.trajectory import Kind, Step
from engine.workflow import EngineWorkflow

Routing = Mapping[str, Any]
ROUTABLE = (str, int, bool, type(None))
MAX_TEXT = 1000


class Order(TypedDict, total=False):
    """What may be said with every command.

    Who acts (`actor`), as what (`role`), for which body; `digest` of what was submitted; `routing`
    values to set; `before` judges the task under the lock; `prepare` settles the platform's part
    before saving; `request_key` makes the command idempotent.
    """

    actor: str | None
    role: str
    body: str
    digest: str
    routing: Routing | None
    before: Before | None
    prepare: Prepare | None
    request_key: str | None


@dataclass
class Turn:
    """One command on one instance while it runs."""

    version: ProcedureVersion
    workflow: EngineWorkflow
    stored: Stored | None
    at: datetime
    order: Order

    def __post_init__(self) -> None:
        self.outlook = Outlook(self.version, self.workflow)
        self.routing = clean(self.order.get("routing"))
        is_running = self.stored is not None and self.stored.status is Status.RUNNING
        self.open = {task.id for task in self.workflow.open_tasks()} if is_running else set()
        self.waits = {task.id for task in self.workflow.waits()} if is_running else set()

    @property
    def status(self) -> Status:
        """Return the status before the command."""
        return self.stored.status if self.stored else Status.RUNNING

    def route(self, task: FlowTask) -> None:
        """Set the routing values on a task."""
        task.write(self.routing)

    def step(self, kind: Kind, task: FlowTask | None = None, **more: Any) -> Step:
        """Return the step of the command, about a task or about the whole instance.

        A task is described as it stands, so this comes before the command moves it.
        """
        fields: dict[str, Any] = {
            "instance": self.workflow.instance,
            "seq": (self.stored.ver if self.stored else 0) + 1,
            "kind": kind,
            "process": self.version.main,
            "node": "",
            "name": self.version.title,
            "acts": (),
            "scope": (),
            "at": self.at,
            "actor": self.order.get("actor"),
            "role": self.order.get("role", ""),
            "body": self.order.get("body", ""),
            "digest": self.order.get("digest", ""),
            "outcome": self.routing,
            "version": self.version.id,
        }
        if task is not None:
            process, node = self.outlook.node_of(task)
            fields |= {
                "process": process,
                "node": node.id,
                "name": node.name,
                "acts": node.acts,
                "scope": task.workflow.scope,
                "opened_at": moment_of(task),
                "previous": task.internal_data.pop(BY, ""),
                "todo": task.id,
            }
        return Step(**{**fields, **more})

    def close(self, step: Step, status: Status | None = None) -> tuple[Advance, bytes]:
        """Encode the workflow and say what the command brought about."""
        workflow, outlook = self.workflow, self.outlook
        if status is None:
            status = Status.COMPLETED if workflow.is_completed() else Status.RUNNING
        is_running = status is Status.RUNNING
        open_now = {task.id: task for task in workflow.open_tasks()} if is_running else {}
        waits_now = {task.id: task for task in workflow.waits()} if is_running else {}
        if is_running and not open_now and not waits_now:
            raise InstanceStuck(workflow.instance)
        opened = [task for id, task in open_now.items() if id not in self.open]
        if step.node:
            for task in opened:
                task.internal_data[BY] = step.node
        blob = codec.dump(workflow)
        digest = sha256(blob).hexdigest()
        set_now = [task for id, task in waits_now.items() if id not in self.waits]
        advance = Advance(
            instance=workflow.instance,
            ver=step.seq,
            version=self.version,
            status=status,
            stage=outlook.stage() if is_running else None,
            step=replace(step, passed=outlook.passed(), state_digest=digest),
            opened=tuple(map(outlook.todo, opened)),
            closed=tuple(self.open - open_now.keys()),
            timers_set=tuple(map(outlook.timer, set_now)),
            timers_dropped=tuple(self.waits - waits_now.keys()),
            messages=tuple(workflow.thrown),
        )
        return advance, blob


def clean(routing: Routing | None) -> dict[str, Any]:
    """Take routing values: short names, plain texts, whole numbers, true, false or nothing."""
    values = dict(routing or {})
    for name, value in values.items():
        if type(name) is not str or not name or name == "typename" or len(name) > 64:
            raise RoutingRefused(f"流转变量名“{name}”无效")
        if type(value) not in ROUTABLE or (type(value) is str and len(value) > MAX_TEXT):
            raise RoutingRefused(f"流转变量“{name}”只能是文本、整数、真假或空值")
    return values


def guarded(call: Callable[..., Any], *arguments: Any) -> Any:
    """Call into the workflow; what the library raises becomes an error of ours."""
    try:
        return call(*arguments)
    except EngineError:
        raise
    except SpiffWorkflowException as error:
        raise RunFailed(f"流程引擎执行失败：{error}") from error
