"""DOCUMENTS: every document by address, gathered from the metadata beside the templates.

A document is there when its template and its metadata are; nothing else lists them.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable

from documents import reading
from documents.errors import MetadataRefused, UnknownDocument
from documents.metadata import DocumentType, Purpose
from documents.roots import roots, texts


def gather(places: Iterable[Traversable]) -> Mapping[str, DocumentType]:
    """Read the documents of some folders (文书目录)."""
    found: dict[str, DocumentType] = {}
    for root in places:
        templates = {name for name, _ in texts(root, "templates", ".html") if "/" in name}
        for name, text in texts(root, "templates", ".json"):
            address, file = name.removesuffix(".json"), f"{root}/templates/{name}"
            if f"{address}.html" not in templates:
                raise MetadataRefused(f"{file} 没有模板 {address}.html")
            if address in found:
                raise MetadataRefused(f"{file} 与另一处的“{address}”重复")
            templates.remove(f"{address}.html")
            found[address] = reading.read(address, text, file)
        for name in templates:
            raise MetadataRefused(f"{root}/templates/{name} 旁边没有元数据文件（.json）")
    for reason in _faults(found):
        raise MetadataRefused(reason)
    return found


def _faults(found: Mapping[str, DocumentType]) -> Iterator[str]:
    """Yield what does not fit together."""
    places: dict[tuple[str, int], str] = {}
    series: dict[str, str] = {}
    for address, document in found.items():
        place = (document.volume, document.order)
        if place in places:
            yield f"文书“{address}”与“{places[place]}”的“order”相同"
        places[place] = address
        if document.series in series:
            yield f"文书“{address}”与“{series[document.series]}”的“series”相同"
        if document.series:
            series[document.series] = address
        for condition in (*document.needed.when, *document.needed.unless):
            if condition.document not in found:
                yield f"文书“{address}”的“needed”指向没有的文书“{condition.document}”"


DOCUMENTS: Mapping[str, DocumentType] = gather(roots())


def get(address: str) -> DocumentType:
    """Return the document of an address."""
    if address not in DOCUMENTS:
        raise UnknownDocument(f"文书目录中没有“{address}”")
    return DOCUMENTS[address]


def with_purpose(purpose: Purpose) -> frozenset[str]:
    """Return the addresses of the documents that serve a purpose (某一用途的文书)."""
    return frozenset(one.address for one in DOCUMENTS.values() if purpose in one.purposes)


def only(purpose: Purpose) -> str:
    """Return the address of the one document that serves a purpose."""
    found = with_purpose(purpose)
    if len(found) != 1:
        raise UnknownDocument(f"须恰有一种文书用于“{purpose}”，现有{len(found)}种")
    return next(iter(found))
