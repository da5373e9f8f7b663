"""Identity numbers, by vectors reckoned apart from the code (GB 11643, GB 32100-2015)."""

from datetime import date

import pytest

from forms.identity import check_credit_code, check_resident_number


@pytest.mark.parametrize(
    "code",
    [
        "11330600MB1573660P",
        "91110000600037341L",
        "91350100M000100Y43",
        "91440400MA00000900",
        "91440400123456788T",
        "N2440114MF12345672",  # a registrar with a letter: 农村集体经济组织
    ],
)
def test_valid_credit_codes(code):
    assert check_credit_code(code) == ""


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91350100M000100Y4Z", "credit_code.format"),
        ("91350100m000100y43", "credit_code.format"),
        ("91350100M000100Y4", "credit_code.format"),
        ("", "credit_code.format"),
        ("91440400MA00000901", "credit_code.checksum"),
        ("91440400123456789T", "credit_code.checksum"),
    ],
)
def test_invalid_credit_codes(code, reason):
    assert check_credit_code(code) == reason


def test_every_single_slip_in_a_credit_code_is_found():
    code = "91440400123456788T"

    for at, right in enumerate(code):
        for wrong in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if wrong != right:
                assert check_credit_code(code[:at] + wrong + code[at + 1 :])


@pytest.mark.parametrize(
    ("number", "checksum", "birth", "division"),
    [
        ("11010519491231002X", True, date(1949, 12, 31), True),
        ("440100200002290034", True, date(2000, 2, 29), True),
        ("440100199902290034", True, None, True),
        ("440524188001010014", True, date(1880, 1, 1), True),
        ("440100200002290035", False, date(2000, 2, 29), True),
        ("990100200002290034", False, date(2000, 2, 29), False),
    ],
)
def test_four_findings_on_a_resident_number_each_apart(number, checksum, birth, division):
    found = check_resident_number(number)

    assert found.format
    assert (found.checksum, found.birth, found.division) == (checksum, birth, division)


@pytest.mark.parametrize("number", ["", "440100000229003", "44010020000229003x", "0" * 18])
def test_what_is_no_resident_number_at_all(number):
    assert check_resident_number(number).reason == "id_number.format"
