"""Is the process alive, and can it work? For whoever watches the servers."""

import sqlalchemy as sa
from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from webapp.database import db
from webapp.errors import is_database_down
from webapp.http import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Answer as long as the process runs."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answer whether the database can be used and its tables are there."""
    try:
        revision = db.session.scalar(sa.text("select max(version_num) from alembic_version"))
    except Exception as error:
        if not is_database_down(error):
            current_app.logger.exception("not ready")
        return {"status": "unavailable", "detail": "数据库暂时无法连接。"}, 503
    return {"status": "ok", "revision": revision}
