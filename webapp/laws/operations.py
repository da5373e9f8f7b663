"""Keeping the library of laws: importing a version, repealing one or a single place in it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from webapp.database import db
from webapp.errors import Conflict, Invalid
from webapp.laws.citation import Citation
from webapp.laws.models import EffectLevel, Law, LawVersion, Provision, ProvisionKind
from webapp.laws.text import Node, read_body


def import_law(data: Mapping[str, Any]) -> list[LawVersion]:
    """Take in a law with its versions, skipping those the library has (导入法律法规)."""
    law = _law(data)
    have = set(db.session.scalars(sa.select(LawVersion.label).where(LawVersion.law_id == law.id)))
    return [
        import_version(law, version)
        for version in data.get("versions", [])
        if version.get("version") not in have
    ]


def import_version(law: Law, data: Mapping[str, Any]) -> LawVersion:
    """Take in one version; the one it amends ends the day before (导入版本)."""
    label = _text(data, "version")
    found = sa.select(LawVersion.id).where(LawVersion.law_id == law.id, LawVersion.label == label)
    if db.session.scalar(found) is not None:
        raise Conflict(f"《{law.short_title}》{label}版已在库中。")
    version = LawVersion(
        law_id=law.id,
        label=label,
        document_number=str(data.get("document_number", "")),
        promulgated=_day(data, "promulgated"),
        effective=_day(data, "effective"),
        repealed=_day(data, "repealed") if data.get("repealed") else None,
        repealed_by=str(data.get("repealed_by", "")),
        amends=str(data.get("amends", "")),
        is_complete=bool(data.get("complete")),
        is_verified=bool(data.get("verified")),
        checked_on=_day(data, "checked_on") if data.get("checked_on") else None,
        note=str(data.get("note", "")),
    )
    if version.effective < version.promulgated:
        sentence = f"《{law.short_title}》{label}版的施行日早于公布日。"
        raise Invalid(sentence, {"effective": "早于公布日"})
    try:
        nodes = read_body(Citation(law.id, label), data.get("body") or [])
    except ValueError as error:
        raise Invalid(f"《{law.short_title}》{label}版：{error}。", {"body": str(error)}) from error
    db.session.add(version)
    db.session.flush()
    _end_amended(version)
    _add_nodes(law, version, nodes)
    db.session.flush()
    return version


def repeal_version(version: LawVersion, on: date, by: str) -> None:
    """End a version from a day on (废止法律法规)."""
    if version.repealed is not None:
        raise Conflict(f"该版本已于 {version.repealed} 失效。")
    if on <= version.effective:
        raise Invalid("失效日应晚于施行日。", {"on": "应晚于施行日"})
    if not by.strip():
        raise Invalid("请写明废止依据。", {"by": "请写明废止依据"})
    version.repealed, version.repealed_by = on, by.strip()
    db.session.flush()


def repeal_provision(provision: Provision, on: date, by: str) -> None:
    """End a single place, and what stands inside it, in a version that still holds (废止条款)."""
    if provision.key is None:
        raise Invalid("编章节不能单独废止，请选择条、款、项。")
    if provision.repealed is not None:
        raise Conflict(f"{provision.citation}已于 {provision.repealed} 失效。")
    if on <= provision.version.effective:
        raise Invalid("失效日应晚于施行日。", {"on": "应晚于施行日"})
    if not by.strip():
        raise Invalid("请写明废止依据。", {"by": "请写明废止依据"})
    inside = sa.or_(
        Provision.id == provision.id,
        Provision.key.startswith(f"{provision.key}.", autoescape=True),
    )
    query = sa.select(Provision).where(inside, Provision.repealed.is_(None))
    for place in db.session.scalars(query):
        place.repealed, place.note = on, by.strip()
    db.session.flush()


def _law(data: Mapping[str, Any]) -> Law:
    law_id, title = _text(data, "law"), _text(data, "title")
    law = db.session.get(Law, law_id)
    if law is not None:
        if law.title != title:
            raise Conflict(f"编号 {law_id} 已属于《{law.title}》。")
        return law
    level = _text(data, "level")
    if level not in {one.value for one in EffectLevel}:
        raise Invalid(f"没有“{level}”这一效力层级。", {"level": "没有这一效力层级"})
    law = Law(
        id=law_id,
        title=title,
        short_title=str(data.get("short_title") or title),
        abbreviations=list(data.get("abbreviations", [])),
        level=EffectLevel(level),
        organ=_text(data, "organ"),
        region=str(data.get("region", "")),
        fields=list(data.get("fields", [])),
    )
    db.session.add(law)
    db.session.flush()
    return law


def _end_amended(version: LawVersion) -> None:
    label = version.amends.partition("@")[2]
    query = sa.select(LawVersion).where(
        LawVersion.law_id == version.law_id,
        LawVersion.label == label,
        LawVersion.repealed.is_(None),
    )
    amended = db.session.scalar(query)
    if amended is not None:
        amended.repealed, amended.repealed_by = version.effective, f"{version.label}年修改"


def _add_nodes(law: Law, version: LawVersion, top: list[Node]) -> None:
    """Add the tree level by level, so that each level is one round trip."""
    order = {id(node): n for n, node in enumerate(n for t in top for n in t.walk())}
    level: list[tuple[Node, Provision | None, bool]] = [(node, None, False) for node in top]
    while level:
        rows = []
        for node, parent, only in level:
            key = node.place.key if node.place else None
            printed = node.place.printed(law.short_title, only_paragraph=only) if node.place else ""
            rows.append(
                Provision(
                    version_id=version.id,
                    parent_id=parent.id if parent else None,
                    key=key,
                    kind=node.kind,
                    position=order[id(node)],
                    label=node.label,
                    text=node.text,
                    citation=printed,
                    note=node.note,
                )
            )
        db.session.add_all(rows)
        db.session.flush()
        level = [
            (child, row, only or _is_only(node, child))
            for (node, _, only), row in zip(level, rows, strict=True)
            for child in node.children
        ]


def _is_only(parent: Node, child: Node) -> bool:
    return child.kind is ProvisionKind.PARAGRAPH and len(parent.children) == 1


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Invalid(f"法律文本缺少“{name}”。", {name: "不能为空"})
    return value.strip()


def _day(data: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(data.get(name)))
    except ValueError:
        raise Invalid(f"“{name}”应为日期，例如 2021-07-15。", {name: "应为日期"}) from None
