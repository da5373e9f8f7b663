"""What law and register settle for a field, an area or a body (各层参数)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa

from processes import fields
from processes.layers import Layer, Setting, settle
from processes.parameters import Parameter, Parameters, register
from webapp.bodies.models import Body
from webapp.database import db, once
from webapp.errors import NotFound
from webapp.parameters.models import CITY_DIGITS, PROVINCE_DIGITS, ParameterValue


@dataclass(frozen=True)
class SettingTarget:
    """For whom a value holds: a field, an area or a body (适用对象)."""

    layer: Layer
    title: str
    field: str = ""
    area: str = ""
    body_id: int | None = None

    @property
    def address(self) -> str:
        """Return it as addresses of pages carry it."""
        return f"{self.layer.name}:{self.field or self.area or self.body_id or ''}"

    def same(self, value: ParameterValue) -> bool:
        """Tell whether a value was set for it."""
        mine = (self.layer, self.field, self.area, self.body_id)
        return mine == (value.layer, value.field, value.area, value.body_id)


COUNTRY = SettingTarget(Layer.NATIONAL, "全国")


def targets_of(body: Body) -> tuple[SettingTarget, ...]:
    """Return everything whose values reach a body, from above to the body itself."""
    code = body.division_code
    return (
        SettingTarget(Layer.FIELD, body.field, field=fields.field_of(body.field)),
        SettingTarget(
            Layer.PROVINCE, f"{code[:PROVINCE_DIGITS]} 省级", area=code[:PROVINCE_DIGITS]
        ),
        SettingTarget(Layer.CITY, f"{code[:CITY_DIGITS]} 市级", area=code[:CITY_DIGITS]),
        SettingTarget(Layer.BODY, body.name, body_id=body.id),
    )


@once(ParameterValue)
def in_force(body: Body) -> Callable[[date], Parameters]:
    """Return how a body's parameters stand on any day, read in one query (参数取值)."""
    settings = settings_for(targets_of(body))

    @cache
    def on(day: date) -> Parameters:
        return settle(settings, day)

    return on


def settings_for(targets: Sequence[SettingTarget]) -> list[Setting]:
    """Return what law and register settle for these, oldest first."""
    found = [setting for target in targets for setting in law_settings(target)]
    return found + [setting_of(value) for value in values_of(targets)]


def law_settings(target: SettingTarget) -> tuple[Setting, ...]:
    """Return what the rule of a field or province itself settles."""
    if target.layer is Layer.FIELD:
        return fields.pack(target.field).settings
    local = fields.province(target.area) if target.layer is Layer.PROVINCE else None
    return local.settings if local else ()


def values_of(targets: Iterable[SettingTarget], key: str | None = None) -> Sequence[ParameterValue]:
    """Return the values set for these, oldest first."""
    wanted = [_set_for(target) for target in targets if target.layer is not Layer.NATIONAL]
    query = sa.select(ParameterValue).where(sa.or_(sa.false(), *wanted)).order_by(ParameterValue.id)
    if key is not None:
        query = query.where(ParameterValue.key == key)
    return db.session.scalars(query).all()


def setting_of(value: ParameterValue) -> Setting:
    """Return a stored value as the law reads it."""
    return Setting(
        layer=value.layer,
        key=value.key,
        value=value.value,
        basis=value.basis,
        valid_from=value.valid_from,
        valid_to=value.valid_to,
    )


def _set_for(target: SettingTarget) -> sa.ColumnElement[bool]:
    return sa.and_(
        ParameterValue.layer == target.layer,
        ParameterValue.field == target.field,
        ParameterValue.area == target.area,
        ParameterValue.body_id == target.body_id
        if target.body_id is not None
        else ParameterValue.body_id.is_(None),
    )


def get_parameter(key: str) -> Parameter:
    """Return a parameter of the register."""
    if key not in register():
        raise NotFound("没有这项参数。")
    return register()[key]
