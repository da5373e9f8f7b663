"""Eight cases at once (八案并行): five on path (a), three on path (b), each with its own team.

One of the first has two parties, whose branches stand at different steps.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from threading import Thread

from tests.crash import owners
from tests.crash.owners import OwnersDesk
from webapp.demo.client import LOST, Connection, HttpDesk, Reply
from webapp.demo.pacing import Pace
from webapp.demo.platform import Platform
from webapp.demo.scenario.paths import PATHS
from webapp.demo.scenario.story import Story, load
from webapp.demo.scenario.walking import Walk

BEGIN = date(2026, 3, 2)
PATIENCE = 90
"""Seconds for which a client repeats a request that nobody answers."""

GLANCE = 0.01
"""Seconds between two looks at what happens beside the clients."""

OWNERS = ("fined", "柳塘街道办事处", "road")
"""The case of two parties."""

CHOSEN = (
    ("fined", "岚江市农业农村局", "pesticide"),
    ("fined", "岚江市交通运输局", "spill"),
    ("fined", "望海区市场监督管理局", "check"),
    ("fined", "南溪县农业农村局", "seed"),
    OWNERS,
    ("refused", "岚江市市场监督管理局", "licence"),
    ("heard", "岚江市市场监督管理局", "fake"),
    ("heard", "岚江市城市管理和综合执法局", "road"),
)
"""Path, body and matter of cases of the demonstration."""


@dataclass
class Line:
    """A connection that counts how often the server behind it died."""

    connection: Connection
    broken: int = 0

    def __call__(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """Send a request."""
        try:
            return self.connection(method, path, headers, body)
        except LOST:
            self.broken += 1
            raise


@dataclass
class Client:
    """One client with its case."""

    path: str
    story: Story
    desk: HttpDesk
    line: Line
    walk: Walk | None = None
    failure: BaseException | None = None

    def go(self, pace: Pace) -> None:
        """Take the case from the lead to the archive."""
        try:
            self.walk = Walk.from_day(self.desk, self.story, BEGIN)
            if isinstance(self.desk, OwnersDesk):
                owners.go(self.walk, self.desk)
            else:
                self.walk.go(PATHS[self.path])
        except BaseException as error:
            self.failure = error
        finally:
            pace.leave()


class Clients:
    """All of them; they share a clock."""

    def __init__(self, platform: Platform) -> None:
        self.pace = Pace(platform.move, len(CHOSEN))
        self.all = [self._client(platform, *wanted) for wanted in CHOSEN]

    def run(self, beside: Callable[[], None]) -> None:
        """Let everybody handle his case, and do something beside them again and again."""
        threads = [Thread(target=one.go, args=(self.pace,)) for one in self.all]
        for thread in threads:
            thread.start()
        while busy := [thread for thread in threads if thread.is_alive()]:
            beside()
            busy[0].join(GLANCE)

    def acknowledged(self) -> int:
        """Return how many writes were answered."""
        return sum(len(one.desk.acknowledged) for one in self.all)

    def commands(self) -> int:
        """Return how many of them were commands on procedures."""
        answers = [answer for one in self.all for _, answer in one.desk.acknowledged]
        return sum("unsigned" in answer for answer in answers)

    def broken(self) -> int:
        """Return how many requests got no answer, since the server died."""
        return sum(one.line.broken for one in self.all)

    @property
    def cases(self) -> list[int]:
        """Return the ids of their cases."""
        return [one.walk.case for one in self.all if one.walk is not None]

    def _client(self, platform: Platform, path: str, body: str, matter: str) -> Client:
        wanted = (path, body, matter)
        row = next(
            row for row in load("cases") if (row["path"], row["body"], row["matter"]) == wanted
        )
        story = Story(
            matter, row["party"], body, row["unit"], row["source"], row.get("changes", {})
        )
        name, line = f"{body} {matter}", Line(Connection(platform.port))
        wait = partial(self.pace.wait, name)
        sort = OwnersDesk if wanted == OWNERS else HttpDesk
        desk = sort(line, platform.tokens, wait, name, patience=PATIENCE)
        return Client(path, story, desk, line)
