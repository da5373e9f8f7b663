"""What a version pins: diagrams, forms and templates as they are in the project (发布内容)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import documents
import forms
from documents.catalogue import DOCUMENTS
from engine.diagram import Diagram, Node
from engine.procedure import Procedure
from webapp.process_records import chain

DEFINITIONS = "shared/_defs.json"


@dataclass(frozen=True)
class Bundle:
    """Everything a version needs to run later as it does today."""

    bpmn: Mapping[str, str]
    forms: Mapping[str, str]
    templates: Mapping[str, str]

    def to_json(self) -> dict[str, Mapping[str, str]]:
        """Return the bundle as plain values."""
        return {"bpmn": self.bpmn, "forms": self.forms, "templates": self.templates}


def build(procedure: Procedure) -> Bundle:
    """Gather what a procedure needs from the project's files."""
    bpmn = {name: xml.decode() for name, xml in procedure.needed().items()}
    tasks = list(_tasks(bpmn))
    wanted = {f"{task.get('form')}.json" for task in tasks} | {DEFINITIONS}
    kept = {f"{task.get('document')}.html" for task in tasks}
    every = {f"{address}.html" for address in DOCUMENTS}
    return Bundle(
        bpmn=bpmn,
        forms={name: text for name, text in forms.sources().items() if name in wanted},
        templates={
            name: text
            for name, text in documents.sources().items()
            if name in kept or name not in every
        },
    )


def digest(procedure: Procedure, bundle: Bundle, safeguards: str) -> str:
    """Return the digest of everything published."""
    return digest_of(
        key=procedure.key,
        title=procedure.title,
        main=procedure.main,
        menu=procedure.menu or "",
        bundle=bundle.to_json(),
        safeguards=safeguards,
    )


def digest_of(
    *, key: str, title: str, main: str, menu: str, bundle: Mapping[str, object], safeguards: str
) -> str:
    """Return the digest of what a version holds."""
    return chain.digest(
        {
            "key": key,
            "title": title,
            "main": main,
            "menu": menu,
            "bundle": bundle,
            "safeguards": safeguards,
        }
    )


def _tasks(bpmn: Mapping[str, str]) -> Iterator[Node]:
    for xml in bpmn.values():
        yield from Diagram.read(xml.encode()).user_tasks()
