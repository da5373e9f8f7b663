"""`faxun check` (检查流程图文件): findings as JSON for people and machines; nothing is ever run."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engine import diagram_rules
from engine.diagram import Diagram
from engine.findings import BLOCK, Finding, blocking
from processes.diagrams import LIBRARY
from webapp.procedures import judging

ACCEPTED, REFUSED, UNREADABLE = 0, 1, 2
"""Exit codes: no finding that blocks · a file is refused · a file cannot be read at all."""

REASONS: Mapping[type[OSError], str] = {
    FileNotFoundError: "文件不存在",
    IsADirectoryError: "这是一个目录",
    PermissionError: "没有权限读取",
}


def check(paths: Iterable[Path]) -> tuple[dict[str, Any], int]:
    """Judge files, together with the shipped processes they call; return report and exit code."""
    try:
        files = {path: path.read_bytes() for path in paths}
    except OSError as error:
        said = REASONS.get(type(error), "无法读取文件")
        reason = f"{error.filename}：{said}"
        return {"accepted": False, "findings": [], "error": reason}, UNREADABLE
    found = {path: judging.judge_file(xml) for path, xml in files.items()}
    given = {
        diagram.process_id: diagram
        for diagram in (Diagram.read(files[path]) for path in files if not blocking(found[path]))
    }
    for path, findings in found.items():
        if not blocking(findings):
            findings += _with_called(Diagram.read(files[path]).process_id, given)
    is_accepted = not any(blocking(findings) for findings in found.values())
    report = {
        "accepted": is_accepted,
        "findings": [_row(path, finding) for path in found for finding in found[path]],
    }
    return report, ACCEPTED if is_accepted else REFUSED


def _with_called(process: str, given: Mapping[str, Diagram]) -> list[Finding]:
    """Judge a process with those it calls: of the given files first, else of the project."""
    diagrams, pending = dict(given), [process]
    while pending:
        for node in diagrams[pending.pop()].calls():
            if node.called not in diagrams and node.called in LIBRARY:
                diagrams[node.called] = Diagram.read(LIBRARY[node.called])
                pending.append(node.called)
    return diagram_rules.check_bundle(diagrams, process)


def _row(path: Path, finding: Finding) -> dict[str, Any]:
    return {"file": str(path), **finding.to_json(), "blocks": finding.severity == BLOCK}
