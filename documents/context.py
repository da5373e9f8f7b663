"""What a template may see (文书数据): plain values ready to print, all of them there.

``blank`` names every part with nothing in it: the platform and the examples lay their values over
it. Keys a document does not use do no harm, keys it uses and that are missing are an error.
"""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def _names(words: str) -> list[str]:
    return words.split()


PARTS: Mapping[str, list[str]] = {
    "body": _names(
        "name short address postcode phone contact complaint_phone review_body court online_review "
        "bank bank_address letterhead"
    ),
    "case": _names("number lead_number title cause unit item_code item_name filed_on stage"),
    "party": _names(
        "name kind id_kind id_number legal_rep post gender birth address phone shop_name operator "
        "operator_id_kind operator_number role guardian guardian_phone agents addressee you"
    ),
    "remedies": _names("review_body court online_url review_first"),
    "service": _names("recipient place method"),
    "notice": _names("title number date served_on"),
    "decision": _names("title number date served_on"),
    "hearing": _names("date place mode result"),
    "report": _names("date facts"),
    "verification": _names(
        "act_started_on act_ended_on discovered_on condition_evidence_yes condition_punishable_yes "
        "condition_jurisdiction_yes condition_in_time_yes done_on"
    ),
    "correction": _names("number due_on"),
    "recheck": _names("conclusion date"),
    "publication": _names("publish publish_until"),
    "remedy": _names("remedy_kind remedy_body remedy_received_on"),
    "remedy_result": _names("remedy_outcome"),
    "review": _names("kind opinion date reviewer"),
    "defense": _names("kind date content received_at_day"),
    "defense_review": _names("reviews opinion"),
}
"""The groups of a context: body, case and party, remedies, and facts of other acts by name.

``body.letterhead``: ``red`` prints the agency in red over a rule. ``remedies.review_first``: ``1``
where reconsideration comes before suit (复议前置). ``terms``: the periods and rates of the law in
words, by their key in the register of parameters; ``rules``: what field and province add to the
law, by act; ``title``: what the field calls the paper.
"""
OPINIONS = _names("officer unit_head reviewer head")
OPINION = _names("text agree name date time signature")
SIGNERS = _names(
    "party officers witness recipient recorder provider expert reviewer unit_head head chair clerk "
    "participants archivist checker finance keeper registrar"
)


def blank() -> Json:
    """Return the parts every context has, empty."""
    return {
        **{part: dict.fromkeys(names, "") for part, names in PARTS.items()},
        "terms": {},
        "rules": {},
        "title": "",
        "service": {"documents": [], **dict.fromkeys(PARTS["service"], "")},
        "parties": [], "officers": [], "payments": [], "you": "你单位", "number": "", "date": "",
        "copies": "", "qr": "", "f": {},
        "opinions": {slot: dict.fromkeys(OPINION, "") for slot in OPINIONS},
        "signatures": {slot: [] for slot in SIGNERS},
    }  # fmt: skip


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> Json:
    """Lay one context over another, dictionaries key by key, everything else as a whole."""
    result = dict(base)
    for key, value in over.items():
        mine = result.get(key)
        both = isinstance(mine, Mapping) and isinstance(value, Mapping)
        result[key] = merge(mine, value) if both and mine is not None else value
    return result
