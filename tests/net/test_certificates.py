"""Certificates: made once and kept, and one clear line for each that cannot be used."""

from __future__ import annotations

import builtins
import datetime as dt
import ssl
import sys
import threading
import time
from pathlib import Path

import pytest

from chat_tk.net import certificates
from chat_tk.net.certificates import CertificateError, expired, own, server_context
from tests.tls import certificate_file, pem


def test_the_own_certificate_is_made_once(tmp_path: Path) -> None:
    """The first start makes it, for its owner only; every later one finds the same."""
    path = own(tmp_path, "chat.local")
    first = path.read_bytes()
    assert own(tmp_path, "another.name") == path
    assert path.read_bytes() == first
    assert [entry.name for entry in tmp_path.iterdir()] == [certificates.FILE]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    server_context(path, None)


def test_two_first_starts_at_once_agree(tmp_path: Path) -> None:
    """The certificate that was there first stays; nobody serves one that is gone."""
    seen: list[bytes] = []
    starts = [
        threading.Thread(target=lambda: seen.append(own(tmp_path, "chat.local").read_bytes()), name=f"start {number}")
        for number in range(8)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join(60)
    assert len(seen) == 8
    assert set(seen) == {(tmp_path / certificates.FILE).read_bytes()}


def test_without_cryptography_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is named; a certificate that was made before goes on to be used."""
    kept = own(tmp_path, "chat.local")
    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert own(tmp_path, "chat.local") == kept
    (tmp_path / "new").mkdir()
    with pytest.raises(CertificateError, match="install the Python package “cryptography”"):
        own(tmp_path / "new", "chat.local")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """The sentence names the folder."""
    with pytest.raises(CertificateError, match=r"not encrypted: the certificate cannot be written to .*nowhere"):
        own(tmp_path / "nowhere", "chat.local")


def test_a_certificate_that_does_not_fit_its_key(tmp_path: Path) -> None:
    """The sentence names both files."""
    ann, bob = certificate_file(tmp_path, "ann"), certificate_file(tmp_path, "bob")
    with pytest.raises(CertificateError, match=r"ann\.pem and the key .*bob\.pem do not belong together"):
        server_context(ann, bob)


@pytest.mark.parametrize("content", [b"", b"\0\xff", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_no_certificate_at_all(tmp_path: Path, content: bytes) -> None:
    """Whatever stands in the file, one sentence."""
    path = tmp_path / "c.pem"
    path.write_bytes(content)
    with pytest.raises(CertificateError, match=r"no usable certificate in .*c\.pem, or no key"):
        server_context(path, None)


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    """The operating system's reason is told."""
    with pytest.raises(CertificateError, match=r"missing\.pem cannot be read: No such file"):
        server_context(tmp_path / "missing.pem", None)
    with pytest.raises(CertificateError, match=r"cannot be read: (Is a directory|Permission denied)"):
        server_context(certificate_file(tmp_path), tmp_path)


def test_a_locked_key_asks_nobody(tmp_path: Path) -> None:
    """A key with a password is refused in words; nothing waits for a password in a terminal."""
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(pem("chat.local"), None)
    locked = tmp_path / "locked.pem"
    locked.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    with pytest.raises(CertificateError, match="locked with a password"):
        server_context(certificate_file(tmp_path), locked)


def test_an_expired_certificate_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the day; both ways of writing a date in a certificate are read (RFC 5280, 4.1.2.5)."""
    for year, number in ((2021, 1), (2051, 2)):
        monkeypatch.setattr(certificates, "_FOR_EVER", dt.datetime(year, 3, 4, tzinfo=dt.UTC))
        path = tmp_path / f"{number}.pem"
        path.write_bytes(certificates.make("chat.local"))
        end = dt.datetime(year, 3, 4, tzinfo=dt.UTC).timestamp()
        assert f"expired on {year}-03-04" in expired(path, end + 1)
        assert expired(path, end - 1) == ""
    assert expired(certificate_file(tmp_path), time.time() + 1e9) == ""


def test_what_cannot_be_read_is_not_called_expired(tmp_path: Path) -> None:
    """OpenSSL decides what is a certificate; this only looks for its date."""
    path = tmp_path / "odd.pem"
    for der in (b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x03\x30\x01\x30"):
        path.write_text(ssl.DER_cert_to_PEM_cert(der))
        assert expired(path, 1e12) == ""
