"""Generated requests, sensible and senseless: no answer breaks the description, none is a 5xx."""

from contextlib import closing
from contextvars import copy_context

import pytest
import schemathesis
from flask.globals import _cv_app
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from webapp.api import openapi, views
from webapp.api.door import OPERATIONS, PREFIX
from webapp.dossiers import queries as dossiers
from webapp.instances import trajectories

EXAMPLES = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
    unsupported_method,
]
PEOPLE = ("chenwei", "hejing", "hanxu", "suwanqing")
"""The officer in charge, the intake, the head of the body; supervision has its own rows."""

assert views.bp.name == "api"


@pytest.fixture
def known(worked):
    """Return ids that exist, by the names that paths give them."""
    case = worked.ids["undecided"]
    draft = worked.todo("undecided", "proposal.draft")
    papers = dossiers.of_matter(case)
    return {
        "case_id": [*worked.ids.values()],
        "matter_id": [*worked.ids.values()],
        "todo_id": [str(draft.id), str(worked.todo("lead", "case.assign").id)],
        "document_id": [one.id for one in papers],
        "instance_id": [str(one.instance.id) for one in trajectories.matter_trajectory(case)],
        "procedure": ["correction", "interview", "penalty"],
        "digest": [papers[0].pdf or "0" * 64],
    }


@pytest.fixture
def described(worked):
    """Return the API as its description tells it, served by the application itself."""

    def outside(environ, start_response):
        """Answer outside the context of the test, as a server would."""

        def answer():
            _cv_app.set(None)
            with closing(worked.app(environ, start_response)) as parts:
                return [b"".join(parts)]

        return copy_context().run(answer)

    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", outside)
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return schema


@pytest.mark.parametrize("endpoint", sorted(OPERATIONS))
def test_every_answer_is_one_that_is_described(endpoint, described, known, program):
    declared = OPERATIONS[endpoint]
    path = openapi.GAP.sub(r"{\g<name>}", declared.rule)
    operation = described[path][declared.method]
    secrets = [program(login).secret for login in PEOPLE]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), data=st.data())
    def ask(case, data):
        for name in case.path_parameters or {}:
            if name in known and data.draw(st.integers(0, 3)):
                case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
        secret = data.draw(st.sampled_from(secrets))
        headers = {"Authorization": f"Bearer {secret}"}
        case.call_and_validate(checks=CHECKS, headers=headers)

    ask()
