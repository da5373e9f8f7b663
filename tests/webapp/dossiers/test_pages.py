"""Documents, signatures, volumes and what a dossier still lacks, as pages show them."""

import io
import re
import zipfile
from hashlib import sha256

import pikepdf
import pytest

from tests.journeys import stages
from webapp.database import db, transaction
from webapp.dossiers import binding, completeness, queries, rendering, signing
from webapp.dossiers.models import DocumentState, SealState, Signature, SignatureState

RECORD = "shared/interview_record"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def paper(worked, name, address):
    return queries.latest(worked.ids[name], address)


def test_a_document_shows_state_signatures_and_digest(worked):
    document = paper(worked, "undecided", "shared/interview_record")

    page = text(worked.enter("chenwei").get(f"/documents/{document.id}"))

    assert "询问笔录" in page
    assert "陈伟" in page
    assert "李敏" in page
    assert document.context_digest in page


def test_the_pdf_is_made_on_demand_and_shown_in_place(worked):
    document = paper(worked, "undecided", "shared/interview_record")

    answer = worked.enter("limin").get(f"/documents/{document.id}/pdf")

    assert answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline")
    assert "filename*=UTF-8''" in disposition
    assert disposition.isascii()  # or servers cannot send it
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with pikepdf.open(io.BytesIO(answer.data)) as opened:
        assert len(opened.pages) >= 1
    again = worked.enter("limin").get(f"/documents/{document.id}/pdf")
    assert again.data == answer.data


def test_a_seal_is_verified_on_the_page(worked):
    document = paper(worked, "published", "penalty/penalty_decision")
    chenwei = worked.enter("chenwei")
    chenwei.get(f"/documents/{document.id}/pdf")

    page = text(chenwei.get(f"/documents/{document.id}"))

    assert "已用印" in page
    assert "签章有效，文件未被改动" in page
    assert "岚江市市场监督管理局" in page


def test_who_was_named_signs_once_and_others_do_not(worked):
    document = paper(worked, "undecided", "shared/interview_record")
    zhouhang = worked.officer("zhouhang")
    with transaction() as session:
        session.add(
            Signature(document_id=document.id, slot="officers", officer_id=zhouhang.id, name="周航")
        )
        document.state = DocumentState.SIGNING
    browser = worked.enter("zhouhang")

    assert "等待您签名" in text(browser.get(f"/documents/{document.id}"))
    assert "询问笔录" in text(browser.get("/todo"))
    assert browser.send(f"/documents/{document.id}/sign").status_code == 302

    signed = db.session.query(Signature).filter_by(officer_id=zhouhang.id).one()
    assert signed.state is SignatureState.SIGNED
    assert signed.digest == document.context_digest
    assert browser.send(f"/documents/{document.id}/sign").status_code == 409
    assert worked.enter("wangjian").send(f"/documents/{document.id}/sign").status_code == 403
    assert worked.enter("wutong").send(f"/documents/{document.id}/sign").status_code == 404


@pytest.fixture
def unsigned(worked):
    """Return two papers that wait for an officer who was there, and for nobody else."""
    papers = [paper(worked, "undecided", one) for one in ("penalty/case_review", RECORD)]
    zhouhang = worked.officer("zhouhang")
    with transaction() as session:
        for one in papers:
            mine = Signature(document_id=one.id, slot="officers", officer_id=zhouhang.id)
            mine.name = "周航"
            session.add(mine)
            one.state, one.finalized_at = DocumentState.SIGNING, None
    return [one.id for one in papers]


def states(ids):
    db.session.expire_all()
    return [queries.get_document(id).state for id in ids]


def test_what_waits_for_a_signature_is_signed_at_once(worked, unsigned):
    zhouhang = worked.enter("zhouhang")
    page = zhouhang.get("/todo").get_data(as_text=True)
    assert all(f'name="document" value="{id}" checked' in page for id in unsigned)

    worked.enter("limin").send("/documents/sign", {"document": unsigned})
    assert states(unsigned) == [DocumentState.SIGNING] * 2  # nobody signs for another

    assert zhouhang.send("/documents/sign", {"document": unsigned}).status_code == 302
    assert states(unsigned) == [DocumentState.FINAL] * 2
    assert all(queries.get_document(id).finalized_at for id in unsigned)
    assert "没有需要您签名的文书" in text(zhouhang.get("/todo"))


def test_a_head_notes_why_somebody_cannot_sign(worked, unsigned):
    one = queries.get_document(unsigned[0])
    (wanted,) = signing.pending(one.signatures)
    address = f"/documents/{one.id}/signatures/{wanted.id}/excuse"
    head = worked.enter("zhoushenxing")

    assert worked.enter("chenwei").send(address, {"reason": "调离"}).status_code == 403
    assert "不能签名？" in text(head.get(f"/documents/{one.id}"))
    assert head.send(address, {"reason": " "}).status_code == 422
    assert head.send(address, {"reason": "已调离本机关"}).status_code == 302

    assert states(unsigned) == [DocumentState.FINAL, DocumentState.SIGNING]
    (noted,) = [
        line
        for line in rendering.printed(queries.get_document(one.id))["signatures"]["officers"]
        if line["name"] == "周航"
    ]
    assert noted["note"] == "周航不能签名：已调离本机关（周慎行注明）"
    assert head.send(address, {"reason": "再注明"}).status_code == 409


def test_only_the_head_voids_and_the_number_stays(worked):
    document = paper(worked, "undecided", "penalty/case_review")
    number = document.number
    address = f"/documents/{document.id}/void"

    assert worked.enter("chenwei").send(address, {"reason": "写错"}).status_code == 403
    assert worked.enter("zhoushenxing").send(address, {"reason": " "}).status_code == 422
    assert worked.enter("zhoushenxing").send(address, {"reason": "引错当事人"}).status_code == 302

    page = text(worked.enter("chenwei").get(f"/documents/{document.id}"))
    assert "该文书已作废：引错当事人" in page
    assert number in page
    assert queries.get_document(document.id).state is DocumentState.VOID


def test_what_the_party_has_got_is_not_voided(worked):
    document = paper(worked, "published", "penalty/penalty_decision")
    head = worked.enter("zhoushenxing")

    assert "作废文书" not in text(head.get(f"/documents/{document.id}"))
    answer = head.send(f"/documents/{document.id}/void", {"reason": "引错条款"})

    assert answer.status_code == 409
    assert "文书已经送达，不能作废" in text(answer)
    assert queries.get_document(document.id).state is DocumentState.FINAL


def test_the_seal_keeper_finds_and_seals_what_waits_for_a_seal(worked):
    document = paper(worked, "undecided", "penalty/case_review")
    address = f"/documents/{document.id}"
    keeper = worked.enter("luozhiwei")
    assert keeper.get(address).status_code == 404
    with transaction():
        document.seal = SealState.WANTED

    assert address in keeper.get("/documents?state=unsealed").text
    assert f'action="{address}/seal"' in keeper.get(address).text
    right = {"digest": document.approved_digest}
    assert worked.enter("chenwei").send(f"{address}/seal", right).status_code == 403
    assert keeper.send(f"{address}/seal", {"digest": "0" * 64}).status_code == 409
    assert keeper.send(f"{address}/seal", right).status_code == 302

    assert queries.get_document(document.id).seal is SealState.REQUESTED
    assert "/seal" not in worked.enter("zhoushenxing").get(address).text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [("", True), ("state=final", True), ("state=void", False), ("state=unsigned", False),
     ("q=询问", True), ("q=无此文书", False), ("state=nonsense", True)],
)  # fmt: skip
def test_the_list_of_documents(worked, query, is_found):
    page = text(worked.enter("chenwei").get(f"/documents?{query}"))

    assert ("PF-17" in page) is is_found


def test_the_dossier_names_what_is_there_and_what_is_not(worked):
    case = worked.case("undecided")

    page = text(worked.enter("chenwei").get(f"/cases/{case.number}/dossier"))

    assert re.search(r"正卷 \d+ 件", page)
    assert re.search(r"副卷 \d+ 件", page)
    assert "行政处罚决定书 待形成" in page
    assert re.search(r"尚缺 \d+ 项", page)


def test_a_closed_case_lacks_nothing_and_downloads_with_its_checksums(worked):
    j = worked.journey("published", "2026-05-11T09:00")
    j.steps("exec.pay")
    stages.archived(j)
    case = worked.case("published")
    with transaction():
        bound = binding.bind(case.id)
    titles = [line["title"] for volume in bound for line in volume.manifest]
    shenmo = worked.enter("shenmo")

    page = text(shenmo.get(f"/cases/{case.number}/dossier"))
    package = shenmo.get(f"/cases/{case.number}/dossier/package.zip")
    front = shenmo.get(f"/cases/{case.number}/dossier/front.pdf")

    assert "案卷已归档" in page
    assert "尚缺" not in page
    assert package.headers["Content-Disposition"].startswith("attachment")
    content = package.data
    package.close()
    assert sha256(content).hexdigest() in page
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    with pikepdf.open(io.BytesIO(front.data)) as opened:
        assert len(opened.pages) > 10
        sizes = {tuple(round(float(side)) for side in one.mediabox) for one in opened.pages}
    assert sizes == {(0, 0, 595, 842)}
    place = titles.index("现场笔录附件：照片")
    assert titles[place - 1] in ("现场笔录", "现场笔录附件：照片")
    assert all(line["digest"][:16] in page for volume in bound for line in volume.manifest)
    assert not [title for title in titles if re.search(r"\.\w{3,4}\b", title)]
    assert worked.enter("wutong").get(f"/cases/{case.number}/dossier").status_code == 404


def test_the_matrix_asks_for_a_hearing_only_when_there_was_one(worked):
    case = worked.case("published")
    lines = completeness.check(case, queries.of_matter(case.id))

    titles = {line.title for line in lines}

    assert "听证笔录" not in titles
    assert "行政处罚决定书的送达回证" in titles
    assert {line.presence for line in lines if line.codes == "PF-42"} == {
        completeness.Presence.PRESENT
    }
