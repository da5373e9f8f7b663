"""What is told of a lawful penalty case: who completes which act when, and what is particular."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from processes.catalogue import PROCEDURES
from tests.processes.people import (
    ARCHIVIST,
    ASSIST,
    BREACHED,
    CHAIR,
    CLERK,
    FINANCE,
    HEAD,
    INTAKE,
    KEEPER,
    LAWYER,
    LEAD,
    LEGAL_HEAD,
    MEMBERS,
    PENALIZED,
    PUBLICITY,
    REVIEWER,
    UNIT_HEAD,
)
from tests.processes.script import Script, Step, step

Values = dict[str, Any]

#: The documents of the case by id.
ADDRESSES: Mapping[str, str] = {
    "notice": "penalty/prior_notice",
    "hearing-notice": "penalty/hearing_notice",
    "decision": "penalty/penalty_decision",
    "no-decision": "penalty/no_penalty_decision",
    "notification": "shared/hearing_notification",
    "change": "shared/hearing_change",
    "testing": "shared/appraisal_period",
    "order": "shared/correction_order",
}

OFFICERS = [LEAD, ASSIST]
SIGNED = {"method": "pad", "file": "f" * 64, "strokes_file": "f" * 64}
#: What a notice form sets back: nothing answered yet.
RESET = {"hearing_claimed": "no"}
APPROVED = {"agree": "yes", "opinion": "同意。"}
AGREED = {"opinion": "同意。"}


def content(**changes: Any) -> Values:
    """Return the block of an intended penalty: a fine and confiscation below hearing scope."""
    return {
        "kinds": ["0201", "0202"],
        "fine": "20000.00",
        "confiscation": "8640.00",
        "goods_value": "9260.00",
        "grade": "ordinary",
        "factors": [],
        "discretion_reason": "违法行为持续三个月，情节一般。",
        "violated": [BREACHED],
        "basis": [PENALIZED],
        "evidence": ["e1", "e2"],
        **changes,
    }


FACTS = "当事人未取得食品经营许可销售散装熟食。"
LARGE = {"fine": "200000.00", "goods_value": "30000.00"}


def visit(**changes: Any) -> Values:
    """Return the block of a visit by both officers."""
    return {
        "officers": OFFICERS,
        "start_at": "2026-03-05T09:12",
        "end_at": "2026-03-05T10:05",
        "place": "岚江市望海区柳塘街道榕荫路88号",
        "device": "desk",
        "signature": SIGNED,
        **changes,
    }


def opening() -> tuple[Step, ...]:
    """Return lead, verification and filing."""
    return (
        step("case.intake", "2026-02-24T09:00", INTAKE, received_at="2026-02-24T08:50",
             found_on="2026-02-24", place="榕荫路88号"),
        step("case.assign", "2026-02-24T10:00", UNIT_HEAD, lead_officer=LEAD,
             assist_officer=ASSIST),
        step("case.verify", "2026-02-27T16:00", officers=OFFICERS, act_started_on="2025-12-01",
             act_ended_on="2026-02-24", discovered_on="2026-02-24", health_or_finance_harm=False,
             suggestion="file"),
        step("case.verify_opinion", "2026-02-27T17:00", UNIT_HEAD, **AGREED),
        step("case.file_request", "2026-03-02T09:00", officers=OFFICERS, violated=[BREACHED],
             basis=[PENALIZED], suggestion="file"),
        step("case.file_opinion", "2026-03-02T10:00", UNIT_HEAD, **APPROVED),
        step("case.file", "2026-03-02T15:00", HEAD, filing="yes", lead_officer=LEAD,
             assist_officer=ASSIST),
    )  # fmt: skip


def investigation(**changes: Any) -> tuple[Step, ...]:
    """Return the investigation up to the approved proposal."""
    stated = content(**changes)
    scope = "yes" if changes else "no"
    return (
        step("inv.id_show", "2026-03-05T09:11", officers=OFFICERS, shown_at="2026-03-05T09:10",
             instance="onsite"),
        step("inv.onsite", "2026-03-05T10:10", instance="onsite", **visit()),
        step("inv.collect", "2026-04-01T16:00", evidence=["e1", "e2"]),
        step("evidence.review", "2026-04-02T10:00", REVIEWER),
        step("inv.close", "2026-04-07T17:00", officers=OFFICERS, suggestion="penalty",
             illegal_gains="8640.00", refunded="0.00", legal_trigger="no", serious="no",
             hearing_scope=scope, crime_suspected=False, facts=FACTS, **stated),
        step("inv.close_opinion", "2026-04-08T09:00", UNIT_HEAD, **AGREED),
        step("rev.case", "2026-04-10T11:00", REVIEWER, review="pass",
             **{f"c{n}": "ok" for n in range(1, 8)}),
        step("proposal.draft", "2026-04-13T09:00", suggestion="penalty", **stated),
        step("proposal.opinion", "2026-04-13T10:00", UNIT_HEAD, **APPROVED),
        step("appr.proposal", "2026-04-15T10:00", HEAD, proposal="penalty", hearing_scope=scope),
    )  # fmt: skip


def answer() -> tuple[Step, ...]:
    """Return the defense and its review."""
    return (
        step("defense.receive", "2026-04-21T10:00", received_at="2026-04-21T09:30",
             officers=OFFICERS, defense="stated", arguments=[{"point": "初次违法"}],
             signature=SIGNED),
        step("defense.review", "2026-04-23T10:00"),
        step("defense.opinion", "2026-04-23T15:00", UNIT_HEAD, **AGREED),
    )  # fmt: skip


def closing(decided: str, total: str, **changes: Any) -> tuple[Step, ...]:
    """Return what follows the approved decision, on given days of May; `total` is owed and paid."""
    return (
        step("dec.penalty", f"{decided}T11:00", correction="in_decision",
             correction_text="责令立即停止无证经营", performance="自收到本决定书之日起十五日内缴纳",
             remedy_body="岚江市人民政府", remedy_court="岚江市望海区人民法院",
             money="yes", facts=FACTS, **content(**changes)),
        step("dec.sign", f"{decided}T15:00", HEAD, **AGREED),
        step("dec.seal", f"{decided}T16:00", KEEPER, digest="d" * 64, copies=2),
        step("exec.notify", f"{decided}T16:30", total=total,
             fine=content(**changes)["fine"], confiscation="8640.00"),
        step("serve.plan", "2026-05-22T09:00", method="deliver", documents=("decision",),
             scope=("serve_decision",)),
        step("serve.deliver", "2026-05-22T15:00", served="yes", served_at="2026-05-22T14:30",
             officers=OFFICERS, signature=SIGNED, documents=("decision",),
             scope=("serve_decision",)),
        step("pub.decide", "2026-05-25T10:00", PUBLICITY, publish="yes", secrecy_checked=True,
             summary="摘要"),
        step("pub.approve", "2026-05-25T11:00", HEAD, **AGREED),
        step("exec.pay", "2026-05-28T10:00", FINANCE, paid_on="2026-05-27", amount=total,
             paid="full"),
        step("arch.draft", "2026-06-01T09:00", result="executed"),
        step("arch.opinion", "2026-06-01T10:00", UNIT_HEAD, **APPROVED),
        step("arch.close", "2026-06-02T10:00", HEAD, **AGREED),
        step("arch.compile", "2026-06-03T10:00", title="卷"),
        step("arch.file", "2026-06-04T10:00", ARCHIVIST, note="齐全"),
    )  # fmt: skip


def told_plain() -> tuple[Step, ...]:
    """Return what is told of a case below hearing scope."""
    return (
        *opening(),
        *investigation(),
        step("notice.prior", "2026-04-16T09:00", defense_days=5, facts=FACTS, **RESET, **content()),
        step("notice.approve", "2026-04-16T10:00", UNIT_HEAD, **AGREED),
        step("serve.plan", "2026-04-16T11:00", method="deliver", scope=("notice", "serve")),
        step("serve.deliver", "2026-04-17T10:30", served="yes", served_at="2026-04-17T10:00",
             officers=OFFICERS, signature=SIGNED, documents=("notice",),
             scope=("notice", "serve")),
        *answer(),
        step("dec.draft", "2026-05-18T09:00", suggestion="penalty", serious="no", **content()),
        step("dec.opinion", "2026-05-18T10:00", UNIT_HEAD, **APPROVED),
        step("dec.approve", "2026-05-20T10:00", HEAD, outcome="penalty", opinion="同意。"),
        *closing("2026-05-20", "28640.00"),
    )  # fmt: skip


def hearing() -> tuple[Step, ...]:
    """Return a hearing asked for in time and held on the first day allowed."""
    return (
        step("hear.request", "2026-04-20T10:00", hearing_claimed="yes", way="written",
             requested_on="2026-04-20", files=["f" * 64], signature=...),
        step("hear.accept", "2026-04-21T10:00", HEAD, hearing_accepted="yes"),
        step("hear.panel", "2026-04-22T09:00", HEAD, chair=CHAIR, members=list(MEMBERS),
             clerk=CLERK),
        step("hear.notify", "2026-04-22T10:00", CLERK, at="2026-05-08T09:00",
             hearing_public="yes"),
        step("serve.deliver", "2026-04-23T11:00", served="yes", served_at="2026-04-23T10:00",
             officers=OFFICERS, signature=SIGNED, documents=("notification",),
             scope=("hearing", "serve_notice")),
        step("hear.announce", "2026-04-28T10:00", CLERK, announced_on="2026-04-28",
             at="2026-05-08T09:00"),
        step("hear.hold", "2026-05-08T12:30", CLERK, hearing_result="held",
             start_at="2026-05-08T09:00", end_at="2026-05-08T12:00", av_files=["a" * 64],
             evidence_examined=["e1", "e2"], signature=SIGNED),
        step("hear.report", "2026-05-11T10:00", CHAIR, conclusion="maintain"),
        step("rev.legal", "2026-05-13T10:00", LAWYER, review="pass", received_on="2026-05-12",
             scope=("hearing", "review"),
             **{f"c{n}": "ok" for n in range(1, 8)}),
        step("rev.legal_sign", "2026-05-14T10:00", LEGAL_HEAD, scope=("hearing", "review"),
             **AGREED),
    )  # fmt: skip


def told_with_hearing() -> tuple[Step, ...]:
    """Return what is told of a case in hearing scope, heard, legally reviewed and discussed."""
    return (
        *opening(),
        *investigation(**LARGE),
        step("notice.prior notice.hearing", "2026-04-16T09:00", defense_days=5, hearing_days=5,
             facts=FACTS, **RESET, **content(**LARGE)),
        step("notice.approve", "2026-04-16T10:00", UNIT_HEAD, **AGREED),
        step("serve.plan", "2026-04-16T11:00", method="deliver", scope=("notice", "serve")),
        step("serve.deliver", "2026-04-17T10:30", served="yes", served_at="2026-04-17T10:00",
             officers=OFFICERS, signature=SIGNED, documents=("hearing-notice",),
             scope=("notice", "serve")),
        *answer(),
        *hearing(),
        step("dec.draft", "2026-05-18T09:00", suggestion="penalty", serious="yes",
             **content(**LARGE)),
        step("dec.opinion", "2026-05-18T10:00", UNIT_HEAD, **APPROVED),
        step("panel.discuss", "2026-05-19T10:00", "recorder", suggestion="penalty",
             presenter=LEAD, recorder="recorder", fine="200000.00",
             attendees=[{"officer": o, "vote": "agree", "opinion": "同意。"}
                        for o in (HEAD, "zhou", "deputy")]),
        step("dec.approve", "2026-05-20T10:00", HEAD, outcome="penalty", opinion="同意。"),
        *closing("2026-05-20", "208640.00", **LARGE),
    )  # fmt: skip


@cache
def plain() -> tuple[Step, ...]:
    """Return the script of a case below hearing scope."""
    return script(told_plain())


@cache
def with_hearing() -> tuple[Step, ...]:
    """Return the script of a case in hearing scope."""
    return script(told_with_hearing())


def script(told: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return what is done in a case, its procedure and those started beside it, in time."""
    instances = dict.fromkeys(one.instance for one in told)
    done: list[Step] = []
    for instance in instances:
        procedure = PROCEDURES["penalty" if instance == "main" else instance]
        done += Script(procedure, [one for one in told if one.instance == instance]).steps
    return tuple(sorted(done, key=lambda one: one.at))
