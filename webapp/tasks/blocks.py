"""Facts of other acts that documents mention (前序事实): notice, defense, hearing, decision.

Each block holds the fields of the newest submission, printed, and of the document it went into the
title, number, date and day of service.
"""

from collections.abc import Container
from typing import Any

import forms
from documents.chinese import print_date
from engine import clock
from processes.acts import acts, aliases
from webapp.matters.done import History, Record
from webapp.procedures import queries as procedures
from webapp.tasks.printing import Printer

Json = dict[str, Any]

OWN = {"service", "service_plan"}
"""Aliases whose name a context uses for something else."""


def facts(history: History, instance: str, printer: Printer, wanted: Container[str]) -> Json:
    """Return a block for every act that was done and that the template speaks of."""
    served = {service.document: service.on for service in history.entries.services()}
    found: Json = {}
    for alias, codes in aliases().items():
        if alias in OWN or alias not in wanted:
            continue
        record = history.last(*codes, instance=instance)
        if record is None:
            continue
        block = printed(record, printer)
        if record.document is not None:
            on = served.get(str(record.document.id))
            block["served_on"] = print_date(on) if on else ""
        found[alias] = {**block, **own_words(alias, record, block, printer)}
    if "payments" in wanted:
        records = history.of(*aliases()["payment"])
        found["payments"] = [printed(record, printer) for record in records]
    return found


def printed(record: Record, printer: Printer) -> Json:
    """Return the fields of a record and what its document is called."""
    files = procedures.forms_of(record.version_id) if record.form else None
    form = forms.load(record.form, files) if record.form else None
    block = printer.fields(form.fields, record.entry.values) if form else {}
    document = record.document
    at = clock.local(record.entry.at)
    return {
        **block,
        "by": printer.names.officer(record.entry.actor)["name"],
        "done_on": print_date(at),
        "title": document.title if document else "",
        "number": (document.number or "") if document else "",
        "date": print_date(document.dated) if document and document.dated else print_date(at),
    }


def own_words(alias: str, record: Record, block: Json, printer: Printer) -> Json:
    """Return the few words a block has under a name of its own."""
    if alias in ("review", "case_review", "legal_review"):
        return {
            "kind": acts()[record.entry.acts[0]].title,
            "reviewer": block["by"],
            "result": block.get("review", ""),
        }
    if alias == "defense":
        stated = record.entry.values.get("defense") == "stated"
        points = "；".join(row.get("point", "") for row in block.get("arguments", ()) or ())
        return {
            "kind": "陈述、申辩" if stated else "放弃陈述、申辩",
            "content": points or block.get("waiver_text", ""),
        }
    if alias in ("hearing", "hearing_record"):
        return {
            "date": block.get("start_at", block["date"]),
            "mode": block.get("way", ""),
            "result": block.get("hearing_result", ""),
        }
    return {}
