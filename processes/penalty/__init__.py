"""Administrative penalty (行政处罚): the ordinary procedure and what may be started beside it."""

from engine.procedure import Procedure
from processes.diagrams import LIBRARY

PENALTY = Procedure("penalty", "行政处罚普通程序", "penalty", LIBRARY)
"""《行政处罚法》第五章第三节: from the lead to the archived dossier."""

BESIDE = tuple(
    Procedure(key, title, key, LIBRARY, "case")
    for key, title in (
        ("verify_extension", "核查延期"),
        ("extension", "案件办理延期"),
        ("suspension", "中止与恢复调查"),
        ("termination", "终止调查"),
        ("deferral", "延期分期缴纳罚款"),
        ("remedy", "复议诉讼与自行纠正"),
    )
)
"""Procedures of penalty cases that an officer starts from the case menu."""
