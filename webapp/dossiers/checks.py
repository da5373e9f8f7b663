"""What `faxun verify` checks of documents, signatures, numbers and volumes."""

from collections.abc import Iterator

import sqlalchemy as sa

from documents.chinese import print_date
from webapp.dossiers.models import (
    Document,
    DocumentState,
    Signature,
    SignatureState,
    Volume,
)
from webapp.dossiers.operations import digest_of
from webapp.evidence.models import File
from webapp.instances import vouching
from webapp.matters.models import Matter
from webapp.numbers.models import NumberEntry, NumberSeries, RegisterEvent
from webapp.process_records.verification import Check, Flaw, Inspection

Series = tuple[int, str, int]


def check_documents(inspection: Inspection) -> Iterator[Flaw]:
    """Compare every final document with its digest, and its columns with what is frozen."""
    known = set(inspection.session.scalars(sa.select(File.digest)))
    query = sa.select(Document).where(Document.state != DocumentState.DRAFT).order_by(Document.id)
    for (document,) in inspection.rows(query):
        inspection.count("document")
        for field, message in _against_context(document):
            yield Flaw("document", str(document.id), message, field)
        if document.pdf and document.pdf not in known:
            yield Flaw("document", str(document.id), "文件库中没有生成的文书", "pdf")
        if not document.contributions:
            yield Flaw("document", str(document.id), "填写内容缺失", "contributions")
        if document.approved_digest != document.context_digest:
            yield Flaw("document", str(document.id), "内容与核准版本不一致", "approved_digest")


def _against_context(document: Document) -> Iterator[tuple[str, str]]:
    context = document.context
    if context is None:
        yield "context", "定稿内容缺失"
        return
    if digest_of(context) != document.context_digest:
        yield "context", "定稿内容已被改动"
        return
    if (document.number or "") != context.get("number"):
        yield "number", "文号与定稿内容不符"
    if document.dated is None or print_date(document.dated) != context.get("date"):
        yield "dated", "成文日期与定稿内容不符"


def check_signatures(inspection: Inspection) -> Iterator[Flaw]:
    """Check that whoever signed signed what the document says."""
    query = (
        sa.select(Signature, Document.context_digest)
        .join(Document, Document.id == Signature.document_id)
        .where(Signature.state != SignatureState.PENDING)
        .order_by(Signature.id)
    )
    for signature, digest in inspection.rows(query):
        inspection.count("signature")
        if signature.digest != digest:
            yield Flaw("signature", str(signature.id), "签名所对应的内容不是该文书", "digest")


def check_numbers(inspection: Inspection) -> Iterator[Flaw]:
    """Check that every series runs from one without gaps up to its counter."""
    last: dict[Series, int] = {}
    query = (
        sa.select(NumberEntry)
        .where(NumberEntry.event == RegisterEvent.TAKEN)
        .order_by(NumberEntry.body_id, NumberEntry.series, NumberEntry.year, NumberEntry.serial)
    )
    for (entry,) in inspection.rows(query):
        inspection.count("number_register")
        key = (entry.body_id, entry.series, entry.year)
        if entry.serial != last.get(key, 0) + 1:
            yield Flaw("number_register", str(entry.id), "文号不连续", "serial", entry.body_id)
        if f"〔{entry.year}〕{entry.serial}号" not in entry.number:
            yield Flaw("number_register", str(entry.id), "文号与序号不符", "number", entry.body_id)
        last[key] = entry.serial
    for (series,) in inspection.rows(sa.select(NumberSeries)):
        key = (series.body_id, series.series, series.year)
        if series.last != last.pop(key, 0):
            name = f"{series.series}〔{series.year}〕"
            yield Flaw("number_series", name, "计数与登记簿不符", "last", series.body_id)
    for body_id, name, year in last:
        yield Flaw("number_series", f"{name}〔{year}〕", "缺少计数", "last", body_id)


def check_numbered(inspection: Inspection) -> Iterator[Flaw]:
    """Check that a document carries a number that the register gave to its matter."""
    register = sa.select(
        NumberEntry.id, NumberEntry.number, NumberEntry.matter_id, Document.matter_id
    )
    register = register.join(Document, Document.id == NumberEntry.document_id, isouter=True)
    register = register.where(NumberEntry.event == RegisterEvent.TAKEN)
    taken: dict[str, int | None] = {}
    for id, number, matter_id, of_document in inspection.session.execute(register):
        taken[number] = matter_id
        if None not in (matter_id, of_document) and matter_id != of_document:
            yield Flaw("number_register", str(id), "登记的案件与文书不符", "matter_id")
    for (matter,) in inspection.rows(sa.select(Matter).where(Matter.number.is_not(None))):
        if matter.number not in taken:
            yield Flaw("matter", str(matter.id), "案号未在登记簿登记", "number")
    query = sa.select(Document).where(Document.number.is_not(None)).order_by(Document.id)
    for (document,) in inspection.rows(query):
        number = document.number or ""
        if number not in taken:
            yield Flaw("document", str(document.id), "文号未在登记簿登记", "number")
        elif taken[number] not in (None, document.matter_id):
            yield Flaw("document", str(document.id), "文号登记在其他案件名下", "number")


def check_volumes(inspection: Inspection) -> Iterator[Flaw]:
    """Check that the bound volumes are in the store."""
    known = set(inspection.session.scalars(sa.select(File.digest)))
    for (volume,) in inspection.rows(sa.select(Volume).order_by(Volume.id)):
        inspection.count("volume")
        for field in ("file", "package"):
            digest = getattr(volume, field)
            if digest is not None and digest not in known:
                yield Flaw("volume", str(volume.id), "文件库中没有所载案卷", field)


def check_contributions(inspection: Inspection) -> Iterator[Flaw]:
    """Compare what documents hold with what was submitted."""
    for (document,) in inspection.rows(sa.select(Document).order_by(Document.id)):
        for contribution in document.contributions:
            inspection.count("contribution")
            known = vouching.said(inspection, document.matter_id, contribution["form"])
            if contribution["values"] not in known:
                where = f"contributions.{contribution['node']}"
                yield Flaw("document", str(document.id), "填写内容与提交记录不符", where)


CHECKS: tuple[Check, ...] = (
    check_documents,
    check_signatures,
    check_numbers,
    check_numbered,
    check_volumes,
    check_contributions,
)
