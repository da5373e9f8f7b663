"""The rendering child: answers requests of ``documents.worker`` on its standard streams."""

import json
import re
import resource
import sys
from functools import lru_cache
from importlib import import_module
from typing import Any

from documents import keeping, sandbox
from documents.errors import DocumentError, RenderingFailed


@lru_cache(maxsize=1)
def press() -> Any:
    """Return the press; it is found here, so that a missing library is said and not died of."""
    try:
        return import_module("documents.rendering").Press()
    except OSError as error:
        named = re.search(r"lib[a-z]+-[\w.+-]+", str(error))
        library = f" {named.group()}" if named else ""
        raise RenderingFailed(f"缺少排版用的系统库{library}，请先运行 make setup") from error


def answer(request: dict[str, Any]) -> bytes:
    """Compose one document; as PDF, or as HTML for a preview."""
    sources = request.get("sources") or sandbox.project_sources()
    blanks = request["kind"] == "preview"
    html = sandbox.compose(
        request["address"], request["context"], request.get("sources"), blanks=blanks
    )
    html = keeping.keep_together(html, request["context"])
    if blanks:
        style = sandbox.preview_style(sources)
        return html.replace("</head>", f"<style>{style}</style>\n</head>", 1).encode()
    return bytes(press().write(html, sources["styles/official.css"]))


def main() -> int:
    """Answer until the parent goes away."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sink = sys.stdout.buffer
    for line in sys.stdin.buffer:
        _allow_more_time(seconds)
        head: dict[str, Any] = {}
        try:
            body = answer(json.loads(line))
        except DocumentError as error:
            head, body = {"error": type(error).__name__, "message": str(error)}, b""
        except MemoryError:
            head, body = {"error": "RenderingFailed", "message": "文书过大，超出内存限额"}, b""
        sink.write(json.dumps({**head, "size": len(body)}).encode() + b"\n" + body)
        sink.flush()
    return 0


def _allow_more_time(seconds: float) -> None:
    """Let this document use its share of processor time on top of what was used before."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


if __name__ == "__main__":
    sys.exit(main())
