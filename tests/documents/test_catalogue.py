"""The catalogue of documents is whole and consistent."""

from collections import Counter

import pytest

import documents
from documents.catalogue import BACK, DOCUMENTS, FRONT, get
from documents.errors import UnknownDocument
from documents.samples import blank_facts


def test_every_row_is_whole():
    for address, document in DOCUMENTS.items():
        assert document.address == address
        assert document.volume in (FRONT, BACK)
        assert document.code
        assert document.title
        assert document.basis.startswith("《")


def test_only_the_two_faces_of_pf_31_share_a_code():
    counts = Counter(document.code for document in DOCUMENTS.values())

    assert [code for code, count in counts.items() if count > 1] == ["PF-31"]


def test_number_series_are_unique_as_each_has_its_own_counter():
    counts = Counter(document.series for document in DOCUMENTS.values() if document.series)

    assert [series for series, count in counts.items() if count > 1] == []


def test_places_in_the_volumes_are_unique():
    counts = Counter((document.volume, document.order) for document in DOCUMENTS.values())

    assert [place for place, count in counts.items() if count > 1] == []


def test_what_is_served_is_external_and_sealed():
    wrong = [d.code for d in DOCUMENTS.values() if d.receipt and not (d.external and d.seal)]

    assert wrong == []


def test_signature_slots_are_known_to_the_blank_context():
    blank = blank_facts()
    known = set(blank["signatures"]) | set(blank["opinions"])

    used = {slot for document in DOCUMENTS.values() for slot in document.signatures}

    assert used <= known


def test_filing_comes_before_the_decision_and_the_decision_before_the_evidence():
    orders = [
        get(f"penalty/{name}").order
        for name in ("filing_approval", "penalty_decision", "prior_notice", "evidence_review")
    ]

    assert orders == sorted(orders)


def test_an_unknown_document_is_named():
    with pytest.raises(UnknownDocument, match="penalty/no_such"):
        documents.render("penalty/no_such", {})
