"""Accounts, role grants, sessions, tokens and their log (账号、授权、会话、令牌、日志)."""

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.roles import ROLES
from webapp.database import Base, db


class AccountStatus(Enum):
    """Whether an account may be used (账号状态)."""

    ACTIVE = "启用"
    DISABLED = "停用"


class Action(Enum):
    """What the log of an account records (操作)."""

    SIGN_IN = "登录"
    SIGN_OUT = "退出"
    PASSWORD = "修改密码"
    PASSWORD_RESET = "重置密码"
    TWO_STEP = "设置两步验证"
    UNLOCK = "解除锁定"
    CREATE = "新建账号"
    DISABLE = "停用账号"
    ENABLE = "启用账号"
    GRANT = "授予岗位"
    REVOKE = "撤销岗位"
    TOKEN = "签发令牌"
    TOKEN_REVOKE = "撤销令牌"


class AttemptOutcome(Enum):
    """How an attempt ended (结果)."""

    DONE = "成功"
    CODE_WANTED = "待验证码"
    WRONG = "账号或密码错误"
    WRONG_CODE = "验证码错误"
    LOCKED = "锁定中"
    DISABLED = "账号停用"
    THROTTLED = "尝试过多"


class Account(Base):
    """Somebody who may sign in (账号)."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    certificate_number: Mapped[str | None] = mapped_column(unique=True)
    """The number of the enforcement certificate, a second name to sign in with."""
    name: Mapped[str]
    password_hash: Mapped[str]
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.ACTIVE)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    password_changed_at: Mapped[datetime | None]
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    totp_secret: Mapped[bytes | None]
    """Encrypted; set once two-step sign-in is confirmed."""
    totp_last_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    last_sign_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    showcase: Mapped[int | None]
    """Place in the panel of the demonstration; None elsewhere."""

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="account",
        order_by="RoleGrant.id",
        foreign_keys="RoleGrant.account_id",
    )

    def is_locked(self, at: datetime) -> bool:
        """Tell whether too many wrong passwords have closed the account for now."""
        return self.locked_until is not None and at < self.locked_until

    @classmethod
    def named(cls, name: str) -> "Account | None":
        """Return the account with this login or certificate number (账号或执法证号)."""
        query = sa.select(cls).where(
            sa.or_(cls.login == name.lower(), cls.certificate_number == name)
        )
        return db.session.scalars(query.order_by(cls.id)).first()

    def role_ids(self) -> list[str]:
        """Return the roles held now, fresh from the database."""
        query = sa.select(RoleGrant.role).where(
            RoleGrant.account_id == self.id, RoleGrant.revoked_at.is_(None)
        )
        return list(db.session.scalars(query))

    @property
    def has_two_steps(self) -> bool:
        """Tell whether signing in asks for a code (两步验证)."""
        return self.totp_secret is not None


class RoleGrant(Base):
    """A role given to an account in a body, or in one unit of it (岗位授权)."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.Index("ix_role_grant_account_id", "account_id"),
        sa.Index("ix_role_grant_body_id_role", "body_id", "role"),
        sa.Index(
            "uq_role_grant_active",
            "account_id",
            "role",
            "body_id",
            sa.text("coalesce(unit_id, 0)"),
            unique=True,
            postgresql_where=sa.text("revoked_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    role: Mapped[str]
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    granted_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    granted_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    account: Mapped[Account] = relationship(back_populates="grants", foreign_keys=[account_id])

    @property
    def title(self) -> str:
        """Return the Chinese name of the role."""
        return ROLES[self.role].title if self.role in ROLES else self.role


class SignInSession(Base):
    """One browser that is signed in; of the secret in its cookie we keep the digest (会话)."""

    __tablename__ = "sign_in_session"
    __table_args__ = (sa.Index("ix_sign_in_session_account_id", "account_id"),)

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ip: Mapped[str | None] = mapped_column(INET)
    agent: Mapped[str | None]


class ApiToken(Base):
    """A token with which a program acts for an account (接口令牌)."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    name: Mapped[str]
    digest: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class AccountEvent(Base):
    """What was done with an account; rows are only ever added (账号日志)."""

    __tablename__ = "account_event"
    __table_args__ = (
        sa.Index("ix_account_event_ip_at", "ip", "at"),
        sa.Index("ix_account_event_login_at", "login", "at"),
        sa.Index("ix_account_event_account_id_at", "account_id", "at"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    at: Mapped[datetime]
    action: Mapped[Action]
    outcome: Mapped[AttemptOutcome]
    login: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Who did it, when it was not the account itself."""
    ip: Mapped[str | None] = mapped_column(INET)
    agent: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @classmethod
    def failures(cls, since: datetime, *, login: str | None = None, ip: str | None = None) -> int:
        """Count the wrong sign-ins under a name, known or not, or from one address."""
        condition = cls.login == login if ip is None else cls.ip == ip
        query = sa.select(sa.func.count()).where(
            condition,
            cls.at > since,
            cls.action == Action.SIGN_IN,
            cls.outcome.in_([AttemptOutcome.WRONG, AttemptOutcome.WRONG_CODE]),
        )
        return int(db.session.scalar(query) or 0)
