"""Which proxy leads to an address, by the rules of programs written in Go. Pure.

HTTP_PROXY is for addresses that begin with `http:` and HTTPS_PROXY for those with `https:`. NO_PROXY lists exceptions.
The names can also be in lower case. ALL_PROXY is not read. See https://pkg.go.dev/golang.org/x/net/http/httpproxy.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_PORTS = {"http": 80, "https": 443}
_SCHEMES = ("http", "https", "socks5", "socks5h")
_BRACKETS = re.compile(r"\[(.*)\](?::(.*))?")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, and the environment variable that names it. `address` has no user name and no password."""

    variable: str
    address: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"the proxy {self.address} of the environment variable {self.variable}"


class ProxySettingError(Exception):
    """The environment names a proxy that cannot be used."""


def proxy_for(url: str, environment: Mapping[str, str]) -> Proxy | None:
    """The proxy for a URL, None for a direct connection. Raises ProxySettingError."""
    parts = urlsplit(url)
    variable = f"{parts.scheme.upper()}_PROXY"
    variable, value = _setting(environment, variable)
    _, exceptions = _setting(environment, "NO_PROXY")
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    return None if not value or is_direct(host, port, exceptions) else _parse(variable, value)


def is_direct(host: str, port: int, exceptions: str) -> bool:
    """Whether a host is this machine, or matches an entry of `exceptions`, the value of NO_PROXY.

    An entry is an IP address, a network such as `10.0.0.0/8`, or a domain: `acme.example` for it and its subdomains,
    `.acme.example` and `*.acme.example` for its subdomains only. `*` stands for every host. An address or a domain can
    have a port. An entry that is none of these has no effect.
    """
    host, address = host.lower(), _ip(host)
    if host == "localhost" or (address is not None and address.is_loopback):
        return True
    entries = (entry.strip().lower() for entry in exceptions.split(","))
    return any(_matches(entry, host, port, address) for entry in entries if entry)


def _matches(entry: str, host: str, port: int, address: _Address | None) -> bool:
    if entry == "*":
        return True
    if "/" in entry:
        network = _network(entry)
        return address is not None and network is not None and address in network
    name, wanted_port = _split(entry)
    if wanted_port not in {"", str(port)}:
        return False
    if (wanted := _ip(name)) is not None:
        return address == wanted
    domain = _ascii(name.removeprefix("*"))
    if not domain.strip("."):
        return False
    return host.endswith(domain) if domain.startswith(".") else host == domain or host.endswith(f".{domain}")


def _split(entry: str) -> tuple[str, str]:
    """The host and the port of an entry; an IPv6 address with a port is in brackets."""
    if bracketed := _BRACKETS.fullmatch(entry):
        return bracketed[1], bracketed[2] or ""
    if entry.count(":") == 1:
        host, _, port = entry.partition(":")
        return host, port
    return entry, ""


def _ip(text: str) -> _Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _ascii(domain: str) -> str:
    """The domain as it is in URLs; empty where it cannot be in one."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""


def _setting(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """The first of the two spellings that is not empty, and its value."""
    for variable in (name, name.lower()):
        if value := environment.get(variable, "").strip():
            return variable, value
    return name, ""


def _parse(variable: str, value: str) -> Proxy:
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _no_address(variable) from None
    if not host:
        raise _no_address(variable)
    shown = f"[{host}]" if ":" in host else host
    proxy = Proxy(
        variable,
        f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else ""),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )
    if parts.scheme not in _SCHEMES:
        raise ProxySettingError(f"{proxy} cannot be used, because its scheme is none of {', '.join(_SCHEMES)}")
    return proxy


def _no_address(variable: str) -> ProxySettingError:
    return ProxySettingError(
        f"the value of the environment variable {variable} is not the address of a proxy, such as "
        "http://proxy.acme.example:3128"
    )
