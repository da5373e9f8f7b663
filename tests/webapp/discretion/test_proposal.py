"""What the factors of a case leave open."""

import pytest

from webapp.discretion.models import Effect, Factor
from webapp.discretion.proposal import propose
from webapp.laws.models import Provision


def factors(*effects):
    return [
        Factor(
            code=f"f{n}",
            title=f"情形{n}",
            effect=effect,
            provision=Provision(citation=f"《样例法》第{n}条"),
            position=n,
        )
        for n, effect in enumerate(effects)
    ]


@pytest.mark.parametrize(
    ("effects", "grades", "binding"),
    [
        ((), ["一般"], False),
        ((Effect.MUST_NOT,), ["不予处罚"], True),
        ((Effect.HEAVIER, Effect.MUST_NOT), ["不予处罚"], True),
        ((Effect.MAY_WAIVE,), ["不予处罚", "从轻", "减轻"], False),
        ((Effect.MUST_LIGHTEN,), ["从轻", "减轻"], True),
        ((Effect.MAY_LIGHTEN,), ["从轻", "减轻", "一般"], False),
        ((Effect.MUST_LIGHTEN, Effect.MAY_LIGHTEN), ["从轻", "减轻"], True),
        ((Effect.HEAVIER,), ["从重", "一般"], True),
        ((Effect.MUST_LIGHTEN, Effect.HEAVIER), ["从轻", "一般"], False),
    ],
)
def test_the_factors_leave_these_grades_open(effects, grades, binding):
    found = propose(factors(*effects))

    assert [grade.value for grade in found.grades] == grades
    assert found.level.value == grades[0]
    assert found.is_binding is binding


def test_a_proposal_names_the_factors_that_count_and_their_articles():
    found = propose(factors(Effect.HEAVIER, Effect.MUST_NOT))

    assert found.sentence == "情形1，应当不予处罚"
    assert found.citations == ("《样例法》第1条",)


def test_an_article_that_two_factors_share_is_cited_once():
    shared = factors(Effect.MUST_LIGHTEN, Effect.MUST_LIGHTEN)
    shared[1].provision = shared[0].provision

    assert propose(shared).citations == ("《样例法》第0条",)
