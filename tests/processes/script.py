"""The scripts of a lawful case: who completes which act when, and what the form submits."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from processes.entries import Entry
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
    LIAISON,
    MEMBERS,
    PENALIZED,
    PUBLICITY,
    REVIEWER,
    UNIT_HEAD,
    moment,
)

Values = dict[str, Any]

#: The documents of the case by id.
ADDRESSES: Mapping[str, str] = {
    "notice": "penalty/prior_notice",
    "hearing-notice": "penalty/hearing_notice",
    "decision": "penalty/penalty_decision",
    "no-decision": "penalty/no_penalty_decision",
    "notification": "shared/hearing_notification",
    "change": "shared/hearing_change",
}

ROLES = {
    LEAD: "officer_lead",
    UNIT_HEAD: "unit_head",
    HEAD: "deputy_head",
    REVIEWER: "case_reviewer",
    LAWYER: "legal_reviewer",
    LEGAL_HEAD: "legal_head",
    CHAIR: "hearing_chair",
    CLERK: "hearing_clerk",
    KEEPER: "seal_keeper",
    FINANCE: "finance",
    PUBLICITY: "publicity",
    ARCHIVIST: "archivist",
    INTAKE: "intake",
    LIAISON: "liaison",
}
OFFICERS = [LEAD, ASSIST]
SIGNED = {"method": "pad", "file": "f" * 64}
#: What a notice form sets back: nothing answered yet.
RESET = {"hearing_claimed": "no", "defense": "waived"}
APPROVED = {"agree": "yes", "opinion": "同意。"}


@dataclass(frozen=True)
class Step:
    """One completed act of the script."""

    acts: tuple[str, ...]
    at: datetime
    actor: str = LEAD
    values: Mapping[str, Any] = field(default_factory=dict)
    instance: str = "main"
    scope: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """Return the lane of the actor."""
        return ROLES.get(self.actor, "officer_assist")

    def with_(self, **changes: Any) -> "Step":
        """Return the step with some values changed; `...` takes one out."""
        values = {**self.values, **changes}
        return replace(self, values={k: v for k, v in values.items() if v is not ...})

    def entry(self, seq: int) -> Entry:
        """Return the step as an entry of the case."""
        return Entry(
            seq=seq,
            at=self.at,
            acts=self.acts,
            actor=self.actor,
            values=self.values,
            role=self.role,
            instance=self.instance,
            scope=self.scope,
            document=f"{self.acts[0]}〔2026〕1号",
            documents=self.documents,
        )


def step(act: str, at: str, actor: str = LEAD, /, **rest: Any) -> Step:
    """Return a step; what is not its place in the case becomes a value."""
    own = {k: rest.pop(k) for k in ("instance", "scope", "documents") if k in rest}
    more = rest.pop("values", {})
    return Step(tuple(act.split()), moment(at), actor, {**rest, **more}, **own)


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
        step("case.verify_opinion", "2026-02-27T17:00", UNIT_HEAD, **APPROVED),
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
        step("evidence.review", "2026-04-02T10:00", REVIEWER, verdicts=[
            {"evidence": "e1", "admissible": "yes"}, {"evidence": "e2", "admissible": "yes"}]),
        step("inv.close", "2026-04-07T17:00", officers=OFFICERS, suggestion="penalty",
             illegal_gains="8640.00", refunded="0.00", legal_trigger="no", serious="no",
             hearing_scope=scope, crime_suspected=False, facts=FACTS, **stated),
        step("inv.close_opinion", "2026-04-08T09:00", UNIT_HEAD, **APPROVED),
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
        step("defense.review", "2026-04-23T10:00",
             reviews=[{"point": "初次违法", "adopted": "no"}]),
        step("defense.opinion", "2026-04-23T15:00", UNIT_HEAD, **APPROVED),
    )  # fmt: skip


def closing(decided: str, **changes: Any) -> tuple[Step, ...]:
    """Return what follows the approved decision, on given days of May."""
    return (
        step("dec.penalty", f"{decided}T11:00", correction="in_decision",
             correction_text="责令立即停止无证经营", performance="自收到本决定书之日起十五日内缴纳",
             remedy_body="岚江市人民政府", remedy_court="岚江市望海区人民法院", decided_on=decided,
             money="yes", facts=FACTS, **content(**changes)),
        step("dec.sign", f"{decided}T15:00", HEAD, **APPROVED),
        step("dec.seal", f"{decided}T16:00", KEEPER, digest="d" * 64, copies=2),
        step("exec.notify", f"{decided}T16:30", total="28640.00"),
        step("serve.plan", "2026-05-22T09:00", method="deliver", documents=("decision",),
             scope=("issue", "serve")),
        step("serve.deliver", "2026-05-22T15:00", served="yes", served_at="2026-05-22T14:30",
             officers=OFFICERS, signature=SIGNED, documents=("decision",),
             scope=("issue", "serve")),
        step("pub.decide", "2026-05-25T10:00", PUBLICITY, publish="yes", secrecy_checked=True,
             summary="摘要"),
        step("pub.approve", "2026-05-25T11:00", HEAD, **APPROVED),
        step("exec.pay", "2026-05-28T10:00", FINANCE, paid_on="2026-05-27", amount="28640.00",
             paid="full"),
        step("arch.draft", "2026-06-01T09:00", result="executed"),
        step("arch.opinion", "2026-06-01T10:00", UNIT_HEAD, **APPROVED),
        step("arch.close", "2026-06-02T10:00", HEAD, **APPROVED),
        step("arch.compile", "2026-06-03T10:00", title="卷"),
        step("arch.file", "2026-06-04T10:00", ARCHIVIST, note="齐全"),
    )  # fmt: skip


def plain() -> tuple[Step, ...]:
    """Return a case below hearing scope."""
    return (
        *opening(),
        *investigation(),
        step("notice.prior", "2026-04-16T09:00", defense_days=5, facts=FACTS, **RESET, **content()),
        step("notice.approve", "2026-04-16T10:00", UNIT_HEAD, **APPROVED),
        step("serve.plan", "2026-04-16T11:00", method="deliver", scope=("notice", "serve")),
        step("serve.deliver", "2026-04-17T10:30", served="yes", served_at="2026-04-17T10:00",
             officers=OFFICERS, signature=SIGNED, documents=("notice",),
             scope=("notice", "serve")),
        *answer(),
        step("dec.draft", "2026-05-18T09:00", suggestion="penalty", serious="no", **content()),
        step("dec.opinion", "2026-05-18T10:00", UNIT_HEAD, **APPROVED),
        step("dec.approve", "2026-05-20T10:00", HEAD, outcome="penalty", opinion="同意。"),
        *closing("2026-05-20"),
    )  # fmt: skip


def hearing() -> tuple[Step, ...]:
    """Return a hearing asked for in time and held on the first day allowed."""
    return (
        step("hear.request", "2026-04-20T10:00", hearing_claimed="yes", way="written",
             requested_on="2026-04-20"),
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
        step("rev.legal", "2026-05-13T10:00", LAWYER, review="pass", scope=("hearing", "review"),
             **{f"c{n}": "ok" for n in range(1, 8)}),
        step("rev.legal_sign", "2026-05-14T10:00", LEGAL_HEAD, scope=("hearing", "review"),
             **APPROVED),
    )  # fmt: skip


def with_hearing() -> tuple[Step, ...]:
    """Return a case in hearing scope, heard, legally reviewed and discussed."""
    return (
        *opening(),
        *investigation(**LARGE),
        step("notice.prior notice.hearing", "2026-04-16T09:00", defense_days=5, hearing_days=5,
             facts=FACTS, **RESET, **content(**LARGE)),
        step("notice.approve", "2026-04-16T10:00", UNIT_HEAD, **APPROVED),
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
             attendees=[{"officer": o, "vote": "agree"} for o in (HEAD, "zhou", "deputy")]),
        step("dec.approve", "2026-05-20T10:00", HEAD, outcome="penalty", opinion="同意。"),
        *closing("2026-05-20", **LARGE),
    )  # fmt: skip


#: Acts outside the script of the main procedure, each lawful where it is tried in good order.
BESIDE: tuple[Step, ...] = (
    step("inv.rights_notice", "2026-03-05T10:10", instance="onsite", person="沈砚秋", **visit()),
    step("inv.survey", "2026-03-05T10:10", instance="onsite", **visit()),
    step("inv.interview", "2026-03-05T12:00", instance="onsite", person="沈砚秋",
         id_number="110105198001010012",
         **visit(start_at="2026-03-05T10:30", end_at="2026-03-05T11:20")),
    step("inv.sample", "2026-03-05T12:00", instance="onsite", **visit()),
    step("inv.obtain", "2026-03-05T12:00", instance="onsite", **visit()),
    step("inv.edata", "2026-03-05T12:00", instance="onsite", **visit()),
    step("appr.preserve", "2026-03-05T08:30", HEAD, instance="preservation", **APPROVED),
    step("inv.preserve", "2026-03-05T12:00", instance="preservation", until="2026-03-16",
         **visit(start_at="2026-03-05T10:30", end_at="2026-03-05T11:20")),
    step("inv.preserve_dispose", "2026-03-12T10:00", instance="preservation", reason="送检",
         items=[{"name": "熟食", "disposal": "tested"}], signature=SIGNED),
    step("inv.preserve_lapse", "2026-03-17T10:00", instance="preservation",
         released_at="2026-03-17T09:30", signature=SIGNED),
    step("inv.monitor", "2026-03-20T10:00", instance="monitor"),
    step("inv.monitor_review", "2026-03-21T10:00", LAWYER, instance="monitor", result="usable",
         device_reviewed_no="技审〔2026〕3号", signs_public=True, clear=True, correct=True),
    step("order.correct", "2026-03-06T10:00", instance="correction", content="停止无证经营"),
    step("order.approve", "2026-03-06T11:00", UNIT_HEAD, instance="correction", **APPROVED),
    step("order.recheck", "2026-03-20T12:00", instance="onsite",
         **visit(start_at="2026-03-05T10:30", end_at="2026-03-05T11:20")),
    step("recuse.request", "2026-03-10T10:00", instance="recusal", applicant_kind="party",
         target=ASSIST, target_rank="officer", signature=SIGNED),
    step("recuse.decide", "2026-03-11T10:00", HEAD, instance="recusal", target=ASSIST,
         granted="yes", replacement="peng"),
    step("case.suspend_draft", "2026-03-09T09:00", instance="suspension", from_date="2026-03-10"),
    step("case.suspend", "2026-03-10T09:00", HEAD, instance="suspension", **APPROVED),
    step("case.resume_draft", "2026-03-24T09:00", instance="suspension", resume_on="2026-03-24"),
    step("case.resume", "2026-03-24T15:00", HEAD, instance="suspension", **APPROVED),
    step("case.verify_extend_draft", "2026-03-02T09:00", instance="verification",
         matter="verify_extension", days=15),
    step("case.extend_draft", "2026-05-20T09:00", instance="extension", days=30, level="head"),
    step("case.extend", "2026-05-20T10:00", HEAD, instance="extension", **APPROVED),
    step("case.location_off", "2026-03-05T08:30", HEAD, instance="location", **APPROVED),
    step("case.withdraw_draft", "2026-04-20T09:00", measures_lifted=True),
    step("case.withdraw", "2026-04-20T10:00", HEAD, **APPROVED),
    step("case.terminate_draft", "2026-04-20T09:00", instance="termination", measures_lifted=True),
    step("case.terminate", "2026-04-20T10:00", HEAD, instance="termination", **APPROVED),
    step("rev.legal", "2026-04-10T10:00", LAWYER, review="pass", scope=("review",)),
    step("rev.legal_sign", "2026-04-10T11:00", LEGAL_HEAD, scope=("review",), **APPROVED),
    step("serve.leave", "2026-04-17T10:30", served="yes", served_at="2026-04-17T10:00",
         officers=OFFICERS, refusal_reason="当事人拒绝签收", witness="社区居委会王某",
         documents=("notice",), scope=("notice", "serve")),
    step("serve.electronic", "2026-04-17T10:30", served="yes", channel="email",
         address="a@example.com", sent_at="2026-04-17T10:00", arrived_at="2026-04-17T10:01",
         documents=("notice",), scope=("notice", "serve")),
    step("serve.mail", "2026-04-17T10:30", served="yes", received_on="2026-04-17",
         documents=("notice",), scope=("notice", "serve")),
    step("serve.announce", "2026-04-17T10:30", reason="unknown", reason_text="多方查找无着",
         announced_on="2026-04-17", days=30, documents=("notice",), scope=("notice", "serve")),
    step("serve.announced", "2026-05-19T09:00", deemed_on="2026-05-18", documents=("notice",),
         scope=("notice", "serve")),
    step("serve.consent", "2026-03-05T11:00", instance="consent", channel="email",
         address="a@example.com", consent=True, signature=SIGNED, values={"scope": "all"}),
    step("panel.discuss", "2026-05-19T10:00", "recorder", suggestion="penalty", presenter=LEAD,
         recorder="recorder",
         attendees=[{"officer": o, "vote": "agree"} for o in (HEAD, "zhou", "deputy")]),
    step("hear.refuse", "2026-04-27T10:00", CLERK, reason="late"),
    step("hear.change", "2026-05-06T10:00", CLERK, kind="deferred", new_at="2026-05-18T09:00"),
    step("dec.nopenalty", "2026-05-20T11:00", ground="first_violation",
         first_search="处罚信息系统", first_search_result="none", slight_harm=True,
         correction_proof="已取得许可", evidence=["e1"], violated=[BREACHED], basis=[PENALIZED],
         remedy_body="岚江市人民政府", remedy_court="岚江市望海区人民法院"),
    step("dec.nofact", "2026-05-20T11:00", evidence=["e1"], remedy_body="岚江市人民政府",
         remedy_court="岚江市望海区人民法院"),
    step("dec.educate", "2026-05-25T11:00", officers=OFFICERS, taught_at="2026-05-25T10:00",
         signature=SIGNED),
    step("exec.defer_request", "2026-05-26T10:00", instance="deferral", signature=SIGNED),
    step("remedy.start", "2026-06-08T10:00", instance="remedy", received_on="2026-06-08"),
    step("remedy.result", "2026-07-08T10:00", instance="remedy", remedy_result="changed",
         result_on="2026-07-07"),
    step("pub.withdraw", "2026-07-09T10:00", PUBLICITY, instance="remedy", reason="changed",
         reason_text="复议决定变更"),
    step("pub.withdraw_approve", "2026-07-09T11:00", HEAD, instance="remedy", **APPROVED),
    step("crim.report", "2026-04-20T10:00", facts="涉嫌犯罪"),
    step("inv.assist", "2026-03-05T10:00", instance="assistance"),
    step("inv.assist_reply", "2026-03-20T10:00", LIAISON, instance="assistance"),
    *hearing(),
)  # fmt: skip
