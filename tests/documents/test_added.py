"""A new document is a template, its metadata and an example: nothing else lists it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from documents.roots import ADDED
from documents.worker import ROOT
from tests.documents.conftest import text_of

ADDRESS = "inspection/reminder"
TEMPLATE = """{% extends "letter.html" %}
{% block text %}
<p>请于{{ f.due }}前整改：{{ f.content|clause_end }}</p>
{% endblock %}
"""
METADATA = {
    "code": "JC-30", "title": "整改提醒函", "kind": "letter", "series": "提", "volume": "正卷",
    "order": 900, "external": True, "seal": "approval", "receipt": True,
    "basis": ["《行政处罚法》第二十八条"],
}  # fmt: skip
EXAMPLE = {
    "paper": {
        "story": "heji",
        "known": {
            "number": "岚市监提〔2026〕1号",
            "date": "2026年3月5日",
            "f": {"due": "2026年3月12日", "content": "补齐食品经营许可手续"},
        },
    }
}


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def test_a_document_of_another_folder_is_rendered_from_its_example(tmp_path):
    write(tmp_path / f"added/templates/{ADDRESS}.html", TEMPLATE)
    write(tmp_path / f"added/templates/{ADDRESS}.json", json.dumps(METADATA))
    write(tmp_path / f"added/examples/{ADDRESS}.json", json.dumps(EXAMPLE))
    output = tmp_path / "reminder.pdf"

    done = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "render", ADDRESS, "-o", str(output)],
        env={**os.environ, ADDED: str(tmp_path / "added")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    text = text_of(output.read_bytes())
    assert "整改提醒函岚市监提〔2026〕1号" in text
    assert "岚江市禾记食品有限公司：请于2026年3月12日前整改：补齐食品经营许可手续。" in text
