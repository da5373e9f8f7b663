"""Searching the library of laws by name, number and words (法律法规检索)."""

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from engine import clock
from webapp.database import db
from webapp.laws.models import Law, LawVersion, Provision, ProvisionKind
from webapp.laws.numerals import from_chinese
from webapp.laws.queries import cited, holds, is_called, wording, wordings

NUMBER = re.compile(r"第?(\d{1,4}|[零一二三四五六七八九十百千]+)条?(?:之\S)?")


@dataclass(frozen=True)
class Hit:
    """One place found by a search, with its wording."""

    provision: Provision
    law: Law
    wording: str


def find(words: str, on: date | None = None, limit: int = 30) -> list[Hit]:
    """Find places by name, number and words: 「食安法 122」「处罚法 第五十七条」「过期 食品」.

    A whole citation, 《行政处罚法》第五十七条第一款, leads to its place alone.
    """
    place = cited(words, on or clock.today())
    if place is not None:
        return [Hit(place, place.version.law, wording(place))]
    laws, number, rest = _read_words(words)
    if not laws and number is None and not rest:
        return []
    query = (
        sa.select(Provision)
        .join(Provision.version)
        .join(LawVersion.law)
        .options(contains_eager(Provision.version).contains_eager(LawVersion.law))
        .order_by(Law.id, LawVersion.effective.desc(), Provision.position)
        .limit(limit)
    )
    if on is not None:
        query = query.where(holds(on))
    if laws:
        query = query.where(Law.id.in_(laws))
    if number is not None:
        starts = (f"#a{number}", f"#a{number}-%")
        query = query.where(
            Provision.kind == ProvisionKind.ARTICLE,
            sa.or_(*(Provision.key.like(f"%{start}") for start in starts)),
        )
    elif rest:
        query = query.where(Provision.key.is_not(None))
    else:
        query = query.where(Provision.kind == ProvisionKind.ARTICLE)
    places = list(db.session.scalars(query.where(*(_says(word, number) for word in rest))))
    texts = wordings(places)
    return [Hit(place, place.version.law, texts[place.id]) for place in places]


def _read_words(words: str) -> tuple[list[str], int | None, list[str]]:
    """Split a search into laws named, an article number and the words left."""
    laws: list[str] = []
    number: int | None = None
    rest: list[str] = []
    for word in re.sub(r"[《》，,]", " ", words).split():
        match = NUMBER.fullmatch(word)
        if match and number is None:
            number = _number(match[1])
            if number is not None:
                continue
        named = list(db.session.scalars(sa.select(Law.id).where(is_called(word, exact=True))))
        if named and not laws:
            laws = named
        else:
            rest.append(word)
    return laws, number, rest


def _number(text: str) -> int | None:
    try:
        return int(text) if text.isdigit() else from_chinese(text)
    except ValueError:
        return None


def _says(word: str, number: int | None) -> sa.ColumnElement[bool]:
    if number is None:
        return Provision.text.contains(word, autoescape=True)
    below = aliased(Provision)
    lower = aliased(Provision)
    inside = (
        sa.select(below.id)
        .outerjoin(lower, lower.parent_id == below.id)
        .where(
            below.parent_id == Provision.id,
            sa.or_(
                below.text.contains(word, autoescape=True),
                lower.text.contains(word, autoescape=True),
            ),
        )
    )
    return inside.exists()
