"""What the tables say after crashes, read without the platform's own code (记录核对)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

GAPS = """
select body_id, series, year from (
    select body_id, series, year, count(*) as taken, count(distinct serial) as serials,
           min(serial) as first, max(serial) as last
    from number_register where event = 'TAKEN' group by body_id, series, year
) as found full join number_series using (body_id, series, year)
where found is null or number_series is null or first <> 1 or taken <> serials
   or found.last <> taken or number_series.last <> taken
"""
DOUBLED = """
select todo_id from step where kind in ('COMPLETE', 'RETURN') and todo_id is not null
group by todo_id having count(*) > 1
"""
COMMANDS = """
select count(*) from step join instance on instance.id = step.instance_id
where step.matter_id = any(:cases)
  and (step.kind in ('COMPLETE', 'RETURN')
       or step.kind = 'START' and not instance.is_main and instance.parent_id is null)
"""
FORGOTTEN = """
select d.id from document d where d.state = 'FINAL' and coalesce(d.pdf, '') = '' and not exists (
    select 1 from procrastinate_jobs j where j.task_name = 'dossiers.render'
      and (j.args ->> 'document_id')::bigint = d.id and j.status in ('todo', 'doing')
)
"""


@dataclass
class Records:
    """The rows, by their owner."""

    connection: sa.Connection

    def rows(self, query: str, **values: Any) -> list[Any]:
        """Return rows."""
        return [tuple(row) for row in self.connection.execute(sa.text(query), values)]

    def number(self, query: str, **values: Any) -> int:
        """Return a number."""
        return int(self.connection.scalar(sa.text(query), values) or 0)

    def answers(self, label: str) -> Mapping[str, Any]:
        """Return what was kept for the idempotency keys of a client."""
        query = "select key, body from api_request where starts_with(key, :label)"
        return dict(self.rows(query, label=f"{label}-"))

    def commands(self, cases: Iterable[int]) -> int:
        """Return how many commands on procedures these cases have seen."""
        return self.number(COMMANDS, cases=list(cases))
