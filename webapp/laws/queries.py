"""Reading the library of laws: places by key, what holds on a day, wording (法律法规查询)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webapp.database import db, once
from webapp.errors import NotFound
from webapp.laws.citation import Citation, CitationError, read_key, read_printed
from webapp.laws.models import EffectLevel, Law, LawVersion, Provision, ProvisionKind


@dataclass(frozen=True)
class ProvisionTree:
    """A provision with what stands below it."""

    provision: Provision
    children: tuple["ProvisionTree", ...] = ()


def get_law(law_id: str) -> Law:
    """Return a law with its versions."""
    law = db.session.get(Law, law_id, options=[selectinload(Law.versions)])
    if law is None:
        raise NotFound("没有这部法律法规。")
    return law


def list_laws(word: str = "", level: EffectLevel | None = None, field: str = "") -> Sequence[Law]:
    """Return laws with their versions, filtered by a word of the title, rank and field."""
    query = sa.select(Law).options(selectinload(Law.versions)).order_by(Law.id)
    if word:
        query = query.where(is_called(word))
    if level is not None:
        query = query.where(Law.level == level)
    if field:
        query = query.where(sa.any_(Law.fields) == field)
    return db.session.scalars(query).all()


def levels_in_use() -> list[EffectLevel]:
    """Return the ranks that laws of the library have, highest first (效力层级)."""
    found = set(db.session.scalars(sa.select(Law.level).distinct()))
    return [level for level in EffectLevel if level in found]


def get_version(law_id: str, label: str) -> LawVersion:
    """Return one version of a law."""
    query = (
        sa.select(LawVersion)
        .where(LawVersion.law_id == law_id, LawVersion.label == label)
        .options(joinedload(LawVersion.law).selectinload(Law.versions))
    )
    version = db.session.scalar(query)
    if version is None:
        raise NotFound("没有这一版本。")
    return version


def version_in_force(law_id: str, on: date) -> LawVersion | None:
    """Return the version of a law that holds on a day, or None (当日有效版本)."""
    query = sa.select(LawVersion).where(LawVersion.law_id == law_id, holds(on))
    return db.session.scalar(query)


@once(Law, LawVersion, Provision)
def find_provision(key: str, on: date | None = None) -> Provision | None:
    """Return the place with this key, or None; ``a9.i2`` is read as ``a9.p1.i2``.

    A key without a version, ``LAW-0017#a57``, names the version that holds on the day given.
    """
    place = _place(key)
    if place is None:
        return None
    if place.version is None and on is not None:
        version = version_in_force(place.law, on)
        place = place.in_version(version.label) if version else place
    query = sa.select(Provision).where(Provision.key == place.key).options(*_with_law())
    return db.session.scalar(query)


def get_provision(key: str, on: date | None = None) -> Provision:
    """Return the place with this key; see `find_provision`."""
    provision = find_provision(key, on)
    if provision is None:
        raise NotFound(f"法律库中没有“{key}”。")
    return provision


def texts_of(keys: Iterable[str]) -> dict[str, tuple[Provision, str]]:
    """Return places with their wording by the keys asked for, in one query; unknown ones are not.

    A key may name an item without its paragraph, see `find_provision`.
    """
    wanted = {key: place.key for key in keys if (place := _place(key)) is not None}
    rows = _with_keys(tuple(sorted(set(wanted.values()))), below=True)
    found = {place.key: place for place in rows}
    known = {key: found[place] for key, place in wanted.items() if place in found}
    texts = _wordings(known.values(), rows)
    return {key: (place, texts[place.id]) for key, place in known.items()}


def find_provisions(keys: Iterable[str]) -> list[Provision]:
    """Return the places with these keys in the order of the library; unknown ones are left out."""
    wanted = [place.key for key in keys if (place := _place(key)) is not None]
    return list(_with_keys(tuple(sorted(wanted))))


def same_place(provision: Provision, on: date) -> Provision | None:
    """Return the same article and paragraph in the version that holds on a day, or None.

    Only a hint for the reader: a revision may have given the number to another rule.
    """
    version = version_in_force(provision.version.law_id, on)
    if version is None or not provision.key:
        return None
    return find_provision(f"{version.key}#{provision.address}")


def cited(printed: str, on: date) -> Provision | None:
    """Return the place that a printed citation names on a day, or None (引用还原)."""
    try:
        title, place = read_printed(printed)
    except CitationError:
        return None
    law_id = db.session.scalar(
        sa.select(Law.id).where(sa.or_(Law.title == title, Law.short_title == title))
    )
    version = version_in_force(law_id, on) if law_id else None
    return find_provision(f"{version.key}#{place.address}") if version else None


def wording(provision: Provision) -> str:
    """Return the words of a place with everything below it, line by line (条文内容)."""
    return wordings([provision])[provision.id]


def passage(provision: Provision) -> str:
    """Return the words of a place led by what it depends on: an item after its paragraph (条文)."""
    lines = [wording(provision)]
    place = provision.parent
    while place is not None and place.kind in (ProvisionKind.PARAGRAPH, *_LABELED):
        lines.insert(0, _line(place))
        place = place.parent
    return "\n".join(lines)


def full_citation(provision: Provision) -> str:
    """Return the citation with the full title of the law (引用全称)."""
    law = provision.version.law
    return provision.citation.replace(f"《{law.short_title}》", f"《{law.title}》", 1)


def tree(version: LawVersion) -> tuple[ProvisionTree, ...]:
    """Return the whole text of a version as a tree, in one query."""
    query = (
        sa.select(Provision).where(Provision.version_id == version.id).order_by(Provision.position)
    )
    below: dict[int | None, list[Provision]] = {}
    for provision in db.session.scalars(query):
        below.setdefault(provision.parent_id, []).append(provision)

    def branch(provision: Provision) -> ProvisionTree:
        return ProvisionTree(
            provision, tuple(branch(child) for child in below.get(provision.id, []))
        )

    return tuple(branch(provision) for provision in below.get(None, []))


def is_called(word: str, exact: bool = False) -> sa.ColumnElement[bool]:
    """Return the condition that a law goes by this name, or that its title has the word."""
    names = sa.or_(sa.any_(Law.abbreviations) == word, Law.short_title == word, Law.title == word)
    if exact:
        ending = sa.and_(sa.func.length(word) >= 3, Law.short_title.endswith(word, autoescape=True))
        return sa.or_(names, ending)
    return sa.or_(names, Law.title.contains(word, autoescape=True))


def wordings(places: Iterable[Provision]) -> dict[int, str]:
    """Return the wording of each place, with what stands below them."""
    places = list(places)
    return _wordings(places, _below(tuple(place.id for place in places)))


def _wordings(places: Iterable[Provision], inside: Iterable[Provision]) -> dict[int, str]:
    below: dict[int, list[Provision]] = {}
    for child in inside:
        below.setdefault(child.parent_id or 0, []).append(child)

    def lines(place: Provision) -> list[str]:
        own = [_line(place)] if place.text else []
        return own + [line for child in below.get(place.id, []) for line in lines(child)]

    return {place.id: "\n".join(lines(place)) for place in places}


@once(Law, LawVersion, Provision)
def _with_keys(keys: tuple[str, ...], *, below: bool = False) -> Sequence[Provision]:
    """Return some places, or these and everything below them, in the order of the library."""
    if not keys:
        return ()
    named = Provision.key.in_(keys)
    query = sa.select(Provision).where(_inside(named) if below else named).options(*_with_law())
    return db.session.scalars(query.order_by(*(_ORDER if below else (Provision.key,)))).all()


@once(Provision)
def _below(ids: tuple[int, ...]) -> Sequence[Provision]:
    """Return everything that stands below some places, in their order."""
    if not ids:
        return ()
    query = sa.select(Provision).where(_inside(Provision.parent_id.in_(ids)))
    return db.session.scalars(query.order_by(*_ORDER)).all()


def _inside(wanted: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return the condition that a place is wanted, or stands below one that is."""
    inside = sa.select(Provision.id).where(wanted).cte(recursive=True)
    inside = inside.union(sa.select(Provision.id).where(Provision.parent_id == inside.c.id))
    return Provision.id.in_(sa.select(inside.c.id))


def _line(place: Provision) -> str:
    return (place.label if place.kind in _LABELED else "") + place.text


def holds(on: date) -> sa.ColumnElement[bool]:
    """Return the condition that a version is in force on a day."""
    return sa.and_(
        LawVersion.effective <= on,
        sa.or_(LawVersion.repealed.is_(None), LawVersion.repealed > on),
    )


def _place(key: str) -> Citation | None:
    try:
        return read_key(key)
    except CitationError:
        return None


def _with_law() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return (joinedload(Provision.version).joinedload(LawVersion.law),)


_LABELED = (ProvisionKind.ITEM, ProvisionKind.POINT)
_ORDER = (Provision.version_id, Provision.position)
