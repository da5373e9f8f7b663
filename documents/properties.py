"""What a PDF says of itself (文件属性): title, author, a pinned date, from what is printed."""

import re
from collections.abc import Mapping
from typing import Any

from documents.metadata import DocumentType

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_UNDATED = "2000-01-01T00:00:00+08:00"


def meta(document: DocumentType, context: Mapping[str, Any]) -> dict[str, str]:
    """Return title, author and pinned date for the file's properties."""
    title, body = str(context.get("title") or document.title), context.get("body") or {}
    number = str(context.get("number") or "")
    found = _DATE.search(str(context.get("date") or ""))
    created = _UNDATED
    if found:
        year, month, day = (int(part) for part in found.groups())
        created = f"{year:04d}-{month:02d}-{day:02d}T00:00:00+08:00"
    return {
        "title": f"{title} {number}".strip(),
        "author": str(body.get("name") or ""),
        "code": document.code,
        "number": number,
        "created": created,
    }
