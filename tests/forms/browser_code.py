"""Ask the browser's code, in one node process."""

import json
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def ask(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what webapp/assets/modules/form answers to {schema, raw | pairs, now, fixed}."""
    found = subprocess.run(
        ["node", "--no-warnings", str(HERE / "judge.mjs")],
        input=json.dumps(questions),
        capture_output=True,
        encoding="utf-8",
        cwd=HERE.parents[1],
        timeout=60,
    )
    assert found.returncode == 0, found.stderr
    answers: list[dict[str, Any]] = json.loads(found.stdout)
    return answers
