"""Pages of the library of laws: reading, searching, and the end of a version (法律法规库)."""

from datetime import date

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp.database import transaction
from webapp.formats import typed_day
from webapp.http import permission_required, signed_in_visitor
from webapp.laws import operations, queries, search
from webapp.laws.models import EffectLevel
from webapp.process_records import operations as records

bp = Blueprint("laws", __name__, url_prefix="/laws", template_folder="templates")


@bp.get("/")
@permission_required("law.read")
def index() -> ResponseReturnValue:
    """List the laws, or what a search finds in their text."""
    word = request.args.get("q", "").strip()[:60]
    level = next((one for one in EffectLevel if one.name == request.args.get("level")), None)
    today = clock.today()
    return render_template(
        "laws/index.html",
        laws=queries.list_laws(word, level),
        hits=search.find(word, today) if word else [],
        word=word,
        level=level,
        levels=queries.levels_in_use(),
        today=today,
    )


@bp.get("/<law_id>")
@bp.get("/<law_id>/<label>")
@permission_required("law.read")
def show(law_id: str, label: str | None = None) -> ResponseReturnValue:
    """Show a version of a law as a tree; without a label the one that holds today, or the last."""
    law = queries.get_law(law_id)
    today = clock.today()
    holding = next((one for one in law.versions if one.is_in_force(today)), law.versions[-1])
    version = queries.get_version(law_id, label) if label else holding
    return render_template(
        "laws/show.html",
        law=law,
        version=version,
        branches=queries.tree(version),
        today=today,
        may_write=signed_in_visitor().may("law.write"),
    )


@bp.post("/<law_id>/<label>/repeal")
@permission_required("law.write")
def repeal(law_id: str, label: str) -> ResponseReturnValue:
    """End a version of a law, or a single place in it, from a day on (废止法律法规、条款)."""
    version = queries.get_version(law_id, label)
    on, by, key = typed_day("on"), request.form.get("by", ""), request.form.get("place", "").strip()
    with transaction():
        if key:
            operations.repeal_provision(queries.get_provision(f"{law_id}@{label}#{key}"), on, by)
        else:
            operations.repeal_version(version, on, by)
        records.record(
            "law.repeal",
            clock.now(),
            subject=f"law:{law_id}@{label}",
            account_id=signed_in_visitor().account_id,
            details={"on": on.isoformat(), "by": by.strip(), "place": key},
        )
    flash("已登记失效日。", "ok")
    return redirect(url_for("laws.show", law_id=law_id, label=label))


@bp.get("/provisions")
@permission_required("law.read")
def lookup() -> ResponseReturnValue:
    """Answer a search for clauses as data, for the clause field of forms; `on` is the act's day."""
    word = request.args.get("q", "").strip()[:60]
    hits = search.find(word, _day(request.args.get("on")), limit=20)
    return jsonify(
        [
            {
                "key": hit.provision.key,
                "citation": hit.provision.citation,
                "law": hit.law.title,
                "text": hit.wording,
                "version": hit.provision.version.label,
                "url": url_for("laws.show", law_id=hit.law.id, label=hit.provision.version.label),
            }
            for hit in hits
        ]
    )


def _day(raw: str | None) -> date:
    try:
        return date.fromisoformat(raw or "")
    except ValueError:
        return clock.today()
