from __future__ import annotations

import pytest

from stitch_provider.terraform.plugin.handshake import (
    COOKIE,
    COOKIE_KEY,
    HandshakeError,
    Host,
    line,
    read_host,
    started_by_terraform,
)

PEM = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"
GOOD = {"PLUGIN_PROTOCOL_VERSIONS": "5,6", "PLUGIN_CLIENT_CERT": PEM}
HOST = Host(certificate=PEM, socket_directory=None, socket_group=None, requests_multiplexing=False)


@pytest.mark.parametrize(
    ("environment", "started"),
    [({COOKIE_KEY: COOKIE}, True), ({COOKIE_KEY: "other"}, False), ({}, False)],
)
def test_terraform_is_recognized_by_its_cookie(environment: dict[str, str], *, started: bool) -> None:
    assert started_by_terraform(environment) is started


def test_a_host_can_have_no_requirements() -> None:
    assert read_host(GOOD) == HOST


def test_a_host_can_require_a_directory_and_a_group_for_sockets() -> None:
    host = read_host(
        {**GOOD, "PLUGIN_UNIX_SOCKET_DIR": "/run/x", "PLUGIN_UNIX_SOCKET_GROUP": "7", "PLUGIN_MULTIPLEX_GRPC": "true"}
    )
    assert host == Host(certificate=PEM, socket_directory="/run/x", socket_group="7", requests_multiplexing=True)


@pytest.mark.parametrize("versions", ["6", "5,6", "6, 5", "7,6"])
def test_a_host_can_support_other_protocols_too(versions: str) -> None:
    assert read_host({**GOOD, "PLUGIN_PROTOCOL_VERSIONS": versions}) == HOST


@pytest.mark.parametrize("versions", ["", "5", "4,5", "66", "six", "5;6"])
def test_a_host_without_protocol_6_is_refused(versions: str) -> None:
    with pytest.raises(HandshakeError, match="protocol 6"):
        read_host({**GOOD, "PLUGIN_PROTOCOL_VERSIONS": versions})


@pytest.mark.parametrize("certificate", ["", "not a certificate"])
def test_a_host_without_a_certificate_is_refused(certificate: str) -> None:
    with pytest.raises(HandshakeError, match="PLUGIN_CLIENT_CERT"):
        read_host({**GOOD, "PLUGIN_CLIENT_CERT": certificate})


@pytest.mark.parametrize(
    ("certificate", "encoded"), [(b"abc", "YWJj"), (b"abcd", "YWJjZA"), (b"\xff\xfe\xfd\xfc", "//79/A")]
)
def test_the_line_contains_the_certificate_without_padding(certificate: bytes, encoded: str) -> None:
    assert line(HOST, "/run/s", certificate) == f"1|6|unix|/run/s|grpc|{encoded}"


def test_the_line_has_a_seventh_field_if_the_host_requests_multiplexing() -> None:
    host = Host(certificate=PEM, socket_directory=None, socket_group=None, requests_multiplexing=True)
    assert line(host, "/s", b"abc").split("|")[6:] == ["false"]
