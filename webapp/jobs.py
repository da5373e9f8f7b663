"""Background jobs (后台任务): Procrastinate on the same PostgreSQL, deferred in a transaction.

A job exists if and only if the transaction that deferred it committed: there is no broker and no
second write. Jobs may run more than once after a crash, so every task must be idempotent.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, TypeVar

import orjson
import procrastinate
import sqlalchemy as sa
from flask import Flask
from procrastinate.job_context import JobContext
from procrastinate.tasks import Task
from sqlalchemy.exc import IntegrityError

from webapp.database import connection_options, db, libpq_url

P = ParamSpec("P")
R = TypeVar("R")

queue = procrastinate.App(connector=procrastinate.PsycopgConnector())
"""Knows every task; gets its connection when a worker starts."""

RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3)
"""Three, nine, … seconds: about two and a half hours until a job is given up as failed."""

STALLED_AFTER = 60
"""Seconds without a heartbeat after which a worker counts as dead."""

KEEP_HOURS = 72
"""How long finished jobs stay readable."""

_DEFER = sa.text(
    "select (procrastinate_defer_jobs_v1(array[row("
    ":queue, :task, :priority, :lock, :queueing_lock, cast(:args as jsonb), :at"
    ")::procrastinate_job_to_defer_v1]))[1]"
)


def task(
    name: str,
    *,
    queue_name: str = "default",
    retry: Any = RETRY,
    priority: int = 0,
    lock: str | None = None,
) -> Callable[[Callable[P, R]], Task[P, R, P]]:
    """Declare a function as a job; the worker calls it inside an application context.

    Name it ``slice.verb``. Its arguments must be JSON values: ids, never records. Jobs with the
    same `lock` run one after another.
    """
    return queue.task(name=name, queue=queue_name, retry=retry, priority=priority, lock=lock)


def periodic(cron: str) -> Callable[[Any], Any]:
    """Run a task on a schedule; it receives the planned ``timestamp``. Put it above `task`."""
    return queue.periodic(cron=cron)


def defer(
    task: Task[..., Any, ...],
    *,
    at: datetime | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
    priority: int | None = None,
    **args: Any,
) -> int | None:
    """Queue a job in the caller's transaction and return its id.

    `lock` keeps jobs with the same word one after another; with `queueing_lock` a job that is
    already waiting is not queued again (then the answer is None).
    """
    values = {
        "queue": task.queue,
        "task": task.name,
        "priority": task.priority if priority is None else priority,
        "lock": lock or task.lock,
        "queueing_lock": queueing_lock,
        "args": orjson.dumps(args).decode(),
        "at": at,
    }
    if queueing_lock is None:
        return int(db.session.execute(_DEFER, values).scalar_one())
    try:
        with db.session.begin_nested():
            return int(db.session.execute(_DEFER, values).scalar_one())
    except IntegrityError as error:
        if "queueing_lock" not in str(error.orig):
            raise
        return None


def run_worker(app: Flask, *, wait: bool = True, concurrency: int = 2) -> None:
    """Work on jobs until told to stop, or, without `wait`, until none is left."""

    def within_context(call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
        with app.app_context():
            return call_next()

    with app.app_context():  # a database that is away is told at once, not after the pool gave up
        db.session.execute(sa.text("select 1"))
        db.session.remove()
    connector = procrastinate.PsycopgConnector(
        conninfo=libpq_url(app.config["SQLALCHEMY_DATABASE_URI"]),
        kwargs=dict(connection_options()),
        min_size=1,
        max_size=concurrency + 2,
        timeout=30,
    )
    with queue.replace_connector(connector) as connected:
        connected.run_worker(
            wait=wait,
            concurrency=concurrency,
            install_signal_handlers=wait,
            listen_notify=wait,
            shutdown_graceful_timeout=20,
            task_middleware=[within_context],
        )


@queue.periodic(cron="* * * * *")
@queue.task(name="jobs.rescue", queueing_lock="jobs.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Put the jobs of dead workers back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job, retry_at=datetime.now(UTC) + timedelta(seconds=1))


@queue.periodic(cron="17 * * * *")
@queue.task(name="jobs.sweep", queueing_lock="jobs.sweep", pass_context=True)
async def sweep(context: JobContext, timestamp: int) -> None:
    """Delete the records of jobs that succeeded some days ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS)
