"""Layers of parameters (参数层级): national → field → province → city → body, on a day.

A value of a lower layer may tighten what stands above it, never loosen it: `judge` refuses it with
the reason and the article when it is set; `settle` passes over what has become looser since.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any

from engine.deadlines import Unit
from processes.parameters import May, Parameter, Parameters, register


class ParameterRefused(Exception):
    """A value is unknown, of the wrong type, or would loosen what the law fixes."""


class Layer(Enum):
    """Who settles a value; later ones stand below earlier ones (层级)."""

    NATIONAL = "全国"
    FIELD = "领域"
    PROVINCE = "省级"
    CITY = "市级"
    BODY = "机关"


@dataclass(frozen=True)
class Setting:
    """A value set at a layer for some time (参数值): from a rule of law, or set on the page.

    `adds` joins a set to the one above. `value` None: what stands above holds again.
    """

    layer: Layer
    key: str
    value: Any
    basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    adds: bool = False
    is_law: bool = False

    def holds_on(self, on: date) -> bool:
        """Tell whether it holds on a day; `valid_to` is the first day on which it does not."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on < self.valid_to)


def settle(settings: Iterable[Setting], on: date, base: Parameters | None = None) -> Parameters:
    """Put the settings of each layer in their order on national law (取值).

    In one layer the rule of law comes first; of several values set there for one key the last of
    the iterable counts.
    """
    order = list(Layer)
    newest: dict[tuple[int, bool, str], Setting] = {}
    for setting in settings:
        if setting.holds_on(on):
            newest[order.index(setting.layer), not setting.is_law, setting.key] = setting
    settled = base or Parameters()
    for _, setting in sorted(newest.items(), key=lambda found: found[0]):
        if setting.value is None and not setting.is_law:
            continue
        try:
            settled = _put(settled, setting)
        except ParameterRefused:
            continue
    return settled


def judge(above: Parameters, setting: Setting) -> Any:
    """Return the value that a setting gives, or refuse it with reason and article (校验参数)."""
    return getattr(_put(above, setting), setting.key)


def _put(above: Parameters, setting: Setting) -> Parameters:
    parameter = register().get(setting.key)
    if parameter is None:
        raise ParameterRefused(f"没有参数“{setting.key}”")
    before = getattr(above, setting.key)
    after = read_value(parameter, setting.value)
    if setting.adds:
        after = before | after
    if not _may_move(above, parameter, setting, before, after):
        raise ParameterRefused(_reason(above, parameter, before))
    sources = {**above.sources, setting.key: _basis(above, setting, before != after)}
    return replace(above, **{setting.key: after}, sources=sources)


def _basis(above: Parameters, setting: Setting, changes: bool) -> str:
    """Return the rules behind a value; one that adds to a set stands beside the one above."""
    earlier = above.sources.get(setting.key, "")
    if not setting.adds:
        return setting.basis or earlier
    return "；".join(filter(None, (earlier, setting.basis if changes else "")))


def _may_move(
    above: Parameters, parameter: Parameter, setting: Setting, before: Any, after: Any
) -> bool:
    is_settled = parameter.key in above.sources
    if setting.is_law and (setting.layer is Layer.FIELD or setting.adds or not is_settled):
        return True
    if parameter.yields and setting.layer is Layer.PROVINCE:
        return True
    if parameter.silent and not is_settled:
        return _is_sensible(parameter, after)
    return tightens(parameter.may, before, after)


def _reason(above: Parameters, parameter: Parameter, before: Any) -> str:
    basis = above.basis(parameter.key)
    because = f"（{basis}）" if basis else ""
    if parameter.may is May.NOTHING:
        return f"参数“{parameter.title}”由法律、领域规章确定，不能改动{because}"
    return (
        f"参数“{parameter.title}”只能从严，不能放宽：现为{parameter.say(before)}，"
        f"{parameter.may.value}{because}"
    )


def tightens(may: May, before: Any, after: Any) -> bool:
    """Tell whether a value keeps to the direction."""
    if may is May.CHOOSE:
        return True
    if may in (May.RAISE, May.ADD):
        return before is None or bool(after is not None and after >= before)
    if may is May.LOWER:
        return before is None or bool(after is not None and 0 < after <= before)
    return bool(after == before or (may in SWITCHES and after is SWITCHES[may]))


SWITCHES = {May.TURN_ON: True, May.TURN_OFF: False}


def _is_sensible(parameter: Parameter, after: Any) -> bool:
    is_number = isinstance(after, int | Decimal) and not isinstance(after, bool)
    return not is_number or after > 0


def read_value(parameter: Parameter, value: Any) -> Any:
    """Read a stored value into the type of its parameter."""
    wanted, optional = _type_of(parameter.key)
    if value is None and optional:
        return None
    if type(value) is not _stored_as(wanted):
        raise ParameterRefused(f"参数“{parameter.title}”的类型不对")
    try:
        after = wanted(value)
    except (InvalidOperation, ValueError):
        raise ParameterRefused(f"参数“{parameter.title}”的值“{value}”无法识别") from None
    if wanted is Decimal and not after.is_finite():
        raise ParameterRefused(f"参数“{parameter.title}”不是金额")
    allowed = dict(parameter.choices)
    unknown = [one for one in (after if wanted is frozenset else [after]) if one not in allowed]
    if allowed and unknown:
        raise ParameterRefused(f"参数“{parameter.title}”只能是{'、'.join(allowed.values())}")
    return after


def stored(value: Any) -> Any:
    """Return what to store for a value."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Decimal):
        return str(value)
    return value.value if isinstance(value, Unit) else value


def _stored_as(wanted: type) -> type:
    return {Decimal: str, frozenset: list, Unit: str}.get(wanted, wanted)


@cache
def _type_of(key: str) -> tuple[Any, bool]:
    hint = typing.get_type_hints(Parameters)[key]
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    wanted = next(one for one in kinds if one is not type(None))
    return typing.get_origin(wanted) or wanted, type(None) in kinds
