"""Document numbers (文号): ``{代字}{字}〔YYYY〕N号``; the counters themselves are the platform's.

GB/T 9704-2012: the year in six-corner brackets, no leading zeros, no 第.
"""

import re
from dataclasses import dataclass

from documents.errors import NumberRefused

PATTERN = re.compile(r"(?P<head>[㐀-鿿]{2,20})〔(?P<year>\d{4})〕(?P<serial>[1-9]\d{0,6})号")


@dataclass(frozen=True)
class DocumentNumber:
    """A document number (文号) taken apart."""

    agency: str
    """机关代字, such as 岚市监."""
    series: str
    """类别字, such as 罚决."""
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.agency}{self.series}〔{self.year}〕{self.serial}号"


def format_number(agency: str, series: str, year: int, serial: int) -> str:
    """Print a document number; refuse what could not be read back."""
    number = str(DocumentNumber(agency, series, year, serial))
    if not PATTERN.fullmatch(number) or not series:
        raise NumberRefused(f"文号“{number}”不合规则")
    return number
