"""The log of accounts: who did what from where; rows are only ever added (账号日志)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import clock
from webapp.accounts.models import Account, AccountEvent, Action, AttemptOutcome
from webapp.database import db


@dataclass(frozen=True)
class Origin:
    """Where a request comes from (来源)."""

    ip: str | None = None
    agent: str | None = None


def wall_clock() -> datetime:
    """Return the real time: sessions and locks do not follow the movable clock of the law."""
    return clock.real()


def note(
    action: Action,
    outcome: AttemptOutcome,
    account: Account | None,
    origin: Origin,
    at: datetime,
    *,
    login: str | None = None,
    actor: Account | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Add a row to the log."""
    db.session.add(
        AccountEvent(
            at=at,
            action=action,
            outcome=outcome,
            login=login if login is not None else (account.login if account else ""),
            account_id=account.id if account else None,
            actor_id=actor.id if actor else None,
            ip=origin.ip,
            agent=short(origin.agent),
            details=details or {},
        )
    )


def short(agent: str | None) -> str | None:
    """Return as much of a browser's name as is worth keeping."""
    return agent[:200] if agent else None
