"""What only the server judges, and input that means harm."""

import json
import string
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms
from forms.choices import Choice, Choices
from forms.errors import FormError
from forms.reading import parse_json
from forms.schema import build
from forms.validation import judge

NOW = datetime(2026, 5, 18, 10, 30)
FORM = build(
    "tests/judged",
    json.dumps(
        {
            "title": "告知",
            "properties": {
                "evidence": {"title": "证据引用", "x-widget": "evidence"},
                "chair": {"title": "主持人", "x-widget": "role_officer", "x-role": "reviewer"},
                "number": {"title": "文号", "x-widget": "text", "readOnly": True},
                "goods": {
                    "title": "物品",
                    "items": {
                        "properties": {
                            "name": {"title": "名称", "x-widget": "text"},
                            "keeper": {"title": "保管人", "x-widget": "officer"},
                        }
                    },
                },
                "fine": {"title": "罚款", "x-widget": "money"},
                "days": {"title": "期限", "type": "integer"},
                "agree": {"title": "同意", "x-widget": "yesno"},
                "day": {"title": "日期", "x-widget": "date"},
            },
        }
    ),
)
EVIDENCE = Choices(
    (Choice("e1", "现场笔录"), Choice("e5", "聊天截图", state="不予采信", disabled=True))
)
OFFICERS = Choices((Choice("o1", "陈伟"),))
OFFER = {"evidence": EVIDENCE, "role_officer": OFFICERS, "goods.keeper": OFFICERS}


def errors_of(raw, **more):
    with pytest.raises(FormError) as caught:
        FORM.clean(raw, **more)
    return caught.value.by_path()


def test_ids_that_are_offered_are_accepted():
    raw = {"evidence": ["e1"], "chair": "o1", "goods": [{"name": "甲", "keeper": "o1"}]}

    assert FORM.clean(raw, choices=OFFER) == raw


@pytest.mark.parametrize(
    ("raw", "path", "words"),
    [
        ({"evidence": ["e1", "e9"]}, "evidence", "证据引用中有一项不存在，或者不在可选范围内"),
        ({"evidence": ["e5"]}, "evidence", "证据引用中的「聊天截图」不能选用：不予采信"),
        ({"evidence": ["e1", "e1"]}, "evidence", "证据引用中有重复的项"),
        ({"chair": "o7"}, "chair", "主持人中有一项不存在，或者不在可选范围内"),
        (
            {"goods": [{"name": "甲"}, {"keeper": "o7"}]},
            "goods.1.keeper",
            "物品第 2 行：保管人中有一项不存在，或者不在可选范围内",
        ),
    ],
)
def test_ids_that_are_not_offered_are_refused(raw, path, words):
    assert errors_of(raw, choices=OFFER) == {path: words}


def test_without_any_offer_an_id_is_refused():
    assert "chair" in errors_of({"chair": "o1"}, choices={})


def test_a_read_only_value_comes_from_the_platform_alone():
    assert FORM.clean({"number": "forged"}) == {}
    assert FORM.clean({"number": "forged"}, fixed={"number": "12"}) == {"number": "12"}


def test_a_preview_of_half_a_form_keeps_the_constant_of_its_own_branch_only():
    with pytest.raises(FormError) as caught:
        forms.clean("shared/matter_request", {"matter": "location_off", "basis_review": "旧"})

    assert caught.value.partial == {
        "matter": "location_off",
        "basis_location": "《行政处罚法》第四十七条；{case.location_off}",
    }


def test_a_rule_about_the_present_needs_the_present():
    form = forms.load("shared/id_show")

    with pytest.raises(ValueError, match="needs now"):
        form.clean({"shown_at": "2026-05-18T09:00"})


def test_what_was_typed_is_kept():
    with pytest.raises(FormError) as caught:
        FORM.clean({"fine": "12 元", "days": "三", "goods": [{"name": "甲"}], "day": "明天"})

    assert caught.value.values == {
        "goods": [{"name": "甲"}],
        "fine": "12元",
        "days": "三",
        "day": "明天",
    }
    assert [error.path for error in caught.value.errors] == ["fine", "days", "day"]
    assert "罚款须为金额" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "提交的内容不是有效的 JSON：第 1 行第 2 列有误"),
        (b"\xff\xfe", "须为 UTF-8 编码"),
        ("[1]", "最外层须为对象"),
        ('{"a": 1, "a": 2}', "「a」出现了两次"),
        ('{"a": NaN}', "不能使用 NaN"),
        ('{"a": -Infinity}', "不能使用 -Infinity"),
        ("[" * 100_000, "层次过深"),
        ('{"a": ' + "9" * 5000 + "}", "有过长的数"),
    ],
    ids=["broken", "encoding", "list", "twice", "nan", "infinity", "deep", "long"],
)
def test_broken_json_is_said_so(text, words):
    with pytest.raises(FormError) as caught:
        parse_json(text)

    assert words in caught.value.errors[0].message
    assert caught.value.errors[0].path == ""


def test_sound_json_is_read():
    assert parse_json('{"a": ["b"]}') == {"a": ["b"]}


@pytest.mark.parametrize(
    "raw",
    [
        {"days": 10**400},
        {"days": float("inf")},
        {"days": float("nan")},
        {"days": "9" * 100_000},
        {"fine": "9" * 100_000},
        {"day": " " * 100_000 + "x"},
        {"fine": "1" + ",111" * 50_000},
        {"agree": {"a": 1}},
        {"goods": [[[[[[[[[[]]]]]]]]]]},
        {"goods": "x"},
        {"a" * 100_000: "x"},
        {"evidence": [1, None, {}, []]},
        {"goods.0.name.x": "y"},
        {"goods.99999.name": "y"},
        {"." * 5000: "y"},
        {"goods..name": "y"},
        {"goods.0": "y", "goods.0.name": "z"},
        {"goods.0.name": "z", "goods": "y"},
        {"goods.²٣.name": "y"},
        {5: "x"},
        {"": "x"},
    ],
    ids=lambda raw: str(raw)[:30],
)
def test_hostile_input_is_refused_in_words(raw):
    with pytest.raises(FormError) as caught:
        FORM.clean(raw, now=NOW, choices=OFFER)

    assert all(len(error.message) < 200 for error in caught.value.errors)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.text(string.digits + ",.-年月日TX ", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "keeper", "0", "x", "typename"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
NAMES = [
    *FORM.schema["properties"],
    "goods.0.name",
    "goods.1.keeper",
    "evidence.0",
    "typename",
    "x",
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8))
def test_nothing_sent_makes_a_stack_trace(raw):
    result = judge(FORM.schema, raw, now=NOW)

    assert all(error.message for error in result.errors())
    if not result.problems:
        assert FORM.clean(result.values, now=NOW) == result.values
        json.dumps(result.values, allow_nan=False).encode("utf-8")
