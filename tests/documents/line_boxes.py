"""Print the lines of an HTML page as JSON; runs as a child in the rendering environment."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from documents import sandbox, worker


@dataclass(frozen=True)
class SetLine:
    """One line as set: its text, where its ink begins and ends, and where the column ends."""

    page: int
    text: str
    left: float
    right: float
    column_right: float
    font_size: float


def lines_of(html: str) -> list[SetLine]:
    """Set a page with the official style and return its lines, top to bottom."""
    done = subprocess.run(
        (sys.executable, str(Path(__file__))),
        input=html,
        capture_output=True,
        text=True,
        check=True,
        env=worker.child_environment(),
    )
    return [SetLine(*row) for row in json.loads(done.stdout)]


def letter(*paragraphs: str) -> str:
    """Return a letter of these paragraphs."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<html lang="zh-CN"><body class="letter">{body}</body></html>'


def main() -> None:
    """Read HTML, print lines."""
    from weasyprint import HTML
    from weasyprint.formatting_structure import boxes

    from documents.rendering import Press

    def words(box: object) -> str:
        if isinstance(box, boxes.TextBox):
            return box.text
        return "".join(words(child) for child in getattr(box, "children", ()))

    press = Press()
    css = press.sheet(sandbox.project_sources()["styles/official.css"])
    document = HTML(string=sys.stdin.read()).render(stylesheets=[css], font_config=press.fonts)
    rows = []
    for number, page in enumerate(document.pages):
        root = page._page_box.children[0]
        for block in root.descendants():
            for line in getattr(block, "children", ()):
                if isinstance(line, boxes.LineBox) and line.children:
                    first, last = line.children[0], line.children[-1]
                    right = last.position_x + last.margin_width()
                    column = block.content_box_x() + block.width
                    size = line.style["font_size"]
                    rows.append([number, words(line), first.position_x, right, column, size])
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    main()
