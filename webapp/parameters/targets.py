"""For whom a page shows or sets parameters, and how values are typed there (适用对象)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from processes import fields
from processes.layers import Layer, ParameterRefused, read_value
from processes.parameters import Parameter
from webapp.bodies import queries as bodies
from webapp.errors import Invalid, NotFound
from webapp.parameters.models import CITY_DIGITS, PROVINCE_DIGITS, ParameterValue
from webapp.parameters.settings import COUNTRY, SettingTarget, targets_of

YES_NO = {"yes": True, "no": False}


def choices() -> Mapping[str, list[SettingTarget]]:
    """Return everything one may look at or set values for, by layer."""
    enforcing = bodies.enforcing()
    codes = sorted({one.division_code for one in enforcing})
    return {
        "全国": [COUNTRY],
        "领域": [_field(one) for one in fields.FIELDS],
        "省级": [_area(code) for code in sorted({code[:PROVINCE_DIGITS] for code in codes})],
        "市级": [_area(code) for code in sorted({code[:CITY_DIGITS] for code in codes})],
        "机关": [SettingTarget(Layer.BODY, one.name, body_id=one.id) for one in enforcing],
    }


def chosen(address: str) -> tuple[SettingTarget, ...]:
    """Return the layers down to what an address such as ``BODY:12`` names; the country if none."""
    layer, _, name = address.partition(":")
    if layer == Layer.FIELD.name and name in fields.FIELDS:
        return (_field(name),)
    digits = name.isascii() and name.isdigit()
    if layer == Layer.PROVINCE.name and digits and len(name) == PROVINCE_DIGITS:
        return (_area(name),)
    if layer == Layer.CITY.name and digits and len(name) == CITY_DIGITS:
        return (_area(name[:PROVINCE_DIGITS]), _area(name))
    if layer == Layer.BODY.name and digits:
        return targets_of(bodies.get_body(int(name)))
    if layer in ("", Layer.NATIONAL.name):
        return (COUNTRY,)
    raise NotFound("没有这个领域、地区或者机关。")


def title_of(value: ParameterValue) -> str:
    """Return for whom a value was set."""
    if value.body is not None:
        return value.body.name
    return _field(value.field).title if value.field else _area(value.area).title


def typed(parameter: Parameter, raw: Sequence[str]) -> Any:
    """Read what a form sent into the form in which values are stored."""
    default = parameter.default
    if isinstance(default, frozenset):
        return sorted(raw)
    text = raw[0].strip() if raw else ""
    if isinstance(default, bool):
        return YES_NO.get(text)
    if parameter.choices or isinstance(default, Decimal) or parameter.unit == "元":
        return text.replace(",", "")
    try:
        return int(text)
    except ValueError:
        raise Invalid(f"{parameter.title}应为整数。", {"value": "应为整数"}) from None


def read(parameter: Parameter, stored: Any) -> str:
    """Write a stored value as people read it."""
    try:
        return parameter.say(read_value(parameter, stored))
    except ParameterRefused:
        return str(stored)


def _field(field: str) -> SettingTarget:
    return SettingTarget(Layer.FIELD, fields.pack(field).title, field=field)


def _area(area: str) -> SettingTarget:
    if len(area) == CITY_DIGITS:
        return SettingTarget(Layer.CITY, f"{area} 市级", area=area)
    local = fields.province(area)
    return SettingTarget(Layer.PROVINCE, local.title if local else f"{area} 省级", area=area)
