"""Seals and signatures on finished documents: PAdES, certified by the first of them.

All empty fields are made before the first signature (later ones would break it), the first
signature certifies, and verification reads ``bottom_line``, never ``intact`` alone.
"""

import io
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfResources, RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from documents.certificates import DevelopmentAuthority, Signer
from documents.errors import SealFailed
from documents.seal_drawing import DIAMETER, MILLIMETER, SealDrawing, draw_seal

SEAL_FIELD = "seal"
SPOTS = "/FaxunSpots"
STRADDLE_PAGES = 8
"""Pages that share one straddling seal (骑缝章)."""


@dataclass(frozen=True)
class SealVerdict:
    """What verification says of one signature field."""

    field: str
    signer: str
    signed_at: datetime | None
    valid: bool
    reason: str


class SealProvider(Protocol):
    """What a seal service offers: the local one, or an adapter for the government's."""

    def prepare(self, pdf: bytes, slots: Sequence[str], body: Signer | None = None) -> bytes:
        """Make all empty fields, and draw the straddling seal of ``body`` if there are pages."""

    def sign(self, pdf: bytes, slot: str, signer: Signer, at: datetime, reason: str = "") -> bytes:
        """Put one seal or signature into its field."""

    def verify(self, pdf: bytes) -> list[SealVerdict]:
        """Judge every signature in the file."""


class LocalSealProvider:
    """The demonstration provider: pyHanko with the development authority."""

    def __init__(self, home: Path, fonts: Path) -> None:
        self.authority = DevelopmentAuthority(home / "ca")
        self.fonts = fonts

    def prepare(self, pdf: bytes, slots: Sequence[str], body: Signer | None = None) -> bytes:
        """Make all empty fields; several pages get the straddling seal (骑缝章) first."""
        writer = _open(pdf)
        spots, pages = read_spots(pdf), int(writer.root["/Pages"]["/Count"])
        if body and SEAL_FIELD in slots and pages > 1:
            _straddle(writer, draw_seal(body.name, self.fonts), pages)
        for slot in slots:
            page, box = _place(spots, slot)
            specification = fields.SigFieldSpec(
                slot, on_page=page, box=box, empty_field_appearance=True
            )
            fields.append_signature_field(writer, specification)
        return _written(writer)

    def sign(self, pdf: bytes, slot: str, signer: Signer, at: datetime, reason: str = "") -> bytes:
        """Sign one prepared field; the first signature of a document certifies it."""
        if at.tzinfo is None:
            raise SealFailed("签章时间须带时区")
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        state = {name: value is not None for name, value, _ in fields.enumerate_sig_fields(reader)}
        if slot not in state:
            raise SealFailed(f"文书没有签章位“{slot}”")
        if state[slot]:
            raise SealFailed(f"签章位“{slot}”已经签过")
        metadata = signers.PdfSignatureMetadata(
            field_name=slot,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=signer.name,
            reason=reason or None,
            certify=not any(state.values()),
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        )
        style = self._appearance(signer) if slot == SEAL_FIELD else None
        machine = _TimedSigner(metadata, self._signer(signer), at, style)
        try:
            out = machine.sign_pdf(_open(pdf), existing_fields_only=True)
        except (SigningError, PdfError, ValueError) as error:
            raise SealFailed(f"签章失败：{error}") from error
        return bytes(out.getvalue())

    def verify(self, pdf: bytes) -> list[SealVerdict]:
        """Judge every signature by its bottom line: intact, trusted, only signatures added."""
        try:
            reader = PdfFileReader(io.BytesIO(pdf), strict=False)
            embedded = list(reader.embedded_signatures)
        except (PdfError, ValueError, KeyError) as error:
            raise SealFailed(f"文件不是可以验签的 PDF：{error}") from error
        root = self.authority.root().certificate.read_bytes()
        return [_judge(signature, root) for signature in embedded]

    def _signer(self, signer: Signer) -> signers.SimpleSigner:
        files, root = self.authority.issue(signer), self.authority.root()
        loaded: signers.SimpleSigner | None = signers.SimpleSigner.load(
            str(files.key), str(files.certificate), ca_chain_files=(str(root.certificate),)
        )
        if loaded is None:
            raise SealFailed(f"“{signer.name}”的签名证书无法读取")
        return loaded

    def _appearance(self, signer: Signer) -> StaticStampStyle:
        """Return the red seal as the field's appearance, blended so that text shows through."""
        size = DIAMETER * MILLIMETER
        drawing = draw_seal(signer.name, self.fonts)
        content = RawContent(
            drawing.operators(size), resources=_resources(), box=BoxConstraints(size, size)
        )
        flush = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID)
        return StaticStampStyle(
            border_width=0, background=content, background_opacity=1, background_layout=flush
        )


class _TimedSigner(signers.PdfSigner):
    """A signer that signs at the time it is told, so that the platform's clock rules."""

    def __init__(self, metadata: Any, signer: Any, at: datetime, style: Any) -> None:
        super().__init__(metadata, signer, stamp_style=style)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _open(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    except (PdfError, ValueError) as error:
        raise SealFailed(f"文件不是可以签章的 PDF：{error}") from error


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read_spots(pdf: bytes) -> dict[str, list[float]]:
    """Return where a document wants its seals and signatures: page, left, bottom, right, top."""
    root = PdfFileReader(io.BytesIO(pdf), strict=False).root
    if SPOTS not in root:
        return {}
    spots: dict[str, list[float]] = json.loads(str(root[SPOTS]))
    return spots


def _place(
    spots: dict[str, list[float]], slot: str
) -> tuple[int, tuple[int, int, int, int] | None]:
    """Return page and box of a slot: the seal is drawn, signatures of officers are not."""
    if slot != SEAL_FIELD:
        return 0, None
    if slot not in spots:
        raise SealFailed("文书没有用印位置")
    page, left, bottom, right, top = spots[slot]
    half = DIAMETER * MILLIMETER / 2
    x, y = (left + right) / 2, (bottom + top) / 2
    return int(page), (round(x - half), round(y - half), round(x + half), round(y + half))


def _resources() -> PdfResources:
    """Return the graphics state that multiplies red ink over black text."""
    state = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/ExtGState"),
            generic.pdf_name("/BM"): generic.pdf_name("/Multiply"),
        }
    )
    resources = PdfResources()
    resources.ext_g_state[generic.pdf_name("/FxSeal")] = state
    return resources


def _straddle(writer: IncrementalPdfFileWriter, drawing: SealDrawing, pages: int) -> None:
    """Draw a seal split over the right edges of the pages; many pages share several seals."""
    size = drawing.diameter * MILLIMETER
    groups = -(-pages // STRADDLE_PAGES)
    starts = [pages * group // groups for group in range(groups + 1)]
    for first, end in itertools.pairwise(starts):
        share = end - first
        for index in range(share):
            page = writer.find_page_for_modification(first + index)[0].get_object()
            _, _, right, top = (float(value) for value in page["/MediaBox"])
            part = (index / share, (index + 1) / share)
            x, y = right - part[1] * size, (top - size) / 2
            place = f"q 1 0 0 1 {x:.3f} {y:.3f} cm\n".encode()
            stream = generic.StreamObject(
                stream_data=place + drawing.operators(size, part) + b"\nQ"
            )
            states = page["/Resources"].get("/ExtGState", {})  # one dictionary for all pages
            wanted = None if "/FxSeal" in states else _resources().as_pdf_object()
            writer.add_stream_to_page(first + index, writer.add_object(stream), wanted)


def _judge(signature: Any, root: bytes) -> SealVerdict:
    """Judge one signature against the root."""
    at = signature.self_reported_timestamp
    trusted = list(load_certs_from_pemder_data(root))
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at)
    name = signature.field_name
    try:
        status = validate_pdf_signature(signature, context)
    except (PdfError, ValueError, KeyError) as error:
        return SealVerdict(name, "", at, False, f"签名无法解析：{error}")
    certificate = status.signing_cert.subject.native.get("common_name", "")
    valid = bool(status.bottom_line)
    return SealVerdict(name, certificate, at, valid, "" if valid else _why(status))


def _why(status: Any) -> str:
    """Say in Chinese why a signature does not hold."""
    if not status.intact:
        return "文件内容在签章后被改动"
    if not status.valid:
        return "签名值与证书不符"
    if not status.trusted:
        return "证书不受信任或者已失效"
    return "签章后文件有不被允许的增补"
