"""Files (文件): taken in by content, handed out with their original bytes."""

from typing import Any, BinaryIO, cast

from flask import Response, request

from webapp.api import printing, schemas
from webapp.api.answers import Answer
from webapp.api.cases import CASE
from webapp.api.door import operation
from webapp.errors import Invalid, NotFound
from webapp.evidence import queries, storage
from webapp.evidence.views import hand_out
from webapp.http import current_officer
from webapp.matters import access

Json = dict[str, Any]


@operation(
    "POST",
    "/files",
    "上传文件（证据、照片、签名图片），得到内容摘要",
    "task.complete",
    "lead.write",
    answer=schemas.ref("File"),
    status=201,
    uploads=True,
    problems=(400, 413, 415, 422),
)
def upload_file() -> Answer:
    """Take a file in; what it is follows from its bytes."""
    current_officer()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid("没有收到文件。", {"file": "请以 multipart/form-data 的 file 字段上传"})
    stored = storage.store(cast(BinaryIO, sent.stream), sent.filename)
    # The same bytes may have come before under another name: say the one just used.
    return Answer({**printing.file(stored), "name": sent.filename}, 201)


@operation(
    "GET",
    f"{CASE}/files/<digest>",
    "案件中的一个文件，原样下载",
    "evidence.read",
    media="application/octet-stream",
    problems=(404,),
)
def case_file(case_id: int, digest: str) -> Response:
    """Hand out a file of a case."""
    if not queries.belongs_to(access.matter_with_id(case_id), digest):
        raise NotFound("案件中没有这个文件。")
    return hand_out(storage.get(digest))
