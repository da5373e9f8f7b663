"""Safeguards and declarations of order on a running case."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.order import Excludes, MustFollow, MustInclude, MustPrecede, SeparateRoles
from engine.safeguards import (
    Refusal,
    Submission,
    concerns,
    examine,
    label_of,
    review,
    safeguard,
)
from tests.engine.walking import NOON


@dataclass(frozen=True)
class Done:
    """A completed act."""

    acts: tuple[str, ...]
    actor: str = "wang"
    outcome: dict[str, Any] = field(default_factory=dict)
    at: Any = NOON


@dataclass(frozen=True)
class Facts:
    """The least a case tells."""

    history: tuple[Done, ...] = ()
    officers: int = 2


def done(acts, actor="wang", **outcome):
    return Done(tuple(acts.split()), actor, outcome)


def submit(acts, *history, actor="li", officers=2, **values):
    return Submission(
        acts=tuple(acts.split()), process="main", node="n", role="officer_lead", actor=actor,
        values=values, at=NOON, facts=Facts(history, officers),
    )  # fmt: skip


def refused(rule, acts, *history, **more):
    return [r.message for r in review([rule], submit(acts, *history, **more))]


@safeguard("S-G-01", acts=("inv.*", "dec.spot"), basis="《行政处罚法》第四十二条")
def two_officers(submission):
    """At least two officers take part."""
    if submission.facts.officers < 2:
        return Refusal("执法人员不得少于两人", fields=("officers",))
    return None


@safeguard("S-T-01", acts=("*",), basis="测试")
def everything(submission):
    """Refuse twice, once under another id."""
    return [Refusal("一"), Refusal("二", id="S-T-02", basis="别的")]


NOTICE = MustPrecede(
    "S-P-03", "notice.prior", before="dec.penalty", basis="《行政处罚法》第四十四条",
    message="作出处罚决定前应当告知",
)  # fmt: skip


def test_a_safeguard_judges_only_its_acts():
    assert refused(two_officers, "inv.onsite", officers=1) == ["执法人员不得少于两人"]
    assert refused(two_officers, "dec.spot", officers=1) == ["执法人员不得少于两人"]
    assert refused(two_officers, "case.file", officers=1) == []
    assert refused(two_officers, "inv.onsite") == []


def test_a_second_act_of_a_task_is_judged_too():
    assert refused(two_officers, "case.file inv.onsite", officers=1)


def test_a_refusal_carries_id_and_article():
    (refusal,) = review([two_officers], submit("inv.onsite", officers=1))

    assert refusal == Refusal(
        "执法人员不得少于两人", "S-G-01", "《行政处罚法》第四十二条", ("officers",)
    )


def test_all_refusals_are_told_in_order():
    found = review([two_officers, NOTICE, everything], submit("inv.x dec.penalty", officers=1))

    assert [(r.id, r.basis) for r in found] == [
        ("S-G-01", "《行政处罚法》第四十二条"),
        ("S-P-03", "《行政处罚法》第四十四条"),
        ("S-T-01", "测试"),
        ("S-T-02", "别的"),
    ]


def test_what_was_met_is_told_for_the_task_page():
    seen = examine([two_officers, NOTICE], submit("inv.x dec.penalty", done("notice.prior")))

    assert seen.met == ("S-G-01", "S-P-03")
    assert seen.refusals == ()


def test_a_function_without_a_label_is_no_safeguard():
    with pytest.raises(TypeError, match="not labeled"):
        review([lambda submission: None], submit("a"))


def test_labels_can_be_read():
    assert label_of(two_officers).acts == ("inv.*", "dec.spot")
    assert label_of(NOTICE).id == "S-P-03"
    assert concerns(NOTICE, ("dec.penalty",))
    assert not concerns(NOTICE, ("notice.prior",))


def test_must_precede():
    assert refused(NOTICE, "dec.penalty") == ["作出处罚决定前应当告知"]
    assert refused(NOTICE, "dec.penalty", done("notice.prior notice.hearing")) == []
    assert refused(NOTICE, "dec.nopenalty") == []


def test_must_precede_with_a_result():
    rule = MustPrecede("R", "rev.legal", before="dec.*", value={"review": "pass"})

    assert refused(rule, "dec.penalty", done("rev.legal", review="fix"))
    assert refused(
        rule, "dec.penalty", done("rev.legal", review="pass"), done("rev.legal", review="fix")
    )
    assert not refused(rule, "dec.penalty", done("rev.legal", review="pass"))


def test_must_precede_again_after_a_renewal():
    rule = MustPrecede("R", "notice.prior", before="dec.penalty", renew="inv.collect")
    told, again = done("notice.prior"), done("inv.collect")

    assert refused(rule, "dec.penalty", told, again)
    assert not refused(rule, "dec.penalty", told, again, told)


def test_must_precede_only_where_a_decision_asks_for_it():
    rule = MustPrecede("R", "panel.discuss", before="dec.approve", when='serious == "yes"')

    assert refused(rule, "dec.approve", done("dec.draft", serious="yes"))
    assert not refused(rule, "dec.approve", done("dec.draft", serious="no"))
    assert refused(rule, "dec.approve", done("dec.draft", serious="no"), serious="yes")
    assert refused(rule, "dec.approve"), "not decided yet counts as it may"


def test_must_follow():
    rule = MustFollow("R", "inv.dispose", after="inv.preserve", until="arch.*")
    kept, disposed = done("inv.preserve"), done("inv.dispose")

    assert not refused(rule, "arch.close")
    assert refused(rule, "arch.close", kept)
    assert not refused(rule, "arch.close", kept, disposed)
    assert refused(rule, "arch.close", kept, disposed, kept)
    assert not refused(rule, "dec.penalty", kept)


def test_must_include():
    rule = MustInclude("R", ("dec.penalty", "dec.nopenalty"), until="arch.close")

    assert refused(rule, "arch.close", done("case.file"))
    assert not refused(rule, "arch.close", done("dec.nopenalty"))


def test_excludes():
    rule = Excludes("R", "dec.penalty", after="crim.transfer", unless="crim.returned")
    moved = done("crim.transfer")

    assert not refused(rule, "dec.penalty")
    assert refused(rule, "dec.penalty", moved)
    assert not refused(rule, "dec.penalty", moved, done("crim.returned"))
    once = Excludes("R", "dec.penalty", after="dec.penalty")
    assert refused(once, "dec.penalty", done("dec.penalty"))
    valued = Excludes("R", "dec.*", after="case.file", value={"filing": "no"})
    assert refused(valued, "dec.penalty", done("case.file", filing="no"))
    assert not refused(valued, "dec.penalty", done("case.file", filing="yes"))


def test_separate_roles():
    rule = SeparateRoles("R", "rev.*", others=("inv.*", "case.verify"))
    looked = done("inv.onsite", actor="li")

    assert refused(rule, "rev.legal", looked)
    assert not refused(rule, "rev.legal", looked, actor="zhang")
    assert refused(rule, "inv.onsite", done("rev.legal", actor="li")), "nor the other way round"
    assert not refused(rule, "inv.onsite", looked)
    assert not refused(rule, "rev.legal", done("inv.x", actor=None), actor=None)
