"""`faxun check`: findings as JSON, exit codes 0, 1 and 2, and nothing is ever run."""

import json

import pytest
from click.testing import CliRunner

from engine.diagram import Diagram
from processes.catalogue import PROCEDURES
from processes.diagrams import LIBRARY
from tests.engine.drawing import Drawing
from webapp.cli import faxun
from webapp.procedures import judging


def check(*arguments):
    result = CliRunner().invoke(faxun, ["check", *map(str, arguments), "--json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_shipped_diagram_is_accepted(write):
    code, report = check(write("penalty.bpmn", LIBRARY["penalty"]))

    assert (code, report) == (0, {"ok": True, "findings": []})


def test_a_refusal_names_rule_element_line_and_file(write):
    path = write("bad.bpmn", LIBRARY["service"].replace(b"bpmn:userTask", b"bpmn:scriptTask"))

    code, report = check(path)

    assert code == 1
    assert not report["ok"]
    finding = report["findings"][0]
    assert finding["file"] == str(path)
    assert finding["severity"] == "block"
    assert finding["line"]
    assert finding["elements"]
    assert set(finding) >= {"rule", "kind", "message", "basis", "run", "missing", "complete"}


def test_a_called_process_that_nobody_ships_is_a_finding(write):
    xml = LIBRARY["summons"].replace(b'calledElement="service"', b'calledElement="nowhere"')

    code, report = check(write("summons.bpmn", xml))

    assert code == 1
    assert any("nowhere" in finding["message"] for finding in report["findings"])


def test_a_given_file_is_taken_before_the_shipped_one(write):
    d = Drawing("service", "送达", lane="officer_lead")
    d.start(), d.end()
    d.chain("start", "end")

    code, report = check(write("summons.bpmn", LIBRARY["summons"]), write("service.bpmn", d.xml()))

    assert code == 0, report


def test_what_a_given_file_calls_is_found_in_the_project(write):
    files = [write(f"{name}.bpmn", LIBRARY[name]) for name in ("penalty", "penalty_notice")]

    assert check(*files) == (0, {"ok": True, "findings": []})


@pytest.mark.parametrize(
    "content", ["", "nonsense", "<a/>", b"\xff\xfe", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_what_is_no_diagram_is_refused(write, content):
    code, report = check(write("a.bpmn", content))

    assert code == 1
    assert report["findings"]


def test_a_file_that_is_not_there_ends_with_two(tmp_path):
    code, report = check(tmp_path / "nothing.bpmn")

    assert code == 2
    assert "文件不存在" in report["error"]
    assert check(tmp_path)[0] == 2


def test_code_in_a_diagram_is_never_run(write, tmp_path):
    mark = tmp_path / "ran"
    code = f"__import__('pathlib').Path('{mark}').write_text('x')"
    xml = LIBRARY["penalty"].replace(b'filing == "yes"', code.encode())

    assert check(write("a.bpmn", xml))[0] == 1
    assert not mark.exists()


def test_a_file_is_judged_as_a_part_of_its_procedure(write):
    called = write("penalty_filing.bpmn", LIBRARY["penalty_filing"])
    xml = LIBRARY["penalty"].replace(
        b'calledElement="penalty_proposal"', b'calledElement="penalty"'
    )

    assert check(called, "--procedure", "penalty") == (0, {"ok": True, "findings": []})
    assert check(write("p.bpmn", xml), called, "--procedure", "penalty")[0] == 1


def test_a_file_of_another_procedure_is_a_finding(write):
    code, report = check(write("a.bpmn", LIBRARY["recusal"]), "--procedure", "penalty")

    assert code == 1
    assert [finding["rule"] for finding in report["findings"]] == ["procedure.part"]


def test_a_procedure_that_does_not_exist_ends_with_two(write):
    code, report = check(write("a.bpmn", LIBRARY["recusal"]), "--procedure", "nothing")

    assert code == 2
    assert "nothing" in report["error"]


def test_findings_are_said_in_chinese(write):
    path = write("bad.bpmn", LIBRARY["service"].replace(b"bpmn:userTask", b"bpmn:scriptTask"))

    result = CliRunner().invoke(faxun, ["check", str(path)])

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].startswith("检查不通过，共")


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ('fillng == "yes"', "hygiene.field"),
        ('filing == "yep"', "hygiene.value"),
        ("1 == 1", "hygiene.field"),
    ],
)
def test_a_condition_that_no_form_answers_is_a_finding(write, condition, rule):
    xml = LIBRARY["penalty"].replace(b'filing == "yes"', condition.encode())

    code, report = check(write("a.bpmn", xml))

    assert code == 1
    assert [finding["rule"] for finding in report["findings"]] == [rule]


def test_a_document_that_never_gets_final_is_a_finding(write):
    xml = LIBRARY["service_consent"]
    line = b'<spiffworkflow:property name="final" value="yes" />'
    assert line in xml

    code, report = check(write("a.bpmn", xml.replace(line, b"")))

    assert code == 1
    assert [finding["rule"] for finding in report["findings"]] == ["binding.final"]
    assert "没有定稿的环节" in report["findings"][0]["message"]


def test_an_endless_file_is_refused(write):
    code, report = check("/dev/zero")

    assert code == 1
    assert "1 MB" in report["findings"][0]["message"]


def test_an_act_carried_by_a_form_that_asks_something_else_is_a_finding(write):
    xml = LIBRARY["penalty_notice"]
    line = b'name="form" value="penalty/prior_notice"'
    assert line in xml

    changed = xml.replace(line, b'name="form" value="shared/unit_opinion"', 1)
    code, report = check(write("a.bpmn", changed))

    assert code == 1
    assert [finding["rule"] for finding in report["findings"]] == ["binding.form"]
    assert "不能用该表单办理" in report["findings"][0]["message"]


@pytest.mark.parametrize("opened", ["penalt", "extension", "penalty penalty"])
def test_a_task_opens_one_main_procedure_and_nothing_else(write, opened):
    xml = LIBRARY["extension"].decode()
    line = '<spiffworkflow:property name="returns" value="draft opinion" />'
    assert xml.count(line) == 1
    opens = '<spiffworkflow:property name="opens" value="{}" />'
    refused, passed = (
        write(f"{number}.bpmn", xml.replace(line, line + opens.format(name)).encode())
        for number, name in enumerate((opened, "penalty"))
    )

    code, report = check(refused)

    assert code == 1
    (finding,) = report["findings"]
    assert (finding["rule"], finding["elements"]) == ("hygiene.opens", ["approve"])
    assert finding["message"] == (
        f"“案件办理延期审批”办完后要启动的“{opened}”不是可以单独启动的程序"
    )
    assert check(passed)[0] == 0


def test_a_timer_drawn_other_than_its_statutory_clock_is_a_finding(write):
    xml = LIBRARY["penalty_notice"].replace(b">P5D<", b">P3D<", 1)

    code, report = check(write("penalty_notice.bpmn", xml))

    assert code == 1
    (finding,) = report["findings"]
    assert (finding["rule"], finding["elements"]) == ("profile.clock", ["hearing_lapsed"])
    assert finding["message"].startswith("“逾期未要求”画的时长 P3D 与法定期限 DL-10 的 P5D 不一致")


def test_two_branches_that_write_one_value_are_a_finding():
    form = b'name="form" value="%s"'
    xml = LIBRARY["penalty_notice"].replace(
        form % b"penalty/defense", form % b"shared/hearing_request"
    )
    files = {**PROCEDURES["penalty_party"].needed(), "penalty_notice": xml}

    found = judging.judge_bundle({k: Diagram.read(v) for k, v in files.items()}, "penalty_party")

    (finding,) = found
    assert (finding.rule, finding.process) == ("values.branches", "penalty_notice")
    assert finding.elements == ("join",)
    assert finding.message.startswith("“join”汇合的分支都填写“hearing_claimed”")


def test_an_error_that_only_a_shipped_caller_could_catch_is_a_finding(write):
    xml = LIBRARY["correction"].decode()
    start = xml.index("<bpmn:endEvent")
    end = xml.index("</bpmn:endEvent>", start)
    thrown = '<bpmn:errorEventDefinition id="thrown" errorRef="failed" />'
    xml = xml[:end] + thrown + xml[end:]
    xml = xml.replace("<bpmn:process", '<bpmn:error id="failed" name="失败" />\n<bpmn:process', 1)

    code, report = check(write("correction.bpmn", xml))

    assert code == 1
    assert [one["rule"] for one in report["findings"]] == ["bundle.error"]
