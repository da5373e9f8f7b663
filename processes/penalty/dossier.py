"""What the dossier of a penalty case must hold, by what came of it (案卷齐全性).

Papers of one line stand for one another; whether a line counts is for the metadata of its papers:
some are needed only after a hearing or a defense.
"""

from collections.abc import Mapping

Need = tuple[str, ...]

OPENING: tuple[Need, ...] = (("penalty/lead_register",), ("penalty/filing_approval",))
INVESTIGATION: tuple[Need, ...] = (
    ("shared/rights_notice",),
    ("shared/site_record", "shared/interview_record"),
    ("penalty/evidence_review",),
    ("penalty/investigation_report",),
    ("penalty/case_review", "shared/legal_review"),
)
NOTICE: tuple[Need, ...] = (
    ("penalty/prior_notice", "penalty/hearing_notice"),
    ("penalty/defense_record",),
    ("penalty/defense_review",),
)
HEARING: tuple[Need, ...] = (
    ("penalty/hearing_notice",),
    ("shared/hearing_request",),
    ("shared/hearing_panel",),
    ("shared/hearing_notification",),
    ("shared/hearing_record",),
    ("shared/hearing_report",),
)
CLOSING: tuple[Need, ...] = (
    ("shared/closing_approval",),
    ("shared/dossier_cover",),
    ("shared/dossier_remarks",),
)
DECISION: tuple[Need, ...] = (("penalty/decision_approval",),)
PUNISHED: tuple[Need, ...] = (
    *OPENING, *INVESTIGATION, *NOTICE, *HEARING,
    ("shared/legal_review",), ("penalty/panel_discussion",),
    *DECISION, ("penalty/penalty_decision",), ("shared/correction_order",),
    ("shared/publication_approval",), ("penalty/payment_notice",),
    ("penalty/treasury_register",), *CLOSING,
)  # fmt: skip

DOSSIER: Mapping[str, tuple[Need, ...]] = {
    "": PUNISHED,
    "PENALTY": PUNISHED,
    "NOPENALTY": (
        *OPENING, *INVESTIGATION, *DECISION, ("penalty/no_penalty_decision",),
        ("penalty/education_record",), *CLOSING,
    ),
    "NOFACT": (
        *OPENING, *INVESTIGATION, *DECISION, ("penalty/no_penalty_decision",), *CLOSING,
    ),
    "REFER": (
        *OPENING, *DECISION, ("shared/transfer_letter",), ("shared/transfer_receipt",), *CLOSING,
    ),
    "CRIME": (
        *OPENING, *DECISION, ("shared/crime_report",), ("shared/crime_transfer",),
        ("shared/crime_receipt",), ("shared/crime_handover",), *CLOSING,
    ),
    "WITHDRAW": (*OPENING, ("penalty/filing_withdrawal",), *CLOSING),
    "MERGED": (*OPENING, ("penalty/merger",)),
    "TERMINATED": (*OPENING, ("penalty/termination",), *CLOSING),
}  # fmt: skip
"""What each outcome needs; while nothing is decided, a penalty is assumed."""
