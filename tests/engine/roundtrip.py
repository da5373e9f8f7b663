"""Three ways of one state: alive, from our bytes, from the library's own serializer."""

import json

from engine import codec
from tests.engine.library_json import from_json, to_json

dump = codec.dump
"""The codec itself, whoever listens to it in a test."""


def picture(workflow):
    """Take down all that the library's serializer sees, and who waits in the event manager."""
    return json.loads(to_json(workflow)), set(workflow.event_manager.tasks)


def compare(workflow):
    """See that bytes and library restore what is alive; return the bytes."""
    specs, instance = workflow.specs, workflow.instance
    blob = dump(workflow)
    by_codec = codec.load(blob, specs, instance)
    assert dump(by_codec) == blob
    by_library = from_json(to_json(workflow), specs, instance)
    alive = picture(workflow)
    assert picture(by_codec) == alive
    assert picture(by_library) == alive
    return blob
