"""Papers on several violations: facts, evidence, clauses and sanction of each; then the sum."""

import re

import pytest

import documents
from documents import examples as told
from documents.catalogue import DOCUMENTS
from tests.documents.conftest import plain, text_of
from webapp.demo import examples

PAPERS = [one for one in sorted(DOCUMENTS) if "several" in told.load(one).prints]


def printed(address: str) -> str:
    """Return the text of a paper in the case with three violations, without the feet of pages."""
    text = text_of(documents.render(address, examples.context(address, "several")))
    return re.sub(r"—\d+—|第\d+页共\d+页", "", text)


def test_every_paper_that_states_a_penalty_is_printed_with_several_violations():
    assert PAPERS == [
        "penalty/decision_approval",
        "penalty/hearing_notice",
        "penalty/investigation_report",
        "penalty/matter_approval",
        "penalty/penalty_decision",
        "penalty/prior_notice",
    ]


@pytest.mark.parametrize("address", PAPERS)
def test_each_violation_is_told_with_its_clauses_and_what_becomes_of_it(address):
    text = printed(address)

    for part in (
        "（一）当事人销售不符合保障人体健康和人身、财产安全国家标准的插座的行为",
        "（二）当事人在标价之外加价出售商品的行为",
        "（三）当事人未将营业执照置于经营场所醒目位置的行为",
        "《中华人民共和国产品质量法》第十三条第二款",
        "《中华人民共和国价格法》第十三条第二款",
        "《中华人民共和国市场主体登记管理条例》第三十六条",
        "《中华人民共和国产品质量法》第四十九条",
        "《中华人民共和国行政处罚法》第三十三条第一款",
        "不予行政处罚",
        "参照裁量权基准予以从轻处罚",
        "不再并处罚款",
    ):
        assert plain(part) in text, part


@pytest.mark.parametrize("address", PAPERS)
def test_the_penalties_are_stated_apart_and_then_added_up(address):
    text = printed(address)

    # 6400 yuan of goods, fined 1.2 times; 1248 and 860 yuan of gains: 2108 altogether
    assert "（¥1248.00）" in text
    assert "（¥860.00）" in text
    whole = text[text.rindex("合并处罚") :]
    assert "1.没收不合格插座56只；" in whole
    assert "2.没收违法所得人民币贰仟壹佰零捌元整（¥2108.00）；" in whole
    assert "3.罚款人民币柒仟陆佰捌拾元整（¥7680.00）。" in whole
    assert "¥1248.00" not in whole


def test_the_decision_names_the_sum_to_pay_and_the_act_that_is_not_punished():
    text = printed("penalty/penalty_decision")

    assert "当事人有以下三项违法行为" in text
    assert "对第（三）项违法行为不予行政处罚。" in text
    assert "以上罚没款合计人民币玖仟柒佰捌拾捌元整" in text
    assert "（¥9788.00）。" in text
    assert "行政处罚法》第三十三条第三款" in text


@pytest.mark.parametrize("address", [one for one in PAPERS if "approval" not in one])
def test_evidence_stands_with_the_violation_that_it_proves(address):
    text = printed(address)

    second = text.index(plain("（二）当事人在标价之外"))
    third = text.index(plain("（三）当事人未将营业执照"))
    assert second < text.index("标价签照片、结账小票，证明") < third
    assert text.index("LJZJ-2026-0331") < second
