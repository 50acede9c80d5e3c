from __future__ import annotations

import pytest

from stitch_provider.terraform.plugin.handshake import (
    COOKIE,
    COOKIE_KEY,
    Host,
    line,
    read_host,
    started_by_terraform,
)

PEM = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"
HOST = Host(certificate=PEM, socket_directory=None, socket_group=None, requests_multiplexing=False)


@pytest.mark.parametrize(
    ("environment", "started"),
    [({COOKIE_KEY: COOKIE}, True), ({COOKIE_KEY: "other"}, False), ({}, False)],
)
def test_terraform_is_recognized_by_its_cookie(environment: dict[str, str], *, started: bool) -> None:
    assert started_by_terraform(environment) is started


@pytest.mark.parametrize("environment", [{}, {"PLUGIN_CLIENT_CERT": ""}])
def test_a_host_can_have_no_requirements(environment: dict[str, str]) -> None:
    assert read_host(environment) == Host(
        certificate=None, socket_directory=None, socket_group=None, requests_multiplexing=False
    )


def test_a_host_can_require_mutual_tls() -> None:
    assert read_host({"PLUGIN_CLIENT_CERT": PEM}) == HOST


def test_a_host_can_require_a_directory_and_a_group_for_sockets() -> None:
    host = read_host(
        {"PLUGIN_UNIX_SOCKET_DIR": "/run/x", "PLUGIN_UNIX_SOCKET_GROUP": "7", "PLUGIN_MULTIPLEX_GRPC": "true"}
    )
    assert host == Host(certificate=None, socket_directory="/run/x", socket_group="7", requests_multiplexing=True)


@pytest.mark.parametrize(
    ("certificate", "encoded"), [(b"abc", "YWJj"), (b"abcd", "YWJjZA"), (b"\xff\xfe\xfd\xfc", "//79/A")]
)
def test_the_line_contains_the_certificate_without_padding(certificate: bytes, encoded: str) -> None:
    assert line(HOST, "/run/s", certificate) == f"1|6|unix|/run/s|grpc|{encoded}"


def test_the_field_of_the_certificate_is_empty_without_tls() -> None:
    assert line(HOST, "/run/s", b"") == "1|6|unix|/run/s|grpc|"


def test_the_line_has_a_seventh_field_if_the_host_requests_multiplexing() -> None:
    host = Host(certificate=PEM, socket_directory=None, socket_group=None, requests_multiplexing=True)
    assert line(host, "/s", b"abc").split("|")[6:] == ["false"]
