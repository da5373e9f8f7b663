"""How heavy requests of the ordinary case may be at most: bounds reached, and the aim."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.benchmarks.weighing import SUPERVISION, Scales


@dataclass(frozen=True)
class Bound:
    """What the dearest request of a kind weighs, and what it may weigh."""

    title: str
    value: int
    dearest: str
    most: int
    aim: int

    @property
    def holds(self) -> bool:
        """Tell whether it stays within what was reached before."""
        return self.value <= self.most

    def line(self) -> str:
        """Return the row to print."""
        return (
            f"{self.value:9}  ≤ {self.most:<4} 目标 ≤ {self.aim:<4} {self.title}（{self.dearest}）"
        )


def bounds(scales: Scales) -> tuple[Bound, ...]:
    """Compare what was weighed with its bounds."""
    modules = ((len(one.modules), act) for act, one in scales.submitted.items())
    written = ((len(one.statements), act) for act, one in scales.submitted.items())
    opened = ((len(one.statements), act) for act, one in scales.opened.items())
    listed = [(len(scales.lists[SUPERVISION].statements), SUPERVISION)]
    return (
        _bound("办理一环节执行的模块", modules, most=147, aim=60),
        _bound("办理一环节的 SQL 语句", written, most=40, aim=40),
        _bound("打开一项待办的 SQL 语句", opened, most=45, aim=45),
        _bound("监督列表的 SQL 语句", listed, most=20, aim=20),
    )


def _bound(title: str, found: Iterable[tuple[int, str]], *, most: int, aim: int) -> Bound:
    value, dearest = max(found)
    return Bound(title, value, dearest, most, aim)
