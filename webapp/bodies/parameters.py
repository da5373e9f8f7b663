"""What the law leaves to a body to fix (机关参数), with the value that holds when it fixes nothing.

A body may tighten these, never loosen what national law demands: each has its floor or ceiling.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """One setting of a body."""

    key: str
    title: str
    default: Any
    unit: str
    basis: str
    least: Decimal | None = None

    def read(self, raw: Any) -> Any:
        """Return the value in force for what is stored, or raise ValueError."""
        if isinstance(self.default, bool):
            if not isinstance(raw, bool):
                raise ValueError(f"{self.title}只能为是或否")
            return raw
        if isinstance(raw, bool):
            raise ValueError(f"{self.title}应为数字")
        try:
            number = Decimal(str(raw))
        except InvalidOperation:
            raise ValueError(f"{self.title}应为数字") from None
        if not number.is_finite() or (self.least is not None and number < self.least):
            raise ValueError(f"{self.title}不得少于 {self.least} {self.unit}")
        if isinstance(self.default, int):
            if number != int(number):
                raise ValueError(f"{self.title}应为整数")
            return int(number)
        return number


PARAMETERS: Mapping[str, Parameter] = {
    parameter.key: parameter
    for parameter in (
        Parameter(
            "hearing_person",
            "个人听证标准（罚没款）",
            Decimal("10000"),
            "元",
            "《市场监督管理行政处罚听证办法》第五条；地方规定可以更低",
            Decimal(0),
        ),
        Parameter(
            "hearing_organization",
            "法人或者其他组织听证标准（罚没款）",
            Decimal("100000"),
            "元",
            "《市场监督管理行政处罚听证办法》第五条；地方规定可以更低",
            Decimal(0),
        ),
        Parameter(
            "defense_days",
            "陈述申辩期限",
            5,
            "个工作日",
            "《市场监督管理行政处罚程序规定》第五十七条",
            Decimal(3),
        ),
        Parameter(
            "hearing_claim_days",
            "申请听证期限",
            5,
            "个工作日",
            "《行政处罚法》第六十四条第一项",
            Decimal(5),
        ),
        Parameter(
            "hearing_panel",
            "听证主持人与听证员人数",
            3,
            "人",
            "《广东省行政处罚听证程序实施办法》第九条",
            Decimal(1),
        ),
        Parameter("seal_on_approval", "批准后自动用印", True, "", "本机关印章管理规定"),
    )
}


def in_force(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return every parameter with its value in force."""
    return {
        key: parameter.read(stored[key]) if key in stored else parameter.default
        for key, parameter in PARAMETERS.items()
    }


def stored_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to store for these values, refusing unknown keys and loosened bounds."""
    unknown = sorted(set(values) - set(PARAMETERS))
    if unknown:
        raise ValueError(f"没有这些参数：{'、'.join(unknown)}")
    kept: dict[str, Any] = {}
    for key, raw in values.items():
        value = PARAMETERS[key].read(raw)
        kept[key] = str(value) if isinstance(value, Decimal) else value
    return kept
