"""Chinese dates, times, amounts and ordinals as official papers print them.

Amounts in capitals (大写) follow 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》.
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from documents.errors import NumberRefused

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("亿", "万", "")
NUMERALS = "〇一二三四五六七八九"
LIMIT = Decimal(10) ** 12

NATIONAL = ("行政处罚法", "行政强制法", "行政复议法", "行政诉讼法", "民事诉讼法")
"""Laws that screens call by their short title and papers by the full one (简称)."""

SHORT = re.compile(rf"《({'|'.join(NATIONAL)})》")
ITEM = re.compile("([条款])第([一二三四五六七八九十]+)项")
AGAIN = re.compile(r"(《[^《》]+》)([^《》；]+)、\1")


def print_date(day: date) -> str:
    """Print a date: Arabic digits, no leading zeros (成文日期)."""
    return f"{day.year}年{day.month}月{day.day}日"


def print_datetime(moment: datetime) -> str:
    """Print a time to the minute (年月日时分)."""
    return f"{print_date(moment)}{moment.hour}时{moment.minute:02d}分"


def parse_amount(amount: Decimal | str | int) -> Decimal:
    """Return an amount of yuan: not negative, at most two decimals, below 10¹²."""
    try:
        value = Decimal(str(amount).strip())
    except InvalidOperation as error:
        raise NumberRefused(f"金额“{amount}”不是数字") from error
    if not value.is_finite() or value < 0 or value >= LIMIT:
        raise NumberRefused(f"金额“{amount}”不在可写的范围内")
    if value != value.quantize(Decimal("0.01")):
        raise NumberRefused(f"金额“{amount}”的小数超过两位")
    return value.quantize(Decimal("0.01"))


def _group(digits: str) -> str:
    """Write four digits in capitals, inner zeros once, no zero at the end."""
    text = ""
    for place, digit in zip(PLACES, digits, strict=True):
        if digit != "0":
            text += CAPITALS[int(digit)] + place
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def _whole(yuan: int) -> str:
    """Write whole yuan in capitals, in groups of four digits; a gap between groups is one 零."""
    text, digits = "", f"{yuan:012d}"
    for name, group in zip(GROUPS, (digits[:4], digits[4:8], digits[8:]), strict=True):
        if int(group):
            gap = text and (text.endswith("零") or group.startswith("0"))
            text = text.rstrip("零") + ("零" if gap else "") + _group(group) + name
        elif text:
            text += "零"
    return text.rstrip("零")


def capitals(amount: Decimal | str | int) -> str:
    """Write an amount in capitals (大写): 伍仟元整, 壹万零叁拾元伍角, 陆角柒分."""
    value = parse_amount(amount)
    yuan, cents = divmod(int(value * 100), 100)
    jiao, fen = divmod(cents, 10)
    text = f"{_whole(yuan)}元" if yuan else ""
    if not cents:
        return (text or "零元") + "整"
    if jiao:
        text += CAPITALS[jiao] + "角"
    elif text:
        text += "零"
    return text + (CAPITALS[fen] + "分" if fen else "整")


def figures(amount: Decimal | str | int) -> str:
    """Write an amount in figures: ¥5000.00."""
    return f"¥{parse_amount(amount)}"


def full_amount(amount: Decimal | str | int) -> str:
    """Write an amount as decisions do: 人民币伍仟元整（¥5000.00）."""
    return f"人民币{capitals(amount)}（{figures(amount)}）"


def ordinal(number: int) -> str:
    """Write 1–99 as 一 … 九十九, for headings and lists."""
    if not 0 < number < 100:
        raise NumberRefused(f"序号{number}超出一至九十九")
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else NUMERALS[tens]) + "十"
    return head + (NUMERALS[ones] if ones else "")


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
