"""Proofs on the drawing: what can go wrong is found with a shortest run, and nothing else is."""

import random

import pytest

from engine.diagram import Diagram
from engine.diagram_rules import check_bundle
from engine.proof.building import build
from engine.proof.claims import Claim, ClaimKind, prove
from engine.proof.conditions import ways
from engine.proof.reduction import reduce
from engine.proof.soundness import judge
from tests.engine import large
from tests.engine.drawing import Drawing
from tests.engine.nets import random_net
from tests.engine.samples import SAMPLES, shipped

SHIPPED = {key: Diagram.read(xml) for key, xml in shipped().items()}
DAY = 1440


def soundness(diagrams, main):
    """List what the proof of soundness finds, as `faxun check` reports it."""
    found = check_bundle(diagrams, main)
    return [finding for finding in found if finding.kind == "soundness"]


def drawn(build_it):
    d = Drawing()
    build_it(d)
    return {"main": Diagram.read(d.xml())}


@pytest.mark.parametrize("process", sorted(SHIPPED))
def test_every_shipped_process_is_sound(process):
    assert soundness(SHIPPED, process) == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_samples_are_sound(name):
    diagrams = {key: Diagram.read(xml) for key, xml in SAMPLES[name]().items()}

    assert soundness(diagrams, "main") == []


def choice_into_a_join(d):
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.user("c"), d.par("j"), d.end()
    d.chain("start", "a", "g"), d.flow("g", "b", "x == '1'"), d.flow("g", "c", default=True)
    d.chain("b", "j", "end"), d.chain("c", "j")


def branches_into_a_merge(d):
    d.start(), d.par("p"), d.user("a"), d.user("b"), d.xor("m"), d.user("z"), d.end()
    d.chain("start", "p", "a", "m", "z", "end"), d.chain("p", "b", "m")


def no_way_out(d):
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.user("c"), d.end()
    d.chain("start", "a", "g"), d.flow("g", "end", "x == '1'"), d.flow("g", "b", default=True)
    d.chain("b", "c", "b")


def behind_a_dead_join(d):
    d.start(), d.user("a"), d.end(), d.user("lost"), d.end("e2")
    d.chain("start", "a", "end"), d.chain("lost", "e2")


@pytest.mark.parametrize(
    ("build_it", "rules", "element"),
    [
        (choice_into_a_join, {"soundness.deadlock", "soundness.dead"}, "b"),
        (branches_into_a_merge, {"soundness.doubled"}, "m"),
        (no_way_out, {"soundness.endless"}, "b"),
        (behind_a_dead_join, {"soundness.dead"}, "e2"),
    ],
)
def test_what_cannot_end_is_found_with_a_run(build_it, rules, element):
    findings = soundness(drawn(build_it), "main")

    assert {finding.rule for finding in findings} == rules
    first = findings[0]
    assert element in first.elements or element in first.run
    assert all(f.message.startswith("“") and f.severity == "block" for f in findings)
    if first.rule != "soundness.dead":
        assert first.run[0] == "start"


def test_an_interrupted_block_leaves_nothing_behind():
    def block(d):
        d.start(), d.inside("block"), d.start("s"), d.par("p"), d.user("a"), d.user("b"), d.par("j")
        d.end("e"), d.outside(), d.timer("late", "block"), d.user("z"), d.end(), d.end("e2")
        d.chain("start", "block", "end"), d.chain("late", "z", "e2")
        d.chain("s", "p", "a", "j", "e"), d.chain("p", "b", "j")

    assert soundness(drawn(block), "main") == []


def test_what_runs_beside_may_run_twice():
    def beside(d):
        d.start(), d.user("pay"), d.timer("late", "pay", interrupting=False), d.user("urge")
        d.xor("g"), d.end(), d.end("e2")
        d.chain("start", "pay", "g"), d.chain("late", "urge", "e2")
        d.flow("g", "pay", "paid == 'partial'"), d.flow("g", "end", default=True)

    assert soundness(drawn(beside), "main") == []


def test_a_model_too_big_is_answered_and_not_passed():
    (finding,) = soundness(large.read(large.side_by_side(12)), "main")

    assert (finding.rule, finding.complete) == ("soundness.undecided", False)


def test_a_model_of_three_hundred_nodes_is_judged():
    diagrams = large.read(large.in_a_row(60))
    net = build(diagrams, "main")

    assert len(diagrams["main"].nodes) > 300
    assert judge(net).is_sound
    assert len(reduce(net).transitions) < 10


def claim(kind, a, b=(), c=(), **more):
    words = [tuple(each.split()) if isinstance(each, str) else each for each in (a, b, c)]
    return Claim("T-1", kind, *words, **more)


OFFERED = {"form/review": {"review": (frozenset({"pass", "fix"}), True)}}


def answer(build_it, question, followed=()):
    diagrams = drawn(build_it)
    net = build(diagrams, "main", offered=lambda form: OFFERED.get(form, {}), followed=followed)
    both = prove(net, question), prove(net, question, reduced=False)
    assert both[0].holds == both[1].holds
    return both[0]


def notice(bypass=False, timed="P5D", again=True):
    """Draw notice, defense or its timer, review, decision; with a way past the notice if asked."""

    def build_it(d):
        d.start(), d.user("investigate"), d.xor("way"), d.user("notice"), d.user("defense")
        d.timer("late", "defense", timed), d.xor("m", ""), d.user("review"), d.xor("g")
        d.user("decide"), d.end()
        d.chain("start", "investigate", "way"), d.flow("way", "notice", default=True)
        d.flow("way", "m" if bypass else "defense", "x == '1'")
        d.chain("notice", "defense", "m", "review", "g"), d.flow("late", "m")
        d.flow("g", "decide", "review == 'pass'")
        d.flow("g", "investigate" if again else "review", default=True)
        d.chain("decide", "end")

    return build_it


def straight(*steps):
    def build_it(d):
        d.start(), [d.user(step) for step in steps], d.end()
        d.chain("start", *steps, "end")

    return build_it


def test_an_act_on_every_way_precedes():
    question = claim(ClaimKind.PRECEDE, "act.notice", "act.decide")

    assert answer(straight("notice", "decide"), question).holds
    refuted = answer(notice(bypass=True), question)
    assert refuted.run[:2] == ("start", "f0")
    assert refuted.run[-1] == "decide"
    assert "notice" not in refuted.run


def test_a_result_precedes_and_not_the_act_alone():
    question = claim(ClaimKind.PRECEDE, "act.review", "act.decide", value=("review", "pass"))

    assert answer(notice(), question, ["review"]).holds
    assert not answer(straight("review", "decide"), question, ["review"]).holds


def test_a_condition_narrows_where_an_act_must_precede():
    def big_ones_are_reviewed(d):
        d.start(), d.user("ask", form="form/review"), d.xor("g"), d.user("legal"), d.xor("m", "")
        d.user("decide"), d.end()
        d.chain("start", "ask", "g"), d.flow("g", "legal", "review == 'fix'")
        d.flow("g", "m", default=True), d.chain("legal", "m", "decide", "end")

    always = claim(ClaimKind.PRECEDE, "act.legal", "act.decide")
    big = claim(ClaimKind.PRECEDE, "act.legal", "act.decide", when="review == 'fix'")
    small = claim(ClaimKind.PRECEDE, "act.legal", "act.decide", when="review == 'pass'")

    assert not answer(big_ones_are_reviewed, always, ["review"]).holds
    assert answer(big_ones_are_reviewed, big, ["review"]).holds
    assert not answer(big_ones_are_reviewed, small, ["review"]).holds


def test_a_new_investigation_needs_a_new_notice():
    question = claim(ClaimKind.RENEW, "act.notice", "act.decide", "act.investigate")

    assert not answer(notice(), question).holds
    assert answer(straight("investigate", "notice", "decide"), question).holds


def test_what_must_follow_follows_on_every_way_to_the_end():
    question = claim(ClaimKind.RESPONSE, "act.decide", "act.serve")

    assert answer(straight("decide", "serve"), question).holds
    refuted = answer(straight("serve", "decide"), question)
    assert not refuted.holds
    assert "decide" in refuted.run


def test_every_case_ends_in_one_of_the_lawful_outcomes():
    assert answer(notice(), claim(ClaimKind.OUTCOME, "act.decide act.close")).holds
    assert not answer(straight("notice"), claim(ClaimKind.OUTCOME, "act.decide")).holds


def test_a_right_stays_open_before_it_is_decided():
    question = claim(ClaimKind.BRANCH, "act.notice", "act.decide", "act.defense")

    assert answer(notice(), question).holds
    assert not answer(straight("notice", "decide", "defense"), question).holds


def test_an_act_happens_at_most_once():
    question = claim(ClaimKind.AT_MOST_ONCE, "act.investigate")

    assert answer(straight("investigate", "decide"), question).holds
    refuted = answer(notice(), question)
    assert refuted.run.count("investigate") == 2


def test_after_the_hand_over_nothing_is_decided_unless_it_came_back():
    question = claim(ClaimKind.EXCLUDE, "act.transfer", "act.decide", "act.back")

    assert answer(straight("decide", "transfer"), question).holds
    assert answer(straight("transfer", "back", "decide"), question).holds
    assert not answer(straight("transfer", "decide"), question).holds


def test_a_wait_is_as_long_as_the_law_says_or_waived():
    question = claim(ClaimKind.WAIT, "act.notice", "act.decide", "act.defense", minutes=5 * DAY)

    assert answer(notice(), question).holds
    assert not answer(notice(timed="P3D"), question).holds
    assert not answer(straight("notice", "decide"), question).holds


def test_no_timer_makes_a_deadline_longer():
    question = claim(ClaimKind.DEADLINE, "act.notice", "act.decide", minutes=5 * DAY)

    assert answer(notice(), question).holds
    assert not answer(notice(timed="P7D"), question).holds


def test_a_task_that_a_timer_ends_was_not_done():
    question = claim(ClaimKind.PRECEDE, "act.defense", "act.decide")

    refuted = answer(notice(), question)

    assert not refuted.holds
    assert "late" in refuted.run


@pytest.mark.parametrize(
    ("text", "known", "possible"),
    [
        ("v == 'yes'", "yes", True),
        ("v == 'yes'", "no", False),
        ("v != 'yes'", "no", True),
        ("v in ['no', 'later']", "yes", False),
        ("not (v == 'yes')", "yes", False),
        ("v == 'yes' and w == '1'", "no", False),
        ("v == 'yes' or w == '1'", "no", True),
        ("v == 'maybe'", "yes", False),
        ("w > 3", "yes", True),
    ],
)
def test_a_condition_rules_out_only_what_is_known_otherwise(text, known, possible):
    values = {("v", "yes"): 1, ("v", "no"): 2}

    masks = ways(text, values)

    assert any(not values["v", known] & mask for mask in masks) is possible
    assert any(not values["v", known] & mask for mask in ways(text, values, wanted=False)) or (
        possible
    )


@pytest.mark.parametrize("block", range(4))
def test_a_reduced_net_gives_the_answers_of_the_whole_one(block):
    asked = 0
    for seed in range(block * 600, block * 600 + 600):
        choose = random.Random(seed)
        net = random_net(choose, places=choose.randint(3, 8), steps=choose.randint(3, 14))
        whole, small = judge(net, reduced=False), judge(net)
        assert (whole.doubled is None) == (small.doubled is None), seed
        if whole.doubled is not None:
            continue
        assert (whole.deadlock is None) == (small.deadlock is None), seed
        assert (whole.endless is None) == (small.endless is None), seed
        assert whole.dead == small.dead, seed
        question = Claim(
            "T-2", choose.choice(list(ClaimKind)), (choose.choice("abc"),), (choose.choice("abc"),),
            (choose.choice("abc"),), choose.choice([None, ("v", "yes")]),
            choose.choice(["", "v == 'yes'"]), choose.choice([30, 1440]),
        )  # fmt: skip
        raw = prove(net, question, reduced=False)
        assert raw.holds == prove(net, question).holds, seed
        asked += 1
    assert asked > 350
