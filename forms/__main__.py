"""`python -m forms [address …]`: check form files and print their fields."""

import sys

from forms.errors import FormInvalid, FormMissing
from forms.schema import Form, load
from forms.sources import addresses


def main(names: list[str]) -> int:
    """Check the named forms, or all; return 1 when one is wrong."""
    failed = 0
    for address in names or addresses():
        try:
            form = load(address)
        except (FormInvalid, FormMissing) as error:
            failed = 1
            print(error)
        else:
            print(f"{address}  {form.title}")
            if names:
                _describe(form)
    return failed


def _describe(form: Form) -> None:
    for section in form.sections:
        print(f"  [{section.title or '—'}]")
        for field in section.fields:
            marks = ("*" if field.required else "") + ("→" if field.is_route else "")
            print(f"    {field.name}{marks}  {field.title}  {field.widget}")
            for inner in field.items:
                print(f"        {inner.name}{'*' * inner.required}  {inner.title}  {inner.widget}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
