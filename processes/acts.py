"""Act codes (执法行为代码): what a step of a procedure is, whatever its element is called.

Safeguards attach to acts, never to task ids, so that a diagram may be rearranged and loses none.
Each act has a binding: the roles that may carry it and the documents that record it, so that
relabelling a task cannot fake an act. The rows stand in `processes/<family>/acts.py`; whatever is
true of some acts and not of others is a tag or a column there and asked for by `tagged`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache

from processes import values as read
from processes.families import gather
from processes.values import Values

DENIED = "denied"


class Tag(Enum):
    """What is true of some acts (行为特征)."""

    VISIT = "面对当事人的调查取证，先亮证"
    RECORD = "笔录，起止时间不得与他案重叠"
    SIGNED = "由当事人等在场签名"
    WITH_OFFICERS = "执法人员不少于两人"
    INVESTIGATION = "参加者即为本案调查人员"
    CITING = "文书引用证据"
    STATING = "表单载明拟给予的处罚"
    DECIDING = "作出处罚决定"
    DECISION = "制作决定书"
    TO_BE_SERVED = "文书须送达当事人"
    CLOSING = "结案"
    ARCHIVING = "归档，文书须齐备"
    REPLACED = "重新办理时覆盖原登记，可以撤回"
    WHOLE_MATTER = "同时中止、恢复或者终止同案其他流程"
    SEALING = "在已定稿的文书上用印"
    PLANNING_SERVICE = "确定送达什么、如何送达"
    APPOINTING = "指定听证人员"
    TIMING = "查明违法行为的起止时间"
    REPLACING = "决定由谁接替回避人员"
    APPROVAL = "批准后才发生效果的审批"


@dataclass(frozen=True)
class Given:
    """A condition on an earlier entry: the newest of `among` is of `act` and says so.

    `among` are acts or those with a tag; `beside`: in the same procedure instance.
    """

    among: tuple[str, ...] | Tag
    act: str
    field: str = ""
    value: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Says:
    """An event that completing an act says happened (事件), with its conditions and its date.

    `on` names the form field with the date (several: the first that is filled); without one the
    completion counts. With `served` it happens when the document of the act reaches the party, on
    the legal date of service. `subject` ties the event to its procedure instance. `length` is the
    length of the period: a number, or the form field that says it.
    """

    kind: str
    on: tuple[str, ...] = ()
    when: Mapping[str, object] = field(default_factory=dict)
    given: Given | None = None
    served: bool = False
    subject: bool = False
    length: int | str | None = None


@dataclass(frozen=True)
class Act:
    """One kind of step (执法环节): who may carry it, what records it, and what is true of it.

    `alias` are the words by which forms and templates speak of what was submitted. `served_on`
    names the field with the legal date of service of an act that serves (送达日期). `request` is
    what a request is about when its act leaves no doubt (审批事项).
    """

    code: str
    title: str
    roles: tuple[str, ...]
    documents: tuple[str, ...] = ()
    #: Whose answer the step waits for ("party", "agency"); such a wait needs a timer beside it.
    awaits: str | None = None
    tags: frozenset[Tag] = frozenset()
    alias: tuple[str, ...] = ()
    events: tuple[Says, ...] = ()
    served_on: str = ""
    request: str = ""


def act(
    code: str,
    title: str,
    roles: str,
    documents: str = "",
    *tags: Tag,
    awaits: str | None = None,
    alias: str = "",
    events: tuple[Says, ...] = (),
    served_on: str = "",
    request: str = "",
) -> Act:
    """Write the row of an act; roles, documents and aliases are words."""
    return Act(
        code,
        title,
        tuple(roles.split()),
        tuple(documents.split()),
        awaits,
        frozenset(tags),
        tuple(alias.split()),
        events,
        served_on,
        request,
    )


@dataclass(frozen=True)
class Link:
    """One act of an approval chain, where it differs from the rule (审批环节)."""

    code: str = ""
    title: str = ""
    tags: tuple[Tag, ...] = ()
    alias: str = ""
    events: tuple[Says, ...] = ()
    request: str = ""


PLAIN = Link()


def approval(
    code: str,
    title: str,
    document: str,
    *,
    draft: Link = PLAIN,
    opinion: Link | None = PLAIN,
    approve: Link = PLAIN,
) -> tuple[Act, ...]:
    """Write the acts of an approval: 呈报, 承办机构意见 (unless None), 审批 by a deputy head."""
    approve = replace(approve, tags=(*approve.tags, Tag.APPROVAL))
    links = (
        (draft, f"{code}_draft", f"{title}呈报", "officer_lead"),
        (opinion, f"{code}_opinion", "承办机构意见", "unit_head"),
        (approve, code, f"{title}审批", "deputy_head"),
    )
    return tuple(
        act(
            link.code or usual_code,
            link.title or usual_title,
            role,
            document,
            *link.tags,
            alias=link.alias,
            events=link.events,
            request=link.request,
        )
        for link, usual_code, usual_title, role in links
        if link is not None
    )


def each_with(tags: Iterable[Tag], rows: Iterable[Act]) -> Iterator[Act]:
    """Give the acts of a group the tags that are true of all of them."""
    shared = frozenset(tags)
    return (replace(row, tags=row.tags | shared) for row in rows)


@cache
def acts() -> Mapping[str, Act]:
    """Return every act by its code, family by family."""
    found: dict[str, Act] = {}
    for row in gather("acts", "ACTS"):
        if row.code in found:
            raise ValueError(f"行为代码“{row.code}”重复")
        found[row.code] = row
    return found


@cache
def tagged(*tags: Tag) -> tuple[str, ...]:
    """Return the codes of the acts that carry one of the tags, in the order of their rows."""
    return tuple(code for code, row in acts().items() if not row.tags.isdisjoint(tags))


def carries(codes: Iterable[str], *tags: Tag) -> bool:
    """Tell whether one of some acts carries one of the tags."""
    return not _bearing(*tags).isdisjoint(codes)


def done(codes: Iterable[str], values: Values) -> tuple[str, ...]:
    """Return the acts that completing a step amounts to.

    An approval that says no (不批准) is done, too, but nothing that it would allow happens: no
    safeguard, clock, effect or fact of the act knows it.
    """
    if not read.denies(values, "agree"):
        return tuple(codes)
    return tuple(f"{one}.{DENIED}" if carries([one], Tag.APPROVAL) else one for one in codes)


@cache
def _bearing(*tags: Tag) -> frozenset[str]:
    return frozenset(tagged(*tags))


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the acts behind each alias; the newest submission of them is meant."""
    found: dict[str, tuple[str, ...]] = {}
    for code, row in acts().items():
        for alias in row.alias:
            found[alias] = (*found.get(alias, ()), code)
    return found


@cache
def serving() -> Mapping[str, str]:
    """Return the acts of 送达, each with the field that holds the legal date of service."""
    return {code: row.served_on for code, row in acts().items() if row.served_on}


@cache
def papers_of(*codes: str) -> frozenset[str]:
    """Return the addresses of the documents that record some acts."""
    return frozenset(address for code in codes for address in acts()[code].documents)
