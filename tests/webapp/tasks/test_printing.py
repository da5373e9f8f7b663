"""Form values as documents print them: one piece of evidence, rows with columns left empty."""

import json
from typing import Any

from forms.schema import Form, build
from webapp.tasks.printing import Printer, blank

PIECE = {
    "id": "301",
    "no": "3",
    "name": "现场笔录",
    "kind": "现场笔录",
    "date": "2026年3月4日",
    "source": "现场制作",
    "pages": "3",
    "proves": "现场情况",
    "admitted": "采信",
}


class NamesOfCase:
    """Stands for the names of a case: one piece of evidence, no documents."""

    def pieces(self, ids: Any) -> list[dict[str, str]]:
        """Return the piece where it is asked for."""
        return [PIECE for one in ids if one == "301"]

    def papers(self, ids: Any) -> list[dict[str, str]]:
        """Return nothing."""
        return []


FORM = build(
    "tests/printed",
    json.dumps(
        {
            "title": "审查",
            "properties": {
                "verdicts": {
                    "title": "审查",
                    "items": {
                        "properties": {
                            "evidence": {
                                "title": "证据",
                                "x-widget": "evidence",
                                "type": "string",
                            },
                            "fine": {"title": "金额", "x-widget": "money"},
                            "kinds": {
                                "title": "种类",
                                "items": {"enum": ["a"]},
                                "x-enumNames": ["甲"],
                            },
                            "reason": {"title": "理由", "x-widget": "text"},
                        }
                    },
                },
                "paper": {"title": "文书", "x-widget": "document"},
            },
        }
    ),
)


def printed(form: Form, values: dict[str, Any]) -> dict[str, Any]:
    return Printer(NamesOfCase()).fields(form.fields, values)  # type: ignore[arg-type]


def test_one_piece_of_evidence_prints_its_number_and_name_and_keeps_its_id():
    (row,) = printed(FORM, {"verdicts": [{"evidence": "301"}]})["verdicts"]

    assert row["evidence"] == "3．现场笔录"
    assert row["evidence_id"] == "301"
    assert row["evidence_admitted"] == "采信"


def test_columns_left_empty_are_printed_empty():
    (row,) = printed(FORM, {"verdicts": [{"evidence": "301"}]})["verdicts"]

    assert row["reason"] == row["fine"] == row["fine_caps"] == row["kinds_text"] == ""
    assert row["kinds"] == []


def test_a_document_that_is_gone_prints_empty():
    found = printed(FORM, {"paper": "9"})

    assert found == blank(next(each for each in FORM.fields if each.name == "paper"))
