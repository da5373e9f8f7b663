"""The periods and rates of the law as papers print them (法定期限): 十五个工作日、百分之三.

They come from the register of parameters, settled for the body on the day of the paper, so that no
template and no example states one itself.
"""

from collections.abc import Mapping
from typing import Any

from documents.chinese import ordinal
from documents.errors import NumberRefused
from engine.deadlines import Unit
from processes.parameters import Parameters, register

UNITS: Mapping[str, str] = {
    "verification_days": "verification_unit",
    "verification_extension_days": "verification_unit",
    "crime_approval_days": "crime_approval_unit",
}
"""Periods whose unit is a parameter of its own."""


def printed(settled: Parameters) -> dict[str, str]:
    """Return every number and switch of the register in words; what is not settled is empty."""
    return {key: _words(key, settled) for key in register()}


def _words(key: str, settled: Parameters) -> str:
    value: Any = settled[key]
    if isinstance(value, bool):
        return "1" if value else ""
    if not isinstance(value, int) or not value:
        return ""
    unit = settled[UNITS[key]] if key in UNITS else register()[key].unit
    number = _number(value)
    return f"百分之{number}" if unit == "%" else number + _named(unit)


def _number(value: int) -> str:
    try:
        return ordinal(value)
    except NumberRefused:
        return str(value)


def _named(unit: Unit | str) -> str:
    return unit.value if isinstance(unit, Unit) else unit
