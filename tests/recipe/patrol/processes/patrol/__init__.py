"""Patrols (日常巡查): a throw-away procedure that the recipe test adds to the project."""

from engine.procedure import Opens, Procedure
from processes.diagrams import LIBRARY

PATROL = Procedure(
    "patrol",
    "日常巡查",
    "patrol",
    LIBRARY,
    opens=Opens(form="patrol/record", role="officer_lead", series="巡", act="巡查登记"),
    short="巡查",
    main_clock="DL-90",
    stages=("巡查", "处理"),
    dossier={"": (("patrol/record",), ("patrol/handling",))},
    has_party=False,
)

PROCEDURES = (PATROL,)
