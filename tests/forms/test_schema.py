"""What a form says about itself, for the platform to ask."""

import json

from forms.choices import Band, Choice, Choices, offered
from forms.schema import build, load
from forms.sources import addresses, sources

FORM = build(
    "tests/asked",
    json.dumps(
        {
            "title": "拟处意见",
            "properties": {
                "proposal": {
                    "title": "处理意见",
                    "enum": ["penalty", "other"],
                    "x-enumNames": ["处罚", "其他"],
                    "x-route": True,
                    "x-section": {"title": "意见", "note": "经审核"},
                },
                "money": {"title": "是否罚款", "const": "yes", "x-route": True},
                "facts": {
                    "title": "事实",
                    "x-widget": "textarea",
                    "x-source": "report.facts",
                    "x-slot": "truth",
                    "x-section": "事实",
                },
                "evidence": {"title": "证据", "x-widget": "evidence"},
                "points": {
                    "title": "要点",
                    "items": {
                        "properties": {
                            "point": {"title": "要点", "x-widget": "text"},
                            "proof": {"title": "证据", "x-widget": "evidence"},
                        }
                    },
                },
                "days": {"title": "期限", "type": "integer", "default": 5, "x-unit": "日"},
            },
            "required": ["proposal"],
        }
    ),
)


def test_fields_answer_for_printing():
    proposal, _, facts, evidence, points, days = FORM.fields

    assert proposal.names == {"penalty": "处罚", "other": "其他"}
    assert (proposal.widget, proposal.type, proposal.required) == ("radio", "string", True)
    assert (facts.slot, facts.source, facts.section) == ("truth", "report.facts", "事实")
    assert (evidence.type, evidence.enum) == ("array", ())
    assert [(item.name, item.path) for item in points.items] == [
        ("point", ("points", "point")),
        ("proof", ("points", "proof")),
    ]
    assert (days.unit, days.format, days.required) == ("日", "", False)


def test_true_and_false_have_names():
    present = load("shared/id_show").fields[7]

    assert present.names == {True: "是", False: "否"}


def test_a_form_knows_its_parts():
    assert [section.title for section in FORM.sections] == ["意见", "事实"]
    assert FORM.sections[0].note == "经审核"
    assert [field.path for field in FORM.evidence] == [("evidence",), ("points", "proof")]
    assert set(FORM.slots) == {"proposal", "money", "truth", "evidence", "points", "days"}
    assert FORM.defaults == {"days": 5}
    assert FORM.needs_now is False
    assert load("shared/id_show").needs_now is True


def test_routing_takes_only_what_is_there():
    assert FORM.routing({"proposal": "other", "money": "yes", "facts": "x"}) == {
        "proposal": "other",
        "money": "yes",
    }
    assert FORM.routing({"facts": "x"}) == {}


def test_all_files_can_be_pinned():
    pinned = sources()

    assert "shared/_defs.json" in pinned
    assert addresses(pinned) == addresses()
    assert load("shared/id_show", pinned) == load("shared/id_show")


def test_choices_are_found_by_path_then_by_widget():
    own, common = Choices((Choice("a", "甲"),)), Choices((Choice("b", "乙"),))
    offer = {"points.proof": own, "evidence": common}

    assert offered(offer, "points.proof", "evidence") is own
    assert offered(offer, "evidence", "evidence") is common
    assert offered({}, "evidence", "evidence") is None


def test_a_choice_is_found_among_items_bands_and_by_search():
    found = Choice("z", "丁")
    choices = Choices(
        (Choice("a", "甲"),),
        bands=(Band("light", "从轻", "1", "2"),),
        lookup=lambda value: found if value == "z" else None,
    )

    assert choices.find("a").label == "甲"
    assert choices.find("light").label == "从轻"
    assert choices.find("z") is found
    assert choices.find("y") is None
