"""Render in a child process that can be killed: limits of time and memory, imports done once.

The child is ``documents.press``. Requests and answers are frames of one JSON line and, for an
answer, the bytes of the file.
"""

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from documents.errors import KINDS, DocumentError, RenderingFailed
from documents.roots import ADDED

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 30.0
"""Time limit of one document."""

MEMORY = 3 * 1024**3
"""Address space of the child (fonts are mapped into it)."""


def home() -> Path:
    """Return the folder of prepared things, ``$FAXUN_HOME`` or ``.faxun``."""
    return Path(os.environ.get("FAXUN_HOME") or ROOT / ".faxun")


def fonts_folder() -> Path:
    """Return the folder of the prepared fonts (an office's own fonts are a setting)."""
    return Path(os.environ.get("FAXUN_FONTS") or home() / "fonts")


def child_environment() -> dict[str, str]:
    """Return the environment of the child: our fonts only, unpacked system libraries first."""
    config = _font_config()
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TZ": "Asia/Shanghai",
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "HOME": str(home()),
        "FONTCONFIG_FILE": str(config),
        "LD_LIBRARY_PATH": library_path(),
        ADDED: os.environ.get(ADDED, ""),
    }


def library_path() -> str:
    """Return where the loader looks first: the system libraries that set-up unpacked."""
    libraries = {str(path.parent) for path in (home() / "system").glob("**/libpango-1.0.so.0")}
    search = os.pathsep.join([*sorted(libraries), os.environ.get("LD_LIBRARY_PATH", "")])
    return search.strip(os.pathsep)


def _font_config() -> Path:
    """Return the fontconfig file; a face that was prepared and is gone is named."""
    folder = fonts_folder()
    config, stamp = folder / "fonts.conf", folder / "stamp.json"
    if not config.is_file():
        raise RenderingFailed("没有准备好的字体，请先运行 make setup（setup/fonts.py）")
    made = json.loads(stamp.read_text(encoding="utf-8"))["files"] if stamp.is_file() else {}
    lost = [name for name in made if not (folder / name).is_file()]
    if lost:
        raise RenderingFailed(f"缺少字体文件 {'、'.join(lost)}，请重新运行 make setup")
    return config


class Renderer:
    """One rendering child, started when first needed and again after it was killed."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def ask(self, request: Mapping[str, Any]) -> bytes:
        """Send one request and return its bytes; kill a child that takes too long."""
        line = json.dumps(request, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            child = self._running()
            try:
                return self._exchange(child, line)
            except (OSError, EOFError) as error:
                self._kill()
                raise RenderingFailed(f"文书排版中断：{error}") from error

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._kill()

    @property
    def pid(self) -> int | None:
        """The process id of the child, if it runs."""
        return self._child.pid if self._child else None

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the child, starting one if there is none or it belongs to a forked parent."""
        if self._child and self._owner == os.getpid() and self._child.poll() is None:
            return self._child
        self._kill()
        self._owner = os.getpid()
        self._child = subprocess.Popen(
            (sys.executable, "-m", "documents.press", str(self.memory), str(self.seconds)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            cwd=ROOT,
        )
        return self._child

    def _exchange(self, child: subprocess.Popen[bytes], line: bytes) -> bytes:
        assert child.stdin
        assert child.stdout
        child.stdin.write(line)
        child.stdin.flush()
        answer = _Reader(child.stdout, time.monotonic() + self.seconds)
        head = json.loads(answer.line())
        body = answer.bytes(head["size"])
        if "error" in head:
            raise KINDS.get(head["error"], DocumentError)(head["message"])
        return body

    def _kill(self) -> None:
        """Drop the child; after a fork it stays the parent's, and only our pipe ends close."""
        child, self._child = self._child, None
        if child is None:
            return
        if self._owner == os.getpid():
            child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                _close(pipe)
        if self._owner == os.getpid():
            child.wait()


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return


class _Reader:
    """Read frames from a pipe until a moment in time."""

    def __init__(self, pipe: IO[bytes], deadline: float) -> None:
        self.descriptor = pipe.fileno()
        self.deadline = deadline
        self.buffer = b""

    def line(self) -> bytes:
        """Return the next line."""
        while b"\n" not in self.buffer:
            self._more()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line

    def bytes(self, size: int) -> bytes:
        """Return the next bytes."""
        pieces, missing = [self.buffer], size - len(self.buffer)
        while missing > 0:
            self.buffer = b""
            self._more()
            pieces.append(self.buffer)
            missing -= len(self.buffer)
        self.buffer = b""
        return b"".join(pieces)

    def _more(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self.descriptor, selectors.EVENT_READ)
            if not selector.select(max(0.0, self.deadline - time.monotonic())):
                raise EOFError("超过规定时间，已停止")
        piece = os.read(self.descriptor, 1 << 20)
        if not piece:
            raise EOFError("超出时间或内存限额，进程已结束")
        self.buffer += piece
