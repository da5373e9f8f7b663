"""Standard enforcement documents (执法文书): a template and printed values become PDF/A.

The story: ``catalogue`` knows every document; ``context`` says what a template may see;
``sandbox`` composes HTML; ``rendering`` sets it with ``justification``, inside the killable child
``press`` that ``worker`` keeps; ``sealing`` signs; ``dossier`` binds volumes. ``printer`` holds
the functions offered here.
"""

from documents.printer import preview, preview_policy, render, sources, variables

__all__ = ["preview", "preview_policy", "render", "sources", "variables"]
