"""Administrative penalty (行政处罚): the ordinary procedure and what may be started beside it."""

from engine.procedure import Opens, Procedure
from processes.diagrams import LIBRARY
from processes.penalty.dossier import DOSSIER

FILED = ("OPEN",)
HANDLED = ("LEAD", *FILED, "SUSPENDED", "DECIDED")
BEFORE_DECISION = "立案后、作出决定前才能办理"
LATE = "作出决定前收到的才能办理；决定已经作出的，当事人可以申请行政复议或者提起行政诉讼"
SERVED = {"effective_on": "决定书送达后才能办理"}

PENALTY = Procedure(
    "penalty",
    "行政处罚普通程序",
    "penalty",
    LIBRARY,
    opens=Opens(form="penalty/lead", role="intake", series="源", act="案源登记"),
    offers=("evidence", "case", "party"),
    short="普通程序",
    main_clock="DL-02",
    stages=("立案", "调查", "审核", "告知", "听证", "决定", "送达", "公示", "执行", "结案"),
    rare=("听证",),
    dossier=DOSSIER,
)
"""《行政处罚法》第五章第三节: from the lead to the archived dossier."""

PARTY = Procedure(
    "penalty_party",
    "当事人分别办理",
    "penalty_party",
    LIBRARY,
    stages=PENALTY.stages,
    rare=PENALTY.rare,
)
"""From the notice to the end of execution: one instance for each party of a penalty matter."""

BESIDE = tuple(
    Procedure(key, title, key, LIBRARY, "case", needs=(PENALTY.key,), about=about, during=during,
              otherwise=words, requires=requires)
    for key, title, about, during, words, requires in (
        ("verify_extension", "核查延期", "matter", ("LEAD",), "立案前核查期间才能办理", {}),
        ("extension", "案件办理延期", "matter", FILED, BEFORE_DECISION, {}),
        ("party_addition", "追加当事人", "matter", FILED, BEFORE_DECISION, {}),
        ("suspension", "中止与恢复调查", "undecided", FILED, BEFORE_DECISION, {}),
        ("termination", "终止调查", "undecided", (*FILED, "SUSPENDED"), BEFORE_DECISION, {}),
        ("merger", "并案", "matter", FILED, BEFORE_DECISION, {}),
        ("case_division", "另案处理", "matter", FILED, BEFORE_DECISION, {}),
        ("late_defense", "另行收到的陈述申辩", "party", FILED, LATE, {}),
        ("late_hearing", "另行收到的听证要求", "party", FILED, LATE, {}),
        ("crime_transfer", "涉嫌犯罪移送", "any", HANDLED, "案件办结后不能再报请移送", {}),
        ("deferral", "延期分期缴纳罚款", "party", (), "", {"fine": "本案没有罚款", **SERVED}),
        ("remedy", "复议诉讼与自行纠正", "party", (), "", SERVED),
        ("refund", "退还罚没款", "party", (), "", SERVED),
    )
)  # fmt: skip
"""Procedures of penalty cases that an officer starts from the case menu."""

PROCEDURES = (PENALTY, PARTY, *BESIDE)
