"""The child process of the gate: limits itself, reads a file, writes findings."""

from __future__ import annotations

import json
import resource
import sys

from engine.gate_file import inspect

CPU_SECONDS = 10
MEMORY = 2**30


def main() -> None:
    """Read operators and file from standard input, write findings as JSON to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head, _, xml = sys.stdin.buffer.read().partition(b"\n")
    findings = inspect(xml, frozenset(json.loads(head)))
    json.dump([finding.to_json() for finding in findings], sys.stdout)


if __name__ == "__main__":
    main()
