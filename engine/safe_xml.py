"""Reading XML that strangers wrote: no entities, no DTD, no network, no huge trees."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.errors import DiagramError

MAX_BYTES = 1_000_000

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"


def bpmn(name: str) -> str:
    """Write a BPMN element name in full."""
    return f"{{{BPMN}}}{name}"


def local(element: Any) -> str:
    """Return the name of an element without its namespace ("" for comments)."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def read(xml: bytes) -> Any:
    """Parse a file into its root element, or raise `DiagramError`."""
    if len(xml) > MAX_BYTES:
        raise DiagramError("文件超过 1 MB")
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError:
        raise DiagramError("文件不是 UTF-8 编码") from None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise DiagramError(f"第 {error.lineno} 行不是合法的 XML：{error.msg}") from None
    except ValueError:
        raise DiagramError("文件不是合法的 XML") from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise DiagramError("文件含有 DOCTYPE 声明")
    if (info.encoding or "UTF-8").upper() not in ("UTF-8", "UTF8", "ASCII", "US-ASCII"):
        raise DiagramError("文件声明的编码不是 UTF-8")
    return root
