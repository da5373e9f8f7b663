"""The clock of patrols (巡查期限)."""

from processes.deadlines import Rule

RULES = (
    Rule(
        "DL-90",
        "巡查处理期限",
        start="patrol.recorded",
        stops=("patrol.handled",),
        length=5,
        basis="《行政处罚法》第五十四条第一款",
        event="巡查登记",
    ),
)
