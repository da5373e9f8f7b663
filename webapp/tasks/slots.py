"""Slots that templates want ready-made and no one field gives: penalty items, totals (合成栏)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from documents.chinese import capitals, figures, full_amount
from webapp.items.models import PenaltyKind
from webapp.service.models import ServiceMethod
from webapp.tasks.printing import Printer
from webapp.tasks.sheet import Sheet

Json = dict[str, Any]

METHODS: Mapping[str, str] = {method.name.lower(): method.value for method in ServiceMethod}

FINE, GAINS, GOODS = "0201", "0202", "0203"
LICENCES = {"0301": "暂扣", "0303": "吊销"}


def derived(sheet: Sheet, context: Json, printer: Printer) -> Json:
    """Return the slots computed from several fields."""
    found: Json = {}
    values = sheet.values
    if values.get("kinds"):
        found.update(penalty(values))
    return found


def penalty(values: Mapping[str, Any]) -> Json:
    """Return the items of a penalty, numbered by the template, and the sum to pay (处罚内容)."""
    kinds = sorted(values.get("kinds", ()))
    total = sum((Decimal(values[name]) for name in _sums(values)), Decimal(0))
    items = [{"text": penalty_item(kind, values)} for kind in kinds]
    found: Json = {"items": items, "penalty_text": "；".join(item["text"] for item in items)}
    if total:
        money = f"{total:.2f}"
        found |= {
            "total": money, "total_caps": capitals(money), "total_figures": figures(money),
        }  # fmt: skip
    return found


def penalty_item(kind: str, values: Mapping[str, Any]) -> str:
    """Return one kind of penalty in the words of a decision."""
    if kind == FINE:
        return f"罚款{full_amount(values.get('fine', '0.00'))}"
    if kind == GAINS:
        return f"没收违法所得{full_amount(values.get('confiscation', '0.00'))}"
    if kind == GOODS:
        return f"没收{values.get('goods', '非法财物')}"
    if kind in LICENCES:
        return f"{LICENCES[kind]}{values.get('licence', '许可证件')}"
    name = PenaltyKind[f"K{kind}"].value
    other = values.get("other_penalty", "")
    return f"{name}：{other}" if other and kind not in ("0101", "0102") else name


def _sums(values: Mapping[str, Any]) -> list[str]:
    pairs = ((FINE, "fine"), (GAINS, "confiscation"))
    return [name for kind, name in pairs if kind in values["kinds"] and values.get(name)]
