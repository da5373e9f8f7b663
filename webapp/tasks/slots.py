"""Slots that templates want ready-made and no one field gives: penalty items, totals (合成栏)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from documents.catalogue import get as type_of
from documents.chinese import capitals, figures, full_amount, ordinal, print_date
from documents.metadata import Purpose
from engine import clock
from processes import values as read
from processes import violations
from processes.facts.people import birth_of, sex_of
from webapp.items.models import PenaltyKind
from webapp.service.models import ServiceMethod
from webapp.tasks.printing import Printer
from webapp.tasks.sheet import Sheet

Json = dict[str, Any]

METHODS: Mapping[str, str] = {
    **{method.name.lower(): method.value for method in ServiceMethod},
    "entrust": "委托送达",
}

RESIDENT = "resident"
FINE, GAINS, GOODS = "0201", "0202", "0203"
LICENCES = {"0301": "暂扣", "0303": "吊销"}


def derived(sheet: Sheet, context: Json, printer: Printer) -> Json:
    """Return the slots computed from several fields."""
    found: Json = {}
    values = sheet.values
    found |= imposed(values, context["f"])
    found |= of_number(values)
    block = read.block(values, "signature")
    if block.get("method") == "refused":
        found["refusal"] = refusal(block)
    if type_of(sheet.address).purposes & {Purpose.COVER, Purpose.REMARKS}:
        found |= cover(sheet)
    return found


def of_number(values: Mapping[str, Any]) -> Json:
    """Return birth and sex as a resident identity number has them: nobody is asked for them."""
    number = read.text(values, "id_number") if values.get("id_kind") == RESIDENT else ""
    birth = birth_of(number)
    if birth is None:
        return {}
    return {"birth": print_date(birth), "gender": sex_of(number)}


def imposed(values: Mapping[str, Any], printed: Mapping[str, Any]) -> Json:
    """Return what is imposed altogether, and for each of several violations (处罚内容)."""
    found = penalty(values) if values.get("kinds") else {}
    rows = read.rows(values, violations.ROWS)
    if rows:
        pairs = zip(printed.get(violations.ROWS, ()), rows, strict=False)
        found[violations.ROWS] = [
            {**shown, **_violation(row), "ordinal": ordinal(place)}
            for place, (shown, row) in enumerate(pairs, 1)
        ]
    return found


def _violation(row: Mapping[str, Any]) -> Json:
    """Return what is imposed for one violation, or by which article it is not punished."""
    if violations.is_punished(row):
        return {**penalty({"kinds": (), **row}), "waived_by": ""}
    return {"items": [], "penalty_text": "", "waived_by": violations.waived_by(row)}


def method(values: Mapping[str, Any]) -> str:
    """Return the way of service as the receipt lists it (送达方式)."""
    if values.get("method") == "entrust" and values.get("way") == "transfer":
        return "转交送达"
    return METHODS.get(str(values.get("method", "")), "")


def cover(sheet: Sheet) -> Json:
    """Return what the cover and the remarks say before the volumes are bound."""
    papers = [one for one in sheet.history.documents.values() if one.is_final]
    archived = sheet.matter.archived_at
    return {
        "volume": "正、副",
        "items": str(len(papers)),
        "archived_on": print_date(clock.local(archived)) if archived else "",
    }


def refusal(block: Mapping[str, Any]) -> str:
    """Return the note on a record that somebody did not sign (拒签情况)."""
    reason = read.text(block, "reason")
    witness = read.text(block, "witness")
    proof = f"见证人：{witness}" if witness else "已全程音像记录"
    return f"拒绝或者不能签名，原因：{reason}；{proof}"


def penalty(values: Mapping[str, Any]) -> Json:
    """Return the items of a penalty, numbered by the template, and the sum to pay (处罚内容)."""
    kinds = sorted(values.get("kinds", ()), key=_place)
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


def _place(kind: str) -> tuple[int, str]:
    """Sort as decisions list them: warnings, confiscations, the fine, all others."""
    first = ("0101", "0102", GOODS, GAINS, FINE)
    return (first.index(kind) if kind in first else len(first), kind)


def _sums(values: Mapping[str, Any]) -> list[str]:
    pairs = ((FINE, "fine"), (GAINS, "confiscation"))
    return [name for kind, name in pairs if kind in values["kinds"] and values.get(name)]
