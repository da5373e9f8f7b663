"""What acts do to evidence (环节效果): those that bring it in or take it over, and its review."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from processes import values as read
from processes.values import Values
from webapp.cases import operations as cases
from webapp.cases.models import PenaltyCase
from webapp.evidence import operations, queries
from webapp.evidence.models import EvidenceKind
from webapp.matters import beside
from webapp.matters import operations as matters
from webapp.matters import queries as matter_queries
from webapp.matters.models import Matter
from webapp.matters.turn import Turn

ON_THE_SPOT = "执法人员现场制作"
BY_PARTY = ("party", "legal_rep")


@dataclass(frozen=True)
class Taking:
    """How an act's form becomes a piece of evidence: name, kind, origin, meaning."""

    name: Callable[[Values], str]
    kind: Callable[[Values], EvidenceKind]
    source: Callable[[Values], str]
    proves: Callable[[Values], str]
    files: Sequence[str] = ("files",)
    usable: bool = True


def _always(kind: EvidenceKind) -> Callable[[Values], EvidenceKind]:
    return lambda values: kind


def _said(text: str) -> Callable[[Values], str]:
    return lambda values: text


def _field(*names: str) -> Callable[[Values], str]:
    return lambda values: next((found for n in names if (found := read.text(values, n))), "")


def _listed(name: str, prefix: str) -> Callable[[Values], str]:
    def words(values: Values) -> str:
        things = [read.text(row, "name") for row in read.rows(values, name)]
        more = f"等{len(things)}项" if len(things) > 2 else ""
        return f"{prefix}（{'、'.join(things[:2])}{more}）"

    return words


def _kind_of_person(values: Values) -> EvidenceKind:
    own = values.get("role") in BY_PARTY
    return EvidenceKind.STATEMENT if own else EvidenceKind.TESTIMONY


def _kind_chosen(values: Values) -> EvidenceKind:
    chosen = str(values.get("kind", ""))
    by_name = {kind.name.lower(): kind for kind in EvidenceKind}
    by_word = {kind.value: kind for kind in EvidenceKind}
    return by_name.get(chosen) or by_word.get(chosen) or EvidenceKind.DOCUMENTARY


TAKINGS: Mapping[str, Taking] = {
    "inv.onsite": Taking(
        lambda values: read.text(values, "evidence_name") or "现场笔录",
        _always(EvidenceKind.RECORD),
        _said(ON_THE_SPOT),
        _field("proves", "findings"),
        files=("photos",),
    ),
    "inv.survey": Taking(
        _said("勘验笔录"),
        _always(EvidenceKind.RECORD),
        _said(ON_THE_SPOT),
        _field("proves", "objects"),
        files=("drawing",),
    ),
    "inv.interview": Taking(
        lambda values: f"对{read.text(values, 'person')}的询问笔录",
        _kind_of_person,
        _said("执法人员询问"),
        lambda values: read.text(values, "proves") or "违法行为的经过",
    ),
    "inv.sample": Taking(
        _listed("samples", "抽样取证凭证"),
        _always(EvidenceKind.PHYSICAL),
        _said("执法人员抽样"),
        _field("proves", "method"),
    ),
    "inv.obtain": Taking(
        _field("name"),
        _kind_chosen,
        lambda values: f"{read.text(values, 'provider')}提供，注明与原件一致",
        _field("proves", "origin"),
    ),
    "inv.edata": Taking(
        lambda values: f"电子数据（{read.text(values, 'carrier')}）",
        _always(EvidenceKind.ELECTRONIC),
        _field("method"),
        _field("proves", "steps"),
    ),
    "inv.preserve": Taking(
        _listed("objects", "先行登记保存的物品"),
        _always(EvidenceKind.PHYSICAL),
        _said("执法人员登记保存"),
        _field("proves", "place_kept"),
    ),
    "inv.appraise_result": Taking(
        lambda values: f"鉴定意见（编号：{read.text(values, 'report_no')}）",
        _always(EvidenceKind.APPRAISAL),
        _said("受委托机构出具"),
        _field("proves", "result"),
    ),
    "inv.monitor": Taking(
        lambda values: f"电子技术监控记录（设备{read.text(values, 'device_id')}）",
        _always(EvidenceKind.AUDIOVISUAL),
        _said("电子技术监控设备采集"),
        _field("proves", "content"),
        usable=False,
    ),
    "inv.assist_reply": Taking(
        lambda values: f"{read.text(values, 'from_body')}协助调查复函",
        _always(EvidenceKind.DOCUMENTARY),
        _field("from_body"),
        _field("proves", "content"),
    ),
    "inv.record_av": Taking(
        lambda values: f"执法音像记录{len(read.rows(values, 'files'))}段",
        _always(EvidenceKind.AUDIOVISUAL),
        _said("执法记录设备摄录"),
        lambda values: "；".join(read.text(row, "content") for row in read.rows(values, "files")),
    ),
    "order.recheck": Taking(
        _said("复查笔录"),
        _always(EvidenceKind.RECORD),
        _said(ON_THE_SPOT),
        _field("proves", "findings"),
    ),
}

DAYS = ("start_at", "received_on", "reported_at")
PROVES_LENGTH = 200


def take(turn: Turn) -> None:
    """Enter what the act brought in (登记证据)."""
    act = next(act for act in turn.todo.acts if act in TAKINGS)
    operations.add_evidence(
        turn.matter.id,
        act=act,
        at=turn.at,
        instance_id=turn.instance,
        document_id=turn.document_id,
        officers=_officers(turn.values, turn.matter),
        is_usable=TAKINGS[act].usable,
        **columns_of(act, turn.values, turn.at),
    )


def columns_of(act: str, values: Values, at: datetime) -> dict[str, Any]:
    """Return the columns of a piece as the submission of its act gives them."""
    taking = TAKINGS[act]
    day = next((found for name in DAYS if (found := read.day(values, name))), at.date())
    return {
        "name": taking.name(values),
        "kind": taking.kind(values),
        "obtained_on": day,
        "files": [digest for name in taking.files for digest in read.names(values, name)],
        "source": taking.source(values),
        "place": read.text(values, "place"),
        "provider": read.text(values, "provider"),
        "pages": read.number(values, "pages") or 0,
        "proves": taking.proves(values)[:PROVES_LENGTH],
        "is_favorable": read.says(values, "favorable"),
    }


def review(turn: Turn) -> None:
    """Judge the pieces that were put forward (证据三性审查)."""
    known = {str(one.id): one for one in queries.of_matter(turn.matter.id)}
    rows = read.rows(turn.values, "verdicts")
    found = [(known[row["evidence"]], row) for row in rows if row["evidence"] in known]
    operations.judge_evidence(turn.officer, found, turn.at, turn.instance)


def review_monitor(turn: Turn) -> None:
    """Let a monitor record pass, or not (监控记录审核)."""
    usable = turn.values.get("result") == "usable"
    for one in queries.of_instance(turn.instance):
        operations.clear_record(one, usable=usable)


def merge(turn: Turn) -> None:
    """Let a case go on in another: with its parties and its evidence; all else rests (并案)."""
    into = int(turn.last("case.merge_draft")["into"])
    matters.hold(into)
    main = PenaltyCase.of(matter_queries.get_matter(into))
    cases.merge_case(PenaltyCase.of(turn.matter), main, turn.at)
    known = {one.origin_id or one.id for one in queries.of_matter(main.id)}
    for piece in queries.of_matter(turn.matter.id):
        if (piece.origin_id or piece.id) not in known:
            operations.take_over(main.id, piece, turn.at)
    beside.halt(turn)


def share(turn: Turn) -> None:
    """Take a record of another matter over as evidence of this one (证据共用)."""
    piece = queries.get_piece(int(turn.values["record"]))
    operations.take_over(turn.matter.id, piece, turn.at)


def _officers(values: Values, matter: Matter) -> list[int]:
    named = [int(one) for one in read.names(values, "officers") if one.isdigit()]
    return named or list(matter.handler_ids)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    **dict.fromkeys(TAKINGS, take),
    "evidence.review": review,
    "evidence.share": share,
    "case.merge": merge,
    "inv.monitor_review": review_monitor,
}
