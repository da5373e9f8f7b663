"""Setting a parameter at a layer: judged against what stands above, added, recorded (设置参数)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from engine import clock
from processes.layers import ParameterRefused, Setting, judge, settle, stored
from webapp.accounts.models import Account
from webapp.database import db
from webapp.errors import Invalid
from webapp.parameters import settings
from webapp.parameters.models import ParameterValue
from webapp.parameters.settings import SettingTarget
from webapp.process_records import operations as records
from webapp.process_records.models import PLATFORM


def set_value(
    actor: Account | None,
    targets: Sequence[SettingTarget],
    key: str,
    value: Any,
    *,
    valid_from: date,
    reason: str,
    at: datetime,
    valid_to: date | None = None,
    basis: str = "",
) -> ParameterValue:
    """Set a value for the last of these, below the others (设置参数); None takes it back."""
    target = targets[-1]
    parameter = settings.get_parameter(key)
    if not reason.strip():
        raise Invalid("请写明设置的理由。", {"reason": "请写明理由"})
    if valid_from < clock.local(at).date():
        sentence = "生效日不得早于今天：已经起算的期限按当时的规定计算。"
        raise Invalid(sentence, {"valid_from": "不得早于今天"})
    if valid_to is not None and valid_to <= valid_from:
        raise Invalid("失效日应晚于生效日。", {"valid_to": "应晚于生效日"})
    setting = Setting(target.layer, key, value, basis.strip(), valid_from, valid_to)
    above = settle(_above(targets, setting), valid_from)
    try:
        after = judge(above, setting) if value is not None else None
    except ParameterRefused as refused:
        raise Invalid(f"{refused}。", {"value": str(refused)}) from refused
    row = ParameterValue(
        layer=target.layer,
        field=target.field,
        area=target.area,
        body_id=target.body_id,
        key=key,
        value=stored(after),
        basis=setting.basis,
        reason=reason.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        set_by=actor.id if actor else None,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    records.record(
        "parameter.set",
        at,
        subject=f"parameter:{key}",
        body_id=target.body_id or PLATFORM,
        account_id=actor.id if actor else None,
        details={
            "layer": target.layer.value,
            "target": target.title,
            "above": parameter.say(getattr(above, key)),
            "value": parameter.say(after) if value is not None else "",
            "valid_from": valid_from.isoformat(),
            "valid_to": valid_to.isoformat() if valid_to else None,
            "reason": row.reason,
        },
    )
    return row


def _above(targets: Sequence[SettingTarget], setting: Setting) -> list[Setting]:
    """Return what a setting stands below: the layers above and the law of its own layer."""
    found = settings.settings_for(targets)
    return [one for one in found if one.is_law or one.layer is not setting.layer]
