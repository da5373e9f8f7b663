"""Keeping the library of bodies and officers: creating, moving, issuing and ending."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from processes import fields
from webapp.accounts.models import Account
from webapp.bodies.models import (
    Body,
    Certificate,
    CertificateKind,
    CertificateStatus,
    Kind,
    Level,
    Officer,
    OfficerStatus,
    Unit,
    UnitKind,
)
from webapp.database import db
from webapp.errors import Conflict, Invalid


def create_body(
    parent: Body | None,
    *,
    name: str,
    short_name: str,
    kind: Kind,
    level: Level,
    division_code: str,
    number_word: str,
    field: str,
    address: str,
    **details: Any,
) -> Body:
    """Add a body to the tree (新增执法主体)."""
    if db.session.scalar(sa.select(Body.id).where(Body.name == name)) is not None:
        raise Conflict(f"执法主体“{name}”已存在。")
    if not (
        division_code.isascii() and division_code.isdigit() and len(division_code) in (6, 9, 12)
    ):
        raise Invalid(
            "行政区划代码应为 6、9 或 12 位数字。", {"division_code": "应为 6、9 或 12 位数字"}
        )
    if kind is Kind.ENTRUSTED and details.get("entrusted_by") is None:
        raise Invalid(
            "受委托组织应当写明委托机关。《行政处罚法》第二十条", {"entrusted_by": "请选择委托机关"}
        )
    if field not in fields.titles():
        known = "、".join(fields.titles())
        raise Invalid(f"执法领域应为{known}之一。", {"field": "没有这个执法领域"})
    body = Body(
        parent_id=parent.id if parent else None,
        path=f"pending {name}",
        name=name,
        short_name=short_name,
        kind=kind,
        level=level,
        division_code=division_code,
        number_word=number_word,
        field=field,
        address=address,
        **details,
    )
    db.session.add(body)
    db.session.flush()
    body.path = f"{parent.path if parent else '/'}{body.id}/"
    db.session.flush()
    return body


def add_unit(body: Body, name: str, kind: UnitKind = UnitKind.HANDLING, rank: int = 0) -> Unit:
    """Add a unit to a body (新增内设机构)."""
    unit = Unit(body_id=body.id, name=name, kind=kind, rank=rank)
    db.session.add(unit)
    db.session.flush()
    return unit


def add_officer(
    body: Body,
    name: str,
    *,
    unit: Unit | None = None,
    post: str = "",
    account: Account | None = None,
    has_law_qualification: bool = False,
    is_auxiliary: bool = False,
) -> Officer:
    """Add a person to a body (新增执法人员)."""
    if unit is not None and unit.body_id != body.id:
        raise Invalid("内设机构不属于该执法主体。", {"unit": "不属于该执法主体"})
    officer = Officer(
        body_id=body.id,
        unit_id=unit.id if unit else None,
        name=name,
        post=post,
        account_id=account.id if account else None,
        has_law_qualification=has_law_qualification,
        is_auxiliary=is_auxiliary,
    )
    db.session.add(officer)
    db.session.flush()
    return officer


def issue_certificate(
    officer: Officer,
    number: str,
    *,
    kind: CertificateKind,
    area: str,
    valid_from: date,
    valid_until: date,
    fields: Sequence[str] = (),
    issuer: str = "",
) -> Certificate:
    """Enter a certificate; an officer may sign in with its number (登记执法证件)."""
    if officer.is_auxiliary:
        raise Invalid("辅助人员不得持有执法证件。")
    if not (6 <= len(number) <= 20 and number.isascii() and number.isalnum()):
        raise Invalid("证件号应为 6 至 20 位数字或字母。", {"number": "应为 6 至 20 位数字或字母"})
    if valid_until < valid_from:
        raise Invalid("有效期止不能早于有效期起。", {"valid_until": "不能早于有效期起"})
    db.session.execute(sa.select(Officer.id).where(Officer.id == officer.id).with_for_update())
    if db.session.scalar(sa.select(Certificate.id).where(Certificate.number == number)) is not None:
        raise Conflict(f"证件号 {number} 已登记，一个证件号只能对应一人。")
    active = sa.select(Certificate.number).where(
        Certificate.officer_id == officer.id, Certificate.status == CertificateStatus.ACTIVE
    )
    held = db.session.scalar(active)
    if held is not None:
        raise Conflict(f"{officer.name}已持有效证件 {held}，须先注销。")
    certificate = Certificate(
        officer_id=officer.id,
        number=number,
        kind=kind,
        fields=list(fields),
        area=area,
        issuer=issuer,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    db.session.add(certificate)
    account = _account_of(officer)
    if account is not None:
        account.certificate_number = number
    db.session.flush()
    return certificate


def end_certificate(
    certificate: Certificate, status: CertificateStatus, reason: str, at: datetime
) -> None:
    """Suspend, cancel or report lost; it counts from now on (暂扣、注销、挂失)."""
    if not reason.strip():
        raise Invalid("请写明原因。", {"reason": "请写明原因"})
    certificate.status = status
    certificate.status_reason = reason.strip()
    certificate.status_at = at
    account = _account_of(db.session.get_one(Officer, certificate.officer_id))
    if status is not CertificateStatus.SUSPENDED and account is not None:
        account.certificate_number = None


def restore_certificate(certificate: Certificate, at: datetime) -> None:
    """Give a suspended certificate back (解除暂扣)."""
    if certificate.status is not CertificateStatus.SUSPENDED:
        raise Conflict("只有暂扣的证件可以恢复。")
    certificate.status, certificate.status_reason = CertificateStatus.ACTIVE, ""
    certificate.status_at = at


def leave(officer: Officer, at: datetime) -> None:
    """Note that a person no longer works in the body and cancel the certificate (离岗)."""
    officer.status = OfficerStatus.LEFT
    for certificate in officer.certificates:
        if certificate.status is CertificateStatus.ACTIVE:
            end_certificate(certificate, CertificateStatus.CANCELED, "人员离岗", at)


def _account_of(officer: Officer) -> Account | None:
    return db.session.get(Account, officer.account_id) if officer.account_id else None
