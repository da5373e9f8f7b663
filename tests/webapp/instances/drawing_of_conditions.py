"""A diagram whose condition asks for a value nobody gives."""

from tests.engine.drawing import Drawing


def choice_without_value():
    """Draw a choice on a variable that no task sets."""
    d = Drawing()
    d.start(), d.user("a"), d.xor("g"), d.user("b"), d.user("c"), d.end()
    d.chain("start", "a", "g")
    d.flow("g", "b", 'missing == "yes"')
    d.flow("g", "c", default=True)
    d.flow("b", "end"), d.flow("c", "end")
    return {"main": d.xml()}
