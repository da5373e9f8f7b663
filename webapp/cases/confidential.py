"""Whistle-blowers' names are kept encrypted and shown to the intake desk only (举报人信息保密).

《行政处罚法》第五十条; safeguard S-G-22: nothing that leaves the body can hold them.
"""

import base64
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

FIELDS = ("reporter_name", "reporter_contact")
"""The fields of `penalty/lead` that are sealed before anything is stored."""


def split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values without the reporter, and the reporter."""
    open_values = {name: value for name, value in values.items() if name not in FIELDS}
    reporter = {name: str(values[name]) for name in FIELDS if values.get(name)}
    return open_values, reporter


def seal(reporter: Mapping[str, str]) -> bytes | None:
    """Encrypt a reporter's name and contact."""
    return _fernet().encrypt(orjson.dumps(dict(reporter))) if reporter else None


def unseal(sealed: bytes | None) -> dict[str, str]:
    """Return the reporter behind the seal, empty when there is none or the key has changed."""
    if not sealed:
        return {}
    try:
        reporter: dict[str, str] = orjson.loads(_fernet().decrypt(sealed))
    except InvalidToken:
        return {}
    return reporter


def _fernet() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"faxun reporter").derive(
        current_app.config["SECRET_KEY"].encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
