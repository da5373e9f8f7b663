"""条件式: what it can say, what it refuses, and that nothing else ever escapes from it."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ExpressionError
from engine.expression_functions import FUNCTIONS
from engine.expressions import parse
from engine.workdays import NATIONAL

VALUES = {
    "filing": "yes",
    "review": "fix",
    "金额": Decimal("5000.00"),
    "人数": 3,
    "事项": ["a", "b"],
    "备注": "",
    "无": None,
    "同意": True,
    "立案日": date(2026, 4, 30),
}

TRUE = [
    'filing == "yes"',
    "filing == 'yes' and review != 'pass'",
    'review == "fix" or 不存在 == "yes"',
    'review in ("fix", "reinvestigate")',
    'review 属于 ["fix"] 且 filing 不属于 ("no",)',
    'review not in ("pass",)',
    "非 (filing == “no”)",
    '\n      filing == "yes"\r\n      and review == "fix"\n    ',
    "金额 >= 5000 and 金额 < 5000.01",
    "金额 × 2 ＞ 9999 且 人数 ÷ 2 == 1.5",
    "-人数 + 4 * 2 == 5",
    "(人数 + 1) * 2 == 8",
    "同意",
    "同意 == 真 and not 假",
    "无 == None and 备注 != 空",
    "为空(备注) and 为空(无) and not 为空(事项) and not 为空(人数)",
    '包含(事项, "a") and 包含("违法所得", "所得") and not 包含(事项, "c")',
    "长度(事项) == 2",
    "工作日加(立案日, 5) == 日期('2026-05-11')",
    "天数(立案日, 今日()) == 3",
    "日加(立案日, -30) < 立案日",
    '数值("12.50") == 12.5 and 最大(1, 人数, 2) == 3 and 最小(人数, 1) == 1',
    '"a" < "b"',
]

WRONG = [
    ("", "此处缺少内容"),
    ("filing =", "不认识的字符"),
    ("filing == ", "此处缺少内容"),
    ("filing = 1", "不认识的字符"),
    ("filing yes", "多余的"),
    ("1 < 人数 < 5", "不支持连续比较"),
    ("filing.upper", "不认识的字符"),
    ("().__class__", "不认识的字符"),
    ("filing[0]", "多余的"),
    ("filing('x')", "没有“filing”这个函数"),
    ("__import__('os')", "没有“__import__”这个函数"),
    ("lambda: 1", "不认识的字符"),
    ("x := 1", "不认识的字符"),
    ("2 ** 9", "此处不能用“\\*”"),
    ("f'{x}'", "多余的"),
    ("[x for x in 事项]", "此处应为“,”"),
    ("{1: 2}", "不认识的字符"),
    ("'a\\x41'", "不认识的字符"),
    ("长度 > 3", "是函数"),
    ("长度()", "参数个数不对"),
    ("今日(1)", "参数个数不对"),
    ("not", "此处缺少内容"),
    ("人数 not 3", "此处应为“in”"),
    ("99999999999999999999 > 1", "数字过大"),
    ("1_000 == 1000", "不认识的字符"),
    ("(" * 30 + "1" + ")" * 30, "嵌套超过"),
    ("1" + " + 1" * 30 + " == 31", "嵌套超过"),
    (" and ".join(["同意"] * 130), "超过 500 个字符"),
    ("1,2", "多余的"),
    ("x" * 501, "超过 500 个字符"),
    ("[" + "1," * 130 + "]", "超过 120 个成分"),
]

FAILING = [
    ("不存在 == 'yes'", "没有“不存在”这一项"),
    ("filing == 1", "文本与数字不能比较"),
    ("同意 == 1", "真假与数字不能比较"),
    ("filing in 'yes'", "“属于”之后应为列表"),
    ("filing and 同意", "此处应为真或假"),
    ("not 人数", "此处应为真或假"),
    ("人数 / 0 > 1", "除数为零"),
    ("人数 < 立案日", "不能比较大小"),
    ("无 < 1", "不能比较大小"),
    ("filing + 1 == 2", "此处应为数字"),
    ("999999999999999 * 999999999999999 > 1", "数字过大"),
    ("数值('十') > 1", "数字文本"),
    ("数值('NaN') > 1", "数字无效"),
    ("日加(立案日, 99999) == 立案日", "天数应为"),
    ("日加(日期('9999-12-31'), 1) == 立案日", "日期超出范围"),
    ("工作日加(立案日, 3000) == 立案日", "放假安排尚未录入"),
    ("工作日加(立案日, -1) == 立案日", "不能为负"),
    ("日期('三月') == 立案日", "日期应写作"),
    ("长度(人数) == 1", "没有长度"),
    ("包含(人数, 1)", "“包含”"),
    ("天数(1, 2) == 1", "此处应为日期"),
    ("人数", "条件应得出真或假"),
    ("今日()", "条件应得出真或假"),
]


@pytest.mark.parametrize("text", TRUE)
def test_a_condition_says_what_it_says(text):
    assert parse(text).holds(VALUES, today=date(2026, 5, 3)) is True


@pytest.mark.parametrize(("text", "reason"), WRONG)
def test_anything_else_is_refused_when_it_is_read(text, reason):
    with pytest.raises(ExpressionError, match=reason):
        parse(text)


@pytest.mark.parametrize(("text", "reason"), FAILING)
def test_a_condition_that_cannot_be_judged_is_an_error_and_never_false(text, reason):
    with pytest.raises(ExpressionError, match=reason):
        parse(text).holds(VALUES)


@pytest.mark.parametrize("value", [1.5, {"a": 1}, object(), b"x", {1}])
def test_values_of_other_types_are_refused(value):
    with pytest.raises(ExpressionError, match="不支持的值类型"):
        parse("x == 1").holds({"x": value})


def test_the_fields_it_reads_are_known():
    assert parse('filing == "yes" or 长度(事项) > 人数 + 1').names == {"filing", "事项", "人数"}


def test_the_values_it_compares_with_are_known():
    condition = parse("filing == 'yes' and not ('a' == kind or kind in ['b', 'c']) and 金额 > 5")

    assert condition.compared == {
        ("filing", "yes"), ("kind", "a"), ("kind", "b"), ("kind", "c"), ("金额", 5),
    }  # fmt: skip


def test_an_error_tells_its_place():
    with pytest.raises(ExpressionError) as caught:
        parse("filing == @")

    assert caught.value.position == 10
    assert str(caught.value) == "不认识的字符“@”（第11个字符处）"


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ('filing == "yes"', "是否立案为“予以立案”"),
        ('"yes" == filing', "“予以立案”为是否立案"),
        (
            'review in ("fix", "x") and not (金额 > 5000)',
            "review属于“fix”、“x”，且并非（金额大于5000）",
        ),
        ("(同意 or 为空(备注)) and 人数 >= 2", "（同意，或者为空（备注）），且人数不小于2"),
        ("人数 + 1 == -2 or 无 != None", "人数加1为负2，或者无不为空"),
        ("同意 == 真", "同意为是"),
        ('包含(事项, "a")', "包含（事项，“a”）"),
    ],
)
def test_a_condition_reads_back_in_chinese(text, chinese):
    labels = {"filing": "是否立案"}
    meanings = {"filing": {"yes": "予以立案", "no": "不予立案"}}

    assert parse(text).to_chinese(labels, meanings) == chinese


def test_working_days_follow_the_calendar_given():
    with pytest.raises(ExpressionError, match="2027"):
        parse("工作日加(日期('2026-12-24'), 7) == 今日()").holds({}, calendar=NATIONAL)


WORDS = [*FUNCTIONS, *VALUES, "and", "or", "not", "in", "且", "或", "非", "属于", "True", "空",
         "==", "!=", "<", ">=", "+", "-", "*", "/", "(", ")", "[", "]", ",", "，", "1", "2.5", "0",
         '"yes"', "'2026-03-02'", "“是”", "__class__", ".", "lambda", "import", "eval"]  # fmt: skip
FIELDS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=10), st.floats(), st.dates(),
    st.decimals(), st.lists(st.integers(), max_size=3), st.binary(max_size=3),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)),
       st.dictionaries(st.sampled_from(sorted(VALUES)), FIELDS))  # fmt: skip
def test_nothing_but_its_own_error_escapes(text, values):
    try:
        expression = parse(text)
        expression.to_chinese()
        expression.evaluate(values)
    except ExpressionError:
        pass


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), st.sampled_from(["(", "[", "not ", "- ", "为空(", "1 + ("]))
def test_depth_is_bounded_however_it_is_made(depth, opening):
    with suppress(ExpressionError):
        parse(opening * depth + "1")
