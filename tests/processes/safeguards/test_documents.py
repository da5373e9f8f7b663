"""S-G-20, 22, S-P-31, 33, 48: complete, signed, sealed as approved, remedies and secrets right."""

import pytest

from processes.facts.documents import UnsignedFacts
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import body, document, party


@pytest.fixture
def deciding():
    return PenaltyCase().advance_to("dec.penalty")


# --- S-P-31 ---------------------------------------------------------------------------------------


def test_s_p_31_passes_the_six_contents(deciding):
    assert deciding.refused("dec.penalty") == []


@pytest.mark.parametrize(
    ("field", "title"),
    [
        ("facts", "违反法律、法规、规章的事实"),
        ("evidence", "证据"),
        ("violated", "违反的条款"),
        ("basis", "处罚的依据"),
        ("performance", "处罚的履行方式和期限"),
    ],
)
def test_s_p_31_refuses_a_decision_that_lacks_one(deciding, field, title):
    refusals = deciding.attempt("dec.penalty", **{field: ...})

    assert [(r.id, r.message, r.fields) for r in refusals] == [
        ("S-P-31", f"决定书缺少{title}，请补全", (field,))
    ]


@pytest.mark.evades("S-P-31", move="silence")
def test_s_p_31_refuses_blank_texts(deciding):
    assert deciding.refused("dec.penalty", facts="  ", performance="") == ["S-P-31"]


@pytest.mark.parametrize("parties", [(), (party(address=""),), (party(), party(name=""))])
def test_s_p_31_refuses_a_decision_without_name_and_address(deciding, parties):
    assert "S-P-31" in deciding.register(parties=parties).refused("dec.penalty")


def test_s_p_31_passes_serving_a_sealed_decision():
    case = PenaltyCase().advance_to("exec.notify").add("exec.notify")

    assert case.refused("serve.plan", documents=("decision",)) == []


def test_s_p_31_refuses_serving_a_decision_without_seal():
    case = PenaltyCase().advance_to("exec.notify")
    case.register(serving=(document("decision", sealed=False),))

    assert case.refused("serve.plan") == ["S-P-31"]


# --- S-P-33 ---------------------------------------------------------------------------------------


def test_s_p_33_passes_the_competent_body_and_court(deciding):
    assert deciding.refused("dec.penalty") == []
    assert deciding.refused("dec.nopenalty") == []
    assert deciding.refused("dec.nofact") == []


@pytest.mark.parametrize("act", ["dec.penalty", "dec.nopenalty", "dec.nofact"])
def test_s_p_33_refuses_a_wrong_body_or_court(deciding, act):
    refusals = deciding.attempt(act, remedy_body="市场监管总局", remedy_court="市中级人民法院")

    assert [(r.id, r.fields) for r in refusals] == [
        ("S-P-33", ("remedy_body",)),
        ("S-P-33", ("remedy_court",)),
    ]


@pytest.fixture
def consented():
    return PenaltyCase().advance_to("pub.decide").add("serve.consent")


ONLINE = {"now": "2026-05-22T15:00", "documents": ("decision",)}


def test_s_p_33_passes_online_service_with_an_online_remedy(consented):
    assert consented.refused("serve.electronic", **ONLINE) == []


@pytest.mark.evades("S-P-33", move="silence")
def test_s_p_33_refuses_online_service_without_an_online_remedy(consented):
    consented.register(body=body(online_review=""))

    assert consented.refused("serve.electronic", **ONLINE) == ["S-P-33"]
    assert consented.refused("serve.electronic", documents=("notice",)) == []


# --- S-G-20 ---------------------------------------------------------------------------------------


@pytest.fixture
def sealing():
    return PenaltyCase().advance_to("dec.seal")


def test_s_g_20_passes_the_approved_version(sealing):
    assert sealing.refused("dec.seal") == []


@pytest.mark.parametrize(
    ("paper", "shown"),
    [
        (document(digest="x" * 64), "d" * 64),
        (document(), "x" * 64),
        (document(approved_digest=""), "d" * 64),
        (None, "d" * 64),
    ],
    ids=["changed", "another one shown", "not approved", "no document"],
)
def test_s_g_20_refuses_another_version(sealing, paper, shown):
    assert sealing.register(document=paper).refused("dec.seal", digest=shown) == ["S-G-20"]


@pytest.mark.evades("S-G-20", move="borrow")
def test_s_g_20_refuses_a_changed_paper_on_the_approval_of_the_old(sealing):
    sealing.register(document=document(digest="x" * 64))

    assert sealing.refused("dec.seal", digest="x" * 64) == ["S-G-20"]


# --- S-G-22 ---------------------------------------------------------------------------------------

REPORTER = ("柳某某", "13900000000")


def test_s_g_22_passes_a_document_that_keeps_the_secret(deciding):
    assert deciding.register(reporter=REPORTER).refused("dec.penalty") == []


def test_s_g_22_refuses_a_document_that_names_the_reporter(deciding):
    deciding.register(reporter=REPORTER)

    refusals = deciding.attempt("dec.penalty", facts="据柳某某举报，当事人无证经营。")

    assert [(r.id, r.fields) for r in refusals] == [("S-G-22", ("facts",))]


@pytest.mark.evades("S-G-22", move="relabel")
def test_s_g_22_refuses_the_telephone_deep_inside_a_table(deciding):
    deciding.register(reporter=REPORTER)

    rows = [{"q": "谁告诉你的？", "a": "电话 13900000000。"}]

    assert deciding.refused("dec.penalty", qa=rows) == ["S-G-22"]


def test_s_g_22_passes_internal_documents_and_single_characters(deciding):
    deciding.register(reporter=REPORTER, document=document(external=False))
    assert deciding.refused("dec.penalty", facts="据柳某某举报") == []

    deciding.register(reporter=("柳",), document=document())
    assert deciding.refused("dec.penalty", facts="柳塘街道") == []


def test_s_g_22_refuses_publishing_the_reporter():
    case = PenaltyCase().advance_to("pub.decide")
    case.register(reporter=REPORTER, document=None)

    assert case.refused("pub.decide", summary="根据柳某某的举报") == ["S-G-22"]


# --- S-P-48 ---------------------------------------------------------------------------------------


RECORD = UnsignedFacts("shared/site_record", "现场笔录", ("苏砚",))


@pytest.mark.parametrize("act", ["inv.close", "dec.approve", "dec.penalty"])
def test_s_p_48_passes_papers_that_all_have_signed(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", ["inv.close", "dec.approve", "dec.penalty"])
def test_s_p_48_refuses_to_rest_on_a_record_that_one_has_not_signed(act):
    case = PenaltyCase().advance_to(act)
    case.register(unsigned=(RECORD,))

    assert case.refused(act) == ["S-P-48"]


@pytest.mark.evades("S-P-48", move="relabel")
def test_s_p_48_refuses_a_record_that_waits_behind_the_minutes_of_a_panel():
    minutes = UnsignedFacts("penalty/panel_discussion", "集体讨论记录", ("韩越",))
    case = PenaltyCase().advance_to("dec.sign").register(unsigned=(minutes, RECORD))

    (refusal,) = case.attempt("dec.sign")
    assert refusal.message.startswith("现场笔录尚待苏砚签名")


def test_s_p_48_refuses_no_step_on_the_way_to_the_signature():
    case = PenaltyCase().advance_to("inv.collect")
    case.register(unsigned=(RECORD,))

    assert case.refused("inv.collect") == []


def test_s_p_48_passes_minutes_of_a_panel_which_are_asked_for_there():
    case = PenaltyCase().advance_to("dec.approve")
    case.register(unsigned=(UnsignedFacts("penalty/panel_discussion", "集体讨论记录", ("韩越",)),))

    assert case.refused("dec.approve") == []
