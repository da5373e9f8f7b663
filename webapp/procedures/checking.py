"""`faxun check` (检查流程图文件): findings as JSON for people and machines; nothing is ever run."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engine.diagram import Diagram
from engine.findings import BLOCK, Finding, blocking
from engine.safe_xml import MAX_BYTES
from processes.catalogue import PROCEDURES
from processes.diagrams import LIBRARY
from webapp.procedures import judging

PASSED, FOUND, UNUSABLE = 0, 1, 2
"""Exit codes: no finding that blocks · a file is refused · the call cannot be used."""

REASONS: Mapping[type[OSError], str] = {
    FileNotFoundError: "文件不存在",
    IsADirectoryError: "这是一个目录",
    PermissionError: "没有权限读取",
}


def check(paths: Iterable[Path], procedure: str | None = None) -> tuple[dict[str, Any], int]:
    """Judge files with the shipped processes they call, as parts of a procedure where one is named.

    Return the report, ``{"ok": …, "findings": […]}``, and the exit code.
    """
    if procedure is not None and procedure not in PROCEDURES:
        return _unusable(f"没有“{procedure}”程序，可选：{'、'.join(PROCEDURES)}")
    try:
        files = {path: _read(path) for path in paths}
    except OSError as error:
        return _unusable(f"{error.filename}：{REASONS.get(type(error), '无法读取文件')}")
    found = {path: judging.judge_file(xml) for path, xml in files.items()}
    given = {
        diagram.process_id: diagram
        for diagram in (Diagram.read(files[path]) for path in files if not blocking(found[path]))
    }
    for path, findings in found.items():
        if not blocking(findings):
            process = Diagram.read(files[path]).process_id
            findings += _with_called(process, given)
            findings += _within(procedure, process, given) if procedure else []
    is_ok = not any(blocking(findings) for findings in found.values())
    rows = [_row(path, finding) for path in found for finding in found[path]]
    return {"ok": is_ok, "findings": rows}, PASSED if is_ok else FOUND


def _read(path: Path) -> bytes:
    """Read no more of a file than the gate needs to refuse it."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _unusable(reason: str) -> tuple[dict[str, Any], int]:
    return {"ok": False, "findings": [], "error": reason}, UNUSABLE


def _within(procedure: str, process: str, given: Mapping[str, Diagram]) -> list[Finding]:
    """Judge a procedure in which the given files stand for their shipped namesakes."""
    known = PROCEDURES[procedure]
    if process not in known.needed():
        title = known.title
        return [Finding("procedure.part", "profile", f"“{process}”不是“{title}”的流程")]
    return _with_called(known.main, given) if process != known.main else []


def _with_called(process: str, given: Mapping[str, Diagram]) -> list[Finding]:
    """Judge a process with those it calls: of the given files first, else of the project."""
    diagrams: dict[str, Diagram] = {}
    pending = [process]
    while pending:
        name = pending.pop()
        if name in diagrams or (name not in given and name not in LIBRARY):
            continue
        diagrams[name] = given[name] if name in given else Diagram.read(LIBRARY[name])
        pending += [node.called for node in diagrams[name].calls()]
    return judging.judge_bundle(diagrams, process, _callers(process, given))


def _callers(process: str, given: Mapping[str, Diagram]) -> dict[str, Diagram]:
    """Find who calls a process, directly or not, of the given files and the project's."""
    known = {
        name: given[name] if name in given else Diagram.read(LIBRARY[name]) for name in LIBRARY
    }
    found: dict[str, Diagram] = {}
    pending = [process]
    while pending:
        called = pending.pop()
        for name, diagram in {**known, **given}.items():
            if name not in found and any(call.called == called for call in diagram.calls()):
                found[name] = diagram
                pending.append(name)
    return found


def _row(path: Path, finding: Finding) -> dict[str, Any]:
    return {"file": str(path), **finding.to_json(), "blocks": finding.severity == BLOCK}


def sentences(report: Mapping[str, Any]) -> list[str]:
    """Say a report in Chinese, one line a finding and the verdict last."""
    if "error" in report:
        return [report["error"]]
    said = [
        f"{row['file']}" + (f" 第 {row['line']} 行" if row["line"] else "") + f"：{row['message']}"
        for row in report["findings"]
    ]
    return [*said, "检查通过" if report["ok"] else f"检查不通过，共 {len(said)} 处问题"]
