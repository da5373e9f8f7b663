"""Three violations in one case (多项违法行为): typed into the report and carried on from there."""

from decimal import Decimal
from typing import Any

from processes.violations import blocks
from tests.journeys.web import WebJourney
from webapp.discretion import queries as discretion
from webapp.dossiers import queries as dossiers
from webapp.items import queries as items
from webapp.items.fines import Amounts
from webapp.items.models import ClauseRole
from webapp.matters.facts import addressee

PLACE = "岚江市城东区榕荫路88号"
BLOCK = (
    "kinds", "fine", "confiscation", "goods_value", "grade", "discretion_reason", "violated",
    "basis", "evidence", "nature", "illegal_gains", "refunded",
)  # fmt: skip
STATING = (
    "penalty/investigation_report", "penalty/proposal", "penalty/prior_notice",
    "penalty/hearing_notice", "penalty/decision_proposal", "penalty/penalty_decision",
)  # fmt: skip


class ThreeViolations(WebJourney):
    """A case with three violations: they are typed into the report and carried on from there."""

    def rows(self) -> list[dict[str, Any]]:
        """Return the violations as the report states them."""
        first, *others = self.admissible()
        when = {"act_started_on": "2026-01-10", "act_ended_on": "2026-03-02", "place": PLACE}
        return [
            {
                **when, "item": "SJ-008", "conduct": "当事人以不合格电线冒充合格产品的行为",
                "facts": "购进绝缘厚度不合格的电线40卷，标价每卷150元，已售出20卷，库存20卷。",
                "evidence": [first], **self.cites("SJ-008"), "result": "penalty",
                "illegal_gains": "900.00", "grade": self.grade("SJ-008", "6000.00"),
                "kinds": ["0201", "0202", "0203"], "goods_value": "6000.00", "fine": "6000.00",
                "confiscation": "900.00", "goods": "不合格电线20卷",
                "discretion_reason": "案发后主动召回，予以从轻处罚。",
            },
            {
                **when, "item": "SJ-013", "conduct": "当事人不按规定明码标价的行为",
                "facts": "三十种商品没有标价，结账时多收价款1200元。",
                "evidence": others[:1], **self.cites("SJ-013"), "result": "penalty",
                "illegal_gains": "1200.00", "kinds": ["0202"], "confiscation": "1200.00",
                "discretion_reason": "系初次违法，不再并处罚款。",
            },
            {
                **when, "item": "SJ-005", "conduct": "当事人未履行进货查验义务的行为",
                "facts": "购进一箱灯具时没有查验合格证明，次日补齐。", "evidence": others[1:],
                "violated": self.cites("SJ-005")["violated"], "result": "nopenalty",
                "ground": "minor_corrected", "correction_proof": "次日补齐进货单和合格证明。",
                "waiver_reason": "违法行为轻微并及时改正，没有造成危害后果。",
            },
        ]  # fmt: skip

    def cites(self, code: str) -> dict[str, Any]:
        """Return the clauses of an item that hold now."""
        item, today = items.item_by_code(code), self.now.date()
        roles = {"violated": ClauseRole.VIOLATED, "basis": ClauseRole.PENALTY}
        return {
            name: [one.key for one in items.clauses(item, role, today)][:1]
            for name, role in roles.items()
        }

    def grade(self, code: str, fine: str) -> str:
        """Return the grade of an item in whose band a fine of once the goods' value lies."""
        case, amounts = self.case, Amounts(goods_value=Decimal(fine))
        bands = discretion.every_band(
            items.item_by_code(code), amounts, self.now.date(),
            body=case.body, party=addressee(case.party),
        )  # fmt: skip
        band = next(one for one in bands if one.holds(Decimal(fine)))
        return str(band.grade_id or band.level.name)

    def otherwise(self, form: str, typed: dict[str, Any]) -> dict[str, Any]:
        """Return what is typed: the rows into the report, no single block anywhere."""
        if form in STATING:
            typed = {name: value for name, value in typed.items() if name not in BLOCK}
        if form == "penalty/investigation_report":
            typed |= {"several": True, "violations": self.rows()}
        return typed

    def stated(self) -> list[dict[str, Any]]:
        """Return the rows as the newest report states them."""
        return [dict(row) for _, row in blocks(self.said("inv.close"))]

    def said(self, act: str) -> dict[str, Any]:
        """Return what was submitted last for an act."""
        record = dossiers.history(self.matter_id).last(act)
        assert record is not None
        return dict(record.entry.values)
