"""Published versions of procedures (流程版本); rows are inserted and never change."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, db
from webapp.process_records import chain


class ProcessVersion(Base):
    """One version of a procedure: diagrams, forms, templates as published (流程版本)."""

    __tablename__ = "process_version"
    __table_args__ = (sa.UniqueConstraint("key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    number: Mapped[int]
    hash: Mapped[str]
    """Digest of everything published, the safeguards included."""
    title: Mapped[str]
    main: Mapped[str]
    """The process an instance starts with."""
    menu: Mapped[str]
    """The group of the menu of a matter that starts it; empty when it belongs to none."""
    bundle: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """``bpmn`` by process id, ``forms`` and ``templates`` by file name."""
    task_names: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """The tasks of every process in the order by which stored states index them."""
    safeguards: Mapped[str]
    """Digest of the safeguards that stood when it was published."""
    published_by: Mapped[int | None]
    published_at: Mapped[datetime]

    @classmethod
    def latest(cls, key: str) -> "ProcessVersion | None":
        """Return the version that new instances of a procedure get."""
        query = sa.select(cls).where(cls.key == key).order_by(cls.number.desc()).limit(1)
        return db.session.scalars(query).first()

    @property
    def notice(self) -> dict[str, Any]:
        """Return what the audit log keeps of the publication."""
        return {
            "id": self.id,
            "key": self.key,
            "number": self.number,
            "hash": self.hash,
            "task_names": self.task_names,
            "published_by": self.published_by,
            "published_at": chain.moment(self.published_at),
        }
