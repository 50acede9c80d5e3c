"""Which proxy leads where: tables after the tests of https://pkg.go.dev/golang.org/x/net/http/httpproxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.connect.proxies import Proxy, ProxySettingError, is_direct, proxy_for

if TYPE_CHECKING:
    from collections.abc import Mapping

API = "https://api.stitchdata.com"
HTTPS = {"HTTPS_PROXY": "http://proxy.acme.example:3128"}


@pytest.mark.parametrize(
    ("url", "environment", "address"),
    [
        (API, {}, None),
        (API, HTTPS, "http://proxy.acme.example:3128"),
        (API, {"https_proxy": "http://lower.example"}, "http://lower.example"),
        (API, HTTPS | {"https_proxy": "http://lower.example"}, "http://proxy.acme.example:3128"),
        (API, {"HTTPS_PROXY": "", "https_proxy": "http://lower.example"}, "http://lower.example"),
        (API, {"HTTP_PROXY": "http://proxy.acme.example"}, None),
        (API, {"ALL_PROXY": "http://proxy.acme.example", "all_proxy": "socks5://proxy.acme.example"}, None),
        ("http://stitch.acme.example", {"HTTP_PROXY": "http://proxy.acme.example"}, "http://proxy.acme.example"),
        ("http://stitch.acme.example", HTTPS, None),
        (API, {"HTTPS_PROXY": "proxy.acme.example:3128"}, "http://proxy.acme.example:3128"),
        (API, {"HTTPS_PROXY": "10.1.2.3"}, "http://10.1.2.3"),
        (API, {"HTTPS_PROXY": "https://proxy.acme.example"}, "https://proxy.acme.example"),
        (API, {"HTTPS_PROXY": "socks5://proxy.acme.example:1080"}, "socks5://proxy.acme.example:1080"),
        (API, {"HTTPS_PROXY": "socks5h://proxy.acme.example"}, "socks5h://proxy.acme.example"),
        (API, {"HTTPS_PROXY": "http://[fd00::1]:3128/"}, "http://[fd00::1]:3128"),
        (API, {"HTTPS_PROXY": " http://proxy.acme.example "}, "http://proxy.acme.example"),
        (API, HTTPS | {"NO_PROXY": "api.stitchdata.com"}, None),
        (API, HTTPS | {"no_proxy": "stitchdata.com"}, None),
        (API, HTTPS | {"NO_PROXY": "api.stitchdata.com:443"}, None),
        (API, HTTPS | {"NO_PROXY": "api.stitchdata.com:80"}, "http://proxy.acme.example:3128"),
        ("https://127.0.0.1:8080", HTTPS, None),
    ],
)
def test_the_proxy_for_a_url(url: str, environment: Mapping[str, str], address: str | None) -> None:
    found = proxy_for(url, environment)
    assert (found.address if found else None) == address


@pytest.mark.parametrize(
    ("host", "exceptions", "direct"),
    [
        ("api.stitchdata.com", "", False),
        ("api.stitchdata.com", "*", True),
        ("api.stitchdata.com", "acme.example, *", True),
        ("api.stitchdata.com", "stitchdata.com", True),
        ("api.stitchdata.com", ".stitchdata.com", True),
        ("api.stitchdata.com", "*.stitchdata.com", True),
        ("stitchdata.com", "stitchdata.com", True),
        ("stitchdata.com", ".stitchdata.com", False),
        ("stitchdata.com", "*.stitchdata.com", False),
        ("notstitchdata.com", "stitchdata.com", False),
        ("api.stitchdata.com", " acme.example , API.StitchData.com ", True),
        ("api.stitchdata.com", "stitchdata.com:443", True),
        ("api.stitchdata.com", "stitchdata.com:8443", False),
        ("api.stitchdata.com", ".", False),
        ("api.stitchdata.com", "com.", False),
        ("xn--bcher-kva.example", "bücher.example", True),
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.2.3", "10.1.2.3:443", True),
        ("10.1.2.3", "10.1.2.3:80", False),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "10.9.9.9/8", True),
        ("10.1.2.3", "11.0.0.0/8", False),
        ("10.1.2.3", "fd00::/8", False),
        ("::ffff:10.1.2.3", "10.0.0.0/8", True),
        ("fd00::1", "fd00::/8", True),
        ("fd00::1", "fd00::1", True),
        ("fd00::1", "[fd00::1]", True),
        ("fd00::1", "[fd00::1]:443", True),
        ("fd00::1", "[fd00::1]:80", False),
        ("fd00::1", "fd00:0:0::1", True),
        ("localhost", "", True),
        ("LOCALHOST", "", True),
        ("127.0.0.1", "", True),
        ("127.9.9.9", "", True),
        ("::1", "", True),
        ("::ffff:127.0.0.1", "", True),
        ("localhost.acme.example", "", False),
    ],
)
def test_the_hosts_that_are_reached_directly(host: str, exceptions: str, direct: bool) -> None:
    assert is_direct(host, 443, exceptions) is direct


ODD = ["[::1", "::1]", "[]", "10.0.0.0/99", "/", ":", ":443", "[::1]:x", "a:b:c", "\ud800.example", "*.", ",", "é" * 80]


@pytest.mark.parametrize("entry", ODD)
def test_an_odd_entry_disables_only_itself(entry: str) -> None:
    assert not is_direct("api.stitchdata.com", 443, entry)
    assert is_direct("api.stitchdata.com", 443, f"{entry},stitchdata.com")


@given(st.text(), st.text())
def test_any_value_of_no_proxy_can_be_read(host: str, exceptions: str) -> None:
    is_direct(host, 443, exceptions)


def test_the_password_of_a_proxy_is_used_and_never_shown() -> None:
    found = proxy_for(API, {"https_proxy": "http://ada:s3%40cret@proxy.acme.example:3128"})
    assert found == Proxy("https_proxy", "http://proxy.acme.example:3128", "ada", "s3@cret")
    assert str(found) == "the proxy http://proxy.acme.example:3128 of the environment variable https_proxy"
    assert "s3" not in repr(found)
    assert "ada" not in repr(found)


@pytest.mark.parametrize(
    "value", ["gopher://ada:s3cret@proxy.acme.example", "http://", "http://ada:s3cret@[fd00", "http://p:s3cret"]
)
def test_a_proxy_that_cannot_be_used_is_an_error_that_names_the_variable_only(value: str) -> None:
    with pytest.raises(ProxySettingError, match="HTTPS_PROXY") as caught:
        proxy_for(API, {"HTTPS_PROXY": value})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://stitch.acme.example", "https://api.stitchdata.com"])
def test_a_proxy_that_is_not_needed_can_have_any_value(url: str) -> None:
    odd = {"ALL_PROXY": "gopher://", "HTTP_PROXY": "gopher://", "HTTPS_PROXY": "gopher://"}
    assert proxy_for(url, odd | {"NO_PROXY": "stitch.acme.example,api.stitchdata.com"}) is None
