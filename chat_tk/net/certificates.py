"""Certificates: the server's own, made on the first start and kept; what others configured; what a client compares.

Rule 1: the certificate that was made is never replaced by itself: clients have pinned it.
Rule 2: key and certificate stand in one file, for its owner only, put in place in one step: they always fit each other.
Rule 3: ``cryptography`` is imported when a certificate is made, and for nothing else.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import ssl
import sys
import tempfile
from pathlib import Path
from typing import Final

from chat_tk.i18n import _

_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""
FILE: Final = "tls.pem"
"""The name of the server's own certificate and key in its folder."""
_FOR_EVER: Final = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
"""No well-defined end (RFC 5280, 4.1.2.5)."""
_LONG_AGO: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""A computer without a set clock must be able to use it too."""


class CertificateError(Exception):
    """There is no usable certificate; the text is a sentence for a person, with what to do."""


def own(folder: Path, name: str) -> Path:
    """The file with the server's own certificate and key in ``folder``; made, for ``name``, if it does not exist.

    Raises:
        CertificateError: it cannot be made (``cryptography`` is missing), or not be written.
    """
    path = folder / FILE
    if path.exists():
        return path
    try:
        pem = make(name)
    except ImportError:
        text = _("Connections are not encrypted: to make a certificate, install the Python package “cryptography”.")
        raise CertificateError(text) from None
    try:
        _put(pem, path)
    except OSError as error:
        text = _("Connections are not encrypted: the certificate cannot be written to {folder}: {error}.")
        raise CertificateError(text.format(folder=folder, error=error.strerror or error)) from None
    return path


def make(name: str) -> bytes:
    """A key and a self-signed certificate for ``name`` (PEM). Raises ImportError without ``cryptography``."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(_LONG_AGO).not_valid_after(_FOR_EVER)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _put(pem: bytes, path: Path) -> None:
    """Write a file for its owner only, whole or not at all. If another start was quicker, its file stands."""
    descriptor, temporary = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # its mode is 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            _name(temporary, path)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            Path(temporary).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()


def _name(temporary: str, path: Path) -> None:
    """Give the file its name. Raises FileExistsError when another has it."""
    if _PLATFORM == "win32":
        Path(temporary).rename(path)  # replaces nothing there; a second name could not be taken from a file in use
    else:
        os.link(temporary, path)


def server_context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """What the door of TLS is opened with: TLS 1.2 at least. Without ``key`` it stands in the certificate's file.

    Raises:
        CertificateError: the files cannot be read, are no certificate and key, or do not fit each other.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_TICKET
    context.num_tickets = 0  # nobody resumes a session here
    for path in filter(None, (certificate, key)):
        _check_readable(path)
    passwords = _NoPasswords()
    try:
        context.load_cert_chain(certificate, key, password=passwords)
    except (OSError, ValueError) as error:
        if passwords.asked:
            text = _("The key {key} is locked with a password. Give the chat one without.")
        elif getattr(error, "reason", "") == "KEY_VALUES_MISMATCH":
            text = _("The certificate {certificate} and the key {key} do not belong together.")
        else:
            text = _(
                "There is no usable certificate in {certificate}, or no key in {key}: both must be in the PEM format."
            )
        raise CertificateError(text.format(certificate=certificate, key=key or certificate)) from None
    return context


def _check_readable(path: Path) -> None:
    """OpenSSL does not say which of two files it cannot read."""
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        text = _("The certificate file {path} cannot be read: {error}.")
        raise CertificateError(text.format(path=path, error=error.strerror or error)) from None


class _NoPasswords:
    """Stands in for OpenSSL's question in the terminal, which would wait for ever."""

    asked = False

    def __call__(self) -> str:
        self.asked = True
        return ""


def expired(certificate: Path, now: float) -> str:
    """A sentence when the certificate in this file is past its time (``now``: Unix seconds), otherwise nothing."""
    try:
        end = _end_of(_first_in(certificate))
    except (ValueError, IndexError, OSError):
        return ""  # OpenSSL has taken it: let it be
    if end.timestamp() > now:
        return ""
    text = _("The certificate {path} expired on {date}: programs that check it will not connect. Get a new one.")
    return text.format(path=certificate, date=end.date())


def fingerprint(certificate: bytes) -> str:
    """What tells one certificate (DER) from another: its SHA-256, in hexadecimal."""
    return hashlib.sha256(certificate).hexdigest()


def _first_in(path: Path) -> bytes:
    text = path.read_text(encoding="latin-1")
    begin = text.index(ssl.PEM_HEADER)
    end = text.index(ssl.PEM_FOOTER, begin) + len(ssl.PEM_FOOTER)
    return ssl.PEM_cert_to_DER_cert(text[begin:end])


def _end_of(certificate: bytes) -> dt.datetime:
    """Until when a certificate (DER) is valid: the fifth part of its first part (RFC 5280, 4.1), after the version."""
    parts = _parts(_parts(_parts(certificate)[0][1])[0][1])
    validity = parts[4 if parts[0][0] == 0xA0 else 3][1]
    kind, text = _parts(validity)[1]
    shape = "%y%m%d%H%M%SZ" if kind == 0x17 else "%Y%m%d%H%M%SZ"
    return dt.datetime.strptime(text.decode("ascii"), shape).replace(tzinfo=dt.UTC)


def _parts(der: bytes) -> list[tuple[int, bytes]]:
    """The elements that stand in ``der`` one after another: their tags and their contents (X.690, 8.1)."""
    found = []
    at = 0
    while at < len(der):
        tag, size = der[at], der[at + 1]
        at += 2
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(der[at : at + count], "big")
            at += count
        found.append((tag, der[at : at + size]))
        at += size
    return found
