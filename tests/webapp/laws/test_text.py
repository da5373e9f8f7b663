"""From the lines of a statute to its tree."""

import pytest

from webapp.laws.citation import Citation
from webapp.laws.text import TextError, read_body

VERSION = Citation("LAW-0099", "2024")


def article(label, *lines):
    return {"article": label, "text": list(lines)}


def keys(body):
    nodes = read_body(VERSION, body)
    return {node.place.address: node.text for top in nodes for node in top.walk() if node.place}


def test_lines_become_paragraphs_items_and_points():
    found = keys(
        [
            article(
                "第八条",
                "应当符合下列条件：",
                "（一）有下列车辆：",
                "1.合格；",
                "2.有经营权。",
                "（二）有驾驶员。",
                "前款规定另有例外。",
            )
        ]
    )

    assert found == {
        "a8": "",
        "a8.p1": "应当符合下列条件：",
        "a8.p1.i1": "有下列车辆：",
        "a8.p1.i1.t1": "合格；",
        "a8.p1.i1.t2": "有经营权。",
        "a8.p1.i2": "有驾驶员。",
        "a8.p2": "前款规定另有例外。",
    }


def test_inserted_articles_follow_the_one_they_were_inserted_after():
    found = keys(
        [article("第五条", "甲。"), article("第五条之一", "乙。"), article("第六条", "丙。")]
    )

    assert list(found) == ["a5", "a5.p1", "a5-1", "a5-1.p1", "a6", "a6.p1"]


def test_headings_nest_by_their_rank():
    top = read_body(
        VERSION,
        [
            {"heading": "第一编 总则"},
            {"heading": "第一章 一般规定"},
            article("第一条", "甲。"),
            {"heading": "第二编 分则"},
            {"heading": "第三章 其他"},
            {"heading": "第一节 细目"},
            article("第二条", "乙。"),
        ],
    )

    assert [node.label for node in top] == ["第一编", "第二编"]
    assert top[1].children[0].children[0].text == "细目"
    assert top[1].children[0].children[0].children[0].label == "第二条"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([], "没有任何条文"),
        ([{"heading": "总则"}], "标题“总则”"),
        ([article("五十七", "甲。")], "条号“五十七”"),
        ([article("第五七条", "甲。")], "第五七条：“五七”"),
        ([article("第一条")], "第一条的文本"),
        ([article("第一条", "  ")], "第一条的文本"),
        ([{"article": "第一条", "text": "甲。"}], "第一条的文本"),
        ([article("第二条", "甲。"), article("第一条", "乙。")], "第一条的次序有误"),
        ([article("第一条", "甲。"), article("第一条", "乙。")], "第一条的次序有误"),
        ([article("第一条", "（一）甲；")], "第一条以项开头"),
        ([article("第一条", "下列：", "（二）甲；")], "第一款的项序号应为 1，写成了 2"),
        ([article("第一条", "下列：", "（一）甲；", "2.乙；")], "目序号应为 1，写成了 2"),
    ],
)
def test_a_text_out_of_order_is_refused_and_the_place_named(body, sentence):
    with pytest.raises((TextError, ValueError), match=sentence):
        read_body(VERSION, body)
