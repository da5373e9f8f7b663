"""What can go wrong with a form: the values that were typed, or the form file itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One thing to correct: where (dotted path, "" for the form), what, and the field's title."""

    path: str
    message: str
    title: str = ""
    short: str = ""  # the message without the row it is about, to stand inside that row


class FormError(Exception):
    """The values cannot be accepted.

    `values` keeps what was typed, to be shown again; `partial` what could be read of it, constants
    filled and hidden fields dropped, for previews.
    """

    def __init__(
        self,
        errors: tuple[FieldError, ...],
        values: Mapping[str, Any] | None = None,
        partial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__("；".join(error.message for error in errors))
        self.errors = errors
        self.values: Mapping[str, Any] = values or {}
        self.partial: Mapping[str, Any] = partial or {}

    def by_path(self) -> dict[str, str]:
        """Return the messages by dotted path."""
        return {error.path: error.message for error in self.errors}


class FormMissing(Exception):
    """No form stands at this address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"没有地址为「{address}」的表单")
        self.address = address


@dataclass(frozen=True)
class Fault:
    """One mistake in a form file: which field, which keyword, why."""

    field: str
    keyword: str
    reason: str

    def __str__(self) -> str:
        where = f"字段 {self.field}" if self.field else "表单"
        keyword = f" 的 {self.keyword}" if self.keyword else ""
        return f"{where}{keyword}：{self.reason}"


@dataclass(frozen=True)
class FormInvalid(Exception):
    """A form file breaks our own vocabulary; every mistake is named."""

    file: str
    faults: tuple[Fault, ...] = field(default=())

    def __str__(self) -> str:
        return f"表单文件 {self.file} 有误：" + "；".join(map(str, self.faults))
