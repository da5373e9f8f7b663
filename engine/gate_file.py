"""Gate, first look: the file itself, before the library or our own reader sees it.

Only elements and attributes of the palette, each where it belongs; ids unique; references to what
is there. Then the drawing and the structure are judged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from lxml import etree

from engine import gate_drawing, gate_structure, safe_xml
from engine.diagram import Diagram
from engine.errors import DiagramError
from engine.findings import Finding
from engine.palette import (
    COLORS,
    ELEMENTS,
    EVENT_NODES,
    FIXED,
    FORMAL,
    MAX_NAME,
    MAX_TEXT,
    PROPERTIES,
    REASONS,
    RESERVED_IDS,
    SCHEMA_LOCATION,
    TYPE,
    TYPED,
)
from engine.safe_xml import BPMN, SPIFF, bpmn, local

ID = re.compile(r"[^\W\d][\w-]{0,63}")
FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
LONG = re.compile(rb"[^<]{6000}")  # thousands of attributes on one element take the parser minutes
MAX_FINDINGS = 200
MAX_NESTING = 30


def inspect(xml: bytes, operators: frozenset[str] = frozenset()) -> list[Finding]:
    """Look at a file and list what is wrong with it; nothing means it may be read and run."""
    try:
        if len(xml) > safe_xml.MAX_BYTES:
            raise DiagramError("文件超过 1 MB")
        if DOCTYPE.search(xml):
            raise DiagramError("文件含有 DOCTYPE 或实体声明")
        if LONG.search(xml):
            raise DiagramError("文件中有过长的标签或文字")
        root = safe_xml.read(xml)
    except DiagramError as error:
        return [Finding("gate.file", "gate", str(error))]
    findings = list(islice(_file(root), MAX_FINDINGS))
    if findings:
        return findings
    diagram = Diagram.read(xml)
    findings = list(gate_structure.numbers(diagram))
    if findings:
        return findings
    judged = chain(gate_drawing.look(root, diagram), gate_structure.examine(diagram, operators))
    return list(islice(judged, MAX_FINDINGS))


def _found(rule: str, message: str, element: Any) -> Finding:
    id = element.get("id") or ""
    name = (element.get("name") or id)[:MAX_NAME]
    about, place = f"“{name}”：" if name else "", f"（第 {element.sourceline} 行）"
    return Finding(
        rule=f"gate.{rule}",
        kind="gate",
        message=f"{about}{message}{place}",
        elements=(id,) if id else (),
        line=element.sourceline,
    )


def _file(root: Any) -> Iterator[Finding]:
    if root.tag != bpmn("definitions"):
        yield _found("root", "这不是 BPMN 2.0 流程图文件", root)
        return
    processes = root.findall(bpmn("process"))
    if len(processes) != 1:
        yield _found("process", "一个文件应当且只能有一个流程", root)
    elif processes[0].get("isExecutable") != "true":
        yield _found("process", "流程应标明可执行（isExecutable）", processes[0])
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    for element in (*around, *root.iter()):
        if not isinstance(element.tag, str):
            if element.tag is not etree.Comment:
                yield Finding(
                    "gate.element", "gate", "文件含有处理指令或实体", line=element.sourceline
                )
            continue
        yield from _element(element)
    yield from _ids(root)
    yield from _references(root)


def _element(element: Any) -> Iterator[Finding]:
    name = etree.QName(element)
    kind = str(name.localname)
    allowed = ELEMENTS.get(name.namespace or "", {}).get(kind)
    if allowed is None:
        reason = REASONS.get(kind) if name.namespace in (BPMN, SPIFF) else None
        yield _found("element", reason or f"不允许的内容 <{kind}>", element)
        return
    parent = element.getparent()
    if (parent is not None or kind != "definitions") and (
        parent is None or local(parent) not in allowed.parents
    ):
        yield _found("element", f"<{kind}> 不能出现在这里", element)
    if sum(1 for _ in element.iterancestors()) > MAX_NESTING:
        yield _found("depth", "文件嵌套过深", element)
    for attribute, value in element.attrib.items():
        yield from _attribute(element, kind, allowed.attributes, attribute, value)
    text = (element.text or "") + (element.tail or "")
    if FORBIDDEN.search(text) or len(text) > MAX_TEXT * 4:
        yield _found("text", f"<{kind}> 含有不可见字符或文字过长", element)
    if kind == "properties":
        yield from _properties(element)


def _attribute(
    element: Any, kind: str, allowed: frozenset[str], attribute: str, value: str
) -> Iterator[Finding]:
    name = etree.QName(attribute)
    if name.namespace:
        is_type = attribute == TYPE and kind in TYPED and value.split(":")[-1] == FORMAL
        is_color = name.namespace in COLORS and kind in ("BPMNShape", "BPMNEdge", "BPMNLabel")
        if not (is_type or is_color or attribute == SCHEMA_LOCATION):
            yield _found("attribute", f"<{kind}> 不允许的属性 {name.localname}", element)
    elif attribute not in allowed:
        message = (
            "不支持事件子流程" if attribute == "triggeredByEvent" else f"不允许的属性 {attribute}"
        )
        yield _found("attribute", f"<{kind}> {message}", element)
    elif attribute in FIXED and value != FIXED[attribute]:
        message = (
            "不支持事件子流程" if attribute == "triggeredByEvent" else f"{attribute} 的值不允许"
        )
        yield _found("attribute", f"<{kind}> {message}", element)
    elif attribute == "cancelActivity" and value not in ("true", "false"):
        yield _found("attribute", f"<{kind}> cancelActivity 的值应为 true 或 false", element)
    longest = MAX_TEXT if attribute == "value" else MAX_NAME
    if FORBIDDEN.search(value) or (attribute in ("name", "value") and len(value) > longest):
        yield _found("text", f"<{kind}> 的 {attribute} 含有不可见字符或过长", element)


def _properties(element: Any) -> Iterator[Finding]:
    holder = element.getparent().getparent() if element.getparent() is not None else element
    names = Counter(item.get("name") or "" for item in element)
    for name, count in names.items():
        if name not in PROPERTIES:
            yield _found("property", f"不认识的设置项“{name[:MAX_NAME]}”", holder)
        elif count > 1:
            yield _found("property", f"设置项“{name}”重复", holder)


def _ids(root: Any) -> Iterator[Finding]:
    seen: dict[str, Any] = {}
    for element in root.iter(etree.Element):
        id = element.get("id")
        if id is None:
            if (
                local(element) in ELEMENTS[BPMN]
                and "name" in ELEMENTS[BPMN][local(element)].attributes
            ):
                yield _found("id", f"<{local(element)}> 没有标识", element)
            continue
        if not ID.fullmatch(id) or id in RESERVED_IDS:
            yield _found("id", f"标识“{id}”不合规则或为保留字", element)
        if id in seen:
            yield _found("id", f"标识“{id}”重复", element)
        seen[id] = element


def _references(root: Any) -> Iterator[Finding]:
    """Check what elements say about flows, messages and errors against what there is."""
    yield from _listed_flows(root)
    names = [m.get("name") or "" for m in root.iter(bpmn("message"))]
    if len(names) != len(set(names)) or "" in names:
        yield _found("message", "消息名称不能为空或重复", root)
    for kind, known in (("error", "errorRef"), ("escalation", "escalationRef")):
        there = {e.get("id") for e in root.iter(bpmn(kind))}
        for definition in root.iter(bpmn(f"{kind}EventDefinition")):
            if definition.get(known) not in there:
                yield _found("event", "事件引用的错误或升级不存在", definition)
    process = root.find(bpmn("process"))
    for participant in root.iter(bpmn("participant")):
        if process is None or participant.get("processRef") != process.get("id"):
            yield _found("process", "泳池没有指向本文件的流程", participant)
    for event in root.iter(*map(bpmn, EVENT_NODES.split())):
        if sum(local(child).endswith("EventDefinition") for child in event) > 1:
            yield _found("event", "一个事件只能有一种触发", event)


def _listed_flows(root: Any) -> Iterator[Finding]:
    flows = list(root.iter(bpmn("sequenceFlow")))
    holders = {element.get("id"): element for element in root.iter(etree.Element)}
    for side, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        said = Counter(
            (ref.getparent().get("id"), (ref.text or "").strip()) for ref in root.iter(bpmn(side))
        )
        drawn = {(flow.get(end), flow.get("id")) for flow in flows}
        listed = {node for node, _ in said}
        for pair, count in said.items():
            if count > 1 or pair not in drawn:
                holder = holders[pair[0]] if pair[0] else root
                yield _found("flow", f"环节记载的连线“{pair[1]}”与实际连线不一致", holder)
        for node, flow in drawn:
            if node in listed and (node, flow) not in said:
                holder = holders.get(flow, root)
                yield _found("flow", f"连线“{flow}”没有记载在它的环节上", holder)
