"""Hands at a form: types values into whatever the page shows, field by field, as a person would."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

LOOK = """root => [...root.querySelectorAll('[data-field]')].map(field => {
  const name = field.dataset.field
  const own = [...field.querySelectorAll('input, select, textarea')]
    .filter(one => one.name === name && one.type !== 'hidden')
  const list = field.querySelector(`[data-files="${CSS.escape(name)}"]`)
  return {name, kind: list ? 'files' : (own[0]?.type ?? ''), open: own.some(one => !one.readOnly)}
})"""
"""What kinds of fields a form has, in the order of the page."""


class Hands:
    """Fills in the form of a page; `file` is what is uploaded wherever a form wants one."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.file = file
        self.form = page.locator("[data-form]")

    def fill(self, values: Mapping[str, Any]) -> None:
        """Type values into the fields that show them; what the form computes is left alone."""
        wanted = dict(_flat(values))
        for name, rows in _rows(values):
            self._make_rows(name, len(rows))
        for field in self.form.evaluate(LOOK):
            name, kind = field["name"], field["kind"]
            if name in wanted and name != "grade" and self.field(name).is_visible():
                self._set(name, kind, wanted[name], is_open=field["open"])
        if "grade" in wanted:  # the bands come, and the fine picks one, once the amounts are known
            grade = self.form.locator("input[name=grade]:checked")
            expect(grade).to_have_value(str(wanted["grade"]))

    def field(self, name: str) -> Locator:
        """Return the frame around a field."""
        return self.form.locator(f'[data-field="{name}"]').first

    def control(self, name: str) -> Locator:
        """Return the input of a field that has one."""
        return self.form.locator(f'[name="{name}"]:not([type=hidden])').first

    def upload(self, name: str, file: Path) -> None:
        """Pick a file for a field."""
        self.field(name).locator("input[data-upload]").set_input_files(file)

    def sign(self, name: str) -> None:
        """Draw a signature on the pad of a field and keep it."""
        pad = self.page.locator(f'[data-pad="{name}"]')
        draw(self.page, pad.locator("canvas"))
        self.press(pad.get_by_role("button", name="完成签名"))
        expect(pad.get_by_role("status")).to_have_text("签名已保存")

    def press(self, target: Locator) -> None:
        """Press something."""
        target.click()

    def _set(self, name: str, kind: str, value: Any, *, is_open: bool) -> None:
        if kind == "files":
            if not self.field(name).locator("[data-body] li").count():
                self.upload(name, self.file)
                expect(self.field(name).locator("[data-body] li")).to_have_count(1)
        elif kind == "radio":
            self._choose(name, value)
        elif kind == "checkbox":
            self._tick(name, [str(one) for one in (value if isinstance(value, list) else [value])])
        elif kind == "select-one":
            self.control(name).select_option(str(value))
        elif kind and is_open:
            self.control(name).fill(_word(value))

    def _choose(self, name: str, value: Any) -> None:
        """Press the label of a choice; yes and no are written in two ways."""
        yes_or_no = ("true", "yes") if value is True else ("false", "no")
        for word in yes_or_no if isinstance(value, bool) else (str(value),):
            button = self.page.locator(f'input[type=radio][name="{name}"][value="{word}"]')
            if button.count():
                if not button.is_checked():
                    self.press(self.form.locator("label").filter(has=button))
                if name.endswith(".method") and word == "pad":
                    self.sign(name.removesuffix(".method"))
                return
        raise AssertionError(f"{name} offers no {value}")

    def _tick(self, name: str, wanted: list[str]) -> None:
        boxes = self.form.locator(f'input[type=checkbox][name="{name}"]')
        for at in range(boxes.count()):
            box = boxes.nth(at)
            if box.is_checked() != (box.get_attribute("value") in wanted):
                self.press(box)

    def _make_rows(self, name: str, count: int) -> None:
        rows = self.form.locator(f'[data-rows="{name}"]')
        while rows.locator("[data-body] > [data-row]").count() < count:
            self.press(rows.get_by_role("button", name="添加一"))


def draw(page: Page, canvas: Locator) -> None:
    """Draw two strokes with the mouse."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for start, end in (((0.2, 0.3), (0.5, 0.7)), ((0.5, 0.3), (0.8, 0.6))):
        page.mouse.move(box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1])
        page.mouse.down()
        page.mouse.move(
            box["x"] + box["width"] * end[0], box["y"] + box["height"] * end[1], steps=6
        )
        page.mouse.up()


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        path = f"{prefix}{name}"
        if value is None or value is ...:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for at, row in enumerate(value):
                yield from _flat(row, f"{path}.{at}.")
        else:
            yield path, value


def _rows(values: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield name, value


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
