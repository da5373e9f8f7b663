"""The stretches of a case that several journeys share."""

from tests.journeys.journey import Journey


def opened(j: Journey) -> None:
    """From the lead to the filed case, 2 to 4 March."""
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    j.steps("case.verify", "case.verify_opinion")
    j.steps("case.file_request", "case.file_opinion", "case.file")


def evidence_taken(j: Journey) -> None:
    """Make the visits of 5 March."""
    j.at("2026-03-05T09:00")
    j.record("rights_notice", "inv.rights_notice")
    j.record("onsite", "inv.onsite")
    j.record("interview", "inv.interview")
    j.record("obtaining", "inv.obtain")


def reviewed(j: Journey, day: str = "2026-03-20") -> None:
    """From the evidence to the reviewed report."""
    j.at(f"{day}T09:00")
    j.steps("inv.collect", "evidence.review", "inv.close", "inv.close_opinion")
    review(j)


def review(j: Journey) -> None:
    """Review the report, where the rule of the field has it now."""
    if "rev.legal" in j.open_tasks():
        j.steps("rev.legal", "rev.legal_sign")
    elif "rev.case" in j.open_tasks():
        j.steps("rev.case")


def notified(j: Journey, day: str = "2026-03-24") -> None:
    """From the proposal to the served notice."""
    j.at(f"{day}T09:00")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal")
    j.steps("notice.prior", "notice.approve")
    j.later(hours=2)
    j.serve()


def decided(j: Journey, day: str = "2026-04-02") -> None:
    """From the proposal of a decision to its service five days later."""
    j.at(f"{day}T09:00")
    review(j)
    j.steps("dec.draft", "dec.opinion")
    if "panel.discuss" in j.open_tasks():
        j.later(hours=2)
        j.steps("panel.discuss")
    j.steps("dec.approve")


def issued(j: Journey) -> None:
    """From the penalty decision to its service."""
    j.steps("dec.penalty", "dec.sign", "dec.seal", "exec.notify")
    j.later(days=1)
    j.serve()


def published_and_paid(j: Journey) -> None:
    """Publication and payment."""
    j.later(days=1)
    j.steps("pub.decide", "pub.approve")
    j.later(days=5)
    j.steps("exec.pay")


def archived(j: Journey) -> None:
    """From the closing to the archive."""
    j.later(days=1)
    j.steps("arch.draft", "arch.opinion", "arch.close", "arch.compile", "arch.file")


def spared(j: Journey) -> None:
    """From the approved decision that nothing is punished to the archive."""
    j.steps("dec.nopenalty", "dec.sign", "dec.seal")
    j.later(hours=1)
    j.serve()
    j.later(hours=2)
    j.do("dec.educate")
    j.later(hours=1)
    j.do("arch.draft", result="nopenalty")
    j.steps("arch.opinion", "arch.close", "arch.compile", "arch.file")
