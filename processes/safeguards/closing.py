"""Closing (结案): nothing owed remains open, and an archived file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.order import MustFollow, SeparateRoles, matches
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, tagged
from processes.facts.penalty import CONFISCATED_GOODS, FINE, PenaltyContent
from processes.facts.people import PERSON, SOLE_TRADER
from processes.safeguards.attempt import DECIDING, STATING, VISITS, Attempt, at_stake, is_
from processes.values import Values

CLOSING = tagged(Tag.CLOSING)
#: Words that deny what was confiscated.
NO_GOODS = re.compile(r"(?:没有|无)[^，。；]{0,10}(?:财物|物品)")
#: Kinds that a criminal court imposes in its own way: 罚金; 拘役, 有期徒刑.
DETENTION = "0501"
CRIMINAL_KINDS = frozenset({FINE, DETENTION})
#: What may still happen to an archived case; its papers go to a supplement (补充卷).
AFTER_ARCHIVE = ("remedy.*", "pub.*", "serve.*", "doc.*", "exec.*")

END_LAWFULLY = MustFollow(
    "S-G-21",
    ("arch.close", "crim.receipt", "ref.accept"),
    after="case.file",
    until=("arch.file",),
    when='filing == "yes"',
    title="案件须结案或者移送",
    basis="《行政处罚法》第四十七条；{arch.close}",
    message="案件尚未结案或者登记移送，不得归档，请先办理结案",
)
FINANCE_APART = SeparateRoles(
    "S-P-23",
    ("exec.pay", "exec.repay"),
    others=(*VISITS, "inv.close", "dec.draft", "dec.approve", "dec.sign"),
    title="办案人员不经手罚款",
    basis="《行政处罚法》第六十七条第一款、第二款",
    message="作出处罚决定、办理案件的人员不得经手罚款，请由罚缴管理员登记",
)
EDUCATE = MustFollow(
    "S-P-29",
    "dec.educate",
    after="dec.nopenalty",
    until=CLOSING,
    title="不予处罚须教育",
    basis="《行政处罚法》第三十三条第三款",
    message="不予处罚的，应当对当事人进行教育，请先办理教育告诫",
)
REPORT_THE_CRIME = MustFollow(
    "S-P-37",
    "crim.report",
    after="dec.approve",
    until=CLOSING,
    when='outcome == "crime"',
    title="涉嫌犯罪须移送",
    basis="《行政处罚法》第二十七条、第八十二条",
    message="违法行为涉嫌犯罪，尚未办理移送，不得结案，请先办理涉嫌犯罪移送",
)


@safeguard(
    "S-G-15", title="归档后不得修改", acts=("*",), basis="《行政处罚法》第四十七条；{arch.file}"
)
def archive_closed(attempt: Attempt) -> Refusal | None:
    """Leave an archived file as it is; later papers go to a supplement (归档后不得修改)."""
    if not attempt.facts.archived or matches(attempt.acts, AFTER_ARCHIVE):
        return None
    return Refusal("案件已经归档，案卷不得增减修改，后续材料请在补充卷中办理")


@safeguard("S-P-37", acts=("dec.approve",), basis="《行政处罚法》第二十七条、第八十二条")
def crime_goes_to_the_police(attempt: Attempt) -> Refusal | None:
    """Decide nothing else while a suspected crime was not reported (不得以罚代移)."""
    if not _unreported(attempt) or read.text(attempt.values, "outcome") in (
        "crime",
        "reinvestigate",
    ):
        return None
    return Refusal(
        "调查终结报告认为涉嫌犯罪，须先报请移送公安机关，不得以行政处罚代替",
        fields=("outcome",),
    )


@safeguard(
    "S-P-51",
    title="涉嫌犯罪答复前不处罚款",
    prepared_by=("inv.close", "crim.report"),
    acts=(*STATING, "appr.proposal", *DECIDING, *tagged(Tag.SEALING)),
    basis="《行政处罚法》第二十七条第一款、第三十五条；"
    "《行政执法机关移送涉嫌犯罪案件的规定》第十一条第一款",
)
def no_fine_beside_the_crime(attempt: Attempt) -> Refusal | None:
    """Fine nobody while a crime is suspected and not answered; other kinds stay open (以罚代刑)."""
    crime, content = attempt.facts.crime, _imposed(attempt)
    said = is_(attempt, "inv.close") and read.says(attempt.values, "crime_suspected")
    if not (said or crime.is_open) or content is None:
        return None
    if not content.kinds & CRIMINAL_KINDS:
        return None
    fields = ("crime_suspected", "kinds", "fine") if said else ("kinds", "fine")
    if crime.filed:
        return Refusal(
            "公安机关已经立案，不得再给予同种类的处罚；刑事案件终结前，以移送公安机关结案",
            fields=fields,
        )
    return Refusal(
        "本案涉嫌犯罪，正职负责人不批准移送或者公安机关不予立案以前，不得给予罚款、行政拘留；"
        "请在案件事项中办理“涉嫌犯罪移送”，其他种类的处罚可以继续",
        fields=fields,
    )


def _imposed(attempt: Attempt) -> PenaltyContent | None:
    facts = attempt.facts
    if is_(attempt, "appr.proposal"):
        approved = read.text(attempt.values, "proposal") == "penalty"
        return facts.proposal.content if facts.proposal and approved else None
    if is_(attempt, *tagged(Tag.SEALING)):
        return facts.decision.content if facts.decision else None
    return at_stake(attempt)


@safeguard("S-P-37", acts=CLOSING, basis="《行政处罚法》第二十七条、第八十二条")
def crime_reported_before_closing(attempt: Attempt) -> Refusal | None:
    """Close nothing while a suspected crime was not reported (涉嫌犯罪须移送)."""
    if not _unreported(attempt):
        return None
    return Refusal("调查终结报告认为涉嫌犯罪而未办理移送，不得结案，请先办理涉嫌犯罪移送")


def _unreported(attempt: Attempt) -> bool:
    report = attempt.facts.report
    return report is not None and report.crime_suspected and not attempt.facts.done("crim.report")


@safeguard(
    "S-P-52",
    title="终止、结案与记录一致",
    acts=("case.terminate_draft",),
    basis="《行政处罚法》第五十七条第一款；{case.terminate}",
)
def ended_for_what_can_end(attempt: Attempt) -> Refusal | None:
    """Let a person die and an organization be dissolved, and nothing else (终止的情形)."""
    ground, crime = read.text(attempt.values, "ground"), attempt.facts.crime
    kinds = {party.kind for party in attempt.facts.parties}
    persons = {PERSON, SOLE_TRADER}
    message = ""
    if ground == "person" and kinds - persons:
        message = "当事人是法人或者其他组织，自然人死亡不能作为终止的情形，请按记录选择"
    elif ground == "organization" and kinds & persons:
        message = "当事人是自然人或者个体工商户，法人终止不能作为终止的情形，请按记录选择"
    elif ground == "crime" and not crime.filed:
        message = "公安机关立案的通知尚未登记，请先在“涉嫌犯罪移送”中登记立案结果"
    return Refusal(message, fields=("ground",)) if message else None


@safeguard("S-P-52", acts=CLOSING, basis="《行政处罚法》第七十四条第一款；{arch.close}")
def goods_accounted_for(attempt: Attempt) -> Iterator[Refusal]:
    """Say what became of the goods that were confiscated (没收物品的处理)."""
    facts, said = attempt.facts, _closing(attempt)
    decision = facts.decision
    if decision is None or decision.kind != "penalty" or decision.served_on is None:
        return
    if CONFISCATED_GOODS not in decision.content.kinds:
        return
    if not read.text(said, "goods_fate") or not said.get("goods_proof"):
        yield Refusal(
            "决定没收了非法财物，请写明处理方式和日期并附处理凭证",
            fields=("goods_fate", "goods_proof"),
        )
    if NO_GOODS.search(read.text(said, "property")):
        yield Refusal("决定没收了非法财物，不能写没有涉案财物，请更正", fields=("property",))


@safeguard(
    "S-P-52",
    acts=(*CLOSING, *tagged(Tag.ARCHIVING)),
    basis="《行政处罚法》第二十八条第一款、第四十七条；{arch.file}",
)
def nothing_left_undone(attempt: Attempt) -> Refusal | None:
    """Archive nothing beside which something waits that could then never be done (未办结的程序)."""
    waiting = "、".join(attempt.facts.unfinished)
    if not waiting:
        return None
    if is_(attempt, *CLOSING) and read.text(_closing(attempt), "unfinished_reason"):
        return None  # ended with the approval
    way = "请先办理完毕"
    if is_(attempt, *CLOSING):
        way += "，或者在结案呈报中写明结束的理由，经批准后一并结束"
    return Refusal(f"{waiting}尚未办结，归档后无法再办，{way}", fields=("unfinished_reason",))


def _closing(attempt: Attempt) -> Values:
    """Return what the request for closing says, whoever looks at it (结案呈报)."""
    if "result" in attempt.values:
        return attempt.values
    drafted = attempt.facts.entries.last("arch.draft")
    return drafted.values if drafted else {}


@safeguard(
    "S-P-39",
    title="撤案、终止、并案前措施已解除",
    prepared_by=("inv.preserve",),
    acts=(
        "case.withdraw_draft",
        "case.withdraw",
        "case.terminate_draft",
        "case.terminate",
        "case.merge_draft",
        "case.merge",
    ),
    basis="《行政强制法》第二十八条；{case.terminate}",
)
def measures_lifted(attempt: Attempt) -> Refusal | None:
    """Lift every measure before a case is withdrawn or terminated (先解除措施)."""
    kept = any(p.closed_at is None for p in attempt.facts.preservations)
    if kept or attempt.facts.measures:
        what = "、".join((*attempt.facts.measures, *(("先行登记保存",) if kept else ())))
        return Refusal(f"{what}尚未解除，请先解除全部措施再办理", fields=("measures_lifted",))
    drafting = is_(attempt, "case.withdraw_draft", "case.terminate_draft")
    if drafting and not read.says(attempt.values, "measures_lifted"):
        return Refusal("请确认本案措施已全部解除", fields=("measures_lifted",))
    return None
