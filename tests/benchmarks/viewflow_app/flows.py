"""The same case in django-viewflow: its tasks in a row, choices and both splits as in our diagrams.

Called processes are written out where they are called, for viewflow runs none; clocks are left out.
"""

from django.views.generic import View
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process

SHOWN = View.as_view()


def task(after):
    """Make a task for a person."""
    return flow.View(SHOWN).Next(after)


def gate(name, value, then, otherwise):
    """Make an exclusive choice on a routing value."""
    return (
        flow.If(lambda activation: activation.process.data.get(name) == value)
        .Then(then)
        .Else(otherwise)
    )


class Penalty(flow.Flow):
    """Ordinary procedure of administrative penalty (行政处罚普通程序)."""

    process_class = Process

    start = flow.StartHandle(lambda activation: setattr(activation.process, "data", {})).Next(
        this.lead
    )
    lead = task(this.assign)
    assign = task(this.verify)
    verify = task(this.verify_opinion)
    verify_opinion = task(this.file_request)
    file_request = task(this.file_opinion)
    file_opinion = task(this.file)
    file = task(this.filing_gate)
    filing_gate = gate("filing", "yes", this.collect, this.end)
    collect = task(this.evidence_review)
    evidence_review = task(this.report)
    report = task(this.report_opinion)
    report_opinion = task(this.trigger_gate)
    trigger_gate = gate("legal_trigger", "yes", this.case_review, this.case_review)
    case_review = task(this.fix_gate)
    fix_gate = gate("review", "fix", this.report, this.review_gate)
    review_gate = gate("review", "reinvestigate", this.collect, this.draft)
    draft = task(this.opinion)
    opinion = task(this.approve)
    approve = task(this.proposal_gate)
    proposal_gate = gate("proposal", "penalty", this.scope_gate, this.decision_draft)
    scope_gate = gate("hearing_scope", "yes", this.prior_notice, this.prior_notice)
    prior_notice = task(this.approve_prior)
    approve_prior = task(this.plan)
    plan = task(this.method_gate)
    method_gate = gate("method", "deliver", this.deliver, this.deliver)
    deliver = task(this.served_gate)
    served_gate = gate("served", "no", this.plan, this.notice_split)
    notice_split = flow.Split().Next(this.hearing_gate).Next(this.defense)
    hearing_gate = gate("hearing_scope", "yes", this.notice_join, this.notice_join)
    defense = task(this.defense_gate)
    defense_gate = gate("defense", "stated", this.notice_join, this.notice_join)
    notice_join = flow.Join().Next(this.claim_gate)
    claim_gate = gate("hearing_claimed", "yes", this.decision_draft, this.decision_draft)
    decision_draft = task(this.decision_opinion)
    decision_opinion = task(this.serious_gate)
    serious_gate = gate("serious", "yes", this.decision_approve, this.decision_approve)
    decision_approve = task(this.outcome_gate)
    outcome_gate = gate("outcome", "penalty", this.penalty_decision, this.closing_draft)
    penalty_decision = task(this.sign)
    sign = task(this.seal)
    seal = task(this.money_gate)
    money_gate = gate("money", "yes", this.payment_notice, this.decision_plan)
    payment_notice = task(this.decision_plan)
    decision_plan = task(this.decision_method)
    decision_method = gate("method", "deliver", this.decision_deliver, this.decision_deliver)
    decision_deliver = task(this.decision_served)
    decision_served = gate("served", "no", this.decision_plan, this.split)
    split = flow.Split().Next(this.decide).Next(this.execution_gate)
    decide = task(this.publish)
    publish = task(this.join)
    execution_gate = gate("money", "yes", this.pay, this.join)
    pay = task(this.paid_gate)
    paid_gate = gate("paid", "partial", this.pay, this.join)
    join = flow.Join().Next(this.closing_draft)
    closing_draft = task(this.closing_opinion)
    closing_opinion = task(this.close)
    close = task(this.compile)
    compile = task(this.archive)
    archive = task(this.end)
    end = flow.End()
