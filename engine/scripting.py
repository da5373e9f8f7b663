"""The script engine of every workflow: conditions are 条件式, code is refused.

Plugged in twice: the library asks the engine for flow conditions and the
environment for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from engine.errors import ConditionFailed, ExpressionError, OperatorFailed, ScriptRefused
from engine.expressions import parse

Operator = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""A platform operator: gets the routing values, returns those it sets."""


class ExpressionEnvironment(BasePythonScriptEngineEnvironment):
    """Evaluates 条件式 and calls named operators; everything else is refused."""

    def __init__(self, operators: Mapping[str, Operator] | None = None) -> None:
        super().__init__({})
        self.operators = dict(operators or {})

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        """Evaluate a 条件式 over plain values."""
        return parse(expression).evaluate(context)

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        """Refuse: scripts are never run."""
        raise ScriptRefused("流程图中的脚本一律不执行")

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        """Call the operator of this name and return what it sets."""
        name = str(kwargs.get("operation_name", ""))
        operator = self.operators.get(name)
        if operator is None:
            raise OperatorFailed(f"没有“{name}”这个平台操作")
        return dict(operator(dict(context)))


class ExpressionEngine(PythonScriptEngine):
    """The only script engine of the project."""

    def __init__(self, operators: Mapping[str, Operator] | None = None) -> None:
        super().__init__(ExpressionEnvironment(operators))

    def validate(self, expression: str) -> None:
        """Check that a text is a 条件式."""
        parse(expression)

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        """Evaluate a 条件式 over the data of a task."""
        try:
            return self.environment.evaluate(expression, task.data)
        except ExpressionError as error:
            raise condition_failed(task, expression, error) from error

    def execute(self, task: Any, script: str, external_context: Any = None) -> Any:
        """Refuse: scripts are never run."""
        return self.environment.execute(script, None)

    def call_service(self, task: Any, **kwargs: Any) -> Any:
        """Call a named operator with the data of a task."""
        return self.environment.call_service(task.data, **kwargs)


class Condition:
    """The condition of a flow, parsed when the diagram is read."""

    def __init__(self, text: str) -> None:
        self.args = [text]
        self.expression = parse(text)

    def _matches(self, task: Any) -> bool:
        try:
            return self.expression.holds(task.data)
        except ExpressionError as error:
            raise condition_failed(task, self.expression.text, error) from error


def condition_failed(task: Any, text: str, error: ExpressionError) -> ConditionFailed:
    """Name the node whose condition cannot be judged."""
    spec = task.task_spec
    return ConditionFailed(task.workflow.spec.name, spec.bpmn_id or spec.name, text, str(error))
