"""Read the metadata of a document (文书元数据) from the file beside its template.

A fault names its file and its key, and what may stand there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from documents.errors import MetadataRefused
from documents.metadata import (
    BACK,
    FRONT,
    Condition,
    Copies,
    DocumentType,
    Kind,
    Needed,
    NumberFrom,
    Purpose,
    SealedBy,
)

Word = TypeVar("Word", bound=StrEnum)


def read(address: str, text: str, file: str) -> DocumentType:
    """Read the metadata of a document; ``file`` is named in what is wrong with it."""
    keys = Keys(_loaded(text, file), file)
    series = keys.text("series", "")
    number_from = keys.choice("number_from", NumberFrom, "series" if series else "none")
    if number_from is NumberFrom.SERIES and not series:
        keys.refuse("series", "须写明类别字")
    title, external = keys.text("title"), keys.flag("external")
    found = DocumentType(
        address=address,
        code=keys.text("code"),
        title=title,
        kind=keys.choice("kind", Kind),
        volume=keys.one_of("volume", {"正卷": FRONT, "副卷": BACK}),
        order=keys.number("order"),
        series=series or None,
        number_from=number_from,
        external=external,
        signatures=keys.texts("signatures"),
        signed_by=keys.texts("signed_by"),
        seal=keys.choice("seal", SealedBy, "none"),
        receipt=keys.flag("receipt"),
        decides=keys.text("decides", ""),
        purposes=frozenset(keys.choices("purposes", Purpose)),
        needed=_needed(keys.part("needed")),
        copies=_copies(keys.part("copies"), title),
        basis=keys.texts("basis"),
    )
    keys.done()
    if found.receipt and not (external and found.seal is not SealedBy.NONE):
        keys.refuse("receipt", "只有对外并且用印的文书须送达")
    return found


def _needed(keys: Keys) -> Needed:
    needed = Needed(
        when=tuple(_condition(each) for each in keys.parts("when")),
        unless=tuple(_condition(each) for each in keys.parts("unless")),
        excuse=keys.text("excuse", ""),
    )
    keys.done()
    return needed


def _condition(keys: Keys) -> Condition:
    condition = Condition(keys.text("document"), keys.text("field", ""), keys.texts("is"))
    if bool(condition.field) is not bool(condition.values):
        keys.refuse("is", "须与 field 一同写明")
    keys.done()
    return condition


def _copies(keys: Keys, title: str) -> Copies:
    usual = Copies()
    copies = Copies(
        first=keys.text("first", usual.first),
        others=keys.text("others", usual.others),
        label=keys.text("label", title[-3:]),
    )
    keys.done()
    return copies


def _loaded(text: str, file: str) -> Mapping[str, Any]:
    try:
        loaded = json.loads(text)
    except ValueError as error:
        raise MetadataRefused(f"{file} 不是有效的 JSON：{error}") from error
    if not isinstance(loaded, dict):
        raise MetadataRefused(f"{file} 的内容须为一组值（JSON 对象）")
    return loaded


class Keys:
    """Takes the keys of one JSON object, one after the other, and notices what is left over."""

    def __init__(self, values: Mapping[str, Any], file: str, path: str = "") -> None:
        self.values, self.file, self.path = dict(values), file, path

    def refuse(self, key: str, reason: str) -> NoReturn:
        """Say what is wrong with a key."""
        raise MetadataRefused(f"{self.file} 的“{self.path}{key}”{reason}")

    def done(self) -> None:
        """Refuse keys that nothing knows."""
        for key in self.values:
            self.refuse(key, "不是文书元数据的项目")

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text; with a default it may be left out."""
        found = self.values.pop(key, default)
        if found is None:
            self.refuse(key, "没有写明")
        if not isinstance(found, str) or (default is None and not found.strip()):
            self.refuse(key, "须为文字")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts."""
        found = self.values.pop(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
            self.refuse(key, "须为文字的列表")
        return tuple(found)

    def number(self, key: str) -> int:
        """Take a whole number."""
        found = self.values.pop(key, None)
        if type(found) is not int:
            self.refuse(key, "须为整数")
        return found

    def flag(self, key: str) -> bool:
        """Take true or false."""
        found = self.values.pop(key, False)
        if not isinstance(found, bool):
            self.refuse(key, "须为 true 或者 false")
        return found

    def one_of(self, key: str, names: Mapping[str, str]) -> str:
        """Take a word and return what it stands for."""
        found = self.text(key)
        if found not in names:
            self.refuse(key, f"须为{_either(names)}")
        return names[found]

    def choice(self, key: str, kind: type[Word], default: str | None = None) -> Word:
        """Take one word of a closed list."""
        return self._member(key, self.text(key, default), kind)

    def choices(self, key: str, kind: type[Word]) -> list[Word]:
        """Take several words of a closed list."""
        return [self._member(key, one, kind) for one in self.texts(key)]

    def _member(self, key: str, word: str, kind: type[Word]) -> Word:
        known = {member.value: member for member in kind}
        if word not in known:
            self.refuse(key, f"须为{_either(known)}")
        return known[word]

    def part(self, key: str) -> Keys:
        """Take an object inside."""
        found = self.values.pop(key, {})
        if not isinstance(found, dict):
            self.refuse(key, "须为一组值")
        return Keys(found, self.file, f"{self.path}{key}.")

    def parts(self, key: str) -> Iterator[Keys]:
        """Take a list of objects inside."""
        found = self.values.pop(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.refuse(key, "须为一组值的列表")
        for place, one in enumerate(found):
            yield Keys(one, self.file, f"{self.path}{key}[{place}].")


def _either(words: Iterable[str]) -> str:
    return "、".join(words)
