"""What officers typed and have not submitted yet (草稿)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class Draft(Base):
    """The unfinished form of one officer for one to-do (草稿); it survives a return (退回)."""

    __tablename__ = "draft"

    todo_id: Mapped[UUID] = mapped_column(sa.ForeignKey("todo.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), primary_key=True)
    values: Mapped[dict[str, Any]]
    """As typed, not judged."""
    saved_at: Mapped[datetime]
