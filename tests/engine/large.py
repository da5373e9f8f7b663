"""Models as large as people draw them, and one that is larger than can be judged."""

from engine.diagram import Diagram
from tests.engine.drawing import Drawing


def in_a_row(choices: int) -> bytes:
    """Draw so many choices one after the other, five nodes each."""
    d = Drawing()
    d.start(), d.end()
    before = "start"
    for n in range(choices):
        d.user(f"a{n}"), d.xor(f"g{n}"), d.user(f"b{n}"), d.user(f"c{n}"), d.xor(f"m{n}", "")
        d.chain(before, f"a{n}", f"g{n}")
        d.flow(f"g{n}", f"b{n}", "x == '1'"), d.flow(f"g{n}", f"c{n}", default=True)
        d.flow(f"b{n}", f"m{n}"), d.flow(f"c{n}", f"m{n}")
        before = f"m{n}"
    d.flow(before, "end")
    return d.xml()


def side_by_side(branches: int) -> bytes:
    """Draw so many branches with timers that all run at once: too many states to look at."""
    d = Drawing()
    d.start(), d.par("p"), d.par("j"), d.end()
    d.chain("start", "p"), d.chain("j", "end")
    for n in range(branches):
        d.user(f"a{n}"), d.timer(f"t{n}", f"a{n}", interrupting=False), d.user(f"b{n}")
        d.user(f"c{n}"), d.timer(f"u{n}", f"c{n}"), d.xor(f"m{n}", ""), d.end(f"e{n}")
        d.chain("p", f"a{n}", f"c{n}", f"m{n}", "j"), d.chain(f"t{n}", f"b{n}", f"e{n}")
        d.flow(f"u{n}", f"m{n}")
    return d.xml()


def read(xml: bytes) -> dict[str, Diagram]:
    """Read a drawing as the bundle of its one process."""
    return {"main": Diagram.read(xml)}
