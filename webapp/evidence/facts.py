"""The evidence of a matter as the law may look at it (证据), with the verdicts that count."""

from collections.abc import Callable, Mapping
from typing import Any

from processes import values as read
from processes.facts.evidence import EvidenceFacts, MonitorFacts
from webapp.evidence import queries
from webapp.matters.turn import Turn


def evidence(turn: Turn) -> Mapping[str, EvidenceFacts]:
    """Return every piece of evidence by its id."""
    reviews = _monitor_reviews(turn)
    return {
        str(one.id): EvidenceFacts(
            id=str(one.id),
            name=one.name,
            source_act=one.act,
            added_at=one.created_at,
            admissible=one.verdict.is_admissible if one.verdict else None,
            monitored=one.act == "inv.monitor",
            monitor=reviews.get(str(one.instance_id)),
        )
        for one in queries.of_matter(turn.matter.id)
    }


def _monitor_reviews(turn: Turn) -> dict[str, MonitorFacts]:
    """Return the reviews of monitoring records by procedure (监控记录审核)."""
    return {
        one.entry.instance: MonitorFacts(
            device_no=read.text(one.entry.values, "device_reviewed_no"),
            usable=one.entry.values.get("result") == "usable",
        )
        for one in turn.history.of("inv.monitor_review")
    }


FACTS: Mapping[str, Callable[[Turn], Any]] = {"evidence": evidence}
