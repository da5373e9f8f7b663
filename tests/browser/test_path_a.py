"""A fine with confiscation, hearing waived, in the browser: from the lead to the archive.

Officer, colleague, heads, reviewer, keeper of seals, treasurer and archivist work through the pages
they have; stretches that show no new kind of page are taken at the operations. A supervisor looks
on, before the decision and after it.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.hands import Hands, draw
from tests.browser.office import BrowserOffice
from tests.journeys.journey import Journey
from webapp.dossiers import queries as dossiers
from webapp.evidence import storage
from webapp.instances import queries as instances
from webapp.matters.models import MatterStatus

pytestmark = pytest.mark.xdist_group("browser-path")

SECRETS = (
    "惠民食品店", "沈砚秋", "欧阳修竹", "榕荫路", "0799-5550218", "92445902MA5A1B2C13",
    "销售台账复印件", "三种预包装食品", "建议立案调查", "8000.00",
)  # fmt: skip
"""Content of the case: supervisors read none of it before the decision (办法第三十七条)."""


@pytest.fixture
def office(live_city, open_window, tmp_path):
    """Return the office on the morning of the case; an older lead names the same party."""
    older = Journey("2026-02-09T09:00")
    older.register(content="反映该店短斤少两。")
    photo = tmp_path / "现场照片.png"
    photo.write_bytes(storage.read(older.files.photo))
    return BrowserOffice(Journey("2026-03-02T09:00"), open_window, photo)


def test_a_fine_from_the_lead_to_the_archive(office, tmp_path):
    register(office, tmp_path)
    verify(office)
    file(office)
    investigate(office)
    review(office)
    propose(office)
    see_nothing_undecided(office)
    decide(office)
    close(office)
    follow_the_trajectory(office)

    assert office.journey.case.status is MatterStatus.ARCHIVED


def register(office: BrowserOffice, folder: Path) -> None:
    """Sign in at the intake desk, be told of an older lead, attach what may be attached."""
    page = office.page("intake")
    page.get_by_role("link", name="案源线索").click()
    page.get_by_role("link", name="登记案源").click()
    hands = Hands(page, office.file)
    hands.fill(office.journey.values("penalty/lead", {}))
    expect(page.locator("#similar")).to_contain_text("当事人")
    expect(page.locator("#similar")).to_contain_text("请并入已有案源")

    program = folder / "照片.png"
    program.write_bytes(b"MZ\x90\x00 no picture at all")
    hands.upload("attachments", program)
    note = hands.field("attachments").locator("[data-upload-note]")
    expect(note).to_contain_text("照片.png")
    expect(hands.field("attachments").locator("[data-body] li")).to_have_count(0)
    hands.upload("attachments", office.file)
    expect(hands.field("attachments").locator("[data-body] li")).to_contain_text("现场照片.png")

    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("案源已登记，编号 岚市监源〔2026〕2号")
    office.take_newest_case()


def verify(office: BrowserOffice) -> None:
    """Assign, verify with a draft that survives a reload, be sent back, mend it."""
    j = office.journey
    j.later(hours=1)
    office.do("case.assign", "unit_head")
    j.at("2026-03-04T14:00")

    hands = office.fill("case.verify", "officer_lead")
    page, words = hands.page, "货架上的食品标签未标明产地。"
    with page.expect_response(lambda answer: _keeps(answer, words)):
        hands.control("findings").fill(words)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    sheet = page.frame_locator("#preview").locator("body")
    expect(sheet).to_contain_text(words)
    page.reload()
    expect(hands.control("findings")).to_have_value(words)
    office.submit(page)

    j.later(minutes=20)
    head = office.open("case.verify_opinion", "unit_head")
    head.get_by_role("link", name="退回", exact=True).click()
    head.get_by_role("button", name="退回").click()
    expect(head.locator(".z-error")).to_be_visible()
    head.get_by_label("线索核查").check()
    head.get_by_label("退回意见").fill("请写明品种和数量。")
    head.get_by_role("button", name="退回").click()
    expect(head.locator("#messages")).to_contain_text("已退回至“线索核查”")

    j.later(minutes=20)
    page = office.open("case.verify", "officer_lead")
    expect(page.locator(".z-heads")).to_contain_text("请写明品种和数量。")
    expect(hands.control("findings")).to_have_value(words)
    hands.control("findings").fill("货架上的三种预包装食品标签未标明生产日期。")
    office.submit(page)
    office.do("case.verify_opinion", "unit_head")


def _keeps(answer: Response, words: str) -> bool:
    """Tell whether this is the answer to the draft that holds some words."""
    return answer.url.endswith("/draft") and words in (answer.request.post_data or "")


def file(office: BrowserOffice) -> None:
    """Decide to file, on an approval table that has filled up from hand to hand."""
    j = office.journey
    j.later(minutes=20)
    j.steps("case.file_request", "case.file_opinion")
    page = office.open("case.file", "deputy_head")
    sheet = page.frame_locator("#preview").locator("body")
    expect(sheet).to_contain_text("建议立案调查。")
    Hands(page, office.file).fill(j.submission(office.todo("case.file")))
    office.submit(page)
    j.sign_all()


def investigate(office: BrowserOffice) -> None:
    """Visit from the page of the case; be refused in two places at once; sign by two hands."""
    j = office.journey
    j.at("2026-03-05T09:00")
    j.record("rights_notice", "inv.rights_notice")
    page = office.page("officer_lead")
    page.goto(f"/cases/{j.case.number}")
    page.locator(".djs-container").wait_for()
    page.locator("summary", has_text="案件事项").click()
    page.get_by_role("button", name="现场检查", exact=True).click()
    page.locator("#task").wait_for()
    Hands(page, office.file).fill(j.submission(office.todo("inv.id_show")))
    office.submit(page)
    j.later(hours=1)

    values = j.submission(office.todo("inv.onsite"))
    alone = {**values, "start_at": "2026-03-05T09:05", "end_at": "2026-03-05T09:15"}
    hands = Hands(office.open("inv.onsite", "officer_lead"), office.file)
    hands.fill(alone)
    office.send(page)
    refusals = page.locator("#refusals")
    expect(refusals).to_contain_text("《行政处罚法》")
    expect(refusals).to_contain_text("本次提交没有生效")
    expect(hands.control("findings")).to_have_value(values["findings"])
    assert office.window("officer_lead").violations() == []
    hands.fill({"start_at": values["start_at"], "end_at": values["end_at"]})
    office.submit(page)

    colleague = office.page("officer_assist")
    colleague.goto("/todo")
    colleague.get_by_role("link", name="现场笔录").first.click()
    pad = colleague.locator("[data-pad] canvas")
    pad.wait_for()
    assert office.window("officer_assist").violations() == []
    draw(colleague, pad)
    colleague.get_by_role("button", name="完成签名").click()
    expect(colleague.locator("[data-files] li")).to_have_count(1)
    colleague.get_by_role("button", name="签名", exact=True).click()
    expect(colleague.locator("#messages")).to_contain_text("已签名")

    j.later(minutes=20)
    j.record("interview", "inv.interview")
    j.record("obtaining", "inv.obtain")


def review(office: BrowserOffice) -> None:
    """Judge the evidence and the case; a fine beyond the range is refused and stays typed."""
    j = office.journey
    j.at("2026-03-20T09:00")
    office.do("inv.collect", "officer_lead")
    page = office.open("evidence.review", "case_reviewer")
    page.get_by_role("button", name="全部采信").click()
    verdicts = page.locator("[data-rows=verdicts] select[name$=admissible]")
    assert {verdicts.nth(at).input_value() for at in range(verdicts.count())} == {"yes"}
    Hands(page, office.file).fill({"opinion": "经审查，各项证据相互印证，予以采信。"})
    office.submit(page)
    j.sign_all()
    hands = office.fill("inv.close", "officer_lead")
    hands.control("fine").fill("60000.00")
    office.send(hands.page)
    expect(hands.page.locator("#refusals")).to_contain_text("罚款高于法定幅度")
    expect(hands.page.locator("#refusals small").first).to_contain_text("《行政处罚法》")
    expect(hands.control("fine")).to_have_value("60000.00")
    hands.control("fine").fill(j.facts["fine"])
    office.submit(hands.page)
    j.steps("inv.close_opinion")
    office.do("rev.case", "case_reviewer")


def propose(office: BrowserOffice) -> None:
    """Agree to the proposal, serve the notice, have the receipt signed on the pad."""
    j = office.journey
    j.at("2026-03-24T09:00")
    office.do("proposal.draft", "officer_lead")
    j.steps("proposal.opinion")
    office.do("appr.proposal", "deputy_head")
    j.sign_all()
    j.steps("notice.prior", "notice.approve")
    j.later(hours=2)
    office.do("serve.plan", "officer_lead")
    j.later(minutes=30)
    office.do("serve.deliver", "officer_lead")
    j.sign_all()


def see_nothing_undecided(office: BrowserOffice) -> None:
    """Find the case and its path as supervisor; no answer of the server holds any content."""
    heard: list[str] = []
    page = office.page("suwanqing")
    page.on("response", lambda answer: heard.append(_words(answer)))
    page.goto("/supervision/")
    expect(page.locator("table")).to_contain_text("仅流程轨迹")
    page.get_by_role("search").locator("input").fill(office.journey.case.number)
    page.keyboard.press("Enter")
    page.locator("table a").first.click()
    page.locator(".djs-container").wait_for()
    expect(page.get_by_text("仅可查看流程轨迹").first).to_be_visible()
    expect(page.locator(".z-trajectory")).to_contain_text("直接送达")
    page.wait_for_load_state("networkidle")
    said = page.inner_text("body") + "".join(heard)
    assert [word for word in SECRETS if word in said] == []
    answer = page.request.get(f"/cases/{office.journey.case.number}")
    assert answer.status == 403


def _words(answer: Response) -> str:
    kind = answer.headers.get("content-type", "")
    is_ours = answer.ok and re.match(r"text/html|application/(json|xml)|text/xml", kind)
    return answer.text() if is_ours else ""


def sign_what_waits(office: BrowserOffice) -> None:
    """Sign as the second officer all that waits for him, from his list, at once."""
    page = office.page("officer_assist")
    page.goto("/todo")
    page.get_by_role("button", name="签名（").click()
    expect(page.locator("body")).to_contain_text("没有需要您签名的文书")
    office.journey.sign_all()


def decide(office: BrowserOffice) -> None:
    """Take the waivers, decide as deputy head, seal and serve the decision."""
    j = office.journey
    j.at("2026-03-26T09:00")
    office.do("hear.request", "officer_lead")
    office.do("defense.receive", "officer_lead")
    sign_what_waits(office)
    j.at("2026-04-02T09:00")
    j.steps("dec.draft", "dec.opinion")
    office.do("dec.approve", "deputy_head")
    j.sign_all()
    hands = office.fill("dec.penalty", "officer_lead")
    sheet = hands.page.frame_locator("#preview").locator("body")
    expect(sheet).to_contain_text("捌仟元整")
    office.submit(hands.page)
    j.steps("dec.sign")
    office.do("dec.seal", "seal_keeper")
    j.steps("exec.notify")
    j.later(days=1)
    j.serve()
    decision = j.paper_of("penalty/penalty_decision")
    page = office.page("officer_lead")
    page.goto(f"/documents/{decision.id}")
    expect(page.frame_locator("#preview").locator("body")).to_contain_text("捌仟元整")
    pdf = page.request.get(f"/documents/{decision.id}/pdf")
    assert pdf.body().startswith(b"%PDF")


def close(office: BrowserOffice) -> None:
    """Publish, take the payment, close; hand the dossier over to the archivist."""
    j = office.journey
    j.later(days=1)
    j.steps("pub.decide")
    office.do("pub.approve", "deputy_head")
    j.later(days=5)
    office.do("exec.pay", "finance")
    j.sign_all()
    j.later(days=1)
    j.steps("arch.draft", "arch.opinion", "arch.close", "arch.compile")
    office.do("arch.file", "archivist")
    j.sign_all()
    number = j.case.number
    page = office.page("officer_lead")
    page.goto(f"/cases/{number}")
    expect(page.get_by_text("已归档").first).to_be_visible()
    page.get_by_role("link", name="案卷", exact=True).click()
    expect(page.get_by_text("尚缺")).to_have_count(0)
    papers = {one.title for one in dossiers.final(j.matter_id)} - {"卷宗封面", "卷内备考表"}
    listed = page.locator("table").all_inner_texts()
    assert [title for title in papers if title not in "".join(listed)] == []


def follow_the_trajectory(office: BrowserOffice) -> None:
    """Follow the whole way on the diagram and in the timeline, as supervisor."""
    main = instances.instances_of(office.journey.matter_id)[0]
    page = office.page("suwanqing")
    page.goto(f"/supervision/instances/{main.id}")
    page.locator(".djs-container").wait_for()
    assert passed(page) >= 8
    expect(page.locator(".z-trajectory li").first).to_contain_text("归档")
    expect(page.locator(".z-trajectory")).to_contain_text("退回")
    expect(page.get_by_text("行政处罚").first).to_be_visible()
    slider = page.get_by_label("回看时间")
    slider.fill("0")
    page.wait_for_function("document.querySelectorAll('.z-d-past').length < 8")


def passed(page: Page) -> int:
    """Count the elements of the diagram that the case has passed."""
    return page.locator(".djs-shape.z-d-past").count()
