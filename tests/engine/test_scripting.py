"""The script engine: whatever a diagram carries, nothing of it is run as Python."""

from pathlib import Path

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine.errors import ConditionFailed, EngineError, ExpressionError, ScriptRefused
from engine.parser import parse_bundle
from engine.safe_xml import read
from engine.scripting import ExpressionEngine
from engine.workflow import EngineWorkflow
from tests.engine.drawing import Drawing
from tests.engine.walking import INSTANCE, NOON


@pytest.fixture
def trap(tmp_path):
    """Name a file that appears when Python was run."""
    return tmp_path / "run"


def code(trap):
    return f"__import__('pathlib').Path('{trap}').touch()"


def test_scripts_are_refused(trap):
    engine = ExpressionEngine()

    with pytest.raises(ScriptRefused):
        engine.execute(None, code(trap))
    with pytest.raises(ScriptRefused):
        engine.environment.execute(code(trap), {})
    for expression in (code(trap), "1 +", "[].append(1)"):
        with pytest.raises(ExpressionError):
            engine.validate(expression)
        with pytest.raises(ExpressionError):
            engine.environment.evaluate(expression, {})
    assert not trap.exists()


def places(trap):
    """Draw every place from which the library would run Python."""

    def drawing(build):
        d = Drawing()
        d.start(), d.user("a")
        build(d)
        return d

    def script(d):
        d.node("scriptTask", "s", body=f"<bpmn:script>{code(trap)}</bpmn:script>")
        d.end(), d.chain("start", "a", "s", "end")

    def condition(d):
        d.xor("g"), d.end(), d.end("e2"), d.chain("start", "a", "g")
        d.flow("g", "end", code(trap)), d.flow("g", "e2", default=True)

    def timer(d):
        d.catch("t", code(trap)), d.end(), d.chain("start", "a", "t", "end")

    def cardinality(d):
        d.user("m"), d.end(), d.chain("start", "a", "m", "end")
        d.nodes["m"]["body"] += (
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>"
            f"{code(trap)}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
        )

    def repeated(d):
        d.user("m"), d.end(), d.chain("start", "a", "m", "end")
        d.nodes["m"]["body"] += (
            '<bpmn:standardLoopCharacteristics loopMaximum="3" testBefore="true">'
            f"<bpmn:loopCondition>{code(trap)}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
        )

    builds = (script, condition, timer, cardinality, repeated)
    return {build.__name__: drawing(build).xml() for build in builds}


@pytest.mark.parametrize("place", ["script", "condition", "timer", "cardinality", "repeated"])
def test_our_parser_and_workflow_run_no_code_even_without_the_gate(trap, place):
    xml = places(trap)[place]

    try:
        workflow = EngineWorkflow(parse_bundle({"main": xml}, "main"), INSTANCE)
        workflow.start(NOON, {})
        workflow.open_tasks()[0].run()
        workflow.run()
    except EngineError:
        pass
    assert not trap.exists()


@pytest.mark.parametrize("place", ["script", "condition", "timer", "cardinality", "repeated"])
def test_our_script_engine_runs_no_code_even_in_the_stock_workflow(trap, place):
    parser = BpmnParser()
    parser.add_bpmn_xml(read(places(trap)[place]))
    workflow = BpmnWorkflow(parser.get_spec("main"), script_engine=ExpressionEngine())
    workflow.do_engine_steps()

    def go_on():
        workflow.get_next_task(spec_name="a").run()
        workflow.do_engine_steps()

    with pytest.raises((ScriptRefused, ConditionFailed)):
        go_on()
    assert not trap.exists()


def test_the_trap_works(trap):
    """Or the tests above would prove nothing: the library alone runs the code."""
    parser = BpmnParser()
    parser.add_bpmn_xml(read(places(trap)["script"]))
    workflow = BpmnWorkflow(parser.get_spec("main"))
    workflow.do_engine_steps()
    workflow.get_next_task(spec_name="a").run()
    workflow.do_engine_steps()

    assert Path(trap).exists()
