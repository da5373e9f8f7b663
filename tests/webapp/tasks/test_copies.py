"""The note on copies (份数): how many, who gets the first, what becomes of the others."""

from types import SimpleNamespace
from typing import Any

import pytest

from webapp.matters.done import History
from webapp.tasks import context
from webapp.tasks.sheet import Sheet


def note(address: str, **values: Any) -> str:
    contributions = [{"values": values}]
    nobody: Any = SimpleNamespace()
    return context.copies(Sheet(nobody, address, contributions, {}, History((), {}), ""))


@pytest.mark.parametrize(
    ("address", "typed", "words"),
    [
        ("penalty/penalty_decision", {}, "本决定书一式两份，一份送达当事人，一份归档"),
        (
            "penalty/prior_notice",
            {"copies": 3},
            "本告知书一式三份，一份送达当事人，一份归档，一份备查",
        ),
        (
            "shared/crime_transfer",
            {"copies": 4},
            "本移送书一式四份，一份送受移送机关，一份归档，两份抄送",
        ),
        ("shared/transfer_letter", {"copies": 2}, "本移送函一式两份，一份送受移送机关，一份归档"),
        ("shared/recusal_decision", {"copies": 2}, "本决定书一式两份，一份送达申请人，一份归档"),
        ("penalty/filing_declined", {}, "本告知书一式两份，一份送达被告知人，一份归档"),
        ("shared/transfer_letter", {"copies": 1}, ""),
        ("penalty/filing_approval", {}, ""),
    ],
)
def test_the_note_says_who_gets_the_copies(address, typed, words):
    assert note(address, **typed) == words
