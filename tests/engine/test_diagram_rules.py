"""Engine profile and hygiene: what a diagram that passed the gate must still satisfy."""

import pytest

from engine.diagram import Diagram
from engine.diagram_rules import check, check_bundle
from engine.findings import Finding, blocking
from tests.engine.drawing import Drawing
from tests.engine.samples import SAMPLES, shipped

DIAGRAMS = {key: Diagram.read(xml) for key, xml in shipped().items()}
OUTSIDE = {"hear.request", "defense.receive"}


def draw(build):
    d = Drawing()
    build(d)
    return Diagram.read(d.xml())


def rules(diagram, *args, **more):
    return sorted({f.rule for f in check(diagram, *args, **more)})


def one(**task):
    def build(d):
        d.start(), d.user("a", **task), d.end()
        d.chain("start", "a", "end")

    return draw(build)


@pytest.mark.parametrize("process", sorted(DIAGRAMS))
def test_shipped_diagrams_have_no_finding(process):
    assert check(DIAGRAMS[process], outside=OUTSIDE) == []
    assert check_bundle(DIAGRAMS, process) == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_samples_of_the_tests_have_no_finding(name):
    diagrams = {key: Diagram.read(xml) for key, xml in SAMPLES[name]().items()}

    for diagram in diagrams.values():
        assert rules(diagram) == (["profile.wait"] if name == "messages" else [])
    assert check_bundle(diagrams, "main") == []


def without_names(d):
    d.title = ""
    d.start(), d.user("a"), d.xor("g", ""), d.end(), d.end("e2")
    d.nodes["a"]["name"] = ""
    d.chain("start", "a", "g")
    d.flow("g", "end", "x == '1'"), d.flow("g", "e2", default=True)
    d.flows[2]["name"] = ""


def split_without_gateway(d):
    d.start(), d.user("a"), d.user("b"), d.user("c"), d.end(), d.end("e2")
    d.chain("start", "a", "b", "end"), d.chain("a", "c", "e2")


def stops_without_end(d):
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "b", "x == '1'"), d.flow("g", "end", default=True)


def into_the_start(d):
    d.start(), d.user("a"), d.xor("g"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "start", "x == '1'"), d.flow("g", "end", default=True)


def out_of_the_end(d):
    d.start(), d.user("a"), d.end(), d.end("e2")
    d.chain("start", "a", "end", "e2")


def two_starts(d):
    d.start(), d.start("s2"), d.user("a"), d.end()
    d.chain("start", "a", "end"), d.flow("s2", "a")


def join_on_a_loop(d):
    d.start(), d.user("z"), d.par("p"), d.user("a"), d.user("b"), d.par("j"), d.xor("g"), d.end()
    d.chain("start", "z", "p", "a", "j", "g"), d.chain("p", "b", "j")
    d.flow("g", "z", "x == '1'"), d.flow("g", "end", default=True)


def useless_gateway(d):
    d.start(), d.user("a"), d.xor("g"), d.end()
    d.chain("start", "a", "g", "end")


def returns_ahead(d):
    d.start(), d.user("a", returns="b end"), d.user("b"), d.end()
    d.chain("start", "a", "b", "end")


def outside_the_lane(d):
    d.start(), d.user("a"), d.end()
    d.chain("start", "a", "end")
    d.lanes["officer"].remove("a")


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (without_names, ["hygiene.label"]),
        (split_without_gateway, ["profile.split"]),
        (stops_without_end, ["profile.end"]),
        (into_the_start, ["profile.start"]),
        (out_of_the_end, ["profile.end"]),
        (two_starts, ["profile.start"]),
        (join_on_a_loop, ["profile.loop"]),
        (useless_gateway, ["hygiene.gateway"]),
        (returns_ahead, ["hygiene.returns"]),
        (outside_the_lane, ["hygiene.lane"]),
    ],
)
def test_what_the_profile_forbids_is_found(build, expected):
    assert rules(draw(build)) == expected


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ({"act": " "}, ["hygiene.act"]),
        ({"form": ""}, ["hygiene.form"]),
        ({"document": ""}, ["hygiene.document"]),
        ({"basis": ""}, ["hygiene.basis"]),
        ({"opinion": "boss"}, ["hygiene.opinion"]),
        ({"final": "true"}, ["hygiene.final"]),
        ({"returns": "end"}, ["hygiene.returns"]),
    ],
)
def test_what_a_task_lacks_is_found(task, expected):
    assert rules(one(**task)) == expected


def test_names_are_looked_up_at_the_platform():
    asked = []

    def exists(kind, name):
        asked.append((kind, name))
        return kind == "act"

    drawn = one(act="a.b a.c", deadline="DL-02", serves="x/y", opens="penalty")
    found = check(drawn, exists)

    assert sorted({f.rule for f in found}) == [
        "hygiene.deadline", "hygiene.document", "hygiene.form", "hygiene.opens", "hygiene.role"
    ]  # fmt: skip
    assert ("act", "a.c") in asked
    assert ("role", "officer") in asked
    assert ("document", "x/y") in asked
    assert ("main", "penalty") in asked
    assert all(f.elements and f.message for f in found)


def test_a_wait_for_the_party_needs_a_timer_beside_it():
    def build(d, timed):
        d.start(), d.user("a", act="hear.request"), d.end(), d.end("e2")
        if timed:
            d.timer("t", "a"), d.flow("t", "e2")
        d.chain("start", "a", "end")

    assert rules(draw(lambda d: build(d, False)), outside=OUTSIDE) == ["profile.wait"]
    assert rules(draw(lambda d: build(d, True)), outside=OUTSIDE) == []


def test_a_timer_on_the_block_around_a_wait_is_enough():
    def build(d):
        d.start(), d.inside("block"), d.start("s2"), d.user("b", act="hear.request"), d.end("e2")
        d.outside(), d.timer("t", "block"), d.end(), d.end("e3")
        d.chain("start", "block", "end"), d.chain("s2", "b", "e2"), d.flow("t", "e3")

    assert rules(draw(build), outside=OUTSIDE) == []


def test_a_condition_over_a_field_no_form_sets_is_found():
    diagram = Diagram.read(SAMPLES["choice"]()["main"])

    assert rules(diagram, known_fields={"filing": {"yes", "no"}}) == []
    assert rules(diagram, known_fields={"review": {"yes", "no"}}) == ["hygiene.field"]
    assert rules(diagram, known_fields={"filing": {"no"}}) == ["hygiene.value"]


def test_a_condition_that_asks_for_nothing_is_found():
    def build(d):
        d.start(), d.user("a"), d.xor("g"), d.end(), d.end("e2")
        d.chain("start", "a", "g")
        d.flow("g", "end", "1 == 1"), d.flow("g", "e2", default=True)

    assert rules(draw(build), known_fields={}) == ["hygiene.field"]


def test_a_task_done_by_hand_names_act_form_and_document_too():
    def build(d):
        d.start(), d.node("manualTask", "a"), d.end()
        d.chain("start", "a", "end")

    wanted = ["hygiene.act", "hygiene.basis", "hygiene.document", "hygiene.form"]
    assert rules(draw(build)) == wanted


def bundle(**calls):
    diagrams = {}
    for name, called in calls.items():
        d = Drawing(name)
        d.start()
        steps = [d.call(f"call_{n}", target) for n, target in enumerate(called)]
        steps = steps or [d.user("a")]
        d.end()
        d.chain("start", *steps, "end")
        diagrams[name] = Diagram.read(d.xml())
    return diagrams


@pytest.mark.parametrize(
    ("diagrams", "expected"),
    [
        (bundle(main=["a"], a=[]), []),
        (bundle(main=["a", "a"], a=["b"], b=[]), []),
        (bundle(main=["ghost"]), ["bundle.missing"]),
        (bundle(other=[]), ["bundle.missing"]),
        (bundle(main=["a"], a=["main"]), ["bundle.cycle"]),
        (bundle(main=["main"]), ["bundle.cycle"]),
        (bundle(main=["a"], a=["b"], b=["c"], c=["d"], d=["e"], e=[]), ["bundle.depth"]),
    ],
)
def test_called_processes_exist_and_never_call_back(diagrams, expected):
    assert sorted({f.rule for f in check_bundle(diagrams, "main")}) == expected


def test_a_loop_over_a_process_that_may_pass_alone_is_found():
    main, quick = Drawing("main"), Drawing("quick")
    main.start(), main.xor("m", ""), main.call("c", "quick"), main.xor("g"), main.end()
    main.chain("start", "m", "c", "g")
    main.flow("g", "m", "x == '1'"), main.flow("g", "end", default=True)
    quick.start(), quick.xor("g"), quick.user("a"), quick.end()
    quick.flow("start", "g"), quick.flow("g", "a", "y == '1'"), quick.flow("g", "end", default=True)
    quick.flow("a", "end")
    diagrams = {d.process: Diagram.read(d.xml()) for d in (main, quick)}

    (finding,) = check_bundle(diagrams, "main")

    assert finding.rule == "bundle.idle"
    assert set(finding.elements) == {"m", "c", "g"}


def test_a_return_to_a_node_that_no_caller_has_is_found():
    files = SAMPLES["nested"]()
    diagrams = {key: Diagram.read(xml) for key, xml in files.items()}
    diagrams["inner"] = Diagram.read(files["inner"].replace(b"x b a", b"x b ghost"))

    (finding,) = check_bundle(diagrams, "main")

    assert finding.rule == "bundle.returns"


def test_sub_process_ids_are_unique_in_a_bundle():
    files = SAMPLES["embedded"]()
    text = files["main"].decode()
    caller = Drawing("caller")
    caller.start(), caller.inside("block"), caller.start("s"), caller.call("c", "main")
    caller.end("e"), caller.outside(), caller.end()
    caller.chain("start", "block", "end"), caller.chain("s", "c", "e")
    diagrams = {"caller": Diagram.read(caller.xml()), "main": Diagram.read(text.encode())}

    assert "bundle.id" in {f.rule for f in check_bundle(diagrams, "caller")}


def test_a_finding_is_written_as_the_design_shows_it():
    finding = Finding(
        "S-P-03", "precede", "未经告知即可决定", basis="《行政处罚法》第四十四条",
        elements=("g3",), run=("start", "f1"), choices=({"at": "g3", "took": "f9"},),
        missing=("notice",), approximate=("is_simple",),
    )  # fmt: skip

    values = finding.to_json()

    assert values["run"] == ["start", "f1"]
    assert values["severity"] == "block"
    assert values["complete"] is True
    assert Finding.from_json(values) == finding
    assert blocking([finding, Finding("x", "y", "z", "warn")]) == [finding]
