"""How the API prints records: values that a program can use as they are."""

from datetime import UTC, datetime

from webapp.api import printing
from webapp.dossiers.models import Volume, VolumeKind


def test_the_pages_of_a_volume_are_words():
    entry = {"title": "现场笔录", "number": "", "date": "2026年3月4日", "pages": "12—15"}
    bound = Volume(
        kind=VolumeKind.FRONT, pages=46, file="f" * 64, manifest=[entry],
        bound_at=datetime(2026, 5, 22, tzinfo=UTC),
    )  # fmt: skip

    assert printing.volume(bound)["contents"] == [entry]
