"""Parameters of each field of enforcement, in a province with rules of its own or without."""

from datetime import date

from processes import fields
from processes.layers import settle
from processes.parameters import Parameters

GUANGDONG, ELSEWHERE = "448800", "338800"
DAY = date(2026, 9, 1)


def settled(field: str, division_code: str = GUANGDONG, on: date = DAY) -> Parameters:
    """Return what the rules of a field and a place settle."""
    return settle(fields.settings_of(fields.pack(field).title, division_code), on)


MARKET = settled("market")
AGRICULTURE = settled("agri")
TRANSPORT = settled("transport")
HOUSING = settled("housing")
EMERGENCY = settled("emergency")
EMERGENCY_ELSEWHERE = settled("emergency", ELSEWHERE)
GENERAL = settled("general")
