"""Which law applies to an act (法律适用): that of its end, or a lighter one since (从旧兼从轻)."""

from datetime import date

from processes import values as read
from processes.values import Values
from webapp.items import queries as items
from webapp.items.fines import lighter_since
from webapp.items.models import Item
from webapp.matters.turn import Turn


def law_day(turn: Turn, item: Item, values: Values) -> date:
    """Return the day whose law sets kinds and ranges: the end of the act (行为终了时的规定).

    Today, where a version that holds only since is cited: whether it may be is judged apart
    (《行政处罚法》第三十七条).
    """
    today, ended = turn.at.date(), act_ended(turn, values)
    if ended is None or ended >= today:
        return today
    cited = set(read.names(values, "basis"))
    newer = (
        row.provision
        for row in items.ranges(item)
        if row.provision.key in cited and not row.provision.is_in_force(ended)
    )
    return today if any(place.is_in_force(today) for place in newer) else ended


def act_ended(turn: Turn, values: Values) -> date | None:
    """Return when the act ended: as stated, else as verified (违法行为终了日期)."""
    stated = read.day(values, "act_ended_on")
    return stated or read.day(turn.last("case.verify"), "act_ended_on")


def lighter(turn: Turn, item: Item, values: Values) -> frozenset[str]:
    """Return the versions in force only since the act that punish it more lightly (处罚较轻)."""
    ended = act_ended(turn, values)
    rows = items.ranges(item) if ended else ()
    return lighter_since(rows, ended, turn.at.date()) if ended else frozenset()
