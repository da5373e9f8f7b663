"""Forms as HTML."""

import json

import pytest
from lxml import html as lxml_html

from forms import html
from forms.choices import Band, Choice, Choices
from forms.errors import FormError
from forms.schema import build
from forms.sources import text_of
from tests.forms.pages import sent_by

FORM = build(
    "tests/drawn",
    json.dumps(
        {
            "title": "事先告知",
            "properties": {
                "facts": {
                    "title": "事实",
                    "x-widget": "textarea",
                    "x-section": {"title": "违法事实", "note": "可改写"},
                    "x-phrases": ["经查，"],
                },
                "evidence": {"title": "证据引用", "x-widget": "evidence"},
                "violated": {
                    "title": "违反的规定",
                    "x-widget": "clauses",
                    "x-law-role": "violated",
                },
                "kinds": {
                    "title": "处罚种类",
                    "items": {"enum": ["warning", "fine"]},
                    "x-enumNames": ["警告", "罚款"],
                    "x-section": "拟作处罚",
                },
                "fine": {
                    "title": "罚款",
                    "x-widget": "money",
                    "x-show": {"properties": {"kinds": {"contains": {"const": "fine"}}}},
                },
                "grade": {"title": "档次", "x-widget": "benchmark", "x-target": "fine"},
                "days": {"title": "期限", "type": "integer", "minimum": 5, "x-unit": "个工作日"},
                "item": {"title": "事项", "x-widget": "item"},
                "goods": {
                    "title": "物品",
                    "items": {
                        "properties": {
                            "name": {"title": "名称", "x-widget": "text"},
                            "ok": {"title": "完好", "x-widget": "yesno"},
                        },
                        "required": ["name"],
                    },
                },
                "points": {
                    "title": "要点",
                    "x-layout": "cards",
                    "items": {"properties": {"point": {"title": "意见", "x-widget": "textarea"}}},
                },
                "checks": {
                    "title": "审查",
                    "items": {
                        "properties": {
                            "piece": {"title": "证据", "x-widget": "evidence", "type": "string"}
                        }
                    },
                },
                "photos": {"title": "照片", "x-widget": "photo"},
                "sign": {"title": "签名", "x-widget": "signature"},
                "place": {"title": "定位", "x-widget": "position"},
                "fixed": {"title": "固定", "const": "x"},
            },
            "required": ["facts", "days"],
        }
    ),
    text_of("shared/approval")[1],
)

DIGEST = "ab" * 32
CHOICES = {
    "evidence": Choices(
        (
            Choice("e1", "现场笔录", "4月12日", "书证", "采信", "good"),
            Choice("e5", "聊天<截图>", "", "电子数据", "不予采信", number="5", disabled=True),
        )
    ),
    "clauses": Choices((Choice("c1", "第三十五条第一款", detail="国家实行许可"),), search="/laws"),
    "benchmark": Choices(
        bands=(Band("light", "从轻", "50000", "65000"), Band("heavy", "从重", "65000", "100000")),
        note="2025 版",
    ),
    "item": Choices((Choice("i1", "未经许可"), Choice("i2", "停用", state="停用", disabled=True))),
    "photos": Choices((Choice(DIGEST, "现场.jpg", "20 KB"),)),
}
VALUES = {
    "facts": "自<b>三月</b>起\n二",
    "evidence": ["e1"],
    "violated": ["c1"],
    "kinds": ["fine"],
    "fine": "60000.00",
    "grade": "light",
    "days": 5,
    "item": "i1",
    "goods": [{"name": "熟食", "ok": True}, {"name": "饮料", "ok": False}],
    "points": [{"point": "没有卖"}],
    "photos": [DIGEST],
    "sign": {"method": "refused", "reason": "不愿签", "witness": "周明"},
    "place": "113.5,22.2",
    "fixed": "x",
}


def page(values=None, **more):
    drawn = html.render(FORM, values, **{"choices": CHOICES, **more})
    return lxml_html.fragment_fromstring(drawn, create_parent=True)


def test_a_page_sends_back_what_it_shows():
    drawn = html.render(FORM, VALUES, choices=CHOICES)

    assert FORM.clean(sent_by(drawn), choices=CHOICES) == VALUES


def test_a_page_is_the_same_for_what_was_typed_wrongly():
    typed = {**VALUES, "fine": "sechzig", "days": "3", "goods": [{"ok": "true"}]}
    with pytest.raises(FormError) as caught:
        FORM.clean(typed)

    drawn = html.render(FORM, caught.value.values, errors=caught.value.errors, choices=CHOICES)

    sent = sent_by(drawn)
    assert (sent["fine"], sent["days"], sent["goods.0.ok"]) == ("sechzig", "3", "true")
    root = lxml_html.fragment_fromstring(drawn, create_parent=True)
    links = root.xpath("//*[@data-summary]//a/@href")
    assert links == ["#f-fine", "#f-days", "#f-goods-0-name"]
    assert all(root.xpath(f"//*[@id='{link[1:]}']") for link in links)
    field = root.xpath("//*[@data-field='days']")[0]
    assert "z-wrong" in field.get("class")
    assert field.xpath(".//input/@aria-invalid") == ["true"]
    described = field.xpath(".//input/@aria-describedby")[0]
    assert "期限不得小于 5 个工作日" in root.xpath(f"//*[@id='{described}']")[0].text_content()
    cell = root.xpath("//*[@data-field='goods.0.name']//*[@data-error]")[0]
    assert cell.text_content().strip() == "请填写名称"


def test_an_error_of_the_whole_form_stands_in_the_summary():
    with pytest.raises(FormError) as caught:
        FORM.clean({**VALUES, "extra": "1"})

    summary = page(VALUES, errors=caught.value.errors).xpath("//*[@data-summary]")[0]

    assert "表单中没有「extra」这一项" in summary.text_content()
    assert summary.get("hidden") is None


def test_nothing_typed_or_offered_becomes_markup():
    drawn = html.render(
        FORM, {**VALUES, "facts": "</script><script>alert(1)</script>"}, choices=CHOICES
    )

    assert "<script>alert" not in drawn
    assert "聊天&lt;截图&gt;" in drawn
    assert drawn.count("<script") == 1


def test_a_schema_cannot_leave_its_element():
    form = build(
        "tests/evil",
        json.dumps(
            {"title": "</script><b>", "properties": {"a": {"title": "<!--", "x-widget": "text"}}}
        ),
    )

    inside = str(html.payload(form))

    assert "<" not in inside
    assert json.loads(inside)["schema"]["title"] == "</script><b>"


def test_there_is_no_script_and_no_style_inside():
    root = page(VALUES)

    assert root.xpath("//script/@type") == ["application/json"]
    assert not root.xpath("//@style")
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]


def test_sections_count_in_chinese_and_fields_take_their_width():
    root = page(VALUES)

    assert [b.text for b in root.xpath("//h3/b")] == ["一", "二"]
    assert root.xpath("//h3/small/text()") == ["可改写"]
    assert "z-w6" in root.xpath("//*[@data-field='facts']")[0].get("class")


def test_inadmissible_evidence_cannot_be_ticked():
    boxes = page(VALUES).xpath("//*[@data-field='evidence']//input[@type='checkbox']")

    assert [box.get("disabled") is not None for box in boxes] == [False, True]


def test_evidence_that_became_inadmissible_can_still_be_unticked():
    boxes = page({**VALUES, "evidence": ["e5"]}).xpath(
        "//*[@data-field='evidence']//input[@type='checkbox']"
    )

    assert [(box.get("checked"), box.get("disabled")) for box in boxes][1] == ("checked", None)


def test_what_is_picked_but_no_longer_offered_is_shown_as_such():
    text = (
        page({**VALUES, "evidence": ["gone"]})
        .xpath("//*[@data-field='evidence']")[0]
        .text_content()
    )

    assert "gone" in text
    assert "不在可选范围内" in text


def test_hidden_fields_are_marked_for_the_script():
    assert page({"kinds": []}).xpath("//*[@data-field='fine']/@data-off") == [""]
    assert page(VALUES).xpath("//*[@data-field='fine']/@data-off") == []


def test_every_control_has_a_name_for_those_who_listen():
    root = page(VALUES)

    for control in root.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        if control.xpath("ancestor::template"):
            continue
        labelled = control.get("aria-label") or control.xpath("ancestor::label")
        assert labelled or root.xpath(f"//label[@for='{control.get('id')}']"), control.attrib


def test_ids_are_used_once():
    ids = page(VALUES).xpath("//*[not(ancestor::template)]/@id")

    assert len(ids) == len(set(ids))


def test_a_new_row_can_be_copied_from_the_template():
    (template,) = page().xpath("//*[@data-rows='goods']/template")

    assert template.xpath(".//input/@name") == [
        "goods.__i__.name",
        "goods.__i__.ok",
        "goods.__i__.ok",
    ]


def test_an_untouched_form_starts_with_one_row_and_leaves_constants_to_the_server():
    sent = sent_by(html.render(FORM))

    assert sent["fixed"] == ""
    assert "goods.0.name" in sent
    assert "goods.1.name" not in sent


def test_without_a_benchmark_the_form_says_what_to_do():
    values = {**VALUES, "grade": None}

    assert "没有裁量权基准" in page(values, choices={}).text_content()


def test_a_grade_chosen_before_stays_when_no_benchmark_is_offered():
    known = {"g1": Choice("g1", "从轻", note="初次违法")}
    offer = {**CHOICES, "benchmark": Choices(lookup=known.get)}
    values = {**VALUES, "grade": "g1"}

    drawn = html.render(FORM, values, choices=offer)

    assert sent_by(drawn)["grade"] == "g1"
    assert "从轻（初次违法）" in drawn


def test_one_piece_of_evidence_is_picked_from_a_list_with_number_name_and_state():
    root = page({**VALUES, "checks": [{"piece": "e5"}]})

    (chosen,) = root.xpath("//select[@name='checks.0.piece']/option[@selected]")
    assert chosen.text_content() == "5．聊天<截图> · 不予采信"


def test_one_piece_of_evidence_is_read_with_its_number():
    shown = html.show(FORM, {"checks": [{"piece": "e5"}]}, choices=CHOICES)

    assert "5．聊天&lt;截图&gt;" in shown


def test_icons_are_drawn_by_the_page():
    drawn = html.render(FORM, icon=lambda name: html.Markup("<i>{}</i>").format(name))

    assert "<i>plus</i>" in drawn


def test_a_filled_in_form_can_be_read():
    text = lxml_html.fromstring(html.show(FORM, VALUES, choices=CHOICES)).text_content()

    for words in (
        "自<b>三月</b>起",
        "现场笔录",
        "60,000.00 元",
        "从轻",
        "5 个工作日",
        "熟食",
        "拒绝",
    ):
        assert words in text
    assert "定位" in text
    assert "固定" not in text


def test_reading_leaves_out_what_is_empty():
    text = lxml_html.fromstring(
        html.show(FORM, {"facts": "一", "kinds": ["warning"]})
    ).text_content()

    assert "期限" not in text
    assert "警告" in text


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三")],
)
def test_ordinals(number, words):
    assert html.ordinal(number) == words
