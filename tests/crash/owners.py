"""A case with two parties on path (a) (两名当事人): their branches stand at different steps."""

from dataclasses import dataclass, replace

from webapp.demo.client import HttpDesk
from webapp.demo.scenario import paths
from webapp.demo.scenario.filling import PARTY_FIELDS
from webapp.demo.scenario.paths import Step, Steps
from webapp.demo.scenario.story import Story, load
from webapp.demo.scenario.walking import Walk

DECISION = (Step("dec.penalty", "+1 09:00", paths.MENDED), *paths.ISSUED[1:])
PAID = (*paths.PUBLISHED, *paths.PAID)
STRETCHES: tuple[tuple[int | None, Steps], ...] = (
    (None, (*paths.OPENED, *paths.EVIDENCE, *paths.CORRECTION, *paths.REVIEWED)),
    (None, paths.NOTIFIED[:3]),
    (0, paths.NOTIFIED[3:]),
    (1, paths.NOTIFIED[3:]),
    (0, paths.WAIVED),
    (1, paths.WAIVED),
    (0, (*paths.DECIDED, *DECISION)),
    (1, paths.DECIDED),
    (0, PAID),
    (1, (*DECISION, *PAID)),
    (None, paths.archived()),
)
"""What happens in which order: in the whole case, or in the branch of its first or second party."""


@dataclass
class OwnersDesk(HttpDesk):
    """A desk that finds the to-do of one party, by the place it has among them."""

    whose: int | None = None
    reader: str = ""
    """Who may read the case."""

    def find(self, login: str, case: int, act: str) -> str | None:
        """Return the id of somebody's open task with this act, in the branch it stands in."""
        if self.whose is None:
            return super().find(login, case, act)
        party = self.get(self.reader, f"/cases/{case}")["parties"][self.whose]["id"]
        found = self.get(login, f"/todos?case={case}")["items"]
        mine = [one["id"] for one in found if act in one["acts"] and one["party"] == party]
        return mine[0] if mine else None


def go(walk: Walk, desk: OwnersDesk) -> None:
    """Take the case from the lead to the archive."""
    desk.reader = walk.story.handlers[0]
    stories = (walk.story, replace(walk.story, party=_other(walk.story)))
    for whose, steps in STRETCHES:
        desk.whose = whose
        walk.filler.story = stories[whose or 0]
        walk.filler.known.pop("payment_code", None)
        walk.go(tuple(_about_both(step, stories[1]) for step in steps))


def _about_both(step: Step, second: Story) -> Step:
    """Name the second party where the lead is verified."""
    if step.act != "case.verify":
        return step
    person = second.party["person_id"] if second.party["kind"] != "organization" else ""
    block = {**second.party, "id_number": person}
    typed = {name: block[name] for name in PARTY_FIELDS if block.get(name)}
    return replace(step, values={"has_other_parties": True, "other_parties": [typed]})


def _other(story: Story) -> dict[str, str]:
    """Return a party of the same kind that has another case."""
    found = (row["party"] for row in load("cases") if row["body"] != story.body)
    return next(
        one
        for one in found
        if one["kind"] == story.party["kind"] and one["name"] != story.party["name"]
    )
