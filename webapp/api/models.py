"""Answers already given to idempotency keys (幂等记录)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class ApiRequest(Base):
    """A write of a program with its answer: the same key gets the same answer (接口请求)."""

    __tablename__ = "api_request"
    __table_args__ = (sa.Index("ix_api_request_at", "at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    fingerprint: Mapped[str]
    """Digest of what was asked: a key names one request, not several."""
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    at: Mapped[datetime]
