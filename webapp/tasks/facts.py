"""All that the law may look at for one step (案件事实): from registers and entries."""

from functools import partial

from processes.facts.case import CaseFacts, Registered
from processes.facts.gathering import gather as gather_facts
from webapp.matters.turn import Turn
from webapp.tasks import faces


def gather(turn: Turn) -> CaseFacts:
    """Return the facts of a matter for a step about to be taken; each is read when looked at."""
    readers = {name: partial(reader, turn) for name, reader in faces.current().facts.items()}
    return gather_facts(
        Registered(readers), turn.history.entries, str(turn.instance), turn.todo.scope
    )
