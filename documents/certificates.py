"""The development certificate authority: one root, one certificate per body and per officer.

Only for demonstration. A real office plugs the government's seal service into ``SealProvider``.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from documents.errors import SealFailed

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2060, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Signer:
    """Who signs: a body with its seal (印章) or an officer with a signature (签名)."""

    kind: str
    """``body`` or ``officer``."""
    id: str
    name: str
    body: str = ""
    """The officer's body."""


@dataclass(frozen=True)
class KeyFiles:
    """Where a key and its certificate lie."""

    key: Path
    certificate: Path


class DevelopmentAuthority:
    """Issues certificates on demand under one folder; safe for several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def root(self) -> KeyFiles:
        """Return the root's files, making them at first use."""
        files = self._files("root")
        if not files.certificate.is_file():
            with self._locked():
                if not files.certificate.is_file():
                    name = _name("法循开发用根证书", "法循演示环境")
                    self._write(files, name, None)
        return files

    def issue(self, signer: Signer) -> KeyFiles:
        """Return the files of a signer, issuing a certificate at first use."""
        if signer.kind not in ("body", "officer") or not signer.id:
            raise SealFailed("签名人须是执法主体或者执法人员，并有编号")
        files = self._files(f"{signer.kind}-{signer.id.encode().hex()}")
        root = self.root()
        if not files.certificate.is_file():
            with self._locked():
                if not files.certificate.is_file():
                    self._write(files, _name(signer.name, signer.body or signer.name), root)
        return files

    def _files(self, stem: str) -> KeyFiles:
        return KeyFiles(self.folder / f"{stem}.key.pem", self.folder / f"{stem}.cert.pem")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, files: KeyFiles, name: x509.Name, root: KeyFiles | None) -> None:
        """Make a key and a certificate; the certificate's file appears last."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer, issuer_key = name, key
        if root:
            issuer = x509.load_pem_x509_certificate(root.certificate.read_bytes()).subject
            loaded = serialization.load_pem_private_key(root.key.read_bytes(), None)
            assert isinstance(loaded, ec.EllipticCurvePrivateKey)
            issuer_key = loaded
        certificate = _certificate(name, issuer, key, issuer_key, is_root=root is None)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _put(files.key, private)
        _put(files.certificate, certificate.public_bytes(serialization.Encoding.PEM))


def _name(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:60]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:60]),
        ]
    )


def _certificate(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    is_root: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_root, content_commitment=not is_root, key_cert_sign=is_root,
        crl_sign=is_root, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _put(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, at once and whole."""
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
