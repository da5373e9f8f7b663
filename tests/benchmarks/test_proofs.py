"""The short form of what `make bench` measures of the proofs: what is compared within one run."""

from tests.benchmarks.proofs import figures


def test_the_cost_of_a_proof_grows_with_the_drawing_and_stays_near_that_of_reading_it():
    compared = [one for one in figures(3) if one.unit == "x"]

    assert len(compared) == 2
    assert [one.line() for one in compared if not one.reaches(one.must)] == []
