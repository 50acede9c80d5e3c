"""The certificates that TLS trusts, from the places where programs written in Go look for them.

1. The files that the environment variables SSL_CERT_FILE and SSL_CERT_DIR name, where at least one of them is set.
2. Otherwise those of the machine: the keychain of macOS; elsewhere the first bundle that exists, and the directories.
3. Otherwise those of the package certifi.

The bundle of the provider's configuration is trusted in addition.
"""

from __future__ import annotations

import contextlib
import os
import re
import ssl
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect.errors import InvalidBundleError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HASHED = re.compile(r"[0-9a-f]{8}\.[0-9]+")
"""File names by which OpenSSL finds a certificate when it needs it."""

_OPENSSL = ssl.get_default_verify_paths()


class Machine(Struct, frozen=True):
    """Where a machine has its certificates: `bundles`, of which the first that can be read is used, and directories."""

    bundles: tuple[str, ...]
    directories: tuple[str, ...]


MACHINE = Machine(
    bundles=(
        "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo, NixOS
        "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  # openSUSE
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora 44, RHEL 10
        "/etc/ssl/cert.pem",  # Alpine
        _OPENSSL.openssl_cafile,
    ),
    directories=("/etc/ssl/certs", "/etc/pki/tls/certs", _OPENSSL.openssl_capath),
)
"""The first ones are those of https://go.dev/src/crypto/x509/root_linux.go."""


class Trust(Struct, frozen=True):
    """What TLS trusts. `places` names where the certificates were looked for, in words for a message."""

    context: ssl.SSLContext
    places: tuple[str, ...]


class TrustError(Exception):
    """The environment names certificates, and none of them can be read."""


def trust(bundle: str | None, environment: Mapping[str, str], machine: Machine = MACHINE) -> Trust:
    """The certificates to trust. `bundle` is a file of more of them.

    Raises TrustError and InvalidBundleError.
    """
    store = _named(environment) or _of_the_machine(machine) or _bundled()
    if bundle is not None:
        _add(store.context, bundle)
        store.places.append(f"ca_bundle ({bundle})")
    return Trust(store.context, tuple(store.places))


def check_bundle(bundle: str) -> None:
    """Raises InvalidBundleError unless the file contains certificates."""
    _add(_context(), bundle)


class _Store:
    """A TLS context and the places that were read into it."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context
        self.places: list[str] = []
        self._seen: set[tuple[int, int]] = set()

    def read(self, path: Path, name: str) -> bool:
        """Trust the certificates of a file or directory; whether there are any."""
        try:
            found = self._directory(path) if path.is_dir() else self._file(path)
        except OSError:  # also ssl.SSLError
            found = False
        self.places.append(name if found else f"{name}, which has none that can be read")
        return found

    def _file(self, path: Path) -> bool:
        if self._is_new(path):
            self.context.load_verify_locations(cafile=path)
        return True

    def _directory(self, path: Path) -> bool:
        """Those that OpenSSL can find by their file names are not read now, as that would take too long."""
        entries = sorted(path.iterdir())
        hashed = [each for each in entries if _HASHED.fullmatch(each.name)]
        if hashed:
            self.context.load_verify_locations(capath=path)
        for each in hashed:
            with contextlib.suppress(OSError):
                self._is_new(each)
        read = [each for each in entries if not _HASHED.fullmatch(each.name) and self._try(each)]
        return bool(hashed or read)

    def _try(self, path: Path) -> bool:
        try:
            return path.is_file() and self._file(path)
        except OSError:
            return False

    def _is_new(self, path: Path) -> bool:
        """Whether the file was not read under another name."""
        status = path.stat()
        key = (status.st_dev, status.st_ino)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


def _named(environment: Mapping[str, str]) -> _Store | None:
    file, directories = environment.get("SSL_CERT_FILE", ""), environment.get("SSL_CERT_DIR", "")
    places = [("SSL_CERT_FILE", file), *(("SSL_CERT_DIR", each) for each in directories.split(os.pathsep))]
    named = [(Path(path), f"{variable}={path}") for variable, path in places if path]
    if not named:
        return None
    store = _Store(_context())
    found = [store.read(path, name) for path, name in named]
    if not any(found):
        raise TrustError(f"no certificate can be read from {' and '.join(name for _, name in named)}")
    return store


def _of_the_machine(machine: Machine) -> _Store | None:
    if sys.platform == "darwin":
        import truststore

        store = _Store(truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        store.places.append("the keychain of macOS")
        return store
    store = _Store(_context())
    bundles = (store.read(path, str(path)) for path in map(Path, machine.bundles) if path.is_file())
    found = [next(filter(None, bundles), False)]
    directories = dict.fromkeys(path.resolve() for path in map(Path, machine.directories) if path.is_dir())
    found += [store.read(path, str(path)) for path in directories]
    return store if any(found) else None


def _bundled() -> _Store:
    import certifi

    store = _Store(_context())
    store.read(Path(certifi.where()), "the Python package certifi")
    return store


def _context() -> ssl.SSLContext:
    """A context without certificates. As in Go, one that is trusted need not be that of a root authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def _add(context: ssl.SSLContext, bundle: str) -> None:
    try:
        context.load_verify_locations(cafile=bundle)
    except ssl.SSLError:
        raise InvalidBundleError(f"{bundle} contains no certificate in PEM format") from None
    except OSError as error:
        raise InvalidBundleError(f"{bundle} cannot be read: {error.strerror}") from None
    except ValueError:
        raise InvalidBundleError("the value contains a null character, so it cannot be a path") from None
