"""Passwords, tokens and two-step codes: everything that must not be readable in the database."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

TOKEN_PREFIX = "fxn_"
PASSWORD_LENGTH = 10
PASSWORD_KINDS = 3
LONG_PASSWORD = 16
"""A password this long needs no mixture of kinds."""

_hasher = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MDAwMDAwMDAwMDAwMDAwMA$" + "A" * 43
"""A hash that no password has: unknown names take as long to refuse as known ones."""


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password."""
    return _hasher.hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Tell whether this is the password; take the same time when there is no account."""
    try:
        return _hasher.verify(hashed or _NOBODY, password) and hashed is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def needs_rehash(hashed: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


def weakness(password: str, *names: str) -> str | None:
    """Say what is wrong with a new password, or None (口令强度)."""
    if len(password) < PASSWORD_LENGTH:
        return f"密码至少 {PASSWORD_LENGTH} 个字符。"
    if len(password) > 200:
        return "密码不能超过 200 个字符。"
    lowered = password.lower()
    if any(name and len(name) > 1 and name.lower() in lowered for name in names):
        return "密码不能包含账号或姓名。"
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    found: list[Any] = [kind for kind in kinds if any(kind(c) for c in password)]
    if len(password) < LONG_PASSWORD and len(found) < PASSWORD_KINDS:
        return "密码应当包含大写字母、小写字母、数字、符号中的三种，或者不少于 16 个字符。"
    if len(set(password)) < PASSWORD_LENGTH // 2:
        return "密码中重复的字符太多。"
    return None


def new_secret(prefix: str = "") -> str:
    """Return a fresh secret for a cookie or a token."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return what we keep of a secret; it is random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


def seal_totp(secret: str) -> bytes:
    """Encrypt the key of two-step sign-in for storage."""
    return _fernet().encrypt(secret.encode())


def totp_step(sealed: bytes, code: str, at: datetime, last_step: int | None) -> int | None:
    """Return the time step whose code this is, or None; a code counts once."""
    try:
        totp = pyotp.TOTP(_fernet().decrypt(sealed).decode())
    except InvalidToken:
        return None
    now = int(at.timestamp()) // totp.interval
    for step in (now - 1, now, now + 1):
        if (last_step is None or step > last_step) and secrets.compare_digest(
            totp.generate_otp(step), code
        ):
            return step
    return None


def _fernet() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"faxun two-step").derive(
        current_app.config["SECRET_KEY"].encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
