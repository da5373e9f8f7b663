"""A mistake in a form file is named: file, field, keyword."""

import json

import pytest

from forms.errors import FormInvalid, FormMissing
from forms.schema import build, load
from forms.sources import text_of

DEFS = json.dumps(
    {
        "$defs": {
            "visit": {
                "type": "object",
                "properties": {
                    "start_at": {"title": "开始时间", "x-widget": "datetime"},
                    "end_at": {"title": "结束时间", "x-widget": "datetime"},
                    "place": {"title": "地点", "x-widget": "text"},
                },
                "required": ["start_at", "end_at", "place"],
                "x-rules": [{"rule": "after", "field": "end_at", "other": "start_at"}],
            },
            "loop": {"$ref": "shared/_defs.json#/$defs/loop"},
        }
    }
)
VISIT = {"$ref": "shared/_defs.json#/$defs/visit", "x-flat": True}
NAME = {"title": "姓名", "x-widget": "text"}


def make(properties, **more):
    content = {"title": "试验", "properties": properties, **more}
    return build("tests/trial", json.dumps(content), DEFS)


def fault_of(properties, **more):
    with pytest.raises(FormInvalid) as caught:
        make(properties, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"x-widget": "text"}, "字段 a 的 title：缺少字段名称"),
        ({"title": "甲", "x-widget": "texts"}, "字段 a 的 x-widget：没有「texts」这种控件"),
        ({"title": "甲", "maxLenght": 5}, "字段 a 的 maxLenght：不认识这个关键字"),
        ({"title": "甲", "x-width": 5}, "字段 a 的 x-width：须为 2、3、4、6 之一"),
        ({"title": "甲", "x-widget": "money", "type": "number"}, "的 type：控件 money 的值不能是"),
        ({"title": "甲", "x-widget": "radio"}, "字段 a 的 enum：控件 radio 须列出选项"),
        ({"title": "甲", "enum": ["x"]}, "字段 a 的 x-enumNames：选项须有中文名称"),
        ({"title": "甲", "enum": ["x"], "x-enumNames": ["子", "丑"]}, "须与 enum 一一对应"),
        (
            {"title": "甲", "enum": ["x"], "x-enumNames": ["子"], "default": "y"},
            "的 default：默认值",
        ),
        ({"title": "甲", "type": "string", "format": "dates"}, "没有「dates」这种格式"),
        ({"title": "甲", "pattern": "^(a+)+$"}, "字段 a 的 pattern：括号之后不得再重复"),
        ({"title": "甲", "pattern": "^\\d$"}, "字段 a 的 pattern：不用"),
        ({"title": "甲", "pattern": "[0-9]"}, "字段 a 的 pattern：须以 ^ 开头"),
        ({"title": "甲", "pattern": "^["}, "字段 a 的 pattern：写法不合 JSON Schema"),
        ({"title": "甲", "x-widget": "text", "x-route": True}, "字段 a 的 x-route：流程变量"),
        ({"title": "甲", "x-widget": "role_officer"}, "字段 a 的 x-role：须写明角色"),
        ({"title": "甲", "x-widget": "clauses"}, "字段 a 的 x-law-role：须为"),
        ({"title": "甲", "x-widget": "evidence", "type": "integer"}, "控件 evidence 的值不能是"),
        ({"title": "甲", "x-widget": "clauses", "type": "string"}, "控件 clauses 的值不能是"),
        ({"title": "甲", "x-widget": "rows"}, "字段 a 的 items：列表须写明每一项"),
        ({"title": "甲", "x-widget": "checkboxes", "items": {"type": "string"}}, "items.enum"),
        ({"title": "甲", "x-phrases": [1]}, "字段 a 的 x-phrases：须为文字的列表"),
        ({"title": "甲", "x-message": 5}, "字段 a 的 x-message：须为文字或者对象"),
        ({"title": "甲", "x-enumNames": 5}, "字段 a 的 x-enumNames：须为文字的列表"),
        ({"title": "甲", "x-all": {"title": "全部", "values": {"b": "yes"}}}, "x-all：只用于 rows"),
        ({"title": "甲", "x-layout": "table"}, "字段 a 的 x-layout：只用于 rows"),
        ({"title": "甲", "x-show": {"properties": {"b": {"const": 1}}}}, "「b」不在其中"),
        ({"title": "甲", "x-show": {"propertis": {}}}, "字段 a 的 x-show.propertis：不认识"),
        ({"title": "甲", "x-show": True}, "字段 a 的 x-show：须为对象"),
        (
            {"title": "甲", "x-widget": "textarea", "maxLength": 9, "x-follows": {"field": "b"}},
            "字段 a 的 x-follows：只用于 textarea",
        ),
        ({"title": "甲", "x-widget": "group"}, "字段 a 的 properties：缺少字段列表"),
        ({"title": "甲", "$ref": "shared/_defs.json#/$defs/none"}, "字段 a 的 $ref：找不到"),
        ({"title": "甲", "$ref": "shared/_defs.json#/$defs/loop"}, "字段 a 的 $ref：引用成环"),
        ({"title": "甲", "minLength": -1}, "字段 a 的 minLength：写法不合 JSON Schema"),
        ({"title": "甲", "x-width": "2"}, "字段 a 的 x-width：须为整数"),
    ],
)
def test_a_mistake_in_a_field_is_named(field, words):
    assert words in fault_of({"a": field})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"required": ["b"]}, "表单 的 required：没有「b」这个字段"),
        ({"dependentRequired": {"a": ["b"]}}, "dependentRequired：没有「b」"),
        ({"if": {"properties": {"b": {"const": 1}}}, "then": {}}, "的 if：没有「b」"),
        ({"allOf": [{"then": {"properties": {"b": {}}}}]}, "的 then：没有「b」"),
        ({"allOf": [{"properties": {"a": {"title": "乙"}}}]}, "allOf.title：不认识"),
        ({"allOf": [5]}, "表单 的 allOf：写法不合 JSON Schema"),
        ({"x-rules": {}}, "表单 的 x-rules：须为列表"),
        ({"x-rules": [5]}, "没有「」这条规则"),
        ({"x-rules": [{"rule": "later"}]}, "没有「later」这条规则"),
        ({"x-rules": [{"rule": "after", "field": "a"}]}, "after 缺少 other"),
        ({"x-rules": [{"rule": "not_future", "field": "b"}]}, "not_future：没有「b」这个字段"),
        ({"x-rules": [{"rule": "odd_count", "field": "a", "days": 1}]}, "不认识 days"),
        ({"anyOf": [{}]}, "表单 的 anyOf：不认识这个关键字"),
        ({"title": " "}, "缺少表单名称"),
    ],
)
def test_a_mistake_in_the_form_is_named(more, words):
    assert words in fault_of({"a": NAME}, **more)


@pytest.mark.parametrize("name", ["typename", "Name", "1a", "a.b", "姓名", "a-b"])
def test_a_field_name_is_plain(name):
    assert "字段名须以小写字母开头" in fault_of({name: NAME})


def test_all_mistakes_are_named_at_once():
    text = fault_of({"a": {"title": "甲", "x-width": 5}, "b": {"x-widget": "text"}})

    assert text.startswith("表单文件 forms/tests/trial.json 有误：")
    assert "字段 a 的 x-width" in text
    assert "字段 b 的 title" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "不是有效的 JSON（第 1 行第 2 列）"),
        ("[]", "最外层须为对象"),
        ('{"title": "a", "title": "b"}', "表单 的 title：同一处写了两次"),
        ('{"title": "a"}', "properties：缺少字段列表"),
        ('{"title": "a", "properties": {}}', "至少要有一个字段"),
        ('{"title": "a", "properties": {"b": 5}}', "字段 b：字段须为对象"),
    ],
)
def test_a_broken_file_is_named(text, words):
    with pytest.raises(FormInvalid) as caught:
        build("tests/trial", text, "{}")

    assert words in str(caught.value)


@pytest.mark.parametrize(
    "address",
    ["shared/none", "../setup", "shared/_defs", "/etc/passwd", "shared/approval.json", ""],
)
def test_an_address_without_a_form_is_said_so(address):
    with pytest.raises(FormMissing, match="没有地址为"):
        load(address)


def test_a_pinned_mapping_replaces_the_project_files():
    text = json.dumps({"title": "旧版", "properties": {"a": NAME}})

    assert load("shared/approval", {"shared/approval.json": text}).title == "旧版"
    with pytest.raises(FormMissing):
        load("shared/unit_opinion", {"shared/approval.json": text})


def test_a_shared_group_is_spliced_in_with_its_duties_and_rules():
    form = make({"who": NAME, "visit": VISIT}, required=["who"])

    assert [field.name for field in form.fields] == ["who", "start_at", "end_at", "place"]
    assert [field.required for field in form.fields] == [True, True, True, True]
    assert form.schema["x-rules"] == [{"rule": "after", "field": "end_at", "other": "start_at"}]


def test_a_field_of_a_shared_group_can_be_changed_or_dropped_with_its_rules():
    change = {"place": {"title": "检查地点"}, "end_at": None}
    form = make({"visit": {**VISIT, "properties": change, "x-section": "时间地点"}})

    assert [field.title for field in form.fields] == ["开始时间", "检查地点"]
    assert form.schema["required"] == ["start_at", "place"]
    assert form.schema["x-rules"] == []
    assert form.sections[0].title == "时间地点"


def test_a_source_and_a_condition_beside_a_shared_group_hold_for_its_fields():
    shown = {"properties": {"who": {"const": "x"}}}
    change = {"place": {"x-source": "case.place"}}
    group = {**VISIT, "x-source": "report", "x-show": shown, "properties": change}
    form = make({"who": NAME, "visit": group})

    assert [field.source for field in form.fields[1:]] == [
        "report.start_at",
        "report.end_at",
        "case.place",
    ]
    assert all(field.schema["x-show"]["properties"] for field in form.fields[1:])


def test_a_shared_group_cannot_hide_a_field_that_is_there():
    assert "字段名与已有字段重复" in fault_of({"place": NAME, "visit": VISIT})


def test_conditions_speak_of_fields_that_are_there():
    form = make(
        {"a": NAME, "b": {**NAME, "x-show": {"not": {"properties": {"a": {"const": "x"}}}}}}
    )

    assert form.schema["properties"]["b"]["x-show"] == {
        "not": {"properties": {"a": {"const": "x"}}, "required": ["a"]}
    }


def mutated(original):
    """Yield a file with one value replaced, for every place and several strange values."""
    for path in places(original, ()):
        for strange in (None, 5, "x", [], {}, True, [5], {"x": 5}, {"properties": {"x": {}}}):
            changed = json.loads(json.dumps(original))
            here = changed
            for step in path[:-1]:
                here = here[step]
            here[path[-1]] = strange
            yield json.dumps(changed)


def places(part, path):
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def faults_in(form, defs):
    try:
        build("tests/mutated", form, defs)
    except FormInvalid as error:
        return [str(error), *error.faults]
    return None


@pytest.mark.parametrize("address", ["shared/approval", "shared/id_show"])
def test_no_mutated_file_breaks_the_reader(address):
    text, defs = text_of(address)

    answers = [faults_in(form, defs) for form in mutated(json.loads(text))]

    refused = [answer for answer in answers if answer]
    assert len(refused) > 50
    assert all(len(answer) > 1 and "有误：" in answer[0] for answer in refused)


def test_no_mutated_shared_definition_breaks_the_reader():
    text, defs = text_of("shared/approval")
    used = {"$defs": {"opinion": json.loads(defs)["$defs"]["opinion"]}}

    answers = [faults_in(text, form) for form in mutated(used)]

    assert sum(answer is not None for answer in answers) > 50
