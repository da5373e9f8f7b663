"""The documents that a form offers to pick from (可选文书)."""

from collections.abc import Callable, Mapping

from forms import Choice, Choices
from forms.schema import Field
from webapp.dossiers import queries
from webapp.dossiers.models import Document
from webapp.matters.turn import Turn


def _documents(turn: Turn, each: Field) -> Choices:
    found = queries.final(turn.matter.id)
    return Choices(tuple(_paper(one) for one in found))


def _paper(document: Document) -> Choice:
    return Choice(
        str(document.id),
        document.title,
        note=document.number or "",
        tag=document.code,
        state=document.seal.value,
    )


CHOICES: Mapping[str, Callable[[Turn, Field], Choices]] = {
    "document": _documents,
    "documents": _documents,
}
