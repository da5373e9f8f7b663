"""What an operation of the API gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, jsonify


@dataclass(frozen=True)
class Answer:
    """A JSON answer; `headers` may hold ETag and Location."""

    body: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_response(self) -> Response:
        """Return the answer as Flask sends it."""
        response = Response(status=204) if self.status == 204 else jsonify(self.body)
        response.status_code = self.status
        response.headers.update(dict(self.headers))
        return response
