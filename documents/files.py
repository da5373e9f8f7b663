"""Files of values and of documents (文书文件): what the commands read and write."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from documents.context import blank, merge
from documents.errors import ContextRefused, FileFailed

LARGEST = 32 * 1024 * 1024
"""Bytes of a file of values; pictures of signatures travel in it."""

REASONS: Mapping[type[OSError], str] = {
    FileNotFoundError: "文件或者文件夹不存在",
    IsADirectoryError: "这是一个文件夹",
    NotADirectoryError: "路径中有一段不是文件夹",
    PermissionError: "没有权限",
}


def read_context(path: Path, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a document from a JSON file, shaped as known values are."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ContextRefused(f"不能读取 {path}：{_reason(error)}") from error
    if len(content) > LARGEST:
        raise ContextRefused(f"{path} 超过 {LARGEST // 1024**2} MB")
    context = _parsed(content, path)
    fault = next(_faults(context, known, ""), "")
    if fault:
        raise ContextRefused(f"{path} 中的{fault}")
    return merge(blank(), context)


def read(path: Path) -> bytes:
    """Read a file whole."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileFailed(f"不能读取 {path}：{_reason(error)}") from error


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise FileFailed(f"不能写入 {path}：{_reason(error)}") from error


def _parsed(content: bytes, path: Path) -> dict[str, Any]:
    try:
        context = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ContextRefused(f"{path} 不是 UTF-8 编码的文字") from error
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        raise ContextRefused(f"{path} 不是有效的 JSON，{where}有误") from error
    except (RecursionError, ValueError) as error:
        raise ContextRefused(f"{path} 不是有效的 JSON，层次过深或者数值过大") from error
    if not isinstance(context, dict):
        raise ContextRefused(f"{path} 的内容须为一组值（JSON 对象）")
    return context


def _faults(given: Any, known: Any, where: str) -> Iterator[str]:
    """Yield what is not a text, a list or a group where the sample has one."""
    name = where or "内容"
    if isinstance(given, dict):
        if known is not None and not isinstance(known, dict):
            yield f"“{name}”不能是一组值"
            return
        for key, value in given.items():
            yield from _faults(value, (known or {}).get(key), f"{where}.{key}" if where else key)
    elif isinstance(given, list):
        if known is not None and not isinstance(known, list):
            yield f"“{name}”不能是列表"
            return
        row = known[0] if known else None
        for number, value in enumerate(given, 1):
            yield from _faults(value, row, f"{name} 第 {number} 项")
    elif not isinstance(given, str):
        yield f"“{name}”须为文字，数和日期也写成印刷的样子"
    elif isinstance(known, dict | list):
        yield f"“{name}”须为{'列表' if isinstance(known, list) else '一组值'}"


def _reason(error: OSError) -> str:
    return REASONS.get(type(error), "读写失败")
