"""Every effect of an act is tried both ways: what it does to the records, and when it does not.

`does` marks what an effect must leave behind; without the effect the check fails, which
`test_an_effect_that_is_taken_out_is_missed` holds for each of them. `declines` marks when nothing
may happen; an effect without conditions of its own must at least leave other cases alone.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from engine import clock
from processes.acts import acts
from processes.entries import Entry
from webapp.cases.models import Outcome
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import SealState
from webapp.errors import Conflict, Invalid
from webapp.evidence import queries as evidence
from webapp.evidence.effects import TAKINGS
from webapp.instances import queries as instances
from webapp.matters import links, parties
from webapp.matters import operations as matter_operations
from webapp.matters import queries as matters
from webapp.matters.done import Record
from webapp.matters.models import LinkKind, MatterStatus
from webapp.numbers.models import NumberEntry
from webapp.payments import queries as payments
from webapp.publicity import queries as publicity
from webapp.publicity.models import PublicationState
from webapp.referrals import queries as referrals
from webapp.referrals.models import ReferralState
from webapp.service import queries as service
from webapp.service.models import AttemptState, ServiceMethod
from webapp.tasks import faces

DOES, DECLINES = {}, {}
DECISION = "penalty/penalty_decision"


def does(*acts):
    """Mark what an effect must leave behind."""
    return lambda check: [DOES.setdefault(act, check) for act in acts] and check


def declines(*acts):
    """Mark when an effect does nothing, or refuses."""
    return lambda check: [DECLINES.setdefault(act, check) for act in acts] and check


# --- lead, verification, filing -------------------------------------------------------------------


def lead_values(desk):
    return {"source": "complaint", "content": "补正后的内容", "place": "城东市场"}


@does("case.intake")
def _(desk, act):
    desk.name = "lead"
    desk.act(act, lead_values(desk))
    assert desk.case.lead.content == "补正后的内容"


@declines("case.intake")
def _(desk, act, monkeypatch):
    desk.name = "lead"
    lead = desk.case.lead
    before, as_registered = lead.place, {**lead_values(desk), "content": lead.content}
    first = SimpleNamespace(of=lambda *acts: [])  # nothing was registered before
    monkeypatch.setattr("tests.webapp.turns.dossiers.history", lambda matter_id: first)
    desk.act(act, as_registered)
    assert desk.case.lead.place == before


def handlers(desk, **more):
    lead, assist = desk.officer("zhouhang"), desk.officer("limin")
    return {"lead_officer": str(lead.id), "assist_officer": str(assist.id), **more}


@does("case.assign")
def _(desk, act):
    desk.name = "lead"
    desk.act(act, handlers(desk, disposal="请核查"), by="wangjian")
    assert desk.case.lead_officer_id == desk.officer("zhouhang").id
    assert desk.case.lead.disposal == "请核查"


@does("case.verify")
def _(desk, act):
    desk.name = "lead"
    desk.act(act, {"item": "SJ-004", "act_ended_on": "2026-05-01", "health_or_finance_harm": False})
    assert (desk.case.item.code, desk.case.act_ended_on) == ("SJ-004", date(2026, 5, 1))


@does("case.file_request")
def _(desk, act):
    desk.name = "lead"
    desk.act(act, {"item": "SJ-004", "cause": "经营标签不合格的食品"})
    assert (desk.case.item.code, desk.case.cause) == ("SJ-004", "经营标签不合格的食品")


@does("case.file")
def _(desk, act):
    desk.name = "lead"
    desk.act(act, handlers(desk, filing="yes"))
    assert desk.case.status is MatterStatus.OPEN
    assert desk.case.number is not None
    assert desk.case.filed_on == desk.at.date()


@declines("case.file")
def _(desk, act):
    desk.name = "lead"
    desk.act(act, handlers(desk, filing="no"))
    assert (desk.case.status, desk.case.number) == (MatterStatus.DECLINED, None)


# --- evidence -------------------------------------------------------------------------------------


def pieces(desk):
    return evidence.of_matter(desk.case.id)


@does(*TAKINGS)
def _(desk, act):
    known = {one.id for one in pieces(desk)}
    desk.act(act, {"proves": "证明经过"})
    (fresh,) = [one for one in pieces(desk) if one.id not in known]
    assert (fresh.act, fresh.proves) == (act, "证明经过" if act != "inv.record_av" else "")
    assert fresh.is_usable == (act != "inv.monitor")


def verdict(desk, admissible):
    words = ("relevance", "legality", "authenticity")
    row = {"evidence": str(pieces(desk)[0].id), "admissible": admissible, "reason": "与本案无关"}
    return {"verdicts": [{**row, **dict.fromkeys(words, admissible)}]}


@does("evidence.review")
def _(desk, act):
    desk.act(act, verdict(desk, "no"))
    assert not pieces(desk)[0].verdict.is_admissible  # the newest verdict counts


@declines("evidence.review")
def _(desk, act):
    before = pieces(desk)[0].verdict.id
    row = verdict(desk, "no")["verdicts"][0]
    desk.act(act, {"verdicts": [{**row, "evidence": "0"}]})
    assert pieces(desk)[0].verdict.id == before


@does("inv.monitor_review")
def _(desk, act):
    desk.act("inv.monitor")
    desk.act(act, {"result": "usable"})
    assert pieces(desk)[-1].is_usable


@declines("inv.monitor_review")
def _(desk, act):
    desk.act("inv.monitor")
    desk.act(act, {"result": "unusable"})
    assert not pieces(desk)[-1].is_usable


# --- decision -------------------------------------------------------------------------------------


@does("inv.close")
def _(desk, act):
    desk.act(act, {"crime_suspected": "yes"})
    assert desk.case.is_crime_suspected


@declines("inv.close")
def _(desk, act):
    desk.act(act, {"crime_suspected": "no"})
    assert not desk.case.is_crime_suspected


@does("dec.approve")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act, {"outcome": "nopenalty"})
    assert (desk.case.outcome, desk.case.decided_at) == (Outcome.NOPENALTY, None)


@declines("dec.approve")
def _(desk, act):
    desk.act(act, {"outcome": "reinvestigate"})  # what was decided is undone with its outcome
    assert (desk.case.outcome, desk.case.decided_on) == (None, None)
    assert (desk.case.decided_at, desk.case.status) == (None, MatterStatus.OPEN)


@does("dec.sign")
def _(desk, act):
    desk.act("dec.approve", {"outcome": "reinvestigate"})
    desk.act(act)
    assert (desk.case.outcome, desk.case.status) == (Outcome.PENALTY, MatterStatus.DECIDED)
    assert (desk.case.fine, desk.case.confiscation) == (Decimal(8000), Decimal(1200))


@declines("dec.sign")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act)  # nothing was drawn up that could be signed
    assert (desk.case.outcome, desk.case.status) == (None, MatterStatus.OPEN)


def unsealed(desk):
    paper = dossiers.latest(desk.case.id, DECISION)
    paper.seal = SealState.WANTED
    db.session.flush()
    return paper


@does("dec.seal")
def _(desk, act):
    place = unsealed(desk).instance_id, ()
    desk.act(act, by="luozhiwei", document=DECISION, place=place)
    assert dossiers.latest(desk.case.id, DECISION).seal is SealState.REQUESTED


@declines("dec.seal")
def _(desk, act):
    place = unsealed(desk).instance_id, ()
    with pytest.raises(Conflict):
        desk.act(act, {"digest": "0" * 64}, by="luozhiwei", document=DECISION, place=place)
    assert dossiers.latest(desk.case.id, DECISION).seal is SealState.WANTED


# --- a party that was found later -----------------------------------------------------------------

FOUND = {"kind": "person", "name": "罗佩文", "address": "岚江市城东区榕荫路90号"}


def approved(desk, act, agree):
    """Answer the request to take up one more party."""
    desk.name = "undecided"
    turn = desk.turn(act, {"agree": agree})
    asked = Entry(turn.history.next_seq, turn.at, ("case.party_add_draft",), "1",
                  {"party": FOUND}, instance=str(turn.instance))  # fmt: skip
    turn.history = turn.history.plus(Record(asked, "penalty/party_addition", None))
    faces.apply(turn)
    db.session.flush()


@does("case.party_add")
def _(desk, act):
    approved(desk, act, "yes")
    assert [party.name for party in desk.case.parties][1:] == ["罗佩文"]
    assert desk.case.title.startswith(f"{desk.case.party.name}等")


@declines("case.party_add")
def _(desk, act):
    approved(desk, act, "no")
    assert len(desk.case.parties) == 1


# --- service --------------------------------------------------------------------------------------

PLAN = {"recipient": "沈砚秋", "place": "店内", "method": "deliver"}
SERVED = {"served": "yes", "served_at": "2026-05-18T10:00", "received_by": "沈砚秋",
          "refused": "no", "signature": {"method": "pad", "file": "f" * 64}}  # fmt: skip


def place(desk):
    return desk.case.instance_id, ("一次送达",)


def planned(desk, address=DECISION, method="deliver"):
    paper = dossiers.latest(desk.case.id, address)
    values = {**PLAN, "method": method, "documents": [str(paper.id)]}
    desk.act("serve.plan", values, place=place(desk))
    return paper


def attempt(desk):
    return service.of_matter(desk.case.id)[-1]


@does("serve.plan")
def _(desk, act):
    paper = planned(desk)
    assert (attempt(desk).documents, attempt(desk).state) == ([paper.id], AttemptState.PLANNED)
    assert attempt(desk).method is ServiceMethod.DELIVER


DAYS = ("served_at", "arrived_at", "received_on", "deemed_on")
WAYS = ("serve.deliver", "serve.leave", "serve.electronic", "serve.mail", "serve.entrust",
        "serve.announced")  # fmt: skip


@does(*WAYS)
def _(desk, act):
    planned(desk)
    desk.act(act, {**SERVED, **dict.fromkeys(DAYS, "2026-05-18")}, place=place(desk))
    assert attempt(desk).state is AttemptState.SERVED
    assert attempt(desk).served_on == date(2026, 5, 18)


@declines(*WAYS)
def _(desk, act):
    with pytest.raises(Invalid, match="没有正在进行的送达"):
        desk.act(act, {**SERVED, **dict.fromkeys(DAYS, "2026-05-18")}, place=place(desk))


@does("serve.announce")
def _(desk, act):
    planned(desk)
    desk.act(act, {"announced_on": "2026-05-18", "where_posted": "公告栏"}, place=place(desk))
    assert attempt(desk).state is AttemptState.ANNOUNCED
    assert attempt(desk).served_on is None


ADDRESS = {"person": "沈砚秋", "address": "榕荫路88号", "phone": "0799-5550218", "channel": "email"}


@does("serve.address")
def _(desk, act):
    desk.act(act, ADDRESS)
    assert service.addresses_of(desk.case.id)[-1].address == "榕荫路88号"


@does("serve.consent")
def _(desk, act):
    desk.act(act, {**ADDRESS, "consent": "yes", "signature": {"method": "pad"}})
    assert service.consents_of(desk.case.id)[-1].is_given


@declines("serve.consent")
def _(desk, act):
    desk.act(act, {**ADDRESS, "consent": "no"})
    assert not any(one.is_given for one in service.consents_of(desk.case.id))


@does("party.mandate")
def _(desk, act):
    desk.act(act, {"represented": True, "agents": [{"name": "王喆", "scope": "general"}]})
    assert [one["name"] for one in parties.agents_of(desk.case.party)] == ["王喆"]


@declines("party.mandate")
def _(desk, act):
    desk.act(act, {"represented": True, "agents": [{"name": "王喆", "scope": "general"}]})
    desk.act(act, {"represented": False})
    assert parties.agents_of(desk.case.party) == ()


# --- publicity, payment, remedies -----------------------------------------------------------------


def publication(desk):
    return publicity.latest(desk.case.id)


SHOWN = {"publish": "yes", "summary": "处罚信息摘要", "redactions": "隐去地址", "channel": "官网"}


@does("pub.decide")
def _(desk, act):
    before = publication(desk).id
    desk.act(act, SHOWN)
    assert publication(desk).id != before
    assert publication(desk).state is PublicationState.PREPARED


@does("pub.approve")
def _(desk, act):
    desk.act("pub.decide", SHOWN)
    desk.act(act, by="zhoushenxing")
    assert publication(desk).state is PublicationState.APPROVED


@declines("pub.approve")
def _(desk, act):
    desk.name = "undecided"
    with pytest.raises(Invalid, match="没有待审批的公示信息"):
        desk.act(act)


COMES_DOWN = {"reason_text": "决定被撤销", "withdraw_on": "2026-05-19"}


@does("pub.withdraw")
def _(desk, act):
    desk.act(act, COMES_DOWN)
    assert publication(desk).withdrawal_reason == "决定被撤销"
    assert publication(desk).state is PublicationState.APPROVED


@declines("pub.withdraw", "pub.withdraw_approve")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act, COMES_DOWN)
    assert publication(desk) is None


@does("pub.withdraw_approve")
def _(desk, act):
    desk.act("pub.withdraw", COMES_DOWN)
    desk.act(act, by="zhoushenxing")
    assert publication(desk).state is PublicationState.WITHDRAWN
    assert publicity.shown([desk.case.id]) == {}


NOTICE = {"total": "9200.00", "due_on": "2026-06-02", "bank": "岚江农商行", "payment_code": "4459"}
PAID = {"amount": "200.00", "paid_on": "2026-05-18", "bank": "岚江农商行", "voucher": "V-1"}


@does("exec.notify")
def _(desk, act):
    desk.act(act, {**NOTICE, "total": "500.00"})
    assert payments.notice_of(desk.case.id).total == Decimal("500.00")


@does("exec.pay")
def _(desk, act):
    owed = payments.balance(desk.case.id)
    desk.act(act, PAID, by="qianshuning")
    found = payments.balance(desk.case.id)
    assert (found.paid - owed.paid, found.rest) == (Decimal(200), owed.rest - Decimal(200))
    assert not found.is_settled


@declines("exec.pay")
def _(desk, act):
    desk.act(act, PAID, by="qianshuning")
    with pytest.raises(Invalid, match="已登记"):
        desk.act(act, PAID, by="qianshuning")
    assert payments.balance(desk.case.id).paid == Decimal(200)


PARTS = {
    "plan": [
        {"due": "2026-07-31", "amount": "4000.00"},
        {"due": "2026-08-31", "amount": "4000.00"},
    ]
}


@does("exec.defer")
def _(desk, act):
    desk.act(act, {"granted": "yes", **PARTS}, by="zhoushenxing")
    found = payments.installments_of(desk.case.id)
    assert [one.due_on for one in found] == [date(2026, 7, 31), date(2026, 8, 31)]


@declines("exec.defer")
def _(desk, act):
    desk.act(act, {"granted": "no", **PARTS}, by="zhoushenxing")
    assert list(payments.installments_of(desk.case.id)) == []


@does("remedy.result")
def _(desk, act):
    desk.act(act, {"remedy_result": "changed"})
    assert desk.case.is_revoked


@declines("remedy.result")
def _(desk, act):
    desk.act(act, {"remedy_result": "upheld"})
    assert not desk.case.is_revoked


# --- interruption, recusal ------------------------------------------------------------------------


@does("case.suspend")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act)
    assert desk.case.status is MatterStatus.SUSPENDED


@does("case.resume")
def _(desk, act):
    desk.name = "undecided"
    desk.act("case.suspend")
    desk.act(act)
    assert desk.case.status is MatterStatus.OPEN


@does("case.terminate")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act)
    assert (desk.case.status, desk.case.outcome) == (MatterStatus.TERMINATED, Outcome.TERMINATED)
    assert desk.case.decided_on == desk.at.date()


def taking_effect(desk, act, drafted, agree="yes"):
    """Let an approval take effect after its draft, and return it."""
    draft = desk.turn(f"{act}_draft", drafted).record()
    turn = desk.turn(act, {"agree": agree}, by="zhoushenxing")
    turn.history = turn.history.plus(draft)
    faces.apply(turn)
    return turn


@does("case.merge")
def _(desk, act):
    desk.name, desk.joined = "undecided", "lead"
    main, before = desk.worked.case("lead"), pieces(desk)
    taking_effect(desk, act, {"into": str(main.id)})
    assert (desk.case.status, desk.case.outcome) == (MatterStatus.MERGED, Outcome.MERGED)
    assert [one.matter.id for one in links.of_matter(desk.case.id)] == [main.id]
    assert desk.case.party.name in {one.name for one in desk.worked.case("lead").parties}
    assert [one.origin_id for one in evidence.of_matter(main.id)] == [one.id for one in before]


@declines("case.merge")
def _(desk, act):
    desk.name = "undecided"
    taking_effect(desk, act, {"into": str(desk.worked.case("lead").id)}, agree="no")
    assert desk.case.status is MatterStatus.OPEN
    assert links.of_matter(desk.case.id) == []


@does("case.divide")
def _(desk, act):
    desk.name = "undecided"
    leaving = desk.case.party
    turn = taking_effect(
        desk, act, {"part": "party", "party": str(leaving.id), "reason": "分开查明"}
    )
    assert (turn.offspring.kind, turn.offspring.values["content"]) == (LinkKind.SPLIT, "分开查明")
    assert turn.offspring.values["party"]["name"] == leaving.name
    assert desk.case.parties == []


@declines("case.divide")
def _(desk, act):
    desk.name = "undecided"
    drafted = {"part": "party", "party": str(desk.case.party.id), "reason": "分开查明"}
    turn = taking_effect(desk, act, drafted, agree="no")
    assert turn.offspring is None
    assert len(desk.case.parties) == 1


@does("evidence.share")
def _(desk, act):
    desk.name = "undecided"
    piece = pieces(desk)[0]
    desk.name = "lead"
    desk.act(act, {"record": str(piece.id), "reason": "同一次检查"})
    (taken,) = pieces(desk)
    assert (taken.origin_id, taken.document_id) == (piece.id, piece.document_id)


@does("case.withdraw")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act)
    assert (desk.case.outcome, desk.case.status) == (Outcome.WITHDRAW, MatterStatus.DECIDED)


def challenge(desk, granted):
    target, instead = desk.officer("chenwei"), desk.officer("zhouhang")
    return {"granted": granted, "target": str(target.id), "replacement": str(instead.id)}


@does("recuse.decide")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act, challenge(desk, "yes"), by="zhoushenxing")
    assert matters.is_recused(desk.case.id, desk.officer("chenwei").id)
    assert desk.case.lead_officer_id == desk.officer("zhouhang").id
    todo = desk.worked.todo("undecided", "proposal.draft")
    assert desk.officer("zhouhang").id in todo.candidates
    assert desk.officer("chenwei").id not in todo.candidates
    again = desk.case, desk.officer("chenwei").id, clock.now(), "近亲属"
    matter_operations.recuse(*again)  # challenged once more: nothing changes
    assert matters.people(desk.case.id).recused == {desk.officer("chenwei").id}


@declines("recuse.decide")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act, challenge(desk, "no"), by="zhoushenxing")
    assert not matters.is_recused(desk.case.id, desk.officer("chenwei").id)
    assert desk.case.lead_officer_id == desk.officer("chenwei").id


# --- referral, closing ----------------------------------------------------------------------------


def referral(desk):
    return referrals.latest(desk.case.id, desk.case.instance_id)


@does("ref.send")
def _(desk, act):
    desk.act(act, {"to_body": "岚江市农业农村局"})
    assert (referral(desk).receiver, referral(desk).sent_at) == ("岚江市农业农村局", None)


@declines("ref.send", "crim.report")
def _(desk, act):
    desk.act(act, {"to_body": "岚江市农业农村局"})
    first = referral(desk).id
    desk.act(act, {"to_body": "岚江市公安局"})  # a second draft is no second hand-over
    assert referral(desk).id == first


@does("ref.approve")
def _(desk, act):
    desk.name = "undecided"
    desk.act("ref.send", {"to_body": "岚江市农业农村局"})
    desk.act(act, by="zhoushenxing")
    assert referral(desk).state is ReferralState.SENT
    assert desk.case.outcome is Outcome.REFER


@does("ref.accept")
def _(desk, act):
    desk.act("ref.send", {"to_body": "岚江市农业农村局"})
    desk.act(act, {"received_on": "2026-05-18", "from_body": "岚江市农业农村局", "receipt_no": "1"})
    assert referral(desk).state is ReferralState.RECEIVED


@declines(
    "ref.approve", "ref.accept", "crim.approve", "crim.transfer", "crim.receipt", "crim.answer",
    "crim.handover",
)  # fmt: skip
def _(desk, act):
    with pytest.raises(Invalid, match="没有正在办理的移送"):
        desk.act(act, {"crime_approved": "yes", "police_answer": "filed"})


@does("crim.report")
def _(desk, act):
    desk.name = "undecided"
    desk.act(act, {"reported_at": "2026-05-18T10:00"})
    assert referral(desk) is not None
    assert desk.case.is_crime_suspected


@does("crim.approve")
def _(desk, act):
    desk.name = "undecided"
    desk.act("crim.report")
    desk.act(act, {"crime_approved": "yes"}, by="hanxu")
    assert desk.case.outcome is None  # reported beside the case, which goes on
    desk.act("dec.approve", {"outcome": "crime"}, by="hanxu")
    desk.act(act, {"crime_approved": "yes"}, by="hanxu")
    assert (referral(desk).state, desk.case.outcome) == (ReferralState.APPROVED, Outcome.CRIME)
    desk.act(act, {"crime_approved": "no", "reason": "不构成犯罪"}, by="hanxu")
    assert (referral(desk).state, desk.case.outcome) == (ReferralState.REFUSED, None)
    assert desk.case.decided_on is None


@does("crim.transfer")
def _(desk, act):
    desk.act("crim.report")
    desk.act(act, {"transferred_at": "2026-05-18T09:00", "police": "岚江市公安局"})
    assert referral(desk).state is ReferralState.SENT
    assert referral(desk).receiver == "岚江市公安局"


@does("crim.receipt")
def _(desk, act):
    desk.act("crim.report")
    desk.act(act, {"received_at": "2026-05-18T16:00", "received_by": "王警官", "receipt_no": "7"})
    assert (referral(desk).state, referral(desk).receipt_number) == (ReferralState.RECEIVED, "7")


@does("crim.answer")
def _(desk, act):
    desk.act("crim.report")
    desk.act(act, {"answered_on": "2026-05-18", "police_answer": "notfiled"})
    assert referral(desk).state is ReferralState.UNFILED
    desk.act(act, {"answered_on": "2026-05-18", "police_answer": "filed", "answer_number": "9"})
    assert (referral(desk).state, referral(desk).answer_number) == (ReferralState.FILED, "9")


@does("crim.handover")
def _(desk, act):
    desk.act("crim.report")
    desk.act(act, {"handed_over_at": "2026-05-18T16:00"})
    assert referral(desk).state is ReferralState.HANDED_OVER
    assert referral(desk).handed_over_at is not None


@does("arch.close")
def _(desk, act):
    desk.act(act, by="zhoushenxing")
    assert (desk.case.status, desk.case.closed_on) == (MatterStatus.CLOSED, desk.at.date())


@does("arch.file")
def _(desk, act):
    desk.act(act, by="shenmo")
    assert (desk.case.status, desk.case.archived_at) == (MatterStatus.ARCHIVED, desk.at)
    taken = sa.select(NumberEntry.title).where(NumberEntry.matter_id == desk.case.id)
    assert "归档" in set(db.session.scalars(taken))


# --- the contract ---------------------------------------------------------------------------------


ACTS = sorted(DOES)


@pytest.mark.parametrize("act", ACTS)
def test_an_effect_does_what_its_act_says(desk, act):
    DOES[act](desk, act)


@pytest.mark.parametrize("act", sorted(DECLINES))
def test_an_effect_declines_what_its_act_does_not_say(desk, act, request):
    check = DECLINES[act]
    more = (request.getfixturevalue("monkeypatch"),) if check.__code__.co_argcount > 2 else ()
    check(desk, act, *more)


@pytest.mark.parametrize("act", ACTS)
def test_an_effect_leaves_other_cases_alone(desk, act):
    before = {name: picture(desk, name) for name in desk.worked.ids}

    DOES[act](desk, act)

    others = {name: kept for name, kept in before.items() if name not in (desk.name, desk.joined)}
    assert others
    assert all(picture(desk, name) == kept for name, kept in others.items())


@pytest.mark.parametrize("act", ACTS)
def test_an_effect_that_is_taken_out_is_missed(desk, act, monkeypatch):
    whole = faces.current()
    left = {one: effect for one, effect in whole.effects.items() if one != act}
    monkeypatch.setattr(faces, "current", lambda: replace(whole, effects=left))

    with pytest.raises((AssertionError, AttributeError, IndexError, Invalid, ValueError)):
        DOES[act](desk, act)


def test_every_effect_is_tried(desk):
    """At its act; one that a tag gives to several acts, at one of them."""
    known = faces.current().effects
    untried = set(known) - set(ACTS)

    assert set(ACTS) <= set(known)
    assert {act for act in untried if not is_given_by_a_tag(known, act)} == set()


def is_given_by_a_tag(known, act):
    """Tell whether an act that is tried has the same effect and one of its tags."""
    return any(
        known[one] is known[act] and not acts()[one].tags.isdisjoint(acts()[act].tags)
        for one in ACTS
    )


def picture(desk, name):
    """Return all that is known of a case."""
    case = desk.worked.case(name)
    db.session.refresh(case)
    columns = {column.key: getattr(case, column.key) for column in sa.inspect(type(case)).columns}
    return (
        columns,
        [(one.id, one.verdict and one.verdict.id) for one in evidence.of_matter(case.id)],
        [(one.id, one.state) for one in service.of_matter(case.id)],
        payments.balance(case.id),
        getattr(publicity.latest(case.id), "state", None),
        [(one.id, one.status) for one in instances.instances_of(case.id)],
    )
