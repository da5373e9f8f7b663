"""The shapes of what the API takes and gives (接口数据结构), as JSON Schema 2020-12."""

from typing import Any

Json = dict[str, Any]

LARGEST_ID = 2_147_483_647
TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
TRUTH: Json = {"type": "boolean"}
MOMENT: Json = {"type": "string", "format": "date-time"}
DAY: Json = {"type": "string", "format": "date"}
AMOUNT: Json = {"type": "string", "pattern": "^[0-9]+\\.[0-9]{2}$"}
DIGEST: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ANYTHING: Json = {"type": "object"}

ID: Json = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
WORD: Json = {"type": "string", "maxLength": 60}
MARK: Json = {"type": "string", "minLength": 1, "maxLength": 400}
PAGING: Json = {"before": MARK, "after": MARK}


def ref(name: str) -> Json:
    """Return a reference to a shape of this page."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Json) -> Json:
    """Return a shape that may be missing."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Json) -> Json:
    """Return a list of a shape."""
    return {"type": "array", "items": schema}


def shape(properties: Json, *, optional: tuple[str, ...] = ()) -> Json:
    """Return an object with exactly these fields."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def items_of(name: str) -> Json:
    """Return a whole list of a shape."""
    return shape({"items": list_of(ref(name))})


def page_of(name: str) -> Json:
    """Return a page of a shape with the marks of the pages around it."""
    return shape({"items": list_of(ref(name)), "before": maybe(TEXT), "after": maybe(TEXT)})


# --- what is sent ---------------------------------------------------------------------------------

DATA: Json = shape({"data": ANYTHING})
OPEN: Json = shape(
    {"procedure": {"type": "string", "maxLength": 100}, "data": ANYTHING, "origin": ID},
    optional=("origin",),
)
RETURN: Json = shape(
    {
        "target": {"type": "string", "minLength": 1, "maxLength": 100},
        "opinion": {"type": "string", "minLength": 1, "maxLength": 1000},
    }
)
TRANSFER: Json = shape({"to": ID, "reason": {"type": "string", "minLength": 1, "maxLength": 500}})
END: Json = shape({"reason": {"type": "string", "minLength": 1, "maxLength": 500}})
SIGN: Json = shape({"image": DIGEST}, optional=("image",))
SIGN_ALL: Json = shape({"documents": {"type": "array", "items": ID, "maxItems": 100}})

# --- what is given --------------------------------------------------------------------------------

PERSON = shape({"id": WHOLE, "name": TEXT})
CASE_LINE = shape({"id": WHOLE, "reference": TEXT, "title": TEXT})
TODO: Json = {
    "id": {"type": "string", "format": "uuid"},
    "name": TEXT,
    "acts": list_of(TEXT),
    "role": TEXT,
    "state": {"type": "string", "enum": ["OPEN", "SUSPENDED", "DONE", "CANCELED"]},
    "stage": TEXT,
    "case": ref("CaseLine"),
    "party": maybe(WHOLE),
    "instance": {"type": "string", "format": "uuid"},
    "procedure": TEXT,
    "node": TEXT,
    "form": TEXT,
    "document": TEXT,
    "basis": TEXT,
    "deadline": TEXT,
    "due": maybe(MOMENT),
    "badge": TEXT,
    "opened_at": MOMENT,
    "assignee": maybe(WHOLE),
    "etag": TEXT,
}
RULE = {"id": TEXT, "title": TEXT, "basis": TEXT}
ATTEMPT = {"at": MOMENT, "act": TEXT, "role": TEXT}
STEP: Json = {
    "seq": WHOLE,
    "at": MOMENT,
    "kind": TEXT,
    "kind_title": TEXT,
    "name": TEXT,
    "acts": list_of(TEXT),
    "process": TEXT,
    "node": TEXT,
    "scope": TEXT,
    "role": TEXT,
    "opened_at": maybe(MOMENT),
    "seconds": maybe(WHOLE),
}
INSTANCE: Json = {
    "id": {"type": "string", "format": "uuid"},
    "procedure": TEXT,
    "title": TEXT,
    "group": TEXT,
    "status": TEXT,
    "stage": TEXT,
    "body": WHOLE,
    "unit": maybe(WHOLE),
    "started_at": MOMENT,
    "updated_at": MOMENT,
    "ended_at": maybe(MOMENT),
    "due": maybe(MOMENT),
}

COMPONENTS: Json = {
    "Problem": {
        "type": "object",
        "properties": {
            "title": TEXT,
            "status": WHOLE,
            "detail": TEXT,
            "errors": list_of(shape({"path": TEXT, "message": TEXT})),
            "refusals": list_of(
                shape({"id": TEXT, "message": TEXT, "basis": TEXT, "fields": list_of(TEXT)})
            ),
            "winner": shape({"officer": maybe(WHOLE), "name": TEXT, "at": MOMENT}),
        },
        "required": ["title", "status", "detail"],
        "additionalProperties": False,
    },
    "Me": shape(
        {
            "account": WHOLE,
            "login": TEXT,
            "name": TEXT,
            "officer": maybe(WHOLE),
            "body": maybe(WHOLE),
            "roles": list_of(shape({"role": TEXT, "title": TEXT, "body": maybe(WHOLE)})),
            "permissions": list_of(TEXT),
            "now": MOMENT,
        }
    ),
    "Person": PERSON,
    "CaseLine": CASE_LINE,
    "Party": shape(
        {
            "id": WHOLE,
            "kind": TEXT,
            "role": TEXT,
            "name": TEXT,
            "id_kind": TEXT,
            "id_number": TEXT,
            "legal_rep": TEXT,
            "operator": TEXT,
            "address": TEXT,
            "phone": TEXT,
        }
    ),
    "Result": shape(
        {
            "party": WHOLE,
            "outcome": maybe(TEXT),
            "outcome_title": maybe(TEXT),
            "decided_on": maybe(DAY),
            "effective_on": maybe(DAY),
            "fine": maybe(AMOUNT),
            "confiscation": maybe(AMOUNT),
        }
    ),
    "Case": shape(
        {
            **CASE_LINE["properties"],
            "number": maybe(TEXT),
            "lead_number": TEXT,
            "cause": TEXT,
            "status": TEXT,
            "status_title": TEXT,
            "stage": TEXT,
            "outcome": maybe(TEXT),
            "outcome_title": maybe(TEXT),
            "item": maybe(shape({"code": TEXT, "name": TEXT})),
            "body": PERSON,
            "unit": maybe(TEXT),
            "lead_officer": maybe(ref("Person")),
            "assist_officer": maybe(ref("Person")),
            "parties": list_of(ref("Party")),
            "filed_on": maybe(DAY),
            "decided_on": maybe(DAY),
            "effective_on": maybe(DAY),
            "closed_on": maybe(DAY),
            "archived_at": maybe(MOMENT),
            "fine": maybe(AMOUNT),
            "confiscation": maybe(AMOUNT),
            "results": list_of(ref("Result")),
            "created_at": MOMENT,
            "updated_at": MOMENT,
        }
    ),
    "Matter": shape(
        {
            **CASE_LINE["properties"],
            "kind": TEXT,
            "kind_title": TEXT,
            "entry_number": TEXT,
            "number": maybe(TEXT),
            "status": TEXT,
            "status_title": TEXT,
            "stage": TEXT,
            "result": TEXT,
            "item": maybe(shape({"code": TEXT, "name": TEXT})),
            "body": PERSON,
            "unit": maybe(TEXT),
            "lead_officer": maybe(ref("Person")),
            "assist_officer": maybe(ref("Person")),
            "parties": list_of(ref("Party")),
            "filed_on": maybe(DAY),
            "closed_on": maybe(DAY),
            "archived_at": maybe(MOMENT),
            "created_at": MOMENT,
            "updated_at": MOMENT,
        }
    ),
    "Related": shape(
        {
            "kind": TEXT,
            "words": TEXT,
            "is_source": TRUTH,
            "reference": TEXT,
            "matter": maybe(WHOLE),
            "at": MOMENT,
        }
    ),
    "Openable": shape({"procedure": TEXT, "title": TEXT, "act": TEXT}),
    "Todo": shape(TODO),
    "Choices": shape(
        {
            "items": list_of(
                shape(
                    {
                        "value": TEXT,
                        "label": TEXT,
                        "note": TEXT,
                        "tag": TEXT,
                        "state": TEXT,
                        "tone": TEXT,
                        "number": TEXT,
                        "disabled": TRUTH,
                    }
                )
            ),
            "bands": list_of(
                shape({"value": TEXT, "label": TEXT, "minimum": TEXT, "maximum": TEXT})
            ),
            "search": TEXT,
        }
    ),
    "Safeguard": shape(
        {
            "id": TEXT,
            "title": TEXT,
            "basis": TEXT,
            "state": {"type": "string", "enum": ["UNMET", "MET", "LATER"]},
            "messages": list_of(TEXT),
        }
    ),
    "TodoDetail": shape(
        {
            **TODO,
            "schema": ANYTHING,
            "uiHints": list_of(ANYTHING),
            "data": ANYTHING,
            "is_draft": TRUTH,
            "choices": {"type": "object", "additionalProperties": ref("Choices")},
            "document_title": TEXT,
            "returns": list_of(shape({"node": TEXT, "name": TEXT})),
            "objection": maybe(TEXT),
            "safeguards": list_of(ref("Safeguard")),
            "done_by": maybe(WHOLE),
            "done_at": maybe(MOMENT),
        }
    ),
    "LeadForm": shape(
        {
            "schema": ANYTHING,
            "uiHints": list_of(ANYTHING),
            "data": ANYTHING,
            "choices": {"type": "object", "additionalProperties": ref("Choices")},
        }
    ),
    "Similar": shape({"reference": TEXT, "reasons": list_of(TEXT), "case": maybe(WHOLE)}),
    "Saved": shape({"saved_at": MOMENT}),
    "Advance": shape(
        {
            "case": WHOLE,
            "reference": TEXT,
            "instance": {"type": "string", "format": "uuid"},
            "status": TEXT,
            "opened": list_of(shape({"id": TEXT, "name": TEXT, "role": TEXT})),
            "notes": ANYTHING,
            "unsigned": list_of(shape({"document": WHOLE, "officers": list_of(WHOLE)})),
        }
    ),
    "Step": shape(
        {**STEP, "actor": maybe(ref("Person")), "outcome": ANYTHING, "document": maybe(WHOLE)}
    ),
    "BareStep": shape(STEP),
    "Attempt": shape({**ATTEMPT, "who": TEXT, "rules": list_of(shape({**RULE, "message": TEXT}))}),
    "BareAttempt": shape({**ATTEMPT, "rules": list_of(shape(RULE))}),
    "Instance": shape(INSTANCE),
    "Trail": shape({**INSTANCE, "steps": list_of(ref("Step"))}),
    "BareTrail": shape({**INSTANCE, "steps": list_of(ref("BareStep"))}),
    "Clock": shape(
        {
            "rule": TEXT,
            "party": maybe(WHOLE),
            "title": TEXT,
            "basis": TEXT,
            "state": TEXT,
            "state_title": TEXT,
            "badge": TEXT,
            "start": MOMENT,
            "due": maybe(MOMENT),
            "met_on": maybe(DAY),
            "explanation": TEXT,
            "rows": list_of(shape({"text": TEXT, "amount": TEXT})),
        }
    ),
    "Signature": shape(
        {
            "slot": TEXT,
            "officer": maybe(WHOLE),
            "name": TEXT,
            "state": {"type": "string", "enum": ["PENDING", "SIGNED", "REFUSED", "EXCUSED"]},
            "method": TEXT,
            "at": maybe(MOMENT),
            "note": TEXT,
        }
    ),
    "Document": shape(
        {
            "id": WHOLE,
            "case": WHOLE,
            "address": TEXT,
            "code": TEXT,
            "title": TEXT,
            "number": maybe(TEXT),
            "state": {"type": "string", "enum": ["DRAFT", "SIGNING", "FINAL", "VOID"]},
            "dated": maybe(DAY),
            "volume": TEXT,
            "seal": TEXT,
            "pages": WHOLE,
            "is_rendered": TRUTH,
            "digest": TEXT,
            "file_digest": maybe(DIGEST),
            "void_reason": TEXT,
            "signatures": list_of(ref("Signature")),
        }
    ),
    "File": shape({"digest": DIGEST, "name": TEXT, "size": WHOLE, "media_type": TEXT}),
    "Evidence": shape(
        {
            "id": WHOLE,
            "no": WHOLE,
            "name": TEXT,
            "kind": TEXT,
            "obtained_on": DAY,
            "source": TEXT,
            "provider": TEXT,
            "proves": TEXT,
            "is_admissible": maybe(TRUTH),
            "document": maybe(WHOLE),
            "files": list_of(ref("File")),
        }
    ),
    "Volume": shape(
        {
            "kind": {"type": "string", "enum": ["FRONT", "BACK"]},
            "title": TEXT,
            "pages": WHOLE,
            "digest": DIGEST,
            "bound_at": MOMENT,
            "contents": list_of(
                shape(
                    {"title": TEXT, "number": TEXT, "date": TEXT, "pages": TEXT, "digest": DIGEST}
                )
            ),
        }
    ),
    "MenuChoice": shape(
        {
            "key": TEXT,
            "title": TEXT,
            "group": TEXT,
            "is_open": TRUTH,
            "objection": TEXT,
            "parties": list_of(shape({"party": maybe(WHOLE), "name": TEXT})),
        }
    ),
    "Provision": shape({"key": TEXT, "citation": TEXT, "law": TEXT, "text": TEXT}),
    "Item": shape({"code": TEXT, "name": TEXT, "conduct": TEXT, "field": TEXT}),
    "Officer": shape(
        {"id": WHOLE, "name": TEXT, "unit": TEXT, "post": TEXT, "certificate": maybe(TEXT)}
    ),
}
