"""Checks of canonical text by format; each returns what is wrong as a key of messages.json, or "".

Each check has a twin in webapp/assets/modules/form/formats.js.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from jsonschema import FormatChecker

from forms.identity import check_credit_code, check_licence, check_resident_number

MOBILE = r"1[3-9][0-9]{9}"
LANDLINE = r"(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,6})?"
SERVICE = r"[48]00-?[0-9]{3}-?[0-9]{4}|1[0-9]{2}[0-9]{2}|1[0-9]{4}"
POSITION = r"-?[0-9]{1,3}(\.[0-9]{1,8})?,-?[0-9]{1,2}(\.[0-9]{1,8})?(,[0-9]{1,6})?"
EMAIL = r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"


def _matches(pattern: str, key: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        return "" if re.fullmatch(pattern, text) else key

    return check


def _date(text: str) -> str:
    if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        return "date"
    try:
        date.fromisoformat(text)
    except ValueError:
        return "date"
    return ""


def _datetime(text: str) -> str:
    day, mark, clock = text.partition("T")
    return "" if mark and not _date(day) and not _time(clock) else "datetime"


def _time(text: str) -> str:
    return "" if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text) else "time"


def _position(text: str) -> str:
    if not re.fullmatch(POSITION, text):
        return "position"
    longitude, latitude = map(float, text.split(",")[:2])
    return "" if abs(longitude) <= 180 and abs(latitude) <= 90 else "position"


_code = _matches(r"[0-9A-Z\u4e00-\u9fff()/.〔〕:#_&+-]{1,64}", "code")

CHECKS: Mapping[str, Callable[[str], str]] = {
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "money": _matches(r"[0-9]{1,13}\.[0-9]{2}", "money"),
    "decimal": _matches(r"-?[0-9]{1,13}(\.[0-9]{1,6})?", "decimal"),
    "credit_code": check_credit_code,
    "id_number": lambda text: check_resident_number(text).reason,
    "phone": _matches(f"{MOBILE}|{LANDLINE}|{SERVICE}", "phone"),
    "postcode": _matches(r"[0-9]{6}", "postcode"),
    "email": _matches(EMAIL, "email"),
    "code": _code,
    "licence": lambda text: _code(text) or check_licence(text),
    "digest": _matches(r"[0-9a-f]{64}", "digest"),
    "position": _position,
}


def checker() -> FormatChecker:
    """Return the checks as jsonschema wants them; the reason travels as the error's cause."""
    found = FormatChecker(formats=())
    for name, check in CHECKS.items():
        found.checks(name, raises=ValueError)(_raising(check))
    return found


def _raising(check: Callable[[str], str]) -> Callable[[object], bool]:
    def judge(value: object) -> bool:
        if isinstance(value, str) and (reason := check(value)):
            raise ValueError(reason)
        return True

    return judge


def comparable(text: str) -> Decimal | str:
    """Return canonical text so that it compares: sums by value, dates by their letters."""
    return Decimal(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


def birth_in(value: object) -> str:
    """Return the day of birth that a date or a resident identity number says, or ""."""
    found = re.fullmatch(r"[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]", str(value))
    text = "-".join(found.groups()) if found else str(value)
    return "" if _date(text) else text


def sex_in(value: object) -> str:
    """Return the sex that a resident identity number says, 男 or 女, or ""."""
    found = re.fullmatch(r"[0-9]{16}([0-9])[0-9X]", str(value))
    return ("男" if int(found[1]) % 2 else "女") if found else ""


def moment(text: str) -> datetime:
    """Return a canonical date or time of day as a naive moment."""
    return datetime.fromisoformat(text)
