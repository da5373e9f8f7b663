"""What acts do to services (环节效果), with the day on which each way counts (送达)."""

from collections.abc import Callable, Mapping

from documents.catalogue import get as type_of
from webapp.cases import operations as cases
from webapp.cases.models import PenaltyCase
from webapp.errors import Invalid
from webapp.matters.turn import Turn
from webapp.service import operations, queries
from webapp.service.models import ServiceAttempt, ServiceMethod


def plan(turn: Turn) -> None:
    """Choose how to serve which documents."""
    place = operations.ServicePlace(turn.matter.id, turn.instance, turn.scope)
    chosen = [int(one) for one in turn.served_ids() if one.isdigit()]
    if turn.in_call("serve.plan"):  # served in vain, or sent back to choose another way
        given_up = queries.running(turn.instance, turn.scope)
        if given_up is not None:
            operations.change_plan(given_up)
    attempt = operations.plan_service(turn.officer, place, chosen, turn.values, turn.at)
    operations.hand_over(attempt, _address(turn, attempt))


def finish(turn: Turn) -> None:
    """Note whether and on which day the documents reached the party."""
    attempt = _running(turn)
    on = turn.record().entry.served_on()
    operations.finish_service(attempt, turn.values, on, turn.document_id, turn.at)
    if on is not None and any(_is_decision(turn, one) for one in attempt.documents):
        cases.take_effect(PenaltyCase.of(turn.matter), on, turn.party_id)


def announce(turn: Turn) -> None:
    """Note the public announcement; it counts when its period is over."""
    operations.announce_service(_running(turn), turn.values, turn.at)


def confirm_address(turn: Turn) -> None:
    """Keep the confirmed address."""
    operations.confirm_address(
        turn.matter.id, turn.party_id, turn.values, turn.document_id, turn.at
    )


def consent(turn: Turn) -> None:
    """Keep the consent to electronic service."""
    operations.record_consent(turn.matter.id, turn.party_id, turn.values, turn.document_id, turn.at)


def _address(turn: Turn, attempt: ServiceAttempt) -> str:
    """Return whither it goes: by post as planned, electronically as the party consented."""
    if attempt.method is not ServiceMethod.ELECTRONIC:
        return attempt.place
    consents = [one for one in queries.consents_of(turn.matter.id) if one.is_given]
    mine = [one for one in consents if turn.party_id in (None, one.party_id)]
    return mine[-1].address if mine else ""


def _running(turn: Turn) -> ServiceAttempt:
    attempt = queries.running(turn.instance, turn.scope)
    if attempt is None:
        raise Invalid("没有正在进行的送达，请先确定送达方式。")
    return attempt


def _is_decision(turn: Turn, document_id: int) -> bool:
    document = turn.history.documents.get(str(document_id))
    return document is not None and bool(type_of(document.address).decides)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "serve.plan": plan,
    "serve.deliver": finish,
    "serve.leave": finish,
    "serve.electronic": finish,
    "serve.mail": finish,
    "serve.entrust": finish,
    "serve.announced": finish,
    "serve.announce": announce,
    "serve.address": confirm_address,
    "serve.consent": consent,
}
