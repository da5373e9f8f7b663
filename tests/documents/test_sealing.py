"""Seals and signatures hold, and every change is noticed."""

import io
import re
from datetime import UTC, datetime, timedelta, timezone

import pikepdf
import pytest

from documents import worker
from documents.certificates import DevelopmentAuthority, Signer
from documents.errors import SealFailed
from documents.seal_drawing import DIAMETER, MILLIMETER, draw_seal
from documents.sealing import LocalSealProvider, read_spots
from tests.documents.conftest import rendered

ZONE = timezone(timedelta(hours=8))
AT = datetime(2026, 4, 29, 15, 0, tzinfo=ZONE)
BODY = Signer("body", "11440100007345124N", "岚江市市场监督管理局")
HEAD = Signer("officer", "19040010001", "周明远", BODY.name)
DECISION = "penalty/penalty_decision"


@pytest.fixture(scope="module")
def provider(tmp_path_factory) -> LocalSealProvider:
    return LocalSealProvider(tmp_path_factory.mktemp("home"), worker.fonts_folder())


@pytest.fixture(scope="module")
def prepared(provider) -> bytes:
    return provider.prepare(rendered(DECISION), ("head", "seal"), BODY)


@pytest.fixture(scope="module")
def sealed(provider, prepared) -> bytes:
    return provider.sign(provider.sign(prepared, "head", HEAD, AT), "seal", BODY, AT, "用印")


def test_a_signed_and_sealed_decision_verifies(provider, sealed):
    verdicts = provider.verify(sealed)

    assert [(v.field, v.signer, v.valid, v.reason) for v in verdicts] == [
        ("head", "周明远", True, ""),
        ("seal", "岚江市市场监督管理局", True, ""),
    ]
    assert {v.signed_at for v in verdicts} == {AT}


def test_the_first_signature_certifies(sealed):
    with pikepdf.open(io.BytesIO(sealed)) as file:
        certified = file.Root.Perms.DocMDP
        first = next(field for field in file.Root.AcroForm.Fields if field.T == "head")

        assert certified.objgen == first.V.objgen


def test_every_changed_byte_of_the_document_is_noticed(provider, sealed):
    length = len(rendered(DECISION))
    for place in range(1000, length, length // 12):
        changed = bytearray(sealed)
        changed[place] ^= 1
        try:
            verdicts = provider.verify(bytes(changed))
        except SealFailed:
            continue

        assert not any(v.valid for v in verdicts), place


def test_pages_added_after_the_seal_are_noticed(provider, sealed):
    with pikepdf.open(io.BytesIO(sealed)) as file:
        file.pages.append(file.pages[0])
        out = io.BytesIO()
        file.save(out)

    assert not any(v.valid for v in provider.verify(out.getvalue()))


def test_a_seal_of_another_authority_is_not_trusted(provider, prepared, tmp_path):
    stranger = LocalSealProvider(tmp_path, worker.fonts_folder())
    forged = stranger.sign(prepared, "seal", BODY, AT)

    (verdict,) = provider.verify(forged)

    assert not verdict.valid
    assert verdict.reason == "证书不受信任或者已失效"


def test_an_unsigned_document_has_no_verdicts(provider, prepared):
    assert provider.verify(rendered(DECISION)) == []
    assert provider.verify(prepared) == []


def test_the_seal_is_drawn_42_mm_wide_over_agency_and_date(sealed):
    _, left, bottom, right, top = read_spots(rendered(DECISION))["seal"]
    with pikepdf.open(io.BytesIO(sealed)) as file:
        field = next(field for field in file.Root.AcroForm.Fields if field.T == "seal")
        rectangle = [float(value) for value in field.Rect]
        appearance = field.AP.N

        assert rectangle[2] - rectangle[0] == pytest.approx(DIAMETER * MILLIMETER, abs=1)
        assert rectangle == pytest.approx([left, bottom, right, top], abs=1)
        assert appearance.Resources.ExtGState.FxSeal.BM == "/Multiply"


def test_a_document_of_several_pages_has_a_straddling_seal_on_every_page(prepared):
    with pikepdf.open(io.BytesIO(prepared)) as file:
        for page in file.pages:
            last = page.Contents[-1].read_bytes()
            assert b"/FxSeal gs" in last
            assert b"re W n" in last


def test_fields_are_signed_once_and_only_where_prepared(provider, prepared):
    signed = provider.sign(prepared, "head", HEAD, AT)

    with pytest.raises(SealFailed, match="已经签过"):
        provider.sign(signed, "head", HEAD, AT)
    with pytest.raises(SealFailed, match="没有签章位"):
        provider.sign(prepared, "reviewer", HEAD, AT)


def test_a_document_without_a_place_for_the_seal_cannot_be_sealed(provider):
    with pytest.raises(SealFailed, match="没有用印位置"):
        provider.prepare(rendered("shared/interview_record"), ("seal",), BODY)


@pytest.mark.parametrize("junk", [b"", b"no pdf", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_refused(provider, junk):
    with pytest.raises(SealFailed):
        provider.prepare(junk, ("head",))


def test_a_time_without_zone_is_refused(provider, prepared):
    with pytest.raises(SealFailed, match="时区"):
        provider.sign(prepared, "head", HEAD, datetime(2026, 4, 29))


def test_certificates_are_issued_once_and_private(tmp_path):
    authority = DevelopmentAuthority(tmp_path)
    first = authority.issue(HEAD)

    assert DevelopmentAuthority(tmp_path).issue(HEAD) == first
    assert first.key.stat().st_mode & 0o077 == 0


def test_only_bodies_and_officers_get_certificates(tmp_path):
    with pytest.raises(SealFailed):
        DevelopmentAuthority(tmp_path).issue(Signer("party", "1", "沈砚秋"))


@pytest.mark.parametrize(
    "name", ["岚江市市场监督管理局", "岚江市望海区柳塘街道办事处", "岚江市公安局"]
)
def test_a_seal_stays_inside_its_ring_and_letters_do_not_touch(name):
    drawing = draw_seal(name, worker.fonts_folder())
    points = [point for _, group in drawing.outlines for point in group]

    assert max(x * x + y * y for x, y in points) <= (DIAMETER / 2) ** 2 * 2.01
    assert re.fullmatch(r"<svg .*</svg>", drawing.svg())


def test_a_seal_cannot_be_drawn_with_letters_the_face_lacks():
    with pytest.raises(SealFailed, match="😀"):
        draw_seal("岚江😀局", worker.fonts_folder())


def test_signing_keeps_universal_time(provider, prepared):
    signed = provider.sign(prepared, "head", HEAD, AT.astimezone(UTC))

    assert provider.verify(signed)[0].signed_at == AT
