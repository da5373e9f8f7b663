"""The upload gate (上传关口): what a diagram file may contain, judged where it can do no harm.

Every model is hostile until proven harmless. The file is looked at in a child process that has no
environment, limited processor time and memory, and is killed when it takes too long; the library
sees a file only after the gate found nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from engine.findings import Finding
from engine.safe_xml import MAX_BYTES

SECONDS = 15
ROOT = Path(__file__).parents[1]
CODE = "from engine.gate_child import main; main()"


def check_file(
    xml: bytes, *, operators: Collection[str] = (), seconds: float = SECONDS
) -> list[Finding]:
    """Judge a BPMN file; no findings means that it may be read and run.

    `operators` are the platform operators that service tasks may name.
    """
    if len(xml) > MAX_BYTES:
        return [_refused("文件超过 1 MB")]
    order = json.dumps(sorted(operators)).encode() + b"\n" + xml
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-c", CODE],
            input=order,
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd="/",
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        return [_refused("检查超时，文件过于复杂")]
    if done.returncode:
        return [_refused("检查时资源耗尽或异常，文件不予接受")]
    return [Finding.from_json(each) for each in json.loads(done.stdout)]


def _refused(message: str) -> Finding:
    return Finding("gate.file", "gate", message, complete=False)
