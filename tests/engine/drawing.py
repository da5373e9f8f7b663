# ruff: noqa: D102 - the methods are the names of BPMN
"""Draw small BPMN files for tests: every node in a column of its own, every flow a line."""

from itertools import pairwise
from xml.sax.saxutils import quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' id="definitions" targetNamespace="urn:faxun:test">\n'
)
SIZES = {"startEvent": 36, "endEvent": 36, "boundaryEvent": 36, "intermediateCatchEvent": 36}
SPACE = 150


class Drawing:
    """One process, drawn as it is told."""

    def __init__(self, process="main", title="测试流程", lane="officer"):
        self.process, self.title, self.lane = process, title, lane
        self.nodes, self.flows, self.shapes = {}, [], {}
        self.lanes = {}
        self.scope, self.column = "", 0
        self.messages = {}
        self.extra = ""

    def node(self, kind, id, name=None, body="", lane=None, host=None, props=(), **attributes):
        size = SIZES.get(kind, 50 if kind.endswith("Gateway") else 100)
        x, y = 60 + SPACE * self.column, 100 + (0 if not self.scope else 400)
        height = size if size < 100 else 80
        if host:
            left, top, _, tall = self.shapes[host]
            x, y = left + 30, top + tall - 18
        else:
            self.column += 1
            y += (80 - height) / 2
        self.shapes[id] = (x, y, size, height)
        if not self.scope:
            self.lanes.setdefault(lane or self.lane, []).append(id)
        text = "".join(
            f'<spiffworkflow:property name="{k}" value={quoteattr(v)} />'
            for k, v in dict(props).items()
        )
        if text:
            body = (
                "<bpmn:extensionElements><spiffworkflow:properties>"
                f"{text}</spiffworkflow:properties></bpmn:extensionElements>{body}"
            )
        self.nodes[id] = {
            "kind": kind,
            "name": id if name is None else name,
            "body": body,
            "scope": self.scope,
            "attributes": {k: v for k, v in attributes.items() if v is not None},
        }
        return id

    def start(self, id="start"):
        return self.node("startEvent", id)

    def end(self, id="end", body=""):
        return self.node("endEvent", id, body=body)

    def user(self, id, act=None, lane=None, **props):
        given = {"act": act or f"act.{id}", "form": f"form/{id}", "document": f"form/{id}"}
        given = {**given, "basis": "依据", **props}
        return self.node("userTask", id, props=given, lane=lane)

    def xor(self, id, name=None):
        return self.node("exclusiveGateway", id, name)

    def par(self, id, name=""):
        return self.node("parallelGateway", id, name)

    def any(self, id, name=None):
        return self.node("inclusiveGateway", id, name)

    def call(self, id, called, **props):
        return self.node("callActivity", id, props={"basis": "依据", **props}, calledElement=called)

    def timer(self, id, host, duration="P5D", interrupting=True, **props):
        cancel = None if interrupting else "false"
        body = self._timed(id, duration)
        return self.node(
            "boundaryEvent", id, body=body, host=host, props=props, attachedToRef=host,
            cancelActivity=cancel,
        )  # fmt: skip

    def catch(self, id, duration="P5D", **props):
        return self.node("intermediateCatchEvent", id, body=self._timed(id, duration), props=props)

    def receive(self, id, message, kind="intermediateCatchEvent"):
        self.messages[message] = f"m_{len(self.messages)}"
        ref = self.messages[message]
        if kind == "receiveTask":
            return self.node(kind, id, messageRef=ref)
        body = f'<bpmn:messageEventDefinition id="{id}_def" messageRef="{ref}" />'
        return self.node(kind, id, body=body)

    def inside(self, id):
        """Open an embedded sub-process; what follows lies in it until `outside`."""
        self.node("subProcess", id, props={"basis": "依据"})
        self.scope, self.column = id, self.column
        return id

    def outside(self):
        self.scope = ""

    def flow(self, source, target, cond=None, default=False, id=None, name=None):
        id = id or f"f{len(self.flows)}"
        self.flows.append(
            {
                "id": id,
                "source": source,
                "target": target,
                "cond": cond,
                "name": name or cond,
                "scope": self.nodes[source]["scope"],
            }
        )
        if default:
            self.nodes[source]["attributes"]["default"] = id
            self.flows[-1]["name"] = name or "其他"
        return id

    def chain(self, *ids):
        for source, target in pairwise(ids):
            self.flow(source, target)

    def _timed(self, id, duration):
        return (
            f'<bpmn:timerEventDefinition id="{id}_def"><bpmn:timeDuration'
            f' xsi:type="bpmn:tFormalExpression">{duration}</bpmn:timeDuration>'
            "</bpmn:timerEventDefinition>"
        )

    def xml(self):
        return self.text().encode()

    def text(self):
        messages = "".join(
            f'<bpmn:message id="{ref}" name={quoteattr(name)} />\n'
            for name, ref in self.messages.items()
        )
        lanes = "".join(
            f'<bpmn:lane id="{lane}" name="角色{n}">'
            + "".join(f"<bpmn:flowNodeRef>{i}</bpmn:flowNodeRef>" for i in ids)
            + "</bpmn:lane>\n"
            for n, (lane, ids) in enumerate(self.lanes.items())
        )
        return (
            f'{HEAD}{messages}<bpmn:process id="{self.process}" name="{self.title}"'
            f' isExecutable="true">\n<bpmn:laneSet id="lane_set">\n{lanes}</bpmn:laneSet>\n'
            f"{self._content('')}{self.extra}</bpmn:process>\n{self._drawing()}</bpmn:definitions>\n"
        )

    def _content(self, scope):
        out = []
        for id, node in self.nodes.items():
            if node["scope"] != scope:
                continue
            attributes = "".join(f" {k}={quoteattr(v)}" for k, v in node["attributes"].items())
            inner = self._content(id) if node["kind"] == "subProcess" else ""
            out.append(
                f'<bpmn:{node["kind"]} id="{id}" name={quoteattr(node["name"])}{attributes}>'
                f"{node['body']}{inner}</bpmn:{node['kind']}>\n"
            )
        for f in self.flows:
            if f["scope"] != scope:
                continue
            cond = ""
            if f["cond"]:
                text = f["cond"].replace("&", "&amp;").replace("<", "&lt;")
                cond = (
                    '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
                    f"{text}</bpmn:conditionExpression>"
                )
            name = f" name={quoteattr(f['name'])}" if f["name"] else ""
            out.append(
                f'<bpmn:sequenceFlow id="{f["id"]}"{name} sourceRef="{f["source"]}"'
                f' targetRef="{f["target"]}">{cond}</bpmn:sequenceFlow>\n'
            )
        return "".join(out)

    def _drawing(self):
        plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="{self.process}">'
        out = [f'<bpmndi:BPMNDiagram id="diagram">{plane}\n']
        width = 60 + SPACE * (self.column + 1)
        for n, lane in enumerate(self.lanes):
            height = 800 if n == 0 else 100
            out.append(self._shape(lane, (0, 0 if n == 0 else 800 + 100 * n, width, height)))
        for id, box in self.shapes.items():
            out.append(self._shape(id, self._around(id, box)))
        for f in self.flows:
            a, b = self.shapes[f["source"]], self.shapes[f["target"]]
            if self.nodes[f["source"]]["kind"] == "subProcess":
                a = self._around(f["source"], a)
            if self.nodes[f["target"]]["kind"] == "subProcess":
                b = self._around(f["target"], b)
            points = ((a[0] + a[2], a[1] + a[3] / 2), (b[0], b[1] + b[3] / 2))
            out.append(
                f'<bpmndi:BPMNEdge id="{f["id"]}_di" bpmnElement="{f["id"]}">'
                + "".join(f'<di:waypoint x="{x}" y="{y}" />' for x, y in points)
                + "</bpmndi:BPMNEdge>\n"
            )
        out.append("</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n")
        return "".join(out)

    def _around(self, id, box):
        """Draw a sub-process around what lies in it."""
        inner = [self.shapes[i] for i, n in self.nodes.items() if n["scope"] == id]
        if not inner:
            return box
        left, top = min(b[0] for b in inner) - 20, min(b[1] for b in inner) - 30
        right, low = max(b[0] + b[2] for b in inner) + 20, max(b[1] + b[3] for b in inner) + 30
        return (left, top, right - left, low - top)

    def _shape(self, id, box):
        x, y, width, height = box
        return (
            f'<bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}"><dc:Bounds x="{x}" y="{y}"'
            f' width="{width}" height="{height}" /></bpmndi:BPMNShape>\n'
        )
