"""What a form offers to pick from (可选内容), each kind by the slice that keeps it."""

from forms import Choices
from forms.schema import Field, Form
from webapp.matters.turn import Turn
from webapp.tasks import faces


def offer(form: Form, turn: Turn) -> dict[str, Choices]:
    """Return the choices of every picked field, by its path; fields of a kind offer the same."""
    makers = faces.current().choices
    made: dict[tuple[object, str], Choices] = {}
    found: dict[str, Choices] = {}
    for each in form.walk():
        maker = makers.get(each.widget)
        if maker is None:
            continue
        told = _told(each)
        if (maker, told) not in made:
            made[maker, told] = maker(turn, each)
        found[".".join(each.path)] = made[maker, told]
    return found


def _told(each: Field) -> str:
    """Return what else a field says of its offer: whose role, which part of the law."""
    return f"{each.schema.get('x-role', '')} {each.schema.get('x-law-role', '')}"
