"""Values set at a layer below national law (参数值); only ever added, the newest row counts."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.layers import Layer
from webapp.accounts.models import Account
from webapp.bodies.models import Body
from webapp.database import Base

PROVINCE_DIGITS, CITY_DIGITS = 2, 4


class ParameterValue(Base):
    """One value of one parameter for a field, an area or a body from a day on (参数值)."""

    __tablename__ = "parameter_value"
    __table_args__ = (
        sa.CheckConstraint(
            "(layer = 'FIELD') = (field <> '') and (layer in ('PROVINCE', 'CITY')) = (area <> '')"
            " and (layer = 'BODY') = (body_id is not null)",
            name="target",
        ),
        sa.CheckConstraint("valid_to is null or valid_from < valid_to", name="period"),
        sa.Index("ix_parameter_value_key", "key"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    layer: Mapped[Layer]
    field: Mapped[str] = mapped_column(default="")
    """The id of a field, ``market``; only in the layer of fields."""
    area: Mapped[str] = mapped_column(default="")
    """The first two or four digits of a division code; only in the layers of places."""
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    key: Mapped[str]
    value: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    """None: what stands above holds again."""
    basis: Mapped[str] = mapped_column(default="")
    """The rule by which it is set, as documents print it."""
    reason: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """First day on which it no longer holds."""
    set_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]

    body: Mapped[Body | None] = relationship()
    setter: Mapped[Account | None] = relationship()
