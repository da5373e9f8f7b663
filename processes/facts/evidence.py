"""Evidence, records, visits and preservation as the law may look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from processes import values as read
from processes.acts import Tag, carries
from processes.values import Values


@dataclass(frozen=True)
class MonitorFacts:
    """Review of a monitoring device and its record (电子技术监控). From: inv.monitor_review.

    `device_no` is the number of the legal and technical review of the device.
    """

    device_no: str
    usable: bool


@dataclass(frozen=True)
class EvidenceFacts:
    """One item of evidence (证据). From: evidence items and their latest verdict.

    `source_act` is the act that took it, `added_at` when it entered the case; `admissible` is None
    until evidence.review has judged it. `monitor` only for a record of a monitoring device.
    """

    id: str
    name: str
    source_act: str
    added_at: datetime
    admissible: bool | None = None
    monitored: bool = False
    monitor: MonitorFacts | None = None


@dataclass(frozen=True)
class RecordFacts:
    """A record with its officers and times (笔录), of this case or of another of the same officers.

    From: the submissions of records (officers, start_at, end_at, person); `case` is the case
    number for the message, `key` tells one record from another.
    """

    key: str
    case: str
    title: str
    officers: frozenset[str]
    start: datetime
    end: datetime

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Tell whether two records share a moment; one may begin when the other ends."""
        return start < self.end and self.start < end


def record_of(
    key: str, case: str, acts: Sequence[str], title: str, values: Values
) -> RecordFacts | None:
    """Read a record from what a form submitted; None when it is none or has no times."""
    start, end = read.moment(values, "start_at"), read.moment(values, "end_at")
    if not carries(acts, Tag.RECORD) or start is None or end is None:
        return None
    return RecordFacts(key, case, title, frozenset(read.names(values, "officers")), start, end)


@dataclass(frozen=True)
class VisitFacts:
    """That officers showed their certificates (亮证). From: inv.id_show officers, shown_at."""

    officers: frozenset[str]
    shown_at: datetime


@dataclass(frozen=True)
class PreservationFacts:
    """Evidence kept on the spot (先行登记保存). From: inv.preserve and what ended it.

    `closed_at` is the time of inv.preserve_dispose or inv.preserve_lapse; `instance` as in Entry;
    `pending`: something of it was sealed or seized and still waits for an end (转为查封、扣押).
    """

    instance: str
    made_at: datetime
    closed_at: datetime | None = None
    pending: bool = False
