"""The description of the API is valid and complete, and everybody may read it."""

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.harness import Browser
from webapp.api.door import OPERATIONS


def test_the_description_is_valid_and_open_to_everybody(worked):
    answer = Browser(worked.app).get("/api/v1/openapi.json")

    assert answer.status_code == 200
    validate(answer.json)
    assert answer.json["openapi"].startswith("3.1")


def test_every_address_of_the_api_is_described_once(worked, document):
    served = {
        (method.lower(), rule.endpoint)
        for rule in worked.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.openapi"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {
        (method, f"api.{one['operationId']}")
        for path in document["paths"].values()
        for method, one in path.items()
    }

    assert described == served
    assert len(described) == len(OPERATIONS)


def test_every_write_takes_a_key_and_declares_its_problems(document, subtests):
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            with subtests.test(path=path, method=method):
                names = {found["name"] for found in one["parameters"]}
                assert ("Idempotency-Key" in names) == (method != "get")
                assert {"401", "403", "429", "503"} <= one["responses"].keys()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_watchers_are_answered_without_a_token(worked, path):
    answer = Browser(worked.app).get(path)

    assert (answer.status_code, answer.json["status"]) == (200, "ok")


def test_the_forms_of_to_dos_are_plain_json_schema(worked, program):
    for name, act, login in (
        ("undecided", "proposal.draft", "chenwei"),
        ("lead", "case.assign", "wangjian"),
        ("published", "exec.pay", "qianshuning"),
    ):
        todo = worked.todo(name, act)
        schema = program(login).get(f"/todos/{todo.id}").json["schema"]

        Draft202012Validator.check_schema(schema)
        assert not [word for word in words(schema) if word.startswith("x-")]


def words(schema):
    """Return every key of a schema, however deep."""
    if isinstance(schema, dict):
        for name, inner in schema.items():
            yield name
            yield from words(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from words(inner)
