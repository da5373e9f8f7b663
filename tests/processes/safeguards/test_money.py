"""S-P-46: what is owed is what was decided, what is paid is what the vouchers say."""

import pytest

from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import FINANCE

SUMS = {"fine": "3000000.00", "confiscation": "150000.00"}


def decided(act):
    """Return a case with 3,150,000 yuan ordered, about to do an act."""
    return PenaltyCase().advance_to(act, dec_penalty=SUMS)


# --- the notice -----------------------------------------------------------------------------------


def test_s_p_46_passes_a_notice_of_what_was_decided():
    assert decided("exec.notify").refused("exec.notify", total="3150000.00") == []


@pytest.mark.parametrize("total", ["3149999.99", "3150000.01", "0.00"])
def test_s_p_46_refuses_a_notice_of_another_sum(total):
    (refusal,) = decided("exec.notify").attempt("exec.notify", total=total)

    assert (refusal.id, refusal.fields) == ("S-P-46", ("total",))
    assert "3,150,000.00元" in refusal.message


# --- the payment ----------------------------------------------------------------------------------


def test_s_p_46_passes_a_sum_that_is_paid_at_once():
    assert decided("exec.pay").refused("exec.pay", amount="3150000.00", paid="full") == []


def test_s_p_46_passes_a_part_that_is_called_a_part():
    assert decided("exec.pay").refused("exec.pay", amount="1.00", paid="partial") == []


def test_s_p_46_refuses_one_yuan_that_is_called_the_whole():
    (refusal,) = decided("exec.pay").attempt("exec.pay", amount="1.00", paid="full")

    assert (refusal.id, refusal.fields) == ("S-P-46", ("paid",))
    assert "应缴3,150,000.00元" in refusal.message
    assert "尚欠3,149,999.00元" in refusal.message
    assert "第六十六条第一款" in refusal.basis


@pytest.mark.evades("S-P-46", move="split")
def test_s_p_46_adds_up_the_vouchers():
    """Split a sum into parts, and call the last one the rest or not."""
    case = decided("exec.pay")
    case.add("exec.pay", actor=FINANCE, amount="3000000.00", paid="partial")

    assert case.refused("exec.pay", amount="149999.99", paid="full") == ["S-P-46"]
    assert case.refused("exec.pay", amount="150000.00", paid="full") == []
    assert case.refused("exec.pay", amount="150000.00", paid="partial") == ["S-P-46"]


# --- the end --------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["arch.draft", "arch.close"])
def test_s_p_46_refuses_closing_as_executed_what_is_unpaid(act):
    case = PenaltyCase().advance_to(act, exec_pay={"amount": "1.00", "paid": "partial"})

    assert case.refused(act) == ["S-P-46"]


def test_s_p_46_passes_closing_what_a_court_ended():
    case = PenaltyCase().advance_to("arch.draft", exec_pay={"amount": "1.00", "paid": "partial"})

    ruling = {"court_no": "（2026）岚01行审12号", "court_files": ["f" * 64]}

    assert case.refused("arch.draft", result="court", **ruling) == []


@pytest.mark.parametrize("ruling", [{"court_no": ""}, {"court_files": []}])
@pytest.mark.evades("S-P-46", move="relabel")
def test_s_p_46_refuses_a_court_without_its_ruling(ruling):
    case = PenaltyCase().advance_to("arch.draft", exec_pay={"amount": "1.00", "paid": "partial"})

    assert case.refused("arch.draft", result="court", **ruling) == ["S-P-46"]


@pytest.mark.parametrize("result", ["nopenalty", "terminated", "withdrawn", "crime"])
@pytest.mark.evades("S-P-46", move="relabel")
def test_s_p_46_refuses_another_word_for_the_end_of_what_is_unpaid(result):
    """Call the end something else, so that nobody asks for the money."""
    case = PenaltyCase().advance_to("arch.draft", exec_pay={"amount": "1.00", "paid": "partial"})

    assert "S-P-46" in case.refused("arch.draft", result=result)


def test_s_p_46_passes_ending_what_nobody_was_told_to_pay():
    case = PenaltyCase().advance_to("serve.plan", dec_penalty=SUMS)

    assert "S-P-46" not in case.refused("arch.draft", result="terminated")


# --- after a change -------------------------------------------------------------------------------


def changed(fine, confiscation="0.00"):
    """Return the case after a review that left another sum."""
    case = decided("exec.pay")
    return case.add("remedy.result", fine_after=fine, confiscation_after=confiscation)


def test_s_p_46_knows_the_sum_after_the_change():
    case = changed("1000.00")

    assert case.refused("exec.pay", amount="1000.00", paid="full") == []
    assert case.refused("exec.pay", amount="999.99", paid="full") == ["S-P-46"]
    assert case.refused("exec.pay", amount="1000.00", paid="partial") == ["S-P-46"]


def test_s_p_46_refuses_closing_what_is_unpaid_after_the_change():
    part = {"amount": "1.00", "paid": "partial"}
    case = PenaltyCase().advance_to("arch.draft", dec_penalty=SUMS, exec_pay=part)

    case.add("remedy.result", fine_after="2.00", confiscation_after="0.00")
    assert "S-P-46" in case.refused("arch.draft")
    case.add("remedy.result", fine_after="1.00", confiscation_after="0.00")
    assert "S-P-46" not in case.refused("arch.draft")


def test_s_p_46_refuses_a_review_that_makes_it_more():
    case = decided("exec.pay")

    assert case.refused("remedy.result", fine_after="3150000.01") == ["S-P-46"]
    assert case.refused("remedy.result", fine_after="0.00", confiscation_after="0.00") == []


# --- what goes back -------------------------------------------------------------------------------


def overpaid():
    """Return the case whose party has paid 3,150,000 yuan, of which a review left 3,000,000."""
    case = PenaltyCase().advance_to("arch.draft", dec_penalty=SUMS,
                                    exec_pay={"amount": "3150000.00"})  # fmt: skip
    return case.add("remedy.result", fine_after="3000000.00", confiscation_after="0.00")


def test_s_p_46_passes_giving_back_what_is_owed_no_longer():
    case = overpaid()

    assert case.facts().balance.excess == 150_000
    assert case.refused("exec.refund_draft", excess="150000.00") == []
    case.add("exec.refund_draft").add("exec.refund")
    assert case.refused("exec.repay", amount="150000.00") == []
    case.add("exec.repay", amount="150000.00")
    assert "S-P-46" not in case.refused("arch.draft")


@pytest.mark.parametrize(("act", "field"), [("exec.refund_draft", "excess"),
                                            ("exec.repay", "amount")])  # fmt: skip
@pytest.mark.parametrize("sum", ["149999.99", "150000.01"])
def test_s_p_46_refuses_giving_back_another_sum(act, field, sum):
    (refusal,) = overpaid().attempt(act, **{field: sum})

    assert refusal.id == "S-P-46"
    assert "应当退还150,000.00元" in refusal.message


def test_s_p_46_refuses_giving_back_what_is_owed():
    assert decided("arch.draft").refused("exec.refund_draft") == ["S-P-46"]


@pytest.mark.parametrize("result", ["executed", "court", "withdrawn"])
@pytest.mark.evades("S-P-46", move="silence")
def test_s_p_46_refuses_closing_while_something_goes_back(result):
    ruling = {"court_no": "（2026）岚01行审12号", "court_files": ["f" * 64]}

    found = [one for one in overpaid().attempt("arch.draft", result=result, **ruling)
             if one.id == "S-P-46"]  # fmt: skip

    assert "请先在案件事项中办理“退还罚没款”" in found[0].message


@pytest.mark.evades("S-P-46", move="split")
def test_s_p_46_refuses_giving_the_same_back_twice():
    case = overpaid().add("exec.repay", amount="150000.00")

    assert case.refused("exec.repay", amount="150000.00") == ["S-P-46"]
