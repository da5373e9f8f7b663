# ruff: noqa: E501 - a table of cases reads best with one case a line
"""Files that the gate must refuse, each with a word of the reason."""

import re

from tests.engine.drawing import Drawing
from tests.engine.samples import SAMPLES

CLEAN = SAMPLES["choice"]()["main"].decode()


def edit(*pairs, text=CLEAN):
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def drawn(build):
    d = Drawing()
    build(d)
    return d.xml()


def inside_a(body):
    """Put something into the first task."""
    return edit(('<bpmn:userTask id="a" name="a">', f'<bpmn:userTask id="a" name="a">{body}'))


def inside_process(body):
    return edit(("</bpmn:process>", f"{body}</bpmn:process>"))


def extension(body):
    return edit(("<spiffworkflow:properties>", f"{body}<spiffworkflow:properties>"))


def definition(kind, body, host=None):
    def build(d):
        d.start(), d.user("a")
        more = {"attachedToRef": "a"} if host else {}
        d.node(kind, "odd", body=body, host=host, **more)
        d.end(), d.chain("start", "a", "end" if host else "odd")
        if kind != "endEvent":
            d.flow("odd", "end")

    return drawn(build)


def two_starts(d):
    d.start(), d.start("other"), d.user("a"), d.end()
    d.chain("start", "a", "end")


def flow_into_a_block(d):
    d.start(), d.inside("block"), d.start("s2"), d.user("b"), d.end("e2"), d.outside(), d.end()
    d.chain("start", "block", "end"), d.chain("s2", "b", "e2")
    d.flow("start", "b")


def condition_on_a_task_flow(d):
    d.start(), d.user("a"), d.end()
    d.flow("start", "a"), d.flow("a", "end", "x == '1'")


def no_default(d):
    d.start(), d.user("a"), d.xor("g"), d.end(), d.end("e2")
    d.chain("start", "a", "g")
    d.flow("g", "end", "x == '1'"), d.flow("g", "e2", "x == '2'")


def no_condition(d):
    d.start(), d.user("a"), d.xor("g"), d.end(), d.end("e2"), d.end("e3")
    d.chain("start", "a", "g")
    d.flow("g", "end", "x == '1'"), d.flow("g", "e2", default=True), d.flow("g", "e3")


def python_condition(d):
    d.start(), d.user("a"), d.xor("g"), d.end(), d.end("e2")
    d.chain("start", "a", "g")
    d.flow("g", "end", "__import__('os').system('true') == 0"), d.flow("g", "e2", default=True)


def orphan(d):
    d.start(), d.user("a"), d.user("lost"), d.end()
    d.chain("start", "a", "end"), d.flow("lost", "end")


def no_way_to_end(d):
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.user("c"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "end", "x == '1'"), d.flow("g", "b", default=True)
    d.chain("b", "c", "b")


def automatic_cycle(d):
    d.start(), d.user("a"), d.xor("m", ""), d.xor("g"), d.end()
    d.chain("start", "a", "m", "g")
    d.flow("g", "end", "x == '1'"), d.flow("g", "m", default=True)


def cycle_without_exit(d):
    d.start(), d.xor("m", ""), d.user("a"), d.timer("t", "a"), d.end()
    d.chain("start", "m", "a", "m"), d.flow("t", "end")


def unjoined(d):
    d.start(), d.par("p"), d.user("a"), d.user("b"), d.user("c"), d.end()
    d.chain("start", "p", "a", "c", "end"), d.chain("p", "b", "c")


def joined_by_the_wrong_kind(d):
    d.start(), d.par("p"), d.user("a"), d.user("b"), d.any("j"), d.end()
    d.chain("start", "p", "a", "j", "end"), d.chain("p", "b", "j")


def join_without_split(d):
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.user("c"), d.par("j"), d.end()
    d.chain("start", "a", "g", "b", "j", "end")
    d.flows[2].update(cond="x == '1'", name="x")
    d.flow("g", "c", default=True), d.flow("c", "j")


def jump_into_a_branch(d):
    d.start(), d.user("z"), d.xor("g"), d.par("p"), d.user("a"), d.user("b"), d.par("j"), d.end()
    d.chain("start", "z", "g")
    d.flow("g", "p", default=True), d.flow("g", "a", "x == '1'")
    d.chain("p", "a", "j", "end"), d.chain("p", "b", "j")


def side_path_into_the_main_one(d):
    d.start(), d.user("a"), d.timer("t", "a", interrupting=False), d.user("b"), d.end()
    d.chain("start", "a", "b", "end"), d.flow("t", "b")


def many(count):
    def build(d):
        d.start()
        for n in range(count):
            d.user(f"t{n}")
        d.end()
        d.chain("start", *(f"t{n}" for n in range(count)), "end")

    return build


def two_lines_to_one_step(d):
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "b", "x == '1'"), d.flow("g", "b", default=True), d.flow("b", "end")


def six_levels_deep():
    text = '<bpmn:startEvent id="s{0}" name="s" /><bpmn:endEvent id="e{0}" name="e" />{1}'
    inner = ""
    for level in range(6, 0, -1):
        block = f'<bpmn:subProcess id="b{level}" name="b">{inner}</bpmn:subProcess>'
        inner = text.format(level, block)
    return inside_process(inner)


def timed(duration):
    def build(d):
        d.start(), d.user("a"), d.timer("t", "a", duration), d.end(), d.end("e2")
        d.chain("start", "a", "end"), d.flow("t", "e2")

    return drawn(build)


def counted(cardinality, more=""):
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality"
        f' xsi:type="bpmn:tFormalExpression">{cardinality}</bpmn:loopCardinality>{more}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    return edit(("</bpmn:userTask>", f"{loop}</bpmn:userTask>"))


SHAPE_B = re.search(r'<bpmndi:BPMNShape id="b_di".*?</bpmndi:BPMNShape>\n', CLEAN).group()
EDGE = re.search(r'<bpmndi:BPMNEdge id="f0_di".*?</bpmndi:BPMNEdge>\n', CLEAN).group()
BOUNDS_B = re.search(r"<dc:Bounds [^>]*/>", SHAPE_B).group()
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY c{n} "{"&b;" * 10}">' for n in range(10))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

HOSTILE = {
    "external entity": (edit((DECLARATION, DECLARATION + XXE), ('name="b"', 'name="&file;"')), "DOCTYPE"),
    "billion laughs": (edit((DECLARATION, DECLARATION + LAUGHS)), "DOCTYPE"),
    "lower case doctype": (edit((DECLARATION, DECLARATION + "<!doctype x>")), "DOCTYPE"),
    "too large": (CLEAN.encode() + b" " * 1_000_001, "1 MB"),
    "other encoding": (CLEAN.encode("utf-16"), "UTF-8"),
    "declared encoding": (edit(("UTF-8", "GB18030")), "UTF-8"),
    "not XML": (b"<bpmn", "XML"),
    "empty": (b"", "XML"),
    "not BPMN": (b"<svg/>", "BPMN"),
    "processing instruction": (edit((DECLARATION, DECLARATION + "<?xml-stylesheet href='x'?>")), "处理指令"),
    "instruction inside": (inside_process("<?php echo 1 ?>"), "处理指令"),
    "script task": (inside_process('<bpmn:scriptTask id="s"><bpmn:script>1</bpmn:script></bpmn:scriptTask>'),
                    "脚本任务会执行代码"),
    "script before": (extension("<spiffworkflow:preScript>x = 1</spiffworkflow:preScript>"), "前置脚本"),
    "script after": (extension("<spiffworkflow:postScript>x = 1</spiffworkflow:postScript>"), "后置脚本"),
    "service operator": (extension('<spiffworkflow:serviceTaskOperator id="x" />'), "不允许的内容"),
    "foreign extension": (extension('<c:executionListener xmlns:c="urn:camunda" class="X" />'), "不允许的内容"),
    "foreign attribute": (edit(('<bpmn:userTask id="a"',
                                '<bpmn:userTask xmlns:c="urn:c" c:expression="1" id="a"')), "expression"),
    "foreign flow": (inside_process('<x:sequenceFlow xmlns:x="urn:x" id="q" sourceRef="a" targetRef="b" />'),
                     "不允许的内容"),
    "hidden in documentation": (inside_a('<bpmn:documentation><bpmn:userTask id="q" name="q" />'
                                         "</bpmn:documentation>"), "不能出现在这里"),
    "unknown property": (edit(('<spiffworkflow:property name="act"', '<spiffworkflow:property name="run"')),
                         "不认识的设置项“run”"),
    "property twice": (edit(('<spiffworkflow:property name="form"', '<spiffworkflow:property name="act"')),
                       "重复"),
    "duplicate id": (edit(('<bpmn:userTask id="b"', '<bpmn:userTask id="c"')), "标识“c”重复"),
    "bad id": (edit(('laneSet id="lane_set"', 'laneSet id="1 x"')), "不合规则"),
    "reserved id": (edit(('laneSet id="lane_set"', 'laneSet id="Start"')), "保留字"),
    "missing id": (edit(('<bpmn:laneSet id="lane_set"', "<bpmn:laneSet")), "没有标识"),
    "hidden characters": (edit(('name="b"', 'name="b\u202etxt"')), "不可见字符"),
    "very long name": (edit(('name="b"', f'name="{"长" * 200}"')), "过长"),
    "not drawn": (edit((SHAPE_B, "")), "“b”没有画出"),
    "drawn twice": (edit((SHAPE_B, SHAPE_B + SHAPE_B.replace("b_di", "b2_di"))), "画了不止一次"),
    "flow not drawn": (edit((EDGE, "")), "没有画出"),
    "flow drawn elsewhere": (edit((EDGE, re.sub(r'x="[\d.]+" y="[\d.]+" /></bpmndi', 'x="9" y="9" /></bpmndi', EDGE))),
                             "画的起点或终点"),
    "drawing of nothing": (edit(('bpmnElement="b"', 'bpmnElement="ghost"')), "不存在的环节“ghost”"),
    "covered": (edit((BOUNDS_B, re.search(r'id="c_di".*?(<dc:Bounds [^>]*/>)', CLEAN).group(1))), "重叠"),
    "without size": (edit((BOUNDS_B, '<dc:Bounds x="500" y="100" width="0" height="0" />')), "没有大小"),
    "off the canvas": (edit((BOUNDS_B, '<dc:Bounds x="-900" y="100" width="100" height="80" />')), "画布之外"),
    "not a number": (edit((BOUNDS_B, '<dc:Bounds x="nan" y="100" width="100" height="80" />')), "画布之外"),
    "in the wrong lane": (edit((BOUNDS_B, '<dc:Bounds x="500" y="2000" width="100" height="80" />')), "泳道"),
    "in two lanes": (edit(("<bpmn:flowNodeRef>b</bpmn:flowNodeRef>", "<bpmn:flowNodeRef>b</bpmn:flowNodeRef>" * 2)),
                     "重复"),
    "flow across scopes": (drawn(flow_into_a_block), "跨越了子流程"),
    "flow to nowhere": (edit(('targetRef="a"', 'targetRef="ghost"')), "没有环节"),
    "flow not as listed": (inside_a("<bpmn:incoming>f5</bpmn:incoming>"), "不一致"),
    "condition on a task flow": (drawn(condition_on_a_task_flow), "不会生效"),
    "condition in Python": (drawn(python_condition), "条件有误"),
    "typed as something else": (edit(("bpmn:tFormalExpression", "bpmn:tExpression")), "不允许的属性"),
    "language": (edit(("<bpmn:conditionExpression ", '<bpmn:conditionExpression language="python" ')), "language"),
    "no default": (drawn(no_default), "没有默认流向"),
    "no condition": (drawn(no_condition), "没有条件"),
    "two lines to one step": (drawn(two_lines_to_one_step), "通向同一环节"),
    "instances without bound": (counted("len(people)"), "办理人数"),
    "too many instances": (counted("101"), "办理人数"),
    "instances with a condition": (counted("3", "<bpmn:completionCondition>x</bpmn:completionCondition>"), "提前结束"),
    "standard loop": (inside_a('<bpmn:standardLoopCharacteristics loopMaximum="3" />'), "循环任务"),
    "link": (definition("intermediateThrowEvent", '<bpmn:linkEventDefinition name="l" />'), "链接事件"),
    "signal end": (definition("endEvent", '<bpmn:signalEventDefinition signalRef="s" />'), "信号事件"),
    "compensation": (definition("intermediateThrowEvent", "<bpmn:compensateEventDefinition />"), "补偿"),
    "conditional event": (definition("intermediateCatchEvent",
                                     "<bpmn:conditionalEventDefinition><bpmn:condition>x</bpmn:condition>"
                                     "</bpmn:conditionalEventDefinition>"), "条件事件"),
    "two triggers": (definition("intermediateCatchEvent", "<bpmn:timerEventDefinition /><bpmn:timerEventDefinition />"),
                     "只能有一种触发"),
    "catch of nothing": (definition("intermediateCatchEvent", ""), "类型不支持"),
    "message without a name": (definition("intermediateCatchEvent", "<bpmn:messageEventDefinition />"), "没有指定消息"),
    "error caught on a task": (definition("boundaryEvent", '<bpmn:errorEventDefinition errorRef="e" />', "a"), "不存在"),
    "timer at the start": (edit(('<bpmn:startEvent id="start" name="start">',
                                 '<bpmn:startEvent id="start" name="start"><bpmn:timerEventDefinition />')), None),
    "event sub-process": (inside_process('<bpmn:subProcess id="q" name="q" triggeredByEvent="true" />'), "事件子流程"),
    "ad hoc": (inside_process('<bpmn:adHocSubProcess id="q" name="q" />'), "即席"),
    "transaction": (inside_process('<bpmn:transaction id="q" name="q" />'), "事务"),
    "complex gateway": (inside_process('<bpmn:complexGateway id="q" name="q" />'), "复杂网关"),
    "event gateway": (inside_process('<bpmn:eventBasedGateway id="q" name="q" />'), "事件网关"),
    "decision task": (inside_process('<bpmn:businessRuleTask id="q" name="q" />'), "决策表"),
    "plain task": (inside_process('<bpmn:task id="q" name="q" />'), "用户任务"),
    "data object": (inside_process('<bpmn:dataObjectReference id="q" dataObjectRef="n" />'), "数据对象"),
    "import": (edit(("<bpmn:process ", '<bpmn:import location="x" /><bpmn:process ')), "引入外部文件"),
    "unknown operator": (edit(('<bpmn:userTask id="b"', '<bpmn:serviceTask id="b"'), ("</bpmn:userTask>", "</bpmn:userTask>"),
                              ('</bpmn:userTask>\n<bpmn:userTask id="c"', '</bpmn:serviceTask>\n<bpmn:userTask id="c"')),
                         "平台提供的操作"),
    "timer too short": (timed("PT30S"), "1 分钟至 2 年"),
    "timer of no time": (timed("PT0M"), "1 分钟至 2 年"),
    "timer too long": (timed("P3Y"), "1 分钟至 2 年"),
    "timer in Python": (timed("timedelta(days=1)"), "1 分钟至 2 年"),
    "endless repeats": (edit(('<bpmn:endEvent id="end" name="end">', '<bpmn:endEvent id="end" name="end">'
                              "<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1M</bpmn:timeCycle>"
                              "</bpmn:timerEventDefinition>")), "循环计时"),
    "two hundred nodes": (drawn(many(201)), "超过 200 个"),
    "deep nesting": (six_levels_deep(), "嵌套超过 5 层"),
    "very deep XML": (inside_process("<bpmn:subProcess>" * 100 + "</bpmn:subProcess>" * 100), "嵌套过深"),
    "absurdly deep XML": (inside_process("<bpmn:subProcess>" * 400 + "</bpmn:subProcess>" * 400), "XML"),
    "orphan": (drawn(orphan), "“lost”从开始走不到"),
    "no way to end": (drawn(no_way_to_end), "走不到结束"),
    "automatic cycle": (drawn(automatic_cycle), "自动循环"),
    "cycle without exit": (drawn(cycle_without_exit), "没有出口的循环"),
    "split without join": (drawn(unjoined), "没有汇合到同一个同类网关"),
    "joined by another kind": (drawn(joined_by_the_wrong_kind), "没有汇合到同一个同类网关"),
    "join without split": (drawn(join_without_split), "会永远等待"),
    "jump into a branch": (drawn(jump_into_a_branch), "从外面进入"),
    "side path into the main one": (drawn(side_path_into_the_main_one), "应自行结束"),
    "two processes": (edit(("</bpmn:definitions>", '<bpmn:process id="q" name="q" isExecutable="true" />'
                            "</bpmn:definitions>")), "只能有一个流程"),
    "not executable": (edit(('isExecutable="true"', 'isExecutable="false"')), "isExecutable"),
    "call of nothing": (drawn(lambda d: (d.start(), d.call("c", ""), d.end(), d.chain("start", "c", "end"))),
                        "没有指定被调用的流程"),
}  # fmt: skip
