"""Who the parties of a matter are may change: typed in error, found later, refused (追加当事人)."""

import pytest
from flask import Flask

from tests.journeys.owners import SECOND, TwoOwners, answered, ids_of, proposed, stands
from webapp.cases import operations as cases
from webapp.database import db
from webapp.errors import Invalid
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS

pytestmark = pytest.mark.usefixtures("office")


def test_a_party_that_was_typed_in_error_is_gone_with_the_next_verification(office: Flask) -> None:
    j = TwoOwners()
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    j.do("case.verify", has_other_parties=True, other_parties=[SECOND])
    assert [party.name for party in j.case.parties][1:] == [SECOND["name"]]

    j.back("case.verify_opinion", j.open_tasks()["case.verify_opinion"].returns[0])
    j.do("case.verify", has_other_parties=False, other_parties=...)

    assert len(j.case.parties) == 1
    assert not j.case.title.startswith(f"{j.case.party.name}等")
    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_a_party_found_later_gets_a_branch_of_its_own(office: Flask) -> None:
    j = proposed(TwoOwners(), ())
    (first,) = (party.id for party in j.case.parties)
    j.party(0)
    answered(j)
    untouched = ids_of(first)

    j.everybody()
    j.start("party_addition")
    j.do(
        "case.party_add_draft", party=SECOND, facts="台账表明其共同进货、销售。", reasons="共同违法"
    )
    j.steps("case.party_add_opinion")
    j.do("case.party_add")

    _, second = (party.id for party in j.case.parties)
    assert j.case.title.startswith(f"{j.case.parties[0].name}等")
    assert stands(j) == {first: ["dec.draft"], 0: ["inv.collect"]}
    j.at("2026-04-08T09:00")
    j.steps("inv.collect", "evidence.review", "inv.close", "inv.close_opinion", "rev.case")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal")
    assert stands(j) == {first: ["dec.draft"], second: ["notice.prior"]}
    assert ids_of(first) == untouched
    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_a_party_that_is_not_approved_is_none_and_a_hundred_are_enough(office: Flask) -> None:
    j = proposed(TwoOwners(), ())
    j.start("party_addition")
    j.do("case.party_add_draft", party=SECOND, facts="据称共同销售。", reasons="共同违法")
    j.steps("case.party_add_opinion")
    j.do("case.party_add", agree="no", opinion="不批准，理由：没有证据证明其共同实施。")
    assert [party.name for party in j.case.parties] == [j.case.party.name]

    for number in range(99):
        cases.add_party(j.case, {**SECOND, "name": f"第{number}家副食店"})
    with pytest.raises(Invalid, match="不得超过 100 名"):
        cases.add_party(j.case, SECOND)
