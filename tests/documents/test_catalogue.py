"""The catalogue of documents is whole and consistent; what is wrong with a file is named."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import documents
from documents.catalogue import DOCUMENTS, gather, get, only, with_purpose
from documents.context import blank
from documents.errors import MetadataRefused, UnknownDocument
from documents.metadata import BACK, FRONT, NumberFrom, Purpose, SealedBy

LETTER: dict[str, Any] = {
    "code": "XX-01", "title": "督促函", "kind": "letter", "series": "督", "volume": "正卷",
    "order": 10, "external": True, "seal": "approval",
}  # fmt: skip


def write(root: Path, address: str, metadata: object, template: str | None = "") -> None:
    """Write a document into a folder of its own."""
    place = root / "templates" / f"{address}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    if template is not None:
        place.with_suffix(".html").write_text(template, encoding="utf-8")


def test_every_document_is_whole():
    for address, document in DOCUMENTS.items():
        assert document.address == address
        assert document.volume in (FRONT, BACK)
        assert document.code
        assert document.title
        assert document.basis
        assert all(one.startswith(("《", "{")) for one in document.basis)
        assert document.basis[0].startswith("《"), "the law comes first"


def test_only_the_two_faces_of_pf_31_share_a_code():
    counts = Counter(document.code for document in DOCUMENTS.values())

    assert [code for code, count in counts.items() if count > 1] == ["PF-31"]


def test_signature_slots_are_known_to_the_blank_context():
    known = set(blank()["signatures"]) | set(blank()["opinions"])

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


def test_the_keeper_seals_decisions_and_nothing_else():
    sealed = {one.address for one in DOCUMENTS.values() if one.seal is SealedBy.KEEPER}

    assert sealed == {one.address for one in DOCUMENTS.values() if one.decides}


def test_documents_are_found_by_what_they_are_for():
    assert with_purpose(Purpose.AMENDMENT) == {"shared/amendment"}
    assert only(Purpose.RECEIPT) == "shared/service_receipt"


def test_register_and_filing_carry_the_numbers_of_lead_and_case():
    assert get("penalty/lead_register").number_from is NumberFrom.LEAD
    assert get("penalty/filing_approval").number_from is NumberFrom.MATTER
    assert get("penalty/prior_notice").number_from is NumberFrom.SERIES
    assert get("shared/site_record").number_from is NumberFrom.NONE


def test_a_document_of_another_folder_joins_the_catalogue(tmp_path):
    write(tmp_path, "inspection/reminder", LETTER)

    found = gather([tmp_path])["inspection/reminder"]

    assert (found.title, found.series, found.number_from) == ("督促函", "督", NumberFrom.SERIES)
    assert (found.volume, found.order, found.signatures) == (FRONT, 10, ())
    assert found.copies.label == "督促函"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"code": ...}, "code"),
        ({"title": ""}, "title"),
        ({"kind": "poem"}, "kind"),
        ({"volume": "正"}, "volume"),
        ({"order": "10"}, "order"),
        ({"external": "yes"}, "external"),
        ({"signatures": "head"}, "signatures"),
        ({"seal": "sometimes"}, "seal"),
        ({"series": ..., "number_from": "series"}, "series"),
        ({"seal": "none", "receipt": True}, "receipt"),
        ({"purposes": ["decoration"]}, "purposes"),
        ({"needed": {"when": [{"document": "a/b", "field": "x"}]}}, r"needed.when\[0\].is"),
        ({"needed": {"if": []}}, "needed.if"),
        ({"copies": {"first": 1}}, "copies.first"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_fault_in_metadata_names_file_and_key(tmp_path, change, key):
    changed = {name: value for name, value in {**LETTER, **change}.items() if value is not ...}
    write(tmp_path, "inspection/reminder", changed)

    with pytest.raises(MetadataRefused, match=rf"inspection/reminder\.json 的“{key}”"):
        gather([tmp_path])


def test_metadata_that_is_no_json_is_named(tmp_path):
    write(tmp_path, "inspection/reminder", LETTER)
    (tmp_path / "templates/inspection/reminder.json").write_text("{", encoding="utf-8")

    with pytest.raises(MetadataRefused, match=r"reminder\.json 不是有效的 JSON"):
        gather([tmp_path])


def test_template_and_metadata_stand_side_by_side(tmp_path):
    write(tmp_path, "inspection/reminder", LETTER, template=None)
    with pytest.raises(MetadataRefused, match=r"没有模板 inspection/reminder\.html"):
        gather([tmp_path])

    (tmp_path / "templates/inspection/reminder.html").touch()
    (tmp_path / "templates/inspection/other.html").touch()
    with pytest.raises(MetadataRefused, match=r"other\.html 旁边没有元数据文件"):
        gather([tmp_path])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"order": 11}, "series"),
        ({"series": "告"}, "order"),
        ({"order": 11, "series": "告", "needed": {"when": [{"document": "a/b"}]}}, "needed"),
    ],
)
def test_what_does_not_fit_together_is_named(tmp_path, change, reason):
    write(tmp_path, "inspection/reminder", LETTER)
    write(tmp_path, "inspection/warning", {**LETTER, **change})

    with pytest.raises(MetadataRefused, match=rf"inspection/warning”.*“{reason}”"):
        gather([tmp_path])


def test_an_address_stands_in_one_folder_only(tmp_path):
    write(tmp_path / "a", "inspection/reminder", LETTER)
    write(tmp_path / "b", "inspection/reminder", LETTER)

    with pytest.raises(MetadataRefused, match="重复"):
        gather([tmp_path / "a", tmp_path / "b"])
