"""The records of the demonstration as they lie on disk, checked by rules written here anew."""

import re
from datetime import date
from itertools import cycle

import pytest

SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_credit_code(code):
    """GB 32100-2015, computed the long way: powers of three modulo 31, and GB 11714 inside."""
    if len(code) != 18 or any(sign not in SYMBOLS for sign in code):
        return False
    total = sum(SYMBOLS.index(sign) * 3**place for place, sign in enumerate(code[:17]))
    if SYMBOLS[-total % 31] != code[17]:
        return False
    values = [int(sign, 36) for sign in code[8:16]]
    check = -sum(a * b for a, b in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return code[16] == ("X" if check == 10 else str(check))


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("11330600MB1573660P", True),
        ("91110000600037341L", True),
        ("91350100M000100Y43", True),
        ("91350100M000100Y4Z", False),
        ("91440400MA00000900", True),
        ("91440400123456788T", True),
        ("91440400123456788A", False),
    ],
)
def test_the_rule_for_credit_codes_knows_the_published_examples(code, valid):
    assert is_credit_code(code) is valid


def test_every_credit_code_has_right_check_characters(rows):
    codes = [body["credit_code"] for body in rows("bodies")]

    assert [code for code in codes if not is_credit_code(code)] == []
    assert len(set(codes)) == len(codes) == 16


def test_codes_name_the_division_of_their_body(rows):
    for body in rows("bodies"):
        assert body["division_code"].startswith("4459")
        assert body["credit_code"][2:8] == body["division_code"][:6]


def test_telephones_and_addresses_are_plainly_invented(rows):
    phones = [one["phone"] for one in (*rows("bodies"), *rows("officers"))]

    assert [phone for phone in phones if not re.fullmatch(r"0799-555\d{4}", phone)] == []
    assert all(body["address"].startswith("岚江市") for body in rows("bodies"))


def test_no_person_of_the_demonstration_carries_an_identity_number(rows):
    text = repr((rows("bodies"), rows("officers")))
    codes = {body["credit_code"] for body in rows("bodies")}

    assert [found for found in re.findall(r"\b\d{17}[\dX]\b", text) if found not in codes] == []


def test_every_enforcing_body_can_print_a_decision(rows):
    enforcing = [body for body in rows("bodies") if body["kind"] != "人民政府"]

    assert len(enforcing) >= 8
    for body in enforcing:
        assert body["number_word"]
        assert body["review_body"] in {one["name"] for one in rows("bodies")}
        assert body["court"].endswith("人民法院")
        assert body["payee_account"]
    words = [body["number_word"] for body in enforcing]
    assert len(set(words)) == len(words)


def test_the_people_of_the_screens_are_there(rows):
    people = {one["name"]: one for one in rows("officers")}

    roles = {
        name: set(people[name]["roles"]) & wanted
        for name, wanted in {
            "陈伟": {"officer_lead"},
            "李敏": {"officer_assist", "officer_lead"},
            "王建": {"unit_head"},
            "林敏": {"legal_reviewer"},
            "韩叙": {"agency_head"},
            "周慎行": {"deputy_head"},
            "罗知微": {"seal_keeper"},
            "苏晚晴": {"supervisor"},
            "顾南乔": {"process_admin"},
        }.items()
    }

    assert all(roles.values())
    assert people["陈伟"]["certificate"]["number"] == "19040012345"
    assert people["苏晚晴"]["certificate"]["number"] == "19040800021"


def test_there_are_people_enough_and_each_once(rows):
    people = rows("officers")

    assert len(people) >= 48
    for key in ("login", "name"):
        assert len({one[key] for one in people}) == len(people)
    numbers = [one["certificate"]["number"] for one in people if "certificate" in one]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"1904\d{7}", number) for number in numbers)


def test_certificates_in_every_state_are_there_for_tests(rows):
    cards = [one["certificate"] for one in rows("officers") if "certificate" in one]

    assert [card for card in cards if date.fromisoformat(card["valid_until"]) < date(2026, 1, 1)]
    assert [card for card in cards if card.get("status") == "暂扣"]
    assert [one for one in rows("officers") if one.get("auxiliary") and "certificate" not in one]


def test_every_law_file_is_in_form(law_files):
    assert len(law_files) >= 14
    for law in law_files.values():
        for version in law["versions"]:
            lines = [line for entry in version["body"] for line in entry.get("text", ())]
            assert version["verified"] is bool(lines)  # numbers alone are never called verified
            if lines:
                assert date.fromisoformat(version["checked_on"]) <= date(2026, 12, 31)
            assert all(line == line.strip() and line for line in lines)
            assert not [line for line in lines if re.search(r"[()]|　", line)]


def test_the_penalty_law_is_complete_and_ends_as_it_should(law_files):
    version = law_files["LAW-0017"]["versions"][0]
    articles = {entry["article"]: entry["text"] for entry in version["body"] if "article" in entry}

    assert version["complete"]
    assert len(articles) == 86
    assert articles["第六十条"] == [
        "行政机关应当自行政处罚案件立案之日起九十日内作出行政处罚决定。法律、法规、规章另有规定的，从其规定。"
    ]
    assert articles["第八十六条"] == ["本法自2021年7月15日起施行。"]


def test_items_and_benchmarks_are_enough_for_a_city(rows):
    items = rows("items")

    assert len(items) >= 32
    assert {item["field"] for item in items} == {"市场监管", "城市管理", "农业农村", "交通运输"}
    assert len({row["item"] for row in rows("benchmarks")}) >= 10
    assert all(a["code"] != b["code"] for a, b in zip(items, cycle(items[1:]), strict=False))
