"""The evidence that a form offers to pick from (可选证据)."""

from collections.abc import Callable, Mapping

from forms import Choice, Choices
from forms.schema import Field
from webapp.evidence import queries
from webapp.matters.turn import Turn


def _evidence(turn: Turn, each: Field) -> Choices:
    found = []
    for one in queries.of_matter(turn.matter.id):
        verdict = one.verdict
        state = "未审查" if verdict is None else "采信" if verdict.is_admissible else "不采信"
        tone = "" if verdict is None else "ok" if verdict.is_admissible else "late"
        found.append(
            Choice(
                str(one.id),
                one.name,
                note=one.proves,
                tag=one.kind.value,
                state=state,
                tone=tone,
                number=str(one.no),
            )
        )
    return Choices(tuple(found))


def _records(turn: Turn, each: Field) -> Choices:
    """Offer what the officer recorded in other matters (可共用的证据)."""
    return Choices(
        tuple(
            Choice(
                str(one.id),
                f"{one.matter.reference} {one.name}（{one.obtained_on}）",
                note=one.proves,
            )
            for one in queries.shareable(turn.officer, turn.matter)
        )
    )


CHOICES: Mapping[str, Callable[[Turn, Field], Choices]] = {
    "evidence": _evidence,
    "record": _records,
}
