"""Documents and dossiers (文书、案卷): lists, PDFs, signatures, bound volumes."""

from typing import Any

from flask import Response

from documents.errors import DocumentError
from engine import clock
from webapp.api import printing, schemas
from webapp.api.cases import CASE
from webapp.api.door import operation
from webapp.database import transaction
from webapp.dossiers import doors, queries, rendering, signing
from webapp.dossiers.models import Document, VolumeKind
from webapp.errors import Conflict, Invalid, NotFound
from webapp.evidence import storage
from webapp.evidence.models import File
from webapp.evidence.views import hand_out
from webapp.http import current_officer
from webapp.matters import access

Json = dict[str, Any]
DOCUMENT = "/documents/<int(max=2147483647):document_id>"
PDF = "application/pdf"


@operation(
    "GET",
    f"{CASE}/documents",
    "案件的全部文书，作废的也在内",
    "document.read",
    answer=schemas.items_of("Document"),
    problems=(404,),
)
def case_documents(case_id: int) -> Json:
    """Return the documents of a case in the order of their making."""
    case = access.matter_with_id(case_id)
    return {"items": [printing.document(one) for one in queries.of_matter(case.id)]}


@operation(
    "GET",
    DOCUMENT,
    "一份文书：文号、状态、签名、用印",
    "document.read",
    answer=schemas.ref("Document"),
    problems=(404,),
)
def show_document(document_id: int) -> Json:
    """Return a document."""
    return printing.document(doors.document(document_id))


@operation(
    "GET",
    f"{DOCUMENT}/pdf",
    "文书的 PDF；后台尚未生成的当即生成",
    "document.read",
    media=PDF,
    problems=(404, 409, 422),
)
def document_pdf(document_id: int) -> Response:
    """Hand out the PDF of a document, made now if no worker has come to it."""
    found = doors.document(document_id)
    if not found.is_frozen and found.pdf is None:
        raise Conflict("文书尚未定稿，还没有 PDF。")
    digest = _rendered(found) if found.is_frozen else found.pdf
    return hand_out(storage.get(digest or ""), f"{found.number or found.id} {found.title}.pdf")


@operation(
    "GET",
    "/signatures",
    "待我签名的文书",
    "document.sign",
    answer=schemas.items_of("Document"),
)
def list_signatures() -> Json:
    """Return the documents that wait for the officer's signature."""
    found = signing.waiting_for(current_officer().id)
    return {"items": [printing.document(one) for one in found]}


@operation(
    "POST",
    "/signatures",
    "一并签名：列出的文书中等待我签名的；答复为其余待签的文书",
    "document.sign",
    body=schemas.SIGN_ALL,
    answer=schemas.items_of("Document"),
    problems=(400, 403, 404, 409, 413, 415, 422),
)
def sign_together(body: Json) -> Json:
    """Sign several documents one was named in; return those that still wait."""
    found = [doors.document(id) for id in body["documents"]]
    signing.sign_together(current_officer(), found, clock.now())
    return list_signatures()


@operation(
    "POST",
    f"{DOCUMENT}/sign",
    "在文书上签名；image 为已上传的签名图片摘要，可不填",
    "document.sign",
    body=schemas.SIGN,
    answer=schemas.ref("Document"),
    problems=(400, 403, 404, 409, 413, 415, 422),
)
def sign_document(document_id: int, body: Json) -> Json:
    """Sign a document one was named in."""
    found = doors.document(document_id)
    image = body.get("image")
    if image is not None and storage.get(image).media_type not in rendering.IMAGES:
        raise Invalid("签名图片须为 PNG 或 JPEG。", {"image": "签名图片须为 PNG 或 JPEG"})
    signing.sign(current_officer(), found, clock.now(), image)
    return printing.document(found)


@operation(
    "GET",
    f"{CASE}/volumes",
    "归档案件的正卷、副卷；尚未装订时为空",
    "dossier.read",
    answer=schemas.items_of("Volume"),
    problems=(404,),
)
def case_volumes(case_id: int) -> Json:
    """Return the bound volumes of a case."""
    case = access.matter_with_id(case_id)
    return {"items": [printing.volume(one) for one in queries.volumes(case.id)]}


@operation(
    "GET",
    f"{CASE}/volumes/<any(front, back):kind>/pdf",
    "一卷的 PDF",
    "dossier.read",
    media=PDF,
    problems=(404,),
)
def volume_pdf(case_id: int, kind: str) -> Response:
    """Hand out a bound volume."""
    case, wanted = access.matter_with_id(case_id), VolumeKind[kind.upper()]
    found = next((one for one in queries.volumes(case.id) if one.kind is wanted), None)
    if found is None:
        raise NotFound("案卷尚未装订。")
    return hand_out(storage.get(found.file), f"{case.reference}{wanted.value}.pdf")


@operation(
    "GET",
    f"{CASE}/package",
    "电子案卷包：文书、证据文件和校验码",
    "dossier.read",
    media="application/zip",
    problems=(404,),
)
def case_package(case_id: int) -> Response:
    """Hand out the package with every paper, file and checksum."""
    case = access.matter_with_id(case_id)
    digest = next((one.package for one in queries.volumes(case.id) if one.package), None)
    if digest is None:
        raise NotFound("案卷尚未装订。")
    return hand_out(storage.get(digest), f"{case.reference}.zip")


def _rendered(document: Document) -> str:
    try:
        with transaction():
            file: File = rendering.render(queries.get_document(document.id))
            return file.digest
    except DocumentError as error:
        raise Invalid(f"文书暂时不能生成：{error}。已记入故障，请稍后再试。") from error
