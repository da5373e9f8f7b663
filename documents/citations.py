"""How papers cite (引用法条): full titles, items in brackets, a title once for its articles."""

import re

NATIONAL = ("行政处罚法", "行政强制法", "行政复议法", "行政诉讼法", "民事诉讼法")
"""Laws that screens call by their short title and papers by the full one (简称)."""

SHORT = re.compile(rf"《({'|'.join(NATIONAL)})》")
ITEM = re.compile("([条款])第([一二三四五六七八九十]+)项")
AGAIN = re.compile(r"(《[^《》]+》)([^《》；]+)、\1")


def cite(text: str) -> str:
    """Return citations as papers print them: 《…》第六条第一款第（二）项、第七条."""
    full = SHORT.sub(r"《中华人民共和国\1》", text.replace("；", "、"))
    said, before = ITEM.sub(r"\1第（\2）项", full), ""
    while said != before:
        said, before = AGAIN.sub(r"\1\2、", said), said
    return said


def cite_all(places: list[str]) -> str:
    """Return several citations as one, a law's title once (合并引用)."""
    return cite("、".join(places))
