"""The case that every contender handles: fined, hearing waived, from the lead to the archive.

Each line is a completion: the node, and the routing values it sets. Service is done twice.
"""

import re
from collections.abc import Iterator

from engine.procedure import Procedure
from processes.catalogue import PROCEDURES

AWAITED = re.compile(rb'<bpmn:receiveTask (id="\w+" name="[^"]*") messageRef="\w+">')


def procedure() -> Procedure:
    """Return the penalty procedure in one instance: its one party's branch called, not awaited."""
    shipped = PROCEDURES["penalty"]
    called = AWAITED.sub(
        rb'<bpmn:callActivity \1 calledElement="penalty_party">', shipped.diagrams[shipped.main]
    ).replace(b"</bpmn:receiveTask>", b"</bpmn:callActivity>")
    return Procedure(
        shipped.key, shipped.title, shipped.main, {**shipped.diagrams, shipped.main: called}
    )


PATH = (
    ("lead", {}),
    ("assign", {}),
    ("verify", {}),
    ("verify_opinion", {}),
    ("file_request", {}),
    ("file_opinion", {}),
    ("file", {"filing": "yes"}),
    ("collect", {}),
    ("evidence_review", {}),
    ("report", {"legal_trigger": "no", "money": "yes", "review": "none", "review_order": "before"}),
    ("report_opinion", {}),
    ("case_review", {"review": "pass"}),
    ("draft", {}),
    ("opinion", {}),
    ("approve", {"proposal": "penalty", "hearing_scope": "no"}),
    ("prior_notice", {"hearing_claimed": "no", "defense": "waived"}),
    ("approve_prior", {}),
    ("plan", {"method": "deliver"}),
    ("deliver", {"served": "yes"}),
    ("defense", {"defense": "waived"}),
    ("draft", {"serious": "no"}),
    ("opinion", {}),
    ("approve", {"outcome": "penalty"}),
    ("penalty_decision", {"money": "yes"}),
    ("sign", {}),
    ("seal", {}),
    ("payment_notice", {}),
    ("plan", {"method": "deliver"}),
    ("deliver", {"served": "yes"}),
    ("decide", {}),
    ("approve", {}),
    ("pay", {"paid": "full"}),
    ("draft", {}),
    ("opinion", {}),
    ("close", {}),
    ("compile", {}),
    ("file", {}),
)
COUNTED = 34
"""The stored size is read after so many completions, and at the end."""

BEFORE = PATH[:9]
ROUND = (*PATH[9:11], ("case_review", {"review": "fix"}))
ROUNDS_OF_REWORK = 60
"""A report that is sent back for correction: what comes before it, and one round."""

OPINION = {
    "agree": "yes",
    "opinion": "经审核，事实清楚、证据确凿、程序合法，同意承办人意见。",
    "officers": ["101", "102"],
    "held_on": "2026-05-18",
}
"""What is typed at every step; it never enters the state of the procedure."""


def names() -> Iterator[str]:
    """Name the tasks of the path as the peer does: steps of called processes once for each call."""
    calls = {
        "draft": ("draft", "decision_draft", "closing_draft"),
        "opinion": ("opinion", "decision_opinion", "closing_opinion"),
        "approve": ("approve", "decision_approve", "publish"),
        "plan": ("plan", "decision_plan"),
        "deliver": ("deliver", "decision_deliver"),
        "file": ("file", "archive"),
    }
    seen: dict[str, int] = {}
    for node, _ in PATH:
        number = seen[node] = seen.get(node, -1) + 1
        yield calls[node][number] if node in calls else node
