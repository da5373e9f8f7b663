"""One effect for one idempotency key (幂等): the answer is kept in the transaction of the write."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import orjson
import sqlalchemy as sa

from engine import clock
from webapp import jobs
from webapp.api.answers import Answer
from webapp.api.models import ApiRequest
from webapp.api.reading import Unprocessable
from webapp.database import carry_out, db, transaction
from webapp.errors import Conflict

KEPT = timedelta(days=90)
"""How long an answer is given again."""

REPLAYED = "Idempotency-Replayed"
LOCKS = 71
"""Keeps our advisory locks apart from those of others."""


def perform(account_id: int, key: str | None, asked: bytes, run: Callable[[], Answer]) -> Answer:
    """Run a write in one transaction, or give the answer it was given before."""

    def write() -> Answer:
        if key is None:
            return run()
        session = db.session()
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, LOCKS))
        session.execute(sa.select(lock))
        fingerprint = sha256(asked).hexdigest()
        kept = session.get(ApiRequest, key)
        if kept is not None:
            return _again(kept, account_id, fingerprint)
        answer = run()
        session.add(
            ApiRequest(
                key=key,
                account_id=account_id,
                fingerprint=fingerprint,
                status=answer.status,
                headers=dict(answer.headers),
                body=dict(answer.body),
                at=clock.real(),
            )
        )
        return answer

    return carry_out(write)


def fingerprint(method: str, path: str, body: object) -> bytes:
    """Return what a key stands for: the same request gives the same bytes."""
    return orjson.dumps([method, path, body], option=orjson.OPT_SORT_KEYS)


@jobs.periodic("41 3 * * *")
@jobs.task("api.forget_requests")
def forget_requests(timestamp: int = 0) -> None:
    """Forget the answers to keys that nobody sends again."""
    with transaction():
        db.session.execute(sa.delete(ApiRequest).where(ApiRequest.at < clock.real() - KEPT))


def _again(kept: ApiRequest, account_id: int, fingerprint: str) -> Answer:
    if kept.account_id != account_id:
        raise Conflict("该请求编号（Idempotency-Key）已被其他账号使用，请换一个编号重新提交。")
    if kept.fingerprint != fingerprint:
        raise Unprocessable("该请求编号（Idempotency-Key）已用于内容不同的请求，请换一个编号。")
    return Answer(kept.body, kept.status, {**kept.headers, REPLAYED: "true"})
