"""Complete a form file: references resolved, groups spliced in, widgets and conditions filled out.

The result is plain JSON Schema 2020-12 without `$ref`, the same for Python and the browser.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from forms.errors import Fault, FormInvalid
from forms.keywords import IDS, SINGLE, WIDGETS

Json = dict[str, Any]
SIGNATURE = "shared/_defs.json#/$defs/signature"
OBJECT_PARTS = ("required", "x-rules", "allOf")


class Expander:
    """Expand one form file against the shared definitions."""

    def __init__(self, file: str, root: Json, defs: Json) -> None:
        self.file = file
        self.root = root
        self.defs = defs

    def expand(self) -> Json:
        """Return the completed schema of the form."""
        root = deepcopy({key: value for key, value in self.root.items() if key != "$defs"})
        root.setdefault("type", "object")
        self._complete_object(root, "")
        return root

    def _complete_object(self, owner: Json, where: str) -> None:
        """Resolve, splice and complete the fields of an object in place."""
        given = owner.get("properties")
        if not isinstance(given, dict):
            raise self._fault(where, "properties", "缺少字段列表")
        owner["properties"] = {}
        for name, raw in given.items():
            path = f"{where}.{name}" if where else name
            if not isinstance(raw, dict):
                raise self._fault(path, "", "字段须为对象")
            resolved = self._resolve(raw, path)
            if resolved.pop("x-flat", False):
                self._splice(owner, resolved, where)
            else:
                owner["properties"][name] = self._complete_field(resolved, path)
        _complete_branches(owner)

    def _splice(self, owner: Json, group: Json, where: str) -> None:
        """Put the fields of a shared group at this place of the enclosing object."""
        section = group.get("x-section")
        for index, (name, raw) in enumerate(group.get("properties", {}).items()):
            path = f"{where}.{name}" if where else name
            if name in owner["properties"]:
                raise self._fault(path, "x-flat", "字段名与已有字段重复")
            resolved = self._resolve(raw, path)
            if section is not None and index == 0:
                resolved["x-section"] = section
            if "x-show" in group:
                resolved.setdefault("x-show", deepcopy(group["x-show"]))
            if "x-source" in group:
                resolved.setdefault("x-source", f"{group['x-source']}.{name}")
            owner["properties"][name] = self._complete_field(resolved, path)
        for part in OBJECT_PARTS:
            if part in group:
                owner[part] = [*owner.get(part, []), *group[part]]
        if "if" in group:
            branch = {key: group[key] for key in ("if", "then", "else") if key in group}
            owner["allOf"] = [*owner.get("allOf", []), branch]

    def _complete_field(self, field: Json, path: str) -> Json:
        """Fill in the widget, what it implies, and the parts of a nested object."""
        widget = field.setdefault("x-widget", _infer_widget(field))
        if widget == "signature" and "properties" not in field:
            field = self._resolve({**field, "$ref": SIGNATURE}, path)
        for key, value in _implied(widget, field).items():
            if key == "type" and ("enum" in field or "const" in field):
                field.setdefault("type", _type_of(field, value))
            elif not (key == "maxLength" and ("enum" in field or "const" in field)):
                field.setdefault(key, deepcopy(value))
        if field.get("type") == "boolean":
            field.pop("maxLength", None)
        _complete_names(field)
        if field.get("type") == "object":
            self._complete_object(field, path)
        items = field.get("items")
        if isinstance(items, dict):
            field["items"] = items = self._resolve(items, f"{path}.items")
            if "properties" in items:
                items.setdefault("type", "object")
                self._complete_object(items, path)
            elif "enum" in items:
                items.setdefault("type", "string")
        if "x-show" in field:
            complete_condition(field["x-show"])
        return field

    def _resolve(self, raw: Json, path: str, depth: int = 0) -> Json:
        """Replace `$ref` by its target; what stands beside it wins, `properties` field by field."""
        raw = deepcopy(raw)
        reference = raw.pop("$ref", None)
        if reference is None:
            return raw
        if depth > 8:
            raise self._fault(path, "$ref", "引用成环")
        target = self._resolve(self._target(str(reference), path), path, depth + 1)
        own = raw.pop("properties", {})
        merged = {**target, **raw}
        for name, change in own.items():
            base = target.get("properties", {}).get(name)
            merged.setdefault("properties", {})
            merged["properties"][name] = (
                {**base, **change} if base is not None and change is not None else change
            )
        _omit(merged)
        return merged

    def _target(self, reference: str, path: str) -> Json:
        file, _, pointer = reference.partition("#/$defs/")
        home = {"": self.root, "shared/_defs.json": self.defs}.get(file)
        found = (home or {}).get("$defs", {}).get(pointer)
        if not isinstance(found, dict):
            raise self._fault(path, "$ref", f"找不到 {reference}")
        return deepcopy(found)

    def _fault(self, path: str, keyword: str, reason: str) -> FormInvalid:
        return FormInvalid(self.file, (Fault(path, keyword, reason),))


def complete_condition(condition: Any) -> None:
    """Make a condition mean what it says: a field it names must be there (in place)."""
    if not isinstance(condition, dict):
        return
    named = condition.get("properties")
    if isinstance(named, dict):
        condition["required"] = sorted({*condition.get("required", []), *named})
        for part in named.values():
            complete_condition(part)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in condition.get(key, []):
            complete_condition(part)
    for key in ("not", "contains"):
        complete_condition(condition.get(key))


def _complete_branches(owner: Json) -> None:
    """Complete the conditions of `if` and of rules, in the object and its branches."""
    if "if" in owner:
        complete_condition(owner["if"])
    for rule in owner.get("x-rules", []):
        if isinstance(rule, dict):
            complete_condition(rule.get("when"))
    branches = [owner.get("then"), owner.get("else"), *owner.get("allOf", [])]
    for branch in branches:
        if isinstance(branch, dict):
            _complete_branches(branch)


def _complete_names(field: Json) -> None:
    """Give yes/no enumerations their usual words and arrays of options theirs."""
    if field["x-widget"] == "yesno" and field.get("enum") == ["yes", "no"]:
        field.setdefault("x-enumNames", ["是", "否"])
    items = field.get("items")
    if isinstance(items, dict) and "x-enumNames" in items:
        field.setdefault("x-enumNames", items.pop("x-enumNames"))


def _implied(widget: str, field: Json) -> Mapping[str, Any]:
    """Return what a widget says about its value; one id where a list is turned down."""
    if widget in SINGLE and field.get("type") == "string":
        return IDS
    return WIDGETS.get(widget, {})


def _type_of(field: Json, default: str) -> str:
    values = field.get("enum") or [field.get("const")]
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return kinds.get(type(values[0]), default)


def _infer_widget(field: Json) -> str:
    """Choose the widget that the type suggests."""
    kind, items = field.get("type"), field.get("items")
    if "const" in field:
        return "hidden"
    if "enum" in field:
        return "radio" if len(field["enum"]) <= 4 else "select"
    if kind == "array" or items is not None:
        nested = isinstance(items, dict) and ("properties" in items or "$ref" in items)
        return "rows" if nested else "checkboxes"
    if kind == "object" or "properties" in field:
        return "group"
    if field.get("format") in ("date", "datetime", "money", "position"):
        return str(field["format"])
    simple = {"boolean": "yesno", "integer": "number", "number": "number"}
    long = field.get("maxLength", 0) > 120
    return simple.get(str(kind), "textarea" if long else "text")


def _omit(group: Json) -> None:
    """Drop the fields set to null and whatever speaks of them."""
    fields = group.get("properties", {})
    omitted = {name for name, field in fields.items() if field is None}
    for name in omitted:
        del fields[name]
    for part in OBJECT_PARTS:
        if omitted and part in group:
            group[part] = [entry for entry in group[part] if not _mentions(entry, omitted)]


def _mentions(entry: Any, names: set[str]) -> bool:
    """Tell whether a required name, rule or branch speaks of an omitted field."""
    if isinstance(entry, str):
        return entry in names
    if isinstance(entry, list):
        return any(_mentions(part, names) for part in entry)
    if isinstance(entry, dict):
        return any(key in names or _mentions(part, names) for key, part in entry.items())
    return False
