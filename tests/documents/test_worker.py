"""The rendering child can be killed and comes back."""

import os
import signal
import threading

import psutil
import pytest

import documents
from documents.errors import RenderingFailed
from documents.printer import _request
from documents.worker import Renderer
from webapp.demo import examples

ADDRESS = "penalty/prior_notice"
LOOPS = "".join(f"{{% for a{n} in f.n %}}" for n in range(4)) + "{% endfor %}" * 4
GROWS = "{% set a = f.text %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}"


@pytest.fixture
def renderer():
    renderer = Renderer(seconds=30, memory=1024**3)
    yield renderer
    renderer.close()


def ask(renderer: Renderer, template: str | None = None) -> bytes:
    context = examples.context(ADDRESS)
    pinned = None
    if template:
        pinned = {**documents.sources(), f"{ADDRESS}.html": template}
        context["f"] = {"n": list(range(4000)), "text": "法" * 1000}
    return renderer.ask(_request("pdf", ADDRESS, context, pinned))


def test_a_template_that_never_ends_is_killed_and_the_next_document_is_set(renderer):
    ask(renderer)
    first, renderer.seconds = renderer.pid, 1.0

    with pytest.raises(RenderingFailed, match="超"):
        ask(renderer, LOOPS)

    renderer.seconds = 30
    assert not psutil.pid_exists(first) or psutil.Process(first).status() == "zombie"
    assert ask(renderer).startswith(b"%PDF")


def test_a_template_that_eats_memory_fails_alone(renderer):
    renderer.memory = 600 * 1024**2

    with pytest.raises(RenderingFailed, match="内存"):
        ask(renderer, GROWS)

    assert ask(renderer).startswith(b"%PDF")


def test_a_child_that_is_killed_meanwhile_is_reported_and_replaced(renderer):
    ask(renderer)
    threading.Timer(0.3, os.kill, (renderer.pid, signal.SIGKILL)).start()

    with pytest.raises(RenderingFailed, match="中断"):
        ask(renderer, LOOPS)

    assert ask(renderer).startswith(b"%PDF")


def test_a_child_found_dead_is_replaced_silently(renderer):
    ask(renderer)
    os.kill(renderer.pid, signal.SIGKILL)
    psutil.Process(renderer.pid).wait(5)

    assert ask(renderer).startswith(b"%PDF")


def test_one_child_serves_many_documents(renderer):
    ask(renderer)
    first = renderer.pid

    assert ask(renderer) == ask(renderer)
    assert renderer.pid == first


def test_threads_share_the_child_one_after_another(renderer):
    ask(renderer)
    results: list[bytes] = []
    threads = [threading.Thread(target=lambda: results.append(ask(renderer))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 4
    assert len(set(results)) == 1
