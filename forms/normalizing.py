"""Bring typed text into the one form that is stored: half-width, trimmed, canonical dates and sums.

Text of any format is a code, a number or a date: its full-width characters become half-width.
The twin is webapp/assets/modules/form/normalizing.js; the test vectors hold them equal.
"""

import re
from decimal import Decimal

from forms.keywords import FORMATS

BLANK = " \t\n\r\x0b\x0c\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200C))
)
SPACES = re.compile(f"[{BLANK}]+")
LONGEST_CODE = 200
# Control characters, halves of pairs, direction marks and non-characters: they break the database,
# the PDF or the reader's eye.
UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
CLOCK = re.compile(r"([0-9]{1,2})[:时]([0-9]{1,2})(?::00(?:\.0+)?|分)?")
UPPER = frozenset(("credit_code", "id_number", "code", "licence"))
BIG = 10**15


def is_unsafe(text: str) -> bool:
    """Tell whether text holds characters that cannot be stored or printed."""
    return UNSAFE.search(text) is not None


def clean_text(text: str, form: str | None) -> str:
    """Return text as it is stored for a format (None: ordinary words)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if form not in FORMATS or len(text) > LONGEST_CODE:
        return text.strip(BLANK)
    text = _half_width(text).strip(BLANK)
    if form == "date":
        return _date(SPACES.sub("", text)) or text
    if form == "datetime":
        return _datetime(text)
    if form == "time":
        return _clock(SPACES.sub("", text)) or text
    if form in ("money", "decimal"):
        return _decimal(text, places=2 if form == "money" else None)
    if form == "phone":
        return re.sub("[–—－]", "-", SPACES.sub("", text))
    text = SPACES.sub("", text)
    if form == "digest":
        return text.lower()
    return text.upper() if form in UPPER else text


def read_number(text: str) -> Decimal | None:
    """Read a typed number, with or without grouping commas; None when it is none."""
    if len(text) > LONGEST_CODE:
        return None
    text = SPACES.sub("", _half_width(text))
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return Decimal(text) if NUMBER.fullmatch(text) else None


def _half_width(text: str) -> str:
    """Map full-width letters, digits and signs to their ASCII twins."""
    narrow = "".join(
        chr(ord(letter) - 0xFEE0) if "\uff01" <= letter <= "\uff5e" else letter for letter in text
    )
    return narrow.replace("\u3000", " ")


def _date(text: str) -> str | None:
    found = DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _clock(text: str) -> str | None:
    found = CLOCK.fullmatch(text)
    return f"{found[1]:0>2}:{found[2]:0>2}" if found else None


def _datetime(text: str) -> str:
    """Return YYYY-MM-DDTHH:MM where text can be read so, else text as it is."""
    found = re.fullmatch(r"(.*?[0-9日])[T ]*([0-9]{1,2}[:时].*)", SPACES.sub(" ", text))
    if not found:
        return text
    day, clock = _date(SPACES.sub("", found[1])), _clock(SPACES.sub("", found[2]))
    return f"{day}T{clock}" if day and clock else text


def _decimal(text: str, places: int | None) -> str:
    """Return a sum or quantity without grouping, leading zeros or loose ends."""
    text = SPACES.sub("", text)
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        return text
    sign = "-" if text[0] == "-" and text.strip("-0.") else ""
    whole, _, part = text.lstrip("+-").partition(".")
    whole = whole.lstrip("0") or "0"
    if places is not None:
        part = part if len(part) > places else part.ljust(places, "0")
        # More places than money has are an error to show, unless they say nothing.
        part = part[:places] if not part[places:].strip("0") else part
    else:
        part = part.rstrip("0")
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"
