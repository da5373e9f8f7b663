"""Files come in by their bytes and go out unchanged; evidence is shown with its verdicts."""

import io
import re
from hashlib import sha256

import pytest

from webapp.database import transaction
from webapp.evidence import operations, queries, storage

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def upload(browser, content, name):
    data = {"file": (io.BytesIO(content), name)}
    headers = {"X-CSRFToken": browser.header_token(), "Accept": "application/json"}
    return browser.post("/evidence/files", data=data, headers=headers)


def test_a_file_is_known_by_its_digest(worked):
    answer = upload(worked.enter("chenwei"), PNG, "现场.png")

    assert answer.get_json() == {
        "digest": sha256(PNG).hexdigest(),
        "name": "现场.png",
        "size": len(PNG),
        "media_type": "image/png",
    }


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\x00\x03" + b"\0" * 40, "照片.png", "不是可以识别的文件格式"),
        (b"<html><script>1</script>", "笔录.pdf", "不是可以识别的文件格式"),
        (b"", "空.pdf", "空文件"),
    ],
)
def test_what_is_no_evidence_is_refused_by_name(worked, content, name, words):
    answer = upload(worked.enter("chenwei"), content, name)

    assert answer.status_code == 422
    assert name in answer.get_json()["detail"] or "空文件" in words
    assert words in answer.get_json()["detail"] or "格式" in answer.get_json()["detail"]


def test_no_file_is_said_so(worked):
    browser = worked.enter("chenwei")
    headers = {"X-CSRFToken": browser.header_token(), "Accept": "application/json"}

    answer = browser.post("/evidence/files", data={}, headers=headers)

    assert answer.status_code == 422
    assert answer.get_json()["detail"] == "没有收到文件。"


def test_supervisors_and_administrators_bring_nothing_in(worked):
    for login in ("suwanqing", "yunfan", "gunanqiao"):
        assert upload(worked.enter(login), PNG, "现场.png").status_code == 403


def test_a_file_goes_out_as_it_came_never_to_be_opened_in_place(worked):
    case = worked.case("undecided")
    digest = next(one.files[0] for one in queries.of_matter(case.id) if one.files)

    answer = worked.enter("chenwei").get(f"/cases/{case.number}/files/{digest}")

    content = answer.data
    answer.close()
    assert sha256(content).hexdigest() == digest
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_of_another_case_is_not_handed_out(worked):
    with transaction():
        digest = storage.store(PNG, "别的案件.png").digest
    case = worked.case("undecided")

    browser = worked.enter("chenwei")

    assert browser.get(f"/cases/{case.number}/files/{digest}").status_code == 404
    assert browser.get(f"/cases/{case.number}/files/{'0' * 64}").status_code == 404


def test_a_damaged_file_is_never_handed_out(worked):
    case = worked.case("undecided")
    digest = next(one.files[0] for one in queries.of_matter(case.id) if one.files)
    path = storage.path_of(digest)
    kept = path.read_bytes()
    path.chmod(0o640)
    try:
        path.write_bytes(kept + b"x")
        answer = worked.enter("chenwei").get(f"/cases/{case.number}/files/{digest}")
        assert answer.status_code >= 400
    finally:
        path.write_bytes(kept)
        path.chmod(0o440)


def test_the_page_lists_verdicts_and_their_history(worked):
    case = worked.case("undecided")
    piece = queries.of_matter(case.id)[0]
    found = {"relevance": "yes", "legality": "no", "authenticity": "yes", "admissible": "no",
             "reason": "没有注明来源"}  # fmt: skip
    with transaction():
        operations.judge_evidence(worked.officer("tangtang"), [(piece, found)], piece.created_at)

    page = text(worked.enter("chenwei").get(f"/cases/{case.number}/evidence"))

    assert "没有注明来源" in page
    assert "不予采信" in page
    assert "此前 1 次审查" in page
    assert "合法性 不具备" in page


def test_the_list_shows_ones_own_cases(worked):
    assert "询问笔录" in text(worked.enter("chenwei").get("/evidence?q=禾记"))
    assert "还没有证据材料" in text(worked.enter("wutong").get("/evidence"))
