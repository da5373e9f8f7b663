"""`make bench`: CPU of the application process for each durable completion, one interleaved run.

Judge by ratios: every round runs one case of each contender on the same PostgreSQL, so that what
else the machine does falls on all of them alike. Then the proofs on drawings are measured, the
ordinary case is taken through its pages and weighed: modules, statements of its dearest requests;
and a hundred parties are compared with one.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import parties, proofs, viewflow_peer, weighing
from tests.benchmarks.bounds import bounds
from tests.benchmarks.case import BEFORE, COUNTED, PATH
from tests.benchmarks.contenders import (
    BareSql,
    Cold,
    ColdRework,
    Naive,
    Product,
    Rework,
    publish,
)
from tests.benchmarks.figures import Figure, table
from webapp import database
from webapp.app import create_app
from webapp.config import Mode, Settings
from webapp.postgres import EmbeddedPostgres

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "12"))
WARM = 2
"""Rounds that are run first and not counted."""

REWORKS = 5
"""So many cases with sixty rounds of rework are run, warm and cold."""

MUST_SIZE, AIM_SIZE = 4096, 3174


@dataclass
class Record:
    """What was measured of one contender: CPU milliseconds of each completion, a list a round."""

    rounds: list[list[float]] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def means(self) -> list[float]:
        """Return the mean of each round."""
        return [statistics.mean(one) for one in self.rounds]

    def quarter(self, last: bool) -> list[float]:
        """Return the mean of the first or last quarter of each round."""
        count = len(PATH) // 4
        return [statistics.mean(one[-count:] if last else one[:count]) for one in self.rounds]


def main() -> int:
    """Measure, print, and return 1 when a figure that must be reached is not."""
    with server() as url:
        database.ensure_database(url, "faxun_bench")
        database.ensure_database(url, "viewflow_bench")
        ours = url.replace("/postgres?", "/faxun_bench?")
        database.migrate(ours)
        viewflow_peer.configure(url.replace("/postgres?", "/viewflow_bench?"))
        home = Path(tempfile.mkdtemp(prefix="faxun-bench-"))
        app = create_app(
            Settings(home=home, mode=Mode.TEST, database_url=ours, secret="only for measuring " * 3)
        )
        with app.app_context():
            version = publish()
            contenders = [Product(version), Cold(version), Naive(version), BareSql(version)]
            measured = measure([*contenders, viewflow_peer.Viewflow()])
            rework = [slowing(each) for each in (Rework(version), ColdRework(version))]
            database.db.engine.dispose()
        database.ensure_database(url, "faxun_weight")
        scales = weighing.in_database(url.replace("/postgres?", "/faxun_weight?"), home)
        database.ensure_database(url, "faxun_parties")
        beside = url.replace("/postgres?", "/faxun_parties?")
        many = weighing.in_database(beside, home, parties.figures)
        return max(
            report(*measured, rework), report_proofs(), report_weight(scales), report_parties(many)
        )


def measure(contenders: list[Any]) -> tuple[dict[str, Record], list[int]]:
    """Run all contenders in turn, a case each, round after round."""
    records = {one.name: Record() for one in contenders}
    sizes: list[int] = []
    gc.collect()
    gc.freeze()  # as the web server does: what start-up made is not looked at again
    for number in range(WARM + ROUNDS):
        order = contenders[number % len(contenders) :] + contenders[: number % len(contenders)]
        for one in order:
            begun = time.perf_counter()
            spent = run(one, sizes)
            if number >= WARM:
                records[one.name].rounds.append(spent)
                records[one.name].wall.append((time.perf_counter() - begun) * 1e3 / len(spent))
        print(".", end="", flush=True)
    print()
    return records, sizes


def run(contender: Any, sizes: list[int]) -> list[float]:
    """Run one case; return the CPU milliseconds of each completion."""
    contender.start()
    spent: list[float] = []
    more = True
    while more:
        begun = time.process_time()
        more = contender.step()
        spent.append((time.process_time() - begun) * 1e3)
        if type(contender) is Product and (len(spent) == COUNTED or not more):
            sizes.append(contender.size())
    return spent


def slowing(contender: Rework) -> Figure:
    """Send a report back sixty times; compare the last quarter of the rounds with the first."""
    ratios = []
    for _ in range(REWORKS):
        spent = run(contender, [])[len(BEFORE) :]
        count = len(spent) // 4
        ratios.append(statistics.mean(spent[-count:]) / statistics.mean(spent[:count]))
    return Figure(f"{contender.name}：最后四分之一相对最初四分之一", ratios, 1.5, 1.2)


def report(records: dict[str, Record], sizes: list[int], rework: list[Figure]) -> int:
    """Print the figures beside what they must and should be."""
    ours = records[Product.name]
    print(f"每次办理的应用进程 CPU（毫秒，{ROUNDS} 轮，每轮 {len(PATH)} 次办理）")
    for name, record in records.items():
        means = record.means()
        print(
            f"  {name:16} 中位 {statistics.median(means):7.2f}   {min(means):.2f}–{max(means):.2f}"
            f"   历时 {statistics.median(record.wall):.2f}"
        )
    figures = [
        *_compared("", ours, records),
        *_compared("（冷：每次都从库中恢复状态）", records[Cold.name], records),
        Figure(
            f"第 {COUNTED} 次办理后及结束时的状态",
            [float(size) for size in sizes], MUST_SIZE, AIM_SIZE, " B",
        ),
        Figure(
            "最后四分之一相对最初四分之一",
            [b / a for a, b in zip(ours.quarter(False), ours.quarter(True), strict=True)], 2, 1.5,
        ),
        *rework,
    ]  # fmt: skip
    return 0 if table(figures) else 1


def report_proofs() -> int:
    """Print what the proofs on a drawing cost."""
    print("流程图的检查与证明（CPU）")
    return 0 if table(proofs.figures(ROUNDS)) else 1


def report_weight(scales: weighing.Scales) -> int:
    """Print what the dearest requests of the ordinary case weigh."""
    print("普通案件最重的请求")
    found = bounds(scales)
    for bound in found:
        print(bound.line())
    return 0 if all(bound.holds for bound in found) else 1


def report_parties(found: list[Figure]) -> int:
    """Print what a hundred parties cost beside one."""
    print(f"{parties.MANY} 名当事人相对 1 名（CPU）")
    return 0 if table(found) else 1


def _compared(word: str, ours: Record, records: dict[str, Record]) -> list[Figure]:
    """Compare the product with the library's way, with bare SQL and with the peer."""
    naive, bare = records[Naive.name], records[BareSql.name]
    peer = records[viewflow_peer.Viewflow.name]
    return [
        Figure(f"相对 serialize_json 省下的倍数{word}", _ratios(naive, ours), 5, 8, at_least=True),
        Figure(f"相对同样 SQL、没有引擎{word}", _ratios(ours, bare), 3, 1.8),
        Figure(f"相对 django-viewflow 省下的倍数{word}", _ratios(peer, ours), 3, 5, at_least=True),
    ]


def _ratios(above: Record, below: Record) -> list[float]:
    return [a / b for a, b in zip(above.means(), below.means(), strict=True)]


@contextmanager
def server() -> Iterator[str]:
    """Yield a durable PostgreSQL of its own, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="faxun-bench-pg-") as folder:
        postgres = EmbeddedPostgres(Path(folder)).start()
        try:
            yield postgres.url()
        finally:
            postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
