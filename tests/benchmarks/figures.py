"""Rows of the table that `make bench` prints (指标)."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the table: what was measured, what it must reach and what it aims at."""

    title: str
    values: list[float]
    must: float
    aim: float
    unit: str = "x"
    at_least: bool = False

    @property
    def value(self) -> float:
        """Return the median over the rounds."""
        return statistics.median(self.values)

    def reaches(self, bar: float) -> bool:
        """Tell whether a bar is reached."""
        return self.value >= bar if self.at_least else self.value <= bar

    def line(self) -> str:
        """Return the row to print."""
        sign = "≥" if self.at_least else "≤"
        verdict = (
            "达到目标"
            if self.reaches(self.aim)
            else "达标"
            if self.reaches(self.must)
            else "未达标"
        )
        span = f"{min(self.values):.2f}–{max(self.values):.2f}"
        return (
            f"{self.value:9.2f}{self.unit:3} {span:>16}   {sign} {self.must:g}{self.unit:3}"
            f" {sign} {self.aim:g}{self.unit:3} {verdict}  {self.title}"
        )


def table(figures: list[Figure]) -> bool:
    """Print figures beside what they must and should be; tell whether all reach what they must."""
    print("     中位        最小–最大      必须      目标")
    for figure in figures:
        print(figure.line())
    return all(figure.reaches(figure.must) for figure in figures)
