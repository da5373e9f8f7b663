"""Check an expanded form against our vocabulary, so that a mistake in a form file is named."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from forms import keywords as words
from forms.errors import Fault
from forms.rules import RULES

Json = dict[str, Any]


def find_faults(root: Json) -> tuple[Fault, ...]:
    """Return every mistake in an expanded form, each naming field and keyword."""
    return tuple(_form(root))


def _form(root: Json) -> Iterator[Fault]:
    yield from _unknown(root, words.FORM_KEYWORDS, "")
    if not isinstance(root.get("title"), str) or not root["title"].strip():
        yield Fault("", "title", "缺少表单名称")
    yield from _object(root, "")


def _object(owner: Json, where: str) -> Iterator[Fault]:
    """Check the fields of an object, then what its branches and rules say about them."""
    fields: Json = owner["properties"]
    if not fields:
        yield Fault(where, "properties", "至少要有一个字段")
    seen: list[str] = []
    for name, field in fields.items():
        path = f"{where}.{name}" if where else name
        if not re.fullmatch(words.NAME, name) or name == words.RESERVED:
            yield Fault(
                path, "", "字段名须以小写字母开头，只用小写字母、数字、下划线，不得为 typename"
            )
        yield from _field(field, path)
        yield from _shown(field, path, seen)
        seen.append(name)
    yield from _branch_parts(owner, fields, where)
    yield from _rules(owner.get("x-rules", []), fields, where)


def _field(field: Json, path: str) -> Iterator[Fault]:
    nested = field.get("type") == "object"
    yield from _unknown(field, words.OBJECT_KEYWORDS if nested else words.FIELD_KEYWORDS, path)
    title = field.get("title")
    if not isinstance(title, str) or not title.strip():
        yield Fault(path, "title", "缺少字段名称")
    if field["x-widget"] not in words.WIDGETS:
        yield Fault(path, "x-widget", f"没有「{field['x-widget']}」这种控件")
        return
    if field.get("x-width", 3) not in words.WIDTHS:
        yield Fault(path, "x-width", "须为 2、3、4、6 之一")
    if "const" not in field:
        yield from _type(field, path)
    yield from _own(field, path)


def _type(field: Json, path: str) -> Iterator[Fault]:
    """Check that type, widget and limits fit together."""
    kind, widget = field.get("type"), field["x-widget"]
    implied = words.WIDGETS[widget].get("type")
    several = dict.fromkeys(words.SINGLE, ("array", "string"))
    allowed = {"number": ("number", "integer"), "yesno": ("boolean", "string"), **several}
    if kind not in allowed.get(widget, (implied,)):
        yield Fault(path, "type", f"控件 {widget} 的值不能是 {kind}")
        return
    if kind == "string":
        yield from _text(field, path)
    if widget in ("radio", "select") and "enum" not in field:
        yield Fault(path, "enum", f"控件 {widget} 须列出选项")
    if kind == "array":
        yield from _items(field, path)
    if kind == "object":
        yield from _object(field, path)
    if "default" in field and "enum" in field and field["default"] not in field["enum"]:
        yield Fault(path, "default", "默认值不在选项之内")


def _text(field: Json, path: str) -> Iterator[Fault]:
    if "enum" not in field and not isinstance(field.get("maxLength"), int):
        yield Fault(path, "maxLength", "文字须写明最多字数")
    if "format" in field and field["format"] not in words.FORMATS:
        yield Fault(path, "format", f"没有「{field['format']}」这种格式")
    if "pattern" in field:
        yield from _pattern(field["pattern"], path)


def _pattern(pattern: str, path: str) -> Iterator[Fault]:
    """Admit only patterns that Python and the browser read alike and that cannot run away."""
    try:
        re.compile(pattern)
    except re.error as error:
        yield Fault(path, "pattern", f"不是有效的正则式：{error}")
        return
    if re.search(r"\\[^.()\[\]{}*+?/\\|^$]|\(\?(?!:)", pattern):
        yield Fault(path, "pattern", r"不用 \d \w \s \b 和 (?…)，写成 [0-9] 等")
    if re.search(r"\)(\*|\+|\{[0-9]+,)", pattern):
        yield Fault(path, "pattern", "括号之后不得再重复不限次数")
    if not (pattern.startswith("^") and pattern.endswith("$")):
        yield Fault(path, "pattern", "须以 ^ 开头、以 $ 结尾")


def _items(field: Json, path: str) -> Iterator[Fault]:
    items, widget = field.get("items"), field["x-widget"]
    if not isinstance(items, dict):
        yield Fault(path, "items", "列表须写明每一项")
        return
    yield from _unknown(items, words.ITEM_KEYWORDS, f"{path}.items")
    if widget == "checkboxes" and "enum" not in items:
        yield Fault(path, "items", "多选须在 items.enum 中列出选项")
    if (widget == "rows") != (items.get("type") == "object"):
        yield Fault(path, "items", "只有 rows 的每一项是一组字段，须写 properties")
    elif widget == "rows":
        yield from _object(items, path)


def _own(field: Json, path: str) -> Iterator[Fault]:
    """Check our own keywords."""
    enum = field.get("enum") or (field.get("items") or {}).get("enum")
    names = field.get("x-enumNames")
    if field.get("type") == "boolean" and names is not None:
        enum = [True, False]
    if enum and names is None and field["x-widget"] != "hidden":
        yield Fault(path, "x-enumNames", "选项须有中文名称")
    if names is not None and (not enum or len(names) != len(enum)):
        yield Fault(path, "x-enumNames", "须与 enum 一一对应")
    if field.get("x-route") and not _is_route(field):
        yield Fault(path, "x-route", "流程变量须为文字选项（enum 或 const）")
    if field["x-widget"] == "role_officer" and not field.get("x-role"):
        yield Fault(path, "x-role", "须写明角色")
    if field["x-widget"] == "clauses" and field.get("x-law-role") not in (
        "violated",
        "penalty",
        "procedure",
        "special",
    ):
        yield Fault(path, "x-law-role", "须为 violated、penalty、procedure、special 之一")
    if field.get("x-known") and (field["x-widget"] not in words.PLAIN or not field.get("x-source")):
        yield Fault(path, "x-known", "只用于文字、日期、金额、数字，且须写 x-source")
    if field.get("x-told-by") and (
        "x-show" not in field or (field["x-widget"] != "date" and "男" not in (names or ()))
    ):
        yield Fault(path, "x-told-by", "只用于出生日期和性别，且须写 x-show")
    if "x-follows" in field and not _follows(field):
        yield Fault(
            path,
            "x-follows",
            "只用于 textarea，写明 field 和 texts 或者 always，文字取自 x-phrases",
        )
    layout = field.get("x-layout")
    if layout is not None and (field["x-widget"] != "rows" or layout not in ("table", "cards")):
        yield Fault(path, "x-layout", "只用于 rows，值为 table 或 cards")
    if "x-all" in field and not _answers_rows(field):
        yield Fault(path, "x-all", "只用于 rows、radio、yesno，写明 title 和各选择项可选的 values")


def _answers_rows(field: Json) -> bool:
    """Tell whether `x-all` gives the choices of rows or of a series values that they have."""
    columns = field.get("items", {}).get("properties", {}) if field["x-widget"] == "rows" else {}
    values = field["x-all"].get("values")
    if not field["x-all"].get("title") or not values or not isinstance(values, dict):
        return False
    is_series = field["x-widget"] in ("radio", "yesno")
    own = {"enum": field.get("enum", ("true", "false"))} if is_series else {}
    return all(value in columns.get(name, own).get("enum", ()) for name, value in values.items())


def _follows(field: Json) -> bool:
    """Tell whether ready phrases follow the answers to a question."""
    told = field["x-follows"]
    if "always" in told:
        return field["x-widget"] == "textarea" and told["always"] in field.get("x-phrases", ())
    texts, phrases = told.get("texts"), field.get("x-phrases", ())
    if not isinstance(told.get("field"), str) or not isinstance(texts, dict):
        return False
    return field["x-widget"] == "textarea" and all(text in phrases for text in texts.values())


def _is_route(field: Json) -> bool:
    values = field.get("enum", [field.get("const")])
    return all(isinstance(value, str) for value in values)


def _shown(field: Json, path: str, above: list[str]) -> Iterator[Fault]:
    """Check `x-show`: it may speak only of fields that stand above, so one pass decides."""
    if "x-show" not in field:
        return
    yield from _condition(field["x-show"], path, "x-show")
    if field.get("x-told-by") and field["x-told-by"] not in above:
        yield Fault(path, "x-told-by", f"没有排在前面的「{field['x-told-by']}」")
    for name in _named(field["x-show"]):
        if name not in above:
            yield Fault(path, "x-show", f"只能依据排在前面的字段，「{name}」不在其中")


def _branch_parts(owner: Json, fields: Json, where: str) -> Iterator[Fault]:
    for name in owner.get("required", []):
        if name not in fields:
            yield Fault(where, "required", f"没有「{name}」这个字段")
    for name, others in owner.get("dependentRequired", {}).items():
        for other in (name, *others):
            if other not in fields:
                yield Fault(where, "dependentRequired", f"没有「{other}」这个字段")
    if "if" in owner:
        yield from _condition(owner["if"], where, "if")
        for name in _named(owner["if"]):
            if name not in fields:
                yield Fault(where, "if", f"没有「{name}」这个字段")
    for key in ("then", "else"):
        if key in owner:
            yield from _branch(owner[key], fields, where, key)
    for branch in owner.get("allOf", []):
        yield from _branch(branch, fields, where, "allOf")


def _branch(branch: Any, fields: Json, where: str, key: str) -> Iterator[Fault]:
    """Check a branch: it tightens fields that exist and adds none."""
    if not isinstance(branch, dict):
        yield Fault(where, key, "须为对象")
        return
    yield from _unknown(branch, words.BRANCH_KEYWORDS, where, key)
    for name, part in branch.get("properties", {}).items():
        if name not in fields:
            yield Fault(where, key, f"没有「{name}」这个字段")
        else:
            path = f"{where}.{name}" if where else name
            yield from _unknown(part, words.BRANCH_FIELD_KEYWORDS, path, key)
    yield from _branch_parts({**branch, "properties": fields}, fields, where)


def _condition(condition: Any, where: str, key: str) -> Iterator[Fault]:
    if not isinstance(condition, dict):
        yield Fault(where, key, "条件须为对象")
        return
    yield from _unknown(condition, words.CONDITION_KEYWORDS, where, key)
    parts = [*condition.get("properties", {}).values()]
    for name in ("allOf", "anyOf", "oneOf"):
        parts += condition.get(name, [])
    parts += [condition[name] for name in ("not", "contains") if name in condition]
    for part in parts:
        yield from _condition(part, where, key)


def _named(condition: Any) -> set[str]:
    """Return the fields of this object that a condition speaks of."""
    if not isinstance(condition, dict):
        return set()
    found = {*condition.get("properties", {}), *condition.get("required", [])}
    for key in ("allOf", "anyOf", "oneOf"):
        for part in condition.get(key, []):
            found |= _named(part)
    return found | _named(condition.get("not"))


def _rules(rules: Any, fields: Json, where: str) -> Iterator[Fault]:
    for rule in rules:
        name = str(rule.get("rule")) if isinstance(rule, dict) else ""
        if name not in RULES:
            yield Fault(where, "x-rules", f"没有「{name}」这条规则")
            continue
        spec = RULES[name]
        for key in sorted(spec.needs - set(rule)):
            yield Fault(where, "x-rules", f"{name} 缺少 {key}")
        for key in sorted(set(rule) - spec.needs - spec.may - {"rule", "message", "when"}):
            yield Fault(where, "x-rules", f"{name} 不认识 {key}")
        for field in spec.fields_of(rule):
            if field not in fields:
                yield Fault(where, "x-rules", f"{name}：没有「{field}」这个字段")
        if "when" in rule:
            yield from _condition(rule["when"], where, "x-rules.when")


def _unknown(part: Any, allowed: Iterable[str], where: str, inside: str = "") -> Iterator[Fault]:
    if not isinstance(part, dict):
        yield Fault(where, inside, "须为对象")
        return
    for key in sorted(set(part) - set(allowed)):
        yield Fault(where, f"{inside}.{key}" if inside else key, "不认识这个关键字")
