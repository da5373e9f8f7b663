"""Chinese numerals as article numbers use them: 一 to 九千九百九十九 (条文序号)."""

DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGEST = 9999


def to_chinese(number: int) -> str:
    """Write a number as article numbers are written: 10 is 十, 101 一百零一, 1010 一千零一十."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is outside 1 to {LARGEST}")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif text:
            gap = True
    return text.removeprefix("一") if 10 <= number < 20 else text


def from_chinese(text: str) -> int:
    """Read a Chinese numeral; only the one right way to write a number is accepted."""
    number = digit = 0
    for sign in text:
        if sign in UNITS:
            number += (digit or 1) * UNITS[sign]
            digit = 0
        elif sign in DIGITS:
            digit = DIGITS.index(sign)
        else:
            raise ValueError(f"“{text}”不是中文数字")
    number += digit
    if not 1 <= number <= LARGEST or to_chinese(number) != text:
        raise ValueError(f"“{text}”不是规范的中文数字")
    return number
