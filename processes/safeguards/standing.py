"""What still has to be kept at a step (本环节须守的保障): met, unmet, or for a later step.

The task page shows this list beside the form, before anything is submitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from engine.errors import EngineError
from engine.order import Declaration, MustFollow, MustPrecede, matches
from engine.safeguards import Check, Refusal, concerns, label_of, review
from processes.safeguards.attempt import Attempt


class State(Enum):
    """Where a safeguard stands at a step (保障状态)."""

    UNMET = "未满足"
    MET = "已满足"
    LATER = "在后"


@dataclass(frozen=True)
class Standing:
    """One line of the list: safeguard, short title, article, state and, when unmet, why."""

    id: str
    title: str
    basis: str
    state: State
    messages: tuple[str, ...] = ()


#: Short titles as officers read them.
TITLES: Mapping[str, str] = {
    "S-G-01": "执法人员不少于两人",
    "S-G-02": "执法证有效，本机关有执法权",
    "S-G-03": "亮证在先",
    "S-G-04": "已决定回避的人员不参与",
    "S-G-05": "不由本人决定自己的回避",
    "S-G-06": "对外文书须送达并有回证",
    "S-G-07": "电子送达有书面确认",
    "S-G-08": "公告送达为最后方式",
    "S-G-09": "调查检查均有记录",
    "S-G-10": "听证全程音像记录",
    "S-G-11": "引用证据均已审查采信",
    "S-G-12": "笔录时间不重叠、询问个别进行",
    "S-G-13": "签名齐全或者注明情况",
    "S-G-14": "引用条款公布且有效",
    "S-G-15": "归档后不得修改",
    "S-G-18": "监督人员不办理案件",
    "S-G-19": "移动执法开启定位",
    "S-G-20": "用印版本与核准版本一致",
    "S-G-21": "案件须结案或者移送",
    "S-G-22": "不泄露举报人身份",
    "S-G-23": "流程管理员不办案",
    "S-P-01": "先立案后决定",
    "S-P-02": "调查终结后已经审核",
    "S-P-03": "送达后方可作出决定",
    "S-P-04": "陈述申辩已听取并复核",
    "S-P-05": "不重于告知的处罚",
    "S-P-06": "属听证范围的已告知听证",
    "S-P-07": "要求听证的已依法办理",
    "S-P-08": "听证人员未参与调查",
    "S-P-09": "听证会组成人员为单数且持证",
    "S-P-10": "听证通知和公告时间足够",
    "S-P-11": "须法制审核的已通过",
    "S-P-12": "听证后法制审核已通过",
    "S-P-13": "审核人员未参与办案",
    "S-P-14": "法制审核人员具备资格",
    "S-P-15": "审核未通过不得决定",
    "S-P-16": "重大复杂案件集体讨论",
    "S-P-17": "决定人未参与办案",
    "S-P-23": "办案人员不经手罚款",
    "S-P-24": "在办案期限内或者说明原因",
    "S-P-25": "登记保存七个工作日内处理",
    "S-P-26": "未超过处罚时效",
    "S-P-27": "同一行为不重复罚款",
    "S-P-28": "责令改正或者已经改正",
    "S-P-29": "不予处罚须教育",
    "S-P-30": "首违不罚条件齐备",
    "S-P-31": "决定书载明事项齐全并盖章",
    "S-P-32": "处罚在法定幅度与档次内",
    "S-P-33": "救济途径正确",
    "S-P-34": "公示或者说明不公示理由",
    "S-P-35": "决定变更后撤回公示",
    "S-P-36": "监控设备和记录经审核",
    "S-P-37": "涉嫌犯罪须移送",
    "S-P-38": "未成年人依法从宽",
    "S-P-39": "撤案、终止前措施已解除",
    "S-P-41": "登记保存经批准",
}

#: Acts that prepare what a safeguard will ask of a later act, beyond what declarations say.
PREPARING: Mapping[str, tuple[str, ...]] = {
    "S-G-11": ("evidence.review",),
    "S-G-20": ("dec.sign",),
    "S-P-04": ("notice.prior", "defense.receive"),
    "S-P-05": ("defense.receive",),
    "S-P-07": ("notice.hearing", "hear.request"),
    "S-P-10": ("hear.panel",),
    "S-P-12": ("hear.hold",),
    "S-P-16": ("inv.close",),
    "S-P-25": ("appr.preserve",),
    "S-P-28": ("notice.prior", "order.correct"),
    "S-P-34": ("dec.sign",),
    "S-P-35": ("pub.decide", "remedy.result"),
    "S-P-39": ("inv.preserve",),
}


def standing(safeguards: Iterable[Check | Declaration], attempt: Attempt) -> list[Standing]:
    """Tell how every safeguard of a step stands: unmet ones first, then met, then later ones.

    What concerns every step (归档、监督、举报人 …) is listed only when it stands in the way.
    """
    now: dict[str, list[Standing]] = {}
    later: dict[str, Standing] = {}
    for each in safeguards:
        label = label_of(each)
        title = TITLES[label.id]
        if concerns(each, attempt.acts):
            refusals = _judge(each, attempt)
            state = State.UNMET if refusals else State.MET
            if refusals or "*" not in label.acts:
                basis = refusals[0].basis if refusals else label.basis
                messages = tuple(refusal.message for refusal in refusals)
                found = Standing(label.id, title, basis, state, messages)
                now.setdefault(label.id, []).append(found)
        elif matches(attempt.acts, _preparing(each, label.id)):
            later.setdefault(label.id, Standing(label.id, title, label.basis, State.LATER))
    lines = [_merge(found) for found in now.values()]
    lines += [line for id, line in later.items() if id not in now]
    order = list(State)
    return sorted(lines, key=lambda line: order.index(line.state))


def _judge(safeguard: Check | Declaration, attempt: Attempt) -> list[Refusal]:
    try:
        return review([safeguard], attempt)
    except EngineError as error:  # a calendar year without data cannot be judged yet
        label = label_of(safeguard)
        return [Refusal(str(error), label.id, label.basis)]


def _merge(found: list[Standing]) -> Standing:
    """Make one line of the several checks of one safeguard."""
    unmet = [line for line in found if line.state is State.UNMET]
    if not unmet:
        return found[0]
    first = unmet[0]
    messages = tuple(message for line in unmet for message in line.messages)
    return Standing(first.id, first.title, first.basis, State.UNMET, messages)


def _preparing(safeguard: Check | Declaration, id: str) -> Iterator[str]:
    yield from PREPARING.get(id, ())
    if isinstance(safeguard, MustPrecede):
        yield from safeguard.acts
    if isinstance(safeguard, MustFollow):
        after = safeguard.after
        yield from (after,) if isinstance(after, str) else after
