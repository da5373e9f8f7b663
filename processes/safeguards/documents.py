"""Documents (文书): complete, signed, sealed as approved, and silent about whistle-blowers."""

from __future__ import annotations

from collections.abc import Iterator

from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import papers_of
from processes.safeguards.attempt import DECIDING, DECISIONS, Attempt, is_
from processes.safeguards.service import DECISION_PAPERS

#: 《行政处罚法》第五十九条第一款: the contents a form fills in, by field. The date is none of them:
#: a decision bears the day on which it was signed.
SIX_CONTENTS = (
    ("facts", "违反法律、法规、规章的事实"),
    ("evidence", "证据"),
    ("kinds", "处罚的种类"),
    ("violated", "违反的条款"),
    ("basis", "处罚的依据"),
    ("performance", "处罚的履行方式和期限"),
    ("remedy_body", "申请行政复议的途径"),
    ("remedy_court", "提起行政诉讼的途径"),
)
SHORTEST = 2
#: Minutes of a panel: who sat and has not signed is asked for there (集体讨论记录).
MINUTES = papers_of("panel.discuss")


@safeguard(
    "S-P-31",
    title="决定书载明事项齐全并盖章",
    acts=("dec.penalty",),
    basis="《行政处罚法》第五十九条第一款",
)
def complete_decision(attempt: Attempt) -> Refusal | None:
    """Put the six statutory contents into the decision (决定书载明事项)."""
    missing = [
        (field, title)
        for field, title in SIX_CONTENTS
        if not _filled(read.given(attempt.values, field))
    ]
    if missing:
        titles = "、".join(title for _, title in missing)
        return Refusal(f"决定书缺少{titles}，请补全", fields=tuple(field for field, _ in missing))
    parties = attempt.facts.parties
    if not parties or not all(party.name and party.address for party in parties):
        return Refusal("决定书须载明当事人的姓名或者名称、地址，请先补全当事人信息")
    return None


@safeguard("S-P-31", acts=("serve.plan",), basis="《行政处罚法》第五十九条第二款")
def sealed_before_served(attempt: Attempt) -> Refusal | None:
    """Serve a decision only with the seal of the agency on it (加盖印章)."""
    bare = [d for d in attempt.facts.serving if d.address in DECISION_PAPERS and not d.sealed]
    if not bare:
        return None
    return Refusal(f"{bare[0].title or '决定书'}尚未加盖印章，请先用印", fields=("documents",))


@safeguard(
    "S-P-33",
    title="救济途径正确",
    acts=DECISIONS,
    basis="《行政处罚法》第五十九条；《行政复议法》第二十条、第二十四条；《行政诉讼法》第四十六条",
)
def right_remedies(attempt: Attempt) -> Iterator[Refusal]:
    """Name the review body and the court that are competent (救济途径)."""
    body = attempt.facts.body
    if read.text(attempt.values, "remedy_body") != body.review_body:
        yield Refusal(f"复议机关应当是{body.review_body}，请更正", fields=("remedy_body",))
    if read.text(attempt.values, "remedy_court") != body.court:
        yield Refusal(f"管辖法院应当是{body.court}，请更正", fields=("remedy_court",))


@safeguard("S-P-33", acts=("serve.electronic",), basis="《行政复议法》第二十二条第二款")
def online_review_told(attempt: Attempt) -> Refusal | None:
    """Tell the on-line address of review when a decision is served on line (网上复议途径)."""
    decision = any(d.address in DECISION_PAPERS for d in attempt.facts.serving)
    if not decision or attempt.facts.body.online_review:
        return None
    return Refusal("通过互联网送达决定的，应当同时提供网上复议渠道，请先在机关信息中登记")


@safeguard(
    "S-G-20",
    title="用印版本与核准版本一致",
    prepared_by=("dec.sign",),
    acts=("dec.seal",),
    basis="《行政处罚法》第五十九条第二款；{dec.seal}",
)
def sealed_as_approved(attempt: Attempt) -> Refusal | None:
    """Seal exactly the version that was approved (用印版本与核准版本一致)."""
    document = attempt.facts.document
    if document is None or not document.approved_digest:
        return Refusal("文书尚未核准签发，不得用印，请先报批")
    shown = read.text(attempt.values, "digest")
    if document.digest == document.approved_digest == shown:
        return None
    return Refusal(
        "文书内容与核准签发的版本不一致，不得用印，请重新核对或者退回", fields=("digest",)
    )


@safeguard(
    "S-P-48",
    title="文书签名齐全才能作为依据",
    acts=("inv.close", *DECIDING),
    basis="《行政处罚法》第四十二条第一款、第五十五条、第六十四条第八项",
)
def signed_by_all(attempt: Attempt) -> Iterator[Refusal]:
    """Rest on no paper that somebody named in it has still to sign (签名齐全)."""
    for paper in attempt.facts.unsigned:
        if paper.address not in MINUTES:
            yield Refusal(
                f"{paper.title}尚待{'、'.join(paper.signers)}签名，签名不全的文书不能作为依据，"
                "请其在“我的待办”的待签名文书中签名"
            )


@safeguard("S-G-22", title="不泄露举报人身份", acts=("*",), basis="《行政处罚法》第五十条")
def reporter_protected(attempt: Attempt) -> Refusal | None:
    """Keep the whistle-blower out of what leaves the agency (保护举报人)."""
    document = attempt.facts.document
    leaves = (document is not None and document.external) or is_(attempt, "pub.decide")
    secrets = [secret for secret in attempt.facts.reporter if len(secret) >= SHORTEST]
    if not leaves or not secrets:
        return None
    fields = read.holding(attempt.values, secrets)
    if not fields:
        return None
    return Refusal("内容出现举报人身份信息，对外文书和公示不得泄露，请删除", fields=fields)


def _filled(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)
