"""The certificate of the server, which is created for each process.

Only the key and the signature differ between two certificates. Therefore this module contains the fixed structure
around them. The part of `cryptography` for certificates of every kind takes a third of the time of a start.

Sources: RFC 5280 (certificates), RFC 5758 (ECDSA), X.690 (DER).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

_BOOLEAN, _INTEGER, _BIT_STRING, _OCTET_STRING, _OBJECT_IDENTIFIER = 0x01, 0x02, 0x03, 0x04, 0x06
_UTF8_STRING, _UTC_TIME, _GENERALIZED_TIME, _SEQUENCE, _SET = 0x0C, 0x17, 0x18, 0x30, 0x31
_EXPLICIT_0, _EXPLICIT_3 = 0xA0, 0xA3
_DNS_NAME = 0x82
"""Tags of DER. Those of the last two lines have their meaning from RFC 5280."""

_ECDSA_WITH_SHA256 = b"\x2a\x86\x48\xce\x3d\x04\x03\x02"  # 1.2.840.10045.4.3.2
_COMMON_NAME = b"\x55\x04\x03"  # 2.5.4.3
_SUBJECT_ALTERNATIVE_NAME = b"\x55\x1d\x11"  # 2.5.29.17
_BASIC_CONSTRAINTS = b"\x55\x1d\x13"  # 2.5.29.19

_TRUE = b"\xff"
_NO_UNUSED_BITS = b"\x00"
_VERSION_3 = b"\x02"

_LONG_FORM = 0x80
"""Marks a length that does not fit into seven bits: it is followed by this number of bytes with the length."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate for `localhost` as DER, and its private key as PEM."""

    der: bytes
    key: bytes = field(repr=False)


def make() -> Certificate:
    """Create a certificate with a new key (EC P-256), a kind that machines with restricted algorithms accept too."""
    key = ec.generate_private_key(ec.SECP256R1())
    content = _content(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    signature = key.sign(content, ec.ECDSA(SHA256()))
    return Certificate(
        der=_element(_SEQUENCE, content, _algorithm(), _element(_BIT_STRING, _NO_UNUSED_BITS, signature)),
        key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def _content(public_key: bytes) -> bytes:
    """What is signed (TBSCertificate). `public_key` is the key with its algorithm (SubjectPublicKeyInfo).

    The certificate is marked as a certificate authority, because go-plugin uses it as the root of trust. Its serial
    number is always 1, because its key signs no other. It does not expire, because the key ends with the process.
    """
    name = _element(
        _SEQUENCE, _element(_SET, _element(_SEQUENCE, _identifier(_COMMON_NAME), _element(_UTF8_STRING, b"localhost")))
    )
    validity = _element(
        _SEQUENCE, _element(_UTC_TIME, b"000101000000Z"), _element(_GENERALIZED_TIME, b"99991231235959Z")
    )
    subject_alternative_name = _element(
        _SEQUENCE,
        _identifier(_SUBJECT_ALTERNATIVE_NAME),
        _element(_OCTET_STRING, _element(_SEQUENCE, _element(_DNS_NAME, b"localhost"))),
    )
    basic_constraints = _element(
        _SEQUENCE,
        _identifier(_BASIC_CONSTRAINTS),
        _element(_BOOLEAN, _TRUE),  # critical
        _element(_OCTET_STRING, _element(_SEQUENCE, _element(_BOOLEAN, _TRUE))),
    )
    return _element(
        _SEQUENCE,
        _element(_EXPLICIT_0, _element(_INTEGER, _VERSION_3)),
        _element(_INTEGER, b"\x01"),
        _algorithm(),
        name,  # issuer
        validity,
        name,  # subject
        public_key,
        _element(_EXPLICIT_3, _element(_SEQUENCE, subject_alternative_name, basic_constraints)),
    )


def _algorithm() -> bytes:
    """The algorithm of the signature."""
    return _element(_SEQUENCE, _identifier(_ECDSA_WITH_SHA256))


def _identifier(encoded: bytes) -> bytes:
    return _element(_OBJECT_IDENTIFIER, encoded)


def _element(tag: int, *parts: bytes) -> bytes:
    """An element of DER, whose content is all parts."""
    content = b"".join(parts)
    length = len(content)
    if length < _LONG_FORM:
        return bytes((tag, length)) + content
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG_FORM | len(digits))) + digits + content
