"""What a diagram file may contain: elements, where they stand, their attributes.

Everything else is refused. The reasons of the well-known refusals are written here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.safe_xml import BPMN, BPMNDI, DC, DI, SPIFF, XSI

MAX_NODES = 200
MAX_FLOWS = 400
MAX_INSTANCES = 100
MAX_DEPTH = 5
MAX_NAME = 120
MAX_TEXT = 500
CANVAS = 30_000
SHORTEST_MINUTES = 1
LONGEST_DAYS = 731

RESERVED_IDS = frozenset({"Start", "End", "StartEventSplit", "StartEventJoin"})
PROPERTIES = frozenset(
    {"act", "form", "document", "final", "basis", "deadline"}
    | {"returns", "opinion", "stage", "serves", "operator", "starts", "latest", "opens"}
)
OPINIONS = frozenset({"officer", "unit_head", "reviewer", "head"})


@dataclass(frozen=True)
class Allowed:
    """Where an element may stand and which attributes it may carry."""

    parents: frozenset[str]
    attributes: frozenset[str] = frozenset()


def _in(parents: str, attributes: str = "") -> Allowed:
    return Allowed(frozenset(parents.split()), frozenset(attributes.split()))


SCOPES = "process subProcess"
ACTIVITIES = "userTask manualTask serviceTask sendTask receiveTask callActivity subProcess"
EVENT_NODES = "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent"
GATEWAY_NODES = "exclusiveGateway parallelGateway inclusiveGateway"
FLOW_NODES = f"{ACTIVITIES} {EVENT_NODES} {GATEWAY_NODES}"

BPMN_ELEMENTS: dict[str, Allowed] = {
    "definitions": _in("", "id name targetNamespace exporter exporterVersion "
                       "expressionLanguage typeLanguage"),
    "collaboration": _in("definitions", "id name isClosed"),
    "participant": _in("collaboration", "id name processRef"),
    "message": _in("definitions", "id name"),
    "error": _in("definitions", "id name errorCode"),
    "escalation": _in("definitions", "id name escalationCode"),
    "process": _in("definitions", "id name isExecutable processType isClosed"),
    "laneSet": _in("process", "id name"),
    "lane": _in("laneSet", "id name"),
    "flowNodeRef": _in("lane"),
    "startEvent": _in(SCOPES, "id name"),
    "endEvent": _in(SCOPES, "id name"),
    "intermediateCatchEvent": _in(SCOPES, "id name"),
    "intermediateThrowEvent": _in(SCOPES, "id name"),
    "boundaryEvent": _in(SCOPES, "id name attachedToRef cancelActivity"),
    "userTask": _in(SCOPES, "id name"),
    "manualTask": _in(SCOPES, "id name"),
    "serviceTask": _in(SCOPES, "id name"),
    "sendTask": _in(SCOPES, "id name messageRef"),
    "receiveTask": _in(SCOPES, "id name messageRef"),
    "callActivity": _in(SCOPES, "id name calledElement"),
    "subProcess": _in(SCOPES, "id name triggeredByEvent"),
    "exclusiveGateway": _in(SCOPES, "id name default gatewayDirection"),
    "inclusiveGateway": _in(SCOPES, "id name default gatewayDirection"),
    "parallelGateway": _in(SCOPES, "id name gatewayDirection"),
    "sequenceFlow": _in(SCOPES, "id name sourceRef targetRef"),
    "conditionExpression": _in("sequenceFlow", "id"),
    "incoming": _in(FLOW_NODES),
    "outgoing": _in(FLOW_NODES),
    "documentation": _in(f"{FLOW_NODES} process sequenceFlow lane participant collaboration",
                         "id textFormat"),
    "extensionElements": _in(f"{FLOW_NODES} process sequenceFlow lane"),
    "timerEventDefinition": _in("intermediateCatchEvent boundaryEvent", "id"),
    "timeDuration": _in("timerEventDefinition", "id"),
    "messageEventDefinition": _in("intermediateCatchEvent intermediateThrowEvent boundaryEvent "
                                  "endEvent", "id messageRef"),
    "errorEventDefinition": _in("boundaryEvent endEvent", "id errorRef"),
    "escalationEventDefinition": _in("boundaryEvent endEvent intermediateThrowEvent",
                                     "id escalationRef"),
    "terminateEventDefinition": _in("endEvent", "id"),
    "multiInstanceLoopCharacteristics": _in("userTask", "id isSequential"),
    "loopCardinality": _in("multiInstanceLoopCharacteristics", "id"),
    "textAnnotation": _in(f"{SCOPES} collaboration", "id textFormat"),
    "text": _in("textAnnotation"),
    "association": _in(f"{SCOPES} collaboration", "id sourceRef targetRef associationDirection"),
}  # fmt: skip

OTHER_ELEMENTS: dict[str, dict[str, Allowed]] = {
    SPIFF: {"properties": _in("extensionElements"), "property": _in("properties", "name value")},
    BPMNDI: {
        "BPMNDiagram": _in("definitions", "id name resolution documentation"),
        "BPMNPlane": _in("BPMNDiagram", "id bpmnElement"),
        "BPMNShape": _in("BPMNPlane", "id bpmnElement isHorizontal isExpanded isMarkerVisible"),
        "BPMNEdge": _in("BPMNPlane", "id bpmnElement"),
        "BPMNLabel": _in("BPMNShape BPMNEdge", "id"),
    },
    DC: {"Bounds": _in("BPMNShape BPMNLabel", "x y width height")},
    DI: {"waypoint": _in("BPMNEdge", "x y")},
}
ELEMENTS: dict[str, dict[str, Allowed]] = {BPMN: BPMN_ELEMENTS, **OTHER_ELEMENTS}

TYPED = frozenset({"conditionExpression", "timeDuration", "loopCardinality"})
FORMAL = "tFormalExpression"
SCHEMA_LOCATION = f"{{{XSI}}}schemaLocation"
TYPE = f"{{{XSI}}}type"
COLORS = frozenset(
    {
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
    }
)
FIXED = {"triggeredByEvent": "false", "isExecutable": "true", "isClosed": "false"}

REASONS = {
    "scriptTask": "脚本任务会执行代码，不允许使用",
    "preScript": "前置脚本会执行代码，不允许使用",
    "postScript": "后置脚本会执行代码，不允许使用",
    "script": "脚本不允许使用",
    "task": "请使用“用户任务”，普通任务不能办理",
    "businessRuleTask": "目前没有可用的决策表，不能使用业务规则任务",
    "adHocSubProcess": "即席子流程不能正确运行，请改为从案件菜单启动的独立流程",
    "transaction": "事务子流程不支持",
    "complexGateway": "复杂网关不支持，请使用排他、并行或包容网关",
    "eventBasedGateway": "事件网关不支持，请在办理环节上附加计时边界事件",
    "conditionalEventDefinition": "条件事件会持续求值，不支持",
    "standardLoopCharacteristics": "循环任务不支持，请用排他网关画出循环",
    "linkEventDefinition": "链接事件不能正确运行，请直接连线",
    "signalEventDefinition": "信号事件不支持",
    "compensateEventDefinition": "补偿事件不支持",
    "cancelEventDefinition": "取消事件不支持",
    "timeDate": "计时只能写时长，不能写死日期",
    "timeCycle": "循环计时不支持，提醒由平台发送",
    "completionCondition": "多人办理的提前结束条件不支持，表决请在表单中记录",
    "loopDataInputRef": "多人办理的人数应写成固定数字",
    "import": "不允许引入外部文件",
    "dataObject": "数据对象不支持，办案数据保存在表单中",
    "dataObjectReference": "数据对象不支持，办案数据保存在表单中",
    "childLaneSet": "泳道不能嵌套",
    "messageFlow": "消息流不支持",
}
