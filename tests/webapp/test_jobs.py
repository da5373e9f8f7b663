"""Jobs exist exactly when the transaction that deferred them committed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import clock
from tests.factories import make_account
from tests.harness import run_jobs
from webapp import jobs
from webapp.accounts.models import Account
from webapp.database import db, transaction


@jobs.task("tests.rename")
def rename(account_id: int, name: str) -> None:
    db.session.get_one(Account, account_id).name = name
    db.session.commit()


@jobs.task("tests.stumble", retry=False)
def stumble() -> None:
    raise RuntimeError("stumbled")


@pytest.fixture
def account(own_app):
    with transaction():
        return make_account("旧名")


def name_of(account: Account) -> str:
    db.session.expire_all()
    return account.name


def statuses() -> list[str]:
    query = sa.text(
        "select status::text from procrastinate_jobs where task_name like 'tests.%' order by id"
    )
    return list(db.session.scalars(query))


def test_a_job_of_a_committed_transaction_runs(own_app, account):
    with transaction():
        jobs.defer(rename, account_id=account.id, name="新名")

    run_jobs(own_app)

    assert name_of(account) == "新名"
    assert statuses() == ["succeeded"]


def test_a_job_of_a_rolled_back_transaction_never_existed(own_app, account):
    account_id = account.id

    def fail_after_deferring():
        with transaction():
            jobs.defer(rename, account_id=account_id, name="新名")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_deferring()

    run_jobs(own_app)

    assert name_of(account) == "旧名"
    assert statuses() == []


def test_a_job_waits_for_its_time(own_app, account):
    with transaction():
        jobs.defer(rename, at=clock.real() + timedelta(hours=1), account_id=account.id, name="早了")

    run_jobs(own_app)

    assert name_of(account) == "旧名"
    assert statuses() == ["todo"]


def test_with_a_queueing_lock_a_waiting_job_is_not_queued_again(own_app, account):
    with transaction():
        first = jobs.defer(rename, queueing_lock="once", account_id=account.id, name="一")
        second = jobs.defer(rename, queueing_lock="once", account_id=account.id, name="二")

    run_jobs(own_app)

    assert first is not None
    assert second is None
    assert name_of(account) == "一"


def test_a_failing_job_is_kept_as_failed(own_app, account):
    with transaction():
        jobs.defer(stumble)

    run_jobs(own_app)

    assert statuses() == ["failed"]


def test_a_job_that_may_be_retried_waits_for_its_next_turn(own_app, account):
    with transaction():
        jobs.defer(rename, account_id=0, name="无此账号")

    run_jobs(own_app)

    assert statuses() == ["todo"]


def test_jobs_of_a_dead_worker_go_back_into_the_queue(own_app, account):
    with transaction():
        jobs.defer(rename, account_id=account.id, name="新名")
        db.session.execute(
            sa.text(
                "update procrastinate_jobs set status = 'doing' where task_name = 'tests.rename'"
            )
        )
        jobs.defer(jobs.rescue, timestamp=0)

    run_jobs(own_app)
    db.session.execute(sa.text("update procrastinate_jobs set scheduled_at = null"))
    db.session.commit()
    run_jobs(own_app)

    assert name_of(account) == "新名"
