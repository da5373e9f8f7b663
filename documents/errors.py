"""What can go wrong with a document: each class and its sentence in Chinese."""


class DocumentError(Exception):
    """Base of every error raised by documents; its text is shown to people."""


class UnknownDocument(DocumentError):
    """No such document, template or sample."""


class MetadataRefused(DocumentError):
    """The metadata of a document is not as it should be; names file and key."""


class TemplateRefused(DocumentError):
    """A template does something the sandbox forbids, or is not well-formed."""


class ValueMissing(DocumentError):
    """A template uses a variable that the context does not give."""


class RenderingFailed(DocumentError):
    """The page could not be set: time or memory ran out, a picture or a glyph is missing."""


class ContextRefused(DocumentError):
    """A file of values cannot be used: unreadable, not JSON, or of another shape."""


class FileFailed(DocumentError):
    """A document could not be written where it was wanted."""


class NumberRefused(DocumentError):
    """A document number (文号) or an amount is not well-formed."""


class SealFailed(DocumentError):
    """A seal or signature could not be applied."""


class DossierFailed(DocumentError):
    """A dossier volume could not be put together."""


KINDS = {
    kind.__name__: kind
    for kind in (
        DocumentError, UnknownDocument, TemplateRefused, ValueMissing, RenderingFailed,
        NumberRefused, SealFailed, DossierFailed,
    )
}  # fmt: skip
"""The family by name: errors cross the border of the rendering process as (name, sentence)."""
