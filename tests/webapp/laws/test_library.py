"""Laws, versions and places: in force on a day, found, imported, repealed."""

from datetime import date

import pytest

from webapp.errors import Conflict, Invalid, NotFound
from webapp.laws import operations, queries, search
from webapp.laws.models import EffectLevel, ProvisionKind, VersionState

TODAY = date(2026, 5, 18)


def law(**changes):
    data = {
        "law": "LAW-0999",
        "title": "岚江市样例管理办法",
        "short_title": "样例办法",
        "abbreviations": ["样办"],
        "level": "地方政府规章",
        "organ": "岚江市人民政府",
        "fields": ["通用"],
        "versions": [version()],
    }
    return data | changes


def version(label="2024", **changes):
    data = {
        "version": label,
        "promulgated": f"{label}-01-05",
        "effective": f"{label}-03-01",
        "body": [
            {"heading": "第一章 总则"},
            {"article": "第一条", "text": ["为了样例，制定本办法。"]},
            {
                "article": "第二条",
                "text": [
                    "下列行为应当改正：",
                    "（一）甲行为；",
                    "（二）乙行为。",
                    "其他从其规定。",
                ],
            },
        ],
    }
    return data | changes


def test_a_place_is_found_by_its_key_and_prints_its_citation(city):
    place = queries.get_provision("LAW-0017@2021#a57.p1.i1")

    assert place.citation == "《行政处罚法》第五十七条第一款第（一）项"
    assert queries.full_citation(place) == "《中华人民共和国行政处罚法》第五十七条第一款第（一）项"
    assert place.kind is ProvisionKind.ITEM
    assert place.text.startswith("确有应受行政处罚的违法行为的")


def test_an_item_named_without_its_paragraph_stands_in_the_first(city):
    assert queries.get_provision("LAW-0017@2021#a9.i2").citation == "《行政处罚法》第九条第（二）项"


def test_a_key_without_a_version_names_the_one_that_holds_on_the_day(city):
    assert queries.get_provision("LAW-0001#a122.p1", date(2025, 11, 30)).key.startswith(
        "LAW-0001@2021"
    )
    assert queries.get_provision("LAW-0001#a122.p1", date(2025, 12, 1)).key.startswith(
        "LAW-0001@2025"
    )
    assert queries.find_provision("LAW-0004@2025#a20.p1") is None


@pytest.mark.parametrize("key", ["LAW-0017@2021#a87", "LAW-9999@2021#a1", "nonsense"])
def test_a_place_the_library_lacks_is_not_found(city, key):
    with pytest.raises(NotFound):
        queries.get_provision(key)
    assert queries.texts_of([key]) == {}


@pytest.mark.parametrize(
    ("law_id", "on", "label"),
    [
        ("LAW-0001", date(2021, 4, 28), None),
        ("LAW-0001", date(2021, 4, 29), "2021"),
        ("LAW-0001", date(2025, 11, 30), "2021"),
        ("LAW-0001", date(2025, 12, 1), "2025"),
        ("LAW-0004", date(2025, 10, 14), "2019"),
        ("LAW-0004", date(2025, 10, 15), "2025"),
        ("LAW-0011", date(2020, 12, 31), "2019"),
        ("LAW-0011", date(2021, 1, 1), None),
        ("LAW-0030", date(2026, 8, 14), "2020"),
        ("LAW-0030", date(2026, 8, 15), None),
        ("LAW-0031", date(2026, 8, 14), None),
        ("LAW-0031", date(2026, 8, 15), "2026"),
    ],
)
def test_the_version_in_force_on_a_day(city, law_id, on, label):
    found = queries.version_in_force(law_id, on)

    assert (found.label if found else None) == label


def test_a_version_ends_as_amended_when_another_follows_and_as_repealed_when_none_does(city):
    amended = queries.get_version("LAW-0001", "2021")
    repealed = queries.get_version("LAW-0030", "2020")

    assert amended.state_on(date(2026, 1, 1)) is VersionState.AMENDED
    assert amended.state_on(date(2025, 1, 1)) is VersionState.IN_FORCE
    assert repealed.state_on(date(2026, 8, 15)) is VersionState.REPEALED
    assert queries.get_version("LAW-0031", "2026").state_on(TODAY) is VersionState.NOT_YET


def test_a_printed_citation_leads_back_to_its_place_on_that_day(city):
    printed = "《反不正当竞争法》第二十五条第一款"

    assert queries.cited(printed, TODAY).key == "LAW-0004@2025#a25.p1"
    assert queries.cited(printed, date(2025, 10, 14)) is None
    assert queries.cited("《中华人民共和国行政处罚法》第六十条", TODAY).key == "LAW-0017@2021#a60"
    assert queries.cited("《不存在法》第一条", TODAY) is None
    assert queries.cited("随便写的", TODAY) is None


def test_the_same_place_in_another_version(city):
    old = queries.get_provision("LAW-0001@2021#a124.p1.i5")

    assert queries.same_place(old, TODAY).key == "LAW-0001@2025#a124.p1.i5"
    assert (
        queries.same_place(queries.get_provision("LAW-0030@2020#a111.p2"), date(2026, 9, 1)) is None
    )


def test_the_wording_of_an_article_is_its_lines(city):
    lines = queries.wording(queries.get_provision("LAW-0017@2021#a58")).splitlines()

    assert lines[1] == "（一）涉及重大公共利益的；"
    assert lines[-1].startswith("行政机关中初次从事")
    assert len(lines) == 6


def test_an_item_is_led_by_the_paragraph_it_depends_on(city):
    lines = queries.passage(queries.get_provision("LAW-0001@2025#a124.p1.i5")).splitlines()

    assert lines[0].startswith("违反本法规定，有下列情形之一")
    assert lines[1:] == ["（五）生产经营标注虚假生产日期、保质期或者超过保质期的食品、食品添加剂；"]
    point = queries.get_provision("LAW-0026@2021#a8.p1.i1.t2")
    assert [line[:2] for line in queries.passage(point).splitlines()] == ["申请", "（一", "2."]
    paragraph = queries.get_provision("LAW-0017@2021#a57.p2")
    assert queries.passage(paragraph) == queries.wording(paragraph)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("食安法 122", "LAW-0001@2025#a122"),
        ("处罚法 第五十七条", "LAW-0017@2021#a57"),
        ("《食品安全法》第一百二十四条", "LAW-0001@2025#a124"),
        ("行政处罚法 57 集体讨论", "LAW-0017@2021#a57"),
        ("超过保质期", "LAW-0001@2025#a34.p1.i3"),
        ("农药条例 货值金额 劣质", "LAW-0013@2022#a56.p1"),
    ],
)
def test_a_search_by_name_number_and_words(city, words, first):
    hits = search.find(words, TODAY)

    assert hits[0].provision.key == first
    assert hits[0].wording


def test_a_search_finds_only_what_holds_on_the_day(city):
    assert search.find("固废法 111", date(2026, 8, 14))
    assert search.find("固废法 111", date(2026, 8, 15)) == []
    assert search.find("", TODAY) == []
    assert search.find("处罚法 57 超过保质期", TODAY) == []


def test_a_whole_citation_leads_to_its_place_on_the_day(city):
    printed = "《反不正当竞争法》第二十五条第一款"

    (hit,) = search.find(printed, TODAY)

    assert hit.provision.key == "LAW-0004@2025#a25.p1"
    assert hit.wording
    assert search.find(printed, date(2025, 10, 14)) == []


def test_the_tree_holds_chapters_sections_and_articles(city):
    top = queries.tree(queries.get_version("LAW-0017", "2021"))

    assert [branch.provision.label for branch in top][:2] == ["第一章", "第二章"]
    decision = next(branch for branch in top if branch.provision.text == "行政处罚的决定")
    assert [branch.provision.text for branch in decision.children] == [
        "一般规定",
        "简易程序",
        "普通程序",
        "听证程序",
    ]


def test_laws_are_listed_by_word_rank_and_field(city):
    assert [one.id for one in queries.list_laws("固废法")] == ["LAW-0030"]
    assert "LAW-0016" in [one.id for one in queries.list_laws(field="交通运输")]
    assert queries.list_laws(level=EffectLevel.GOVERNMENT_RULE)[0].region == "440000"
    assert queries.levels_in_use()[0] is EffectLevel.LAW


def test_importing_twice_adds_nothing(city):
    first = operations.import_law(law())

    assert [one.label for one in first] == ["2024"]
    assert operations.import_law(law()) == []
    with pytest.raises(Conflict, match="已在库中"):
        operations.import_version(first[0].law, version())


def test_a_new_version_ends_the_one_it_amends(city):
    operations.import_law(law())
    operations.import_law(law(versions=[version("2026", amends="LAW-0999@2024")]))

    assert queries.version_in_force("LAW-0999", date(2026, 2, 28)).label == "2024"
    assert queries.version_in_force("LAW-0999", date(2026, 3, 1)).label == "2026"
    assert queries.get_version("LAW-0999", "2024").repealed == date(2026, 3, 1)


def test_repealing_a_place_ends_what_stands_inside_it(city):
    operations.import_law(law())
    operations.repeal_provision(
        queries.get_provision("LAW-0999@2024#a2.p1"), date(2026, 1, 1), "样例决定"
    )

    item = queries.get_provision("LAW-0999@2024#a2.p1.i2")

    assert item.is_in_force(date(2025, 12, 31))
    assert not item.is_in_force(date(2026, 1, 1))
    assert queries.get_provision("LAW-0999@2024#a2.p2").is_in_force(date(2026, 1, 1))


def test_repealing_says_why_and_only_once(city):
    one = operations.import_law(law())[0]
    article = queries.get_provision("LAW-0999@2024#a1")

    with pytest.raises(Invalid, match="废止依据"):
        operations.repeal_version(one, date(2026, 1, 1), " ")
    with pytest.raises(Invalid, match="晚于施行日"):
        operations.repeal_version(one, date(2024, 3, 1), "样例决定")
    operations.repeal_version(one, date(2026, 1, 1), "样例决定")
    with pytest.raises(Conflict):
        operations.repeal_version(one, date(2026, 2, 1), "样例决定")
    with pytest.raises(Invalid, match="晚于施行日"):
        operations.repeal_provision(article, date(2024, 3, 1), "样例决定")
    operations.repeal_provision(article, date(2025, 1, 1), "样例决定")
    with pytest.raises(Conflict):
        operations.repeal_provision(article, date(2025, 1, 1), "样例决定")


def test_a_heading_cannot_be_repealed_by_itself(city):
    one = operations.import_law(law())[0]
    heading = next(place for place in one.provisions if place.kind.is_heading)

    with pytest.raises(Invalid, match="编章节"):
        operations.repeal_provision(heading, date(2026, 1, 1), "样例决定")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "title"),
        ({"level": "国际公约"}, "国际公约"),
        ({"versions": [version(promulgated="yesterday")]}, "promulgated"),
        ({"versions": [version(effective="2023-01-01")]}, "早于公布日"),
        ({"versions": [version(body=[])]}, "没有任何条文"),
        ({"versions": [version(body=[{"article": "第一条", "text": ["（三）错。"]}])]}, "以项开头"),
        ({"versions": [version(body=[{"article": "第百一条", "text": ["错。"]}])]}, "第百一条"),
    ],
)
def test_a_law_file_out_of_form_is_refused_by_name(city, changes, sentence):
    with pytest.raises(Invalid, match=sentence):
        operations.import_law(law(**changes))


def test_a_number_already_taken_is_refused(city):
    with pytest.raises(Conflict, match="行政处罚法"):
        operations.import_law(law(law="LAW-0017"))


def test_a_document_may_not_set_penalties():
    assert not EffectLevel.DOCUMENT.may_set_penalties
    assert EffectLevel.DEPARTMENT_RULE.may_set_penalties
