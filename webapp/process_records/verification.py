"""`faxun verify` (核验): every slice checks its own tables; the first altered entry is named.

A slice offers ``CHECKS`` in its ``checks.py``; ``wiring.CHECKS`` gathers them. A check reads what
it needs through the inspection's session, which sees one moment of the database, and yields flaws.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webapp.database import db
from webapp.process_records import chain
from webapp.process_records.models import Chain, ChainHead

Columns = TypeVarTuple("Columns")

logger = logging.getLogger(__name__)

MOST_FLAWS = 100


@dataclass(frozen=True)
class Flaw:
    """One entry that is not as it was written (异常条目)."""

    table: str
    id: str
    message: str
    field: str = ""
    body_id: int | None = None
    seq: int | None = None

    def sentence(self) -> str:
        """Say in Chinese where the flaw is."""
        places = [f"表 {self.table}", f"记录 {self.id}"]
        if self.body_id is not None:
            places.append(f"主体 {self.body_id}")
        if self.seq is not None:
            places.append(f"第 {self.seq} 条")
        if self.field:
            places.append(f"字段 {self.field}")
        return "，".join(places) + "：" + self.message


@dataclass
class Inspection:
    """What a check may use: one moment of the database, the files, a count of what was seen."""

    session: Session
    home: Path
    seen: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        """Note that entries of a kind were checked."""
        self.seen[what] = self.seen.get(what, 0) + number

    def rows(self, query: sa.Select[*Columns]) -> Iterator[sa.Row[*Columns]]:
        """Stream the rows of a query."""
        return iter(self.session.execute(query, execution_options={"yield_per": 500}))


Check = Callable[[Inspection], Iterable[Flaw]]


@dataclass(frozen=True)
class Report:
    """What a verification found (核验结果)."""

    seen: Mapping[str, int]
    flaws: tuple[Flaw, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was altered."""
        return not self.flaws

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "clean": self.is_clean,
            "checked": dict(self.seen),
            "flaws": [asdict(flaw) for flaw in self.flaws],
        }


@dataclass(frozen=True)
class ChainRow:
    """A row of a chain with the digest of its content, worked out anew."""

    id: str
    body_id: int
    seq: int
    previous: bytes
    hash: bytes
    content: bytes


def verify(checks: Iterable[Check], home: Path, session: Session | None = None) -> Report:
    """Run every check on one moment of the database, or on what a session sees (核验)."""
    with nullcontext(session) if session else snapshot() as session:
        inspection = Inspection(session, home)
        found = (flaw for check in checks for flaw in _flaws(check, inspection))
        flaws = tuple(islice(found, MOST_FLAWS))
        return Report(inspection.seen, flaws)


def _flaws(check: Check, inspection: Inspection) -> Iterator[Flaw]:
    """Run one check; what was altered so that it cannot even be read is a flaw as well."""
    try:
        yield from check(inspection)
    except Exception as error:  # whatever altered bytes may cause
        logger.exception("%s", check.__name__)
        yield Flaw(check.__name__, "", f"核验中断（{type(error).__name__}：{error}）")


@contextmanager
def snapshot() -> Iterator[Session]:
    """Yield a session that sees one moment of the database and writes nothing."""
    engine = db.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        connection.execute(sa.text("set transaction read only"))
        with Session(connection) as session:
            yield session


def check_chain(inspection: Inspection, kind: Chain, entries: Iterable[ChainRow]) -> Iterator[Flaw]:
    """Walk the chains of a kind, entries ordered by body and number, and name what is wrong."""
    table = kind.table
    query = sa.select(ChainHead).where(ChainHead.kind == kind).order_by(ChainHead.body_id)
    heads = {head.body_id: head for head in inspection.session.scalars(query)}
    walks: dict[int, _Walk] = {}
    for entry in entries:
        inspection.count(table)
        walk = walks.setdefault(entry.body_id, _Walk(table, entry.body_id))
        yield from walk.step(entry)
    for body_id in sorted(heads.keys() | walks.keys()):
        walk = walks.get(body_id) or _Walk(table, body_id)
        yield from walk.end(heads.get(body_id))


class _Walk:
    """Follows one chain and stays in step after a flaw, so that each is reported once."""

    def __init__(self, table: str, body_id: int) -> None:
        self.table, self.body_id = table, body_id
        self.seq, self.hash, self.before = 0, chain.GENESIS, chain.GENESIS
        self.made = chain.GENESIS
        self.last: ChainRow | None = None
        self.doubtful: Flaw | None = None

    def step(self, entry: ChainRow) -> Iterator[Flaw]:
        """Compare an entry with the place it should have."""
        yield from self._settle(entry.previous)
        if entry.seq != self.seq + 1:
            yield self._misplaced(entry)
            self._go_on(entry, entry.hash)
            return
        if entry.previous != self.hash:
            yield self._flaw(entry, "previous", "与上一条的链接不符")
        made = chain.link(self.hash, entry.seq, entry.content)
        if made != entry.hash:
            # Which of the two was altered shows in the entry that follows.
            self.doubtful = self._flaw(entry, "", "内容已被改动")
        self._go_on(entry, made)

    def end(self, head: ChainHead | None) -> Iterator[Flaw]:
        """Compare the end of the chain with its head."""
        number = f"{self.table}:{self.body_id}"
        if head is None:
            yield from self._settle(None)
            yield Flaw("chain_head", number, "链头缺失", body_id=self.body_id, seq=self.seq)
            return
        yield from self._settle(head.hash)
        if head.seq > self.seq:
            lost = f"链尾缺失 {head.seq - self.seq} 条"
            yield Flaw(self.table, "", lost, body_id=self.body_id, seq=self.seq + 1)
        elif head.seq < self.seq:
            yield Flaw("chain_head", number, "链头早于最后一条", "seq", self.body_id, head.seq)
        elif head.hash != self.hash:
            yield Flaw("chain_head", number, "链头与最后一条不符", "hash", self.body_id, head.seq)
        elif head.previous != self.before:
            yield Flaw(
                "chain_head", number, "链头与最后一条不符", "previous", self.body_id, head.seq
            )

    def _go_on(self, entry: ChainRow, made: bytes) -> None:
        self.before, self.hash, self.made = self.hash, entry.hash, made
        self.seq, self.last = entry.seq, entry

    def _settle(self, following: bytes | None) -> Iterator[Flaw]:
        """Decide whether the last entry's hash or its content was altered."""
        if self.doubtful is None or self.last is None:
            return
        if following == self.made:
            self.hash = self.made
            yield self._flaw(self.last, "hash", "校验值已被改动")
        else:
            yield self.doubtful
        self.doubtful = None

    def _misplaced(self, entry: ChainRow) -> Flaw:
        if entry.seq <= self.seq:
            return self._flaw(entry, "seq", "序号重复")
        missing = self.seq + 1
        return Flaw(self.table, "", f"缺少第 {missing} 条", body_id=self.body_id, seq=missing)

    def _flaw(self, entry: ChainRow, field: str, message: str) -> Flaw:
        return Flaw(self.table, entry.id, message, field, entry.body_id, entry.seq)
