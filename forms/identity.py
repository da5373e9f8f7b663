"""Numbers that name a person or an organisation (GB 11643, GB 32100-2015, GB 11714)."""

import re
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric, uscc

from forms.keywords import vocabulary

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# Divisions end and are renumbered: only the province part (GB/T 2260) is stable enough to judge.
PROVINCES = vocabulary(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
    " 71 81 82 83"
)


@dataclass(frozen=True)
class ResidentCheck:
    """The four separate findings on a resident identity number (公民身份号码)."""

    format: bool
    checksum: bool
    birth: date | None
    division: bool

    @property
    def reason(self) -> str:
        """Return the first thing that is wrong as a key of messages.json, or ""."""
        if not self.format:
            return "id_number.format"
        if not self.division:
            return "id_number.division"
        if self.birth is None:
            return "id_number.birth"
        return "" if self.checksum else "id_number.checksum"


def check_resident_number(text: str) -> ResidentCheck:
    """Check format, checksum, date of birth and division, each apart."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", text):
        return ResidentCheck(format=False, checksum=False, birth=None, division=False)
    try:
        birth = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        birth = None
    return ResidentCheck(
        format=True,
        checksum=ric.calc_check_digit(text) == text[17],
        birth=birth,
        division=text[:2] in PROVINCES,
    )


def check_credit_code(text: str) -> str:
    """Return what is wrong with a 统一社会信用代码 as a key of messages.json, or ""."""
    if len(text) != 18 or any(letter not in CREDIT_ALPHABET for letter in text):
        return "credit_code.format"
    # Not uscc.validate: it takes eight leading digits for granted, but registrars may have letters.
    if uscc.calc_check_digit(text) != text[17] or _organisation_check(text[8:16]) != text[16]:
        return "credit_code.checksum"
    return ""


def check_licence(text: str) -> str:
    """Return which other number that of a licence or passport looks like, as a key, or ""."""
    if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", text) and text[:2] in PROVINCES:
        return "licence.resident"
    is_credit = re.fullmatch(r"[159][0-9A-HJ-NPQRTUWXY]{17}", text)
    return "licence.code" if is_credit else ""


def _organisation_check(code: str) -> str:
    """Return the check character of an organisation code (组织机构代码)."""
    weighed = sum(
        int(letter, 36) * weight for letter, weight in zip(code, ORGANISATION_WEIGHTS, strict=True)
    )
    remainder = 11 - weighed % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))
