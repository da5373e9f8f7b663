"""Every article that the platform cites stands in a law that comes with it; no rule is named twice.

Diagrams, safeguards, clocks and papers cite national law and leave places for the rules of field
and province, which stand in `processes/fields` and in the texts of laws alone.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import forms
from documents import catalogue
from engine.safeguards import label_of
from forms.schema import SHOWN
from processes import fields
from processes.acts import acts
from processes.catalogue import SAFEGUARDS
from processes.layers import Layer
from processes.parameters import register
from tests.processes.packs import DAY, ELSEWHERE, GUANGDONG
from webapp.config import ROOT
from webapp.laws import shipped
from webapp.laws.numerals import from_chinese

NUMERAL = "[零一二三四五六七八九十百千]+"
PLACE = rf"第{NUMERAL}条(?:第{NUMERAL}款)?(?:第[（(]?{NUMERAL}[）)]?项)?"
CITED = re.compile(rf"《([^《》{{}}]+)》((?:{PLACE}[、至]?)+)")
ARTICLE = re.compile(rf"(至)?第({NUMERAL})条")
NUMBERS = re.compile(rf"第({NUMERAL})条(?:第({NUMERAL})款)?(?:第[（(]?({NUMERAL})[）)]?项)?")
FOLDERS = ("processes", "documents/templates", "webapp", "forms")
ENDINGS = (".py", ".bpmn", ".json", ".html")
ELSEWHERE_HELD = ("webapp/laws/texts", "webapp/demo", "processes/fields", "webapp/static")
SUBSTANCE = {"食品安全法", "甲法", "乙法"}
"""Named as examples in docstrings: laws of substance belong to the city that uses them."""


def sources() -> Iterator[tuple[str, str]]:
    """Yield name and text of every file that may cite."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            name = str(path.relative_to(ROOT))
            if path.suffix in ENDINGS and not name.startswith(ELSEWHERE_HELD):
                yield name, path.read_text(encoding="utf-8")


def cited(text: str) -> Iterator[tuple[str, int]]:
    """Yield law and number of every article that a text cites, ranges spelled out."""
    for found in CITED.finditer(text):
        last = None
        for until, number in ARTICLE.findall(found[2]):
            end = from_chinese(number)
            yield from ((found[1], n) for n in range(last + 1 if until and last else end, end + 1))
            last = end


@pytest.fixture(scope="module")
def library() -> dict[str, set[int]]:
    """Return the numbers of the articles of every shipped law, by each of its titles."""
    found: dict[str, set[int]] = {}
    for law in shipped.texts():
        entries = [one for version in law["versions"] for one in version["body"]]
        numbers = {
            from_chinese(re.fullmatch(rf"第({NUMERAL})条(?:之{NUMERAL})?", one["article"])[1])
            for one in entries
            if "article" in one
        }
        for title in (law["title"], law["short_title"]):
            found.setdefault(title, set()).update(numbers)
    return found


def test_every_cited_article_stands_in_a_law_that_comes_with_the_platform(library):
    missing = {
        f"{name}: 《{law}》 {number}"
        for name, text in sources()
        for law, number in cited(text)
        if law not in SUBSTANCE and number not in library.get(law, ())
    }

    assert not missing


@pytest.fixture(scope="module")
def in_force() -> dict[tuple[str, int], list[int]]:
    """Return of each article in force how many items each paragraph has; none where unread."""
    found: dict[tuple[str, int], list[int]] = {}
    for law in shipped.texts():
        for version in law["versions"]:
            ended = version.get("repealed")
            if version["effective"] > f"{DAY}" or (ended and ended <= f"{DAY}"):
                continue
            for one in (entry for entry in version["body"] if "article" in entry):
                number = from_chinese(re.match(rf"第({NUMERAL})条", one["article"])[1])
                items: list[int] = []
                for line in one.get("text", ()):
                    if re.match(rf"（{NUMERAL}）", line) and items:
                        items[-1] += 1
                    else:
                        items.append(0)
                for title in (law["title"], law["short_title"]):
                    found.setdefault((title, number), items)
    return found


def test_every_cited_article_is_in_force_and_has_the_paragraph_and_item(in_force):
    wrong = []
    for name, text in sources():
        for title, places in CITED.findall(text):
            for article, paragraph, item in NUMBERS.findall(places):
                at = (title, from_chinese(article))
                if title in SUBSTANCE:
                    continue
                known = in_force.get(at)
                if known is None or (known and not _has(known, paragraph, item)):
                    wrong.append((name, title, article, paragraph, item))

    assert not wrong


def _has(known: list[int], paragraph: str, item: str) -> bool:
    """Tell whether an article has a paragraph and an item; without a paragraph it is in any."""
    if paragraph and from_chinese(paragraph) > len(known):
        return False
    within = known[from_chinese(paragraph) - 1] if paragraph else max(known)
    return not item or from_chinese(item) <= within


def test_every_safeguard_rests_on_an_article_in_force(in_force):
    bases = {label_of(one).basis for one in SAFEGUARDS}

    unresolved = {one for one in bases if not any(at in in_force for at in cited(one))}
    assert {one for one in unresolved if "《" in one} == set()


def test_every_article_of_a_pack_stands_in_the_law_that_it_names(library):
    laws = {law["law"]: law for law in shipped.texts()}
    packs = [fields.pack(one) for one in fields.FIELDS]
    packs += [fields.province(area) for area in fields.PROVINCES]

    for pack in packs:
        for rule in pack.rules.values():
            law = laws[rule.law]
            assert rule.title in (law["title"], law["short_title"])
            assert min(one["effective"] for one in law["versions"]) <= rule.valid_from.isoformat()
        said = [one.text for one in pack.articles] + [one.basis for one in pack.settings]
        for law_title, number in (one for text in said for one in cited(text)):
            assert number in library[law_title], (pack.id, law_title, number)


def test_the_basis_of_every_parameter_is_an_article_or_an_opinion_of_the_state_council(library):
    for parameter in register().values():
        for part in filter(None, parameter.basis.split("；")):
            title = re.match("《([^》]+)》", part)[1]
            assert title in library, parameter.key


def test_no_rule_of_a_field_or_province_is_named_outside_its_pack():
    packs = [fields.pack(one) for one in fields.FIELDS]
    packs += [fields.province(area) for area in fields.PROVINCES]
    titles = {rule.title for pack in packs for rule in pack.rules.values()} - {"生态环境法典"}

    named = {f"{name}: {title}" for name, text in sources() for title in titles if title in text}

    assert not named


# --- packs ----------------------------------------------------------------------------------------


def test_a_cell_that_was_not_read_prints_national_law_alone():
    urban = fields.binding("城市管理", ELSEWHERE)

    assert urban.cite("《行政处罚法》第五十八条；{rev.legal}", DAY) == "《行政处罚法》第五十八条"
    assert all(not pack.rule("pub.decide", DAY) for pack in urban.packs)


def test_the_law_comes_first_then_the_field_then_the_province():
    market = fields.binding("市场监管", GUANGDONG)

    assert market.cite("《行政处罚法》第六十三条；{hear.threshold}", DAY) == (
        "《行政处罚法》第六十三条；《市场监督管理行政处罚听证办法》第五条；"
        "《广东省行政处罚听证程序实施办法》第七条"
    )
    elsewhere = fields.binding("市场监管", ELSEWHERE)
    assert "广东" not in elsewhere.cite("《行政处罚法》第六十三条；{hear.threshold}", DAY)


@pytest.mark.parametrize(
    ("words", "market", "urban"),
    [
        ("应当个别询问（{inv.interview}）",
         "应当个别询问（《市场监督管理行政处罚程序规定》第二十九条）",
         "应当个别询问"),
        ("{ref.send}", "《市场监督管理行政处罚程序规定》第十四条、第十七条", ""),
        ("可以缓缴（《行政处罚法》第六十六条；{exec.defer_draft}）",
         "可以缓缴（《行政处罚法》第六十六条；《市场监督管理行政处罚程序规定》第七十四条）",
         "可以缓缴（《行政处罚法》第六十六条）"),
        ("没有位置的话（照旧）", "没有位置的话（照旧）", "没有位置的话（照旧）"),
    ],
)  # fmt: skip
def test_a_note_of_a_form_says_the_rule_of_the_body_or_none(words, market, urban):
    assert fields.binding("市场监管", ELSEWHERE).say(words, DAY) == market
    assert fields.binding("城市管理", ELSEWHERE).say(words, DAY) == urban


def test_no_form_shows_a_place_or_the_rule_of_another_field():
    titles = {rule.title for one in fields.FIELDS for rule in fields.pack(one).rules.values()}
    for one in fields.FIELDS:
        binding = fields.binding(fields.pack(one).title, ELSEWHERE)
        own = {rule.title for rule in fields.pack(one).rules.values()}
        for address in forms.addresses():
            form = forms.load(address).worded(lambda words, b=binding: b.say(words, DAY))
            shown = "".join(said(form.schema))
            assert not re.search(r"\{[a-z]+\.[\w.]+\}|（）|；）", shown), address
            assert {title for title in titles - own if f"《{title}》" in shown} == set(), address


def said(part, *, read=False):
    """Yield every text of a schema that people read."""
    if isinstance(part, str):
        if read:
            yield part
    elif isinstance(part, list):
        for one in part:
            yield from said(one, read=read)
    elif isinstance(part, dict):
        for key, one in part.items():
            yield from said(one, read=read or key in SHOWN)


def test_a_rule_is_cited_from_the_day_on_which_it_holds():
    emergency = fields.binding("应急管理", ELSEWHERE)

    assert emergency.rules("case.file", date(2026, 1, 31)) == ""
    assert emergency.rules("case.file", date(2026, 2, 1)) == (
        "《安全生产违法行为行政处罚办法》第三十四条、第三十五条"
    )


@pytest.mark.parametrize("field", fields.FIELDS)
def test_a_paper_of_a_hearing_cites_the_article_of_its_step_or_national_law_alone(field):
    steps = [act for act in acts() if act.startswith("hear.")]

    for act in ("notice.hearing", "hear.threshold", *steps):
        assert "至" not in fields.pack(field).rule(act, DAY), act


@pytest.mark.parametrize(
    ("field", "act", "cited"),
    [
        ("agri", "notice.hearing", "《农业行政处罚程序规定》第五十九条"),
        ("environment", "notice.hearing", "《生态环境行政处罚办法》第四十六条"),
        ("environment", "hear.threshold", "《生态环境行政处罚办法》第四十六条、第八十九条"),
        ("transport", "hear.notify", ""),
        ("housing", "hear.report", ""),
        ("emergency", "hear.accept", ""),
    ],
)
def test_a_hearing_cites_of_the_field_only_what_was_read(field, act, cited):
    assert fields.pack(field).rule(act, DAY) == cited


def test_every_place_left_in_a_basis_is_an_act_or_a_topic_of_some_pack():
    packs = [fields.pack(one) for one in fields.FIELDS]
    packs += [fields.province(area) for area in fields.PROVINCES]
    asked = set()
    for name, text in sources():
        if name.startswith("processes/safeguards") or name.endswith(".bpmn"):
            asked |= {(name, act) for act in re.findall(r"；\{([\w.]+)\}", text)}
        elif name.startswith("forms/") and name.endswith(".json"):
            asked |= {(name, act) for act in re.findall(r"[（；\"]\{([a-z]+\.[\w.]+)\}", text)}
        elif name.startswith("documents/templates") and name.endswith(".json"):
            asked |= {(name, act) for act in re.findall(r"\"\{([\w.]+)\}\"", text)}

    assert asked
    unknown = {
        (name, act)
        for name, act in asked
        if not any(one.binds(act, DAY) for pack in packs for one in pack.articles)
    }
    assert not unknown


def test_a_template_names_in_its_metadata_every_act_whose_rules_it_prints():
    templates = Path(ROOT / "documents" / "templates")
    for kind in catalogue.DOCUMENTS.values():
        text = (templates / f"{kind.address}.html").read_text(encoding="utf-8")
        printed = set(re.findall(r'm\.also\("([\w.]+)"\)', text))
        assert printed <= set(fields.places(kind.basis)), kind.address


@pytest.mark.parametrize("field", fields.FIELDS)
def test_the_file_of_a_field_is_one_row_per_line(field):
    text = (ROOT / "processes" / "fields" / f"{field}.json").read_text(encoding="utf-8")
    data = json.loads(text)

    assert data["field"] == field
    rows = len(data["rules"]) + len(data["parameters"]) + len(data["articles"])
    assert text.count("\n    {") == rows
    assert fields.pack(field).layer is Layer.FIELD
