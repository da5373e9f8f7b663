"""The front door: from / to the page where a visitor works."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp import menus
from webapp.http import signed_in, signed_in_visitor

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """Send everybody to his own first page; say so when an account has no role yet."""
    url = menus.home_url(signed_in_visitor())
    if url is not None:
        return redirect(url)
    return render_template("no_role.html")
