"""What acts of any procedure do to a matter (环节效果): recusal, rest and resumption, closing."""

from collections.abc import Callable, Mapping

from processes import values as read
from webapp.bodies import queries as bodies
from webapp.errors import Invalid
from webapp.instances import assigning, todos
from webapp.matters import beside, candidates, operations, parties
from webapp.matters.turn import Turn


def recuse(turn: Turn) -> None:
    """Keep a rightly challenged officer away, and put the replacement in the place (回避)."""
    if turn.values.get("granted") != "yes":
        return
    target = int(turn.values["target"])
    operations.recuse(turn.matter, target, turn.at, str(turn.values.get("reason", "")))
    for todo in todos.open_todos_of(turn.matter.id):
        if todo.assignee_id == target:
            assigning.release(todo, target, turn.at)
    replacement = turn.values.get("replacement")
    if replacement:
        officer = bodies.get_officer(int(replacement))
        operations.replace_handler(turn.matter, target, officer, turn.at, "回避")
    candidates.refresh(turn.matter, turn.everything.plus(turn.record()))


def suspend(turn: Turn) -> None:
    """Let all other procedures of the matter rest; their to-dos keep their ids (中止)."""
    if turn.is_about_all:
        operations.suspend_matter(turn.matter)
    beside.suspend(turn)


def resume(turn: Turn) -> None:
    """Open the same to-dos again (恢复)."""
    if turn.is_about_all:
        operations.resume_matter(turn.matter)
    beside.resume(turn)


def close(turn: Turn) -> None:
    """Close the matter, and what was left beside it (结案)."""
    beside.end_unfinished(turn)
    operations.close_matter(turn.matter, turn.at.date())


def appoint(turn: Turn) -> None:
    """Let the agents of the newest mandate act for the party, or nobody (授权委托)."""
    if turn.party is None:
        raise Invalid("当事人尚未查明，不能登记授权委托。")
    parties.appoint(turn.party, read.rows(turn.values, "agents"))


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "recuse.decide": recuse,
    "case.suspend": suspend,
    "case.resume": resume,
    "arch.close": close,
    "party.mandate": appoint,
}
