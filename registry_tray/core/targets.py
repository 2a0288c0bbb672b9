"""What may be checked: the form of an endpoint, and the addresses that are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import inet_aton
from urllib.parse import SplitResult, urlsplit

from registry_tray.phrases import phrase, remark

METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "metadata.goog", "instance-data"})
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64
_COMPATIBLE = IPv6Network("::/96")
METADATA_ADDRESSES = frozenset({ip_address("100.100.100.200"), ip_address("fd00:ec2::254"), ip_address("192.0.0.192")})
DEFAULT_PORTS = {"http": 80, "https": 443}
PUSH = "push"  # nothing is asked: the application calls
HERE = frozenset({PUSH, "docker", "exec", "process"})  # what these name is on this machine


_NAME = re.compile(r"[\w.+@\-]+")


class Form(Enum):
    """What a URL of a scheme names."""

    HOST = "host"  # something that listens on a port of a host
    NAME = "name"  # something by its name: a process, a container, a name to look up
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The scheme of URLs that can be checked. `port` is taken where the URL names none; None: it must name one."""

    name: str
    port: int | None = None
    form: Form = Form.HOST


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint that may be checked. `url` is as it was given, with the scheme's port where that is not known everywhere."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def address(self) -> str:
        """`host:port` for people, an IPv6 address in brackets; the name alone where there is no port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine as far as its name tells."""
        return is_loopback(self.host)


def parse_target(url: str, schemes: Mapping[str, Scheme], offered: str = "") -> Target:
    """The target of a URL whose scheme is one of `schemes`; ValueError says what is expected instead.

    `offered` are the schemes to name there, where some are not for everybody.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port if parts.scheme in schemes and schemes[parts.scheme].form is Form.HOST else None
    except ValueError as error:
        raise ValueError(phrase("is not a URL: {0}", error)) from None
    known = offered or ", ".join(sorted(schemes))
    if not parts.scheme or "://" not in url:
        raise ValueError(phrase("must be a URL such as http://localhost:8000/health (schemes: {0})", known))
    scheme = schemes.get(parts.scheme)
    if scheme is None:
        raise ValueError(phrase("has the scheme {0}, there are: {1}", repr(parts.scheme), known))
    match scheme.form:
        case Form.NOTHING:
            return Target(url, scheme.name, "", 0)
        case Form.NAME:
            if not _NAME.fullmatch(parts.netloc) or parts.path not in ("", "/") or parts.query or parts.fragment:
                raise ValueError(
                    phrase("must be a name of letters, digits and . _ - + @ alone, as in {0}://my-name", scheme.name)
                )
            return Target(url, scheme.name, parts.netloc, 0)
    host = parts.hostname
    if host and "," in host:
        raise ValueError(phrase("must name one host: make a check for each of them"))
    if not host or any(character.isspace() or not character.isprintable() for character in url):
        raise ValueError(phrase("must name a host, as in http://localhost:8000/health, and have no blanks"))
    if not _is_name(host):
        raise ValueError(phrase("must name a host that can be looked up, {0} cannot", repr(host[:60])))
    if port == 0 or (port is None and scheme.port is None):
        raise ValueError(phrase("must name a port from 1 to 65535, as in {0}://{1}:8000", scheme.name, host))
    refuse_address(host)
    if port is None and scheme.name not in DEFAULT_PORTS:
        url = parts._replace(netloc=f"{parts.netloc.rstrip(':')}:{scheme.port}").geturl()
    return Target(url, scheme.name, host, port or scheme.port or 0)


def is_here(endpoint: str) -> bool:
    """Whether the network has no part in the check of an endpoint, as far as its name tells."""
    parts = urlsplit(endpoint)
    return parts.scheme in HERE or not parts.hostname or is_loopback(parts.hostname)


def loopback_port(endpoint: str) -> int | None:
    """The port of this machine that an endpoint that was taken names; None where it is elsewhere, or names none."""
    parts = urlsplit(endpoint)
    is_near = parts.scheme not in HERE and is_loopback(parts.hostname or "")
    return _port(parts) or None if is_near else None


def address_of(endpoint: str) -> str:
    """What an endpoint that was taken names, for people: `host:port`, or a name."""
    parts = urlsplit(endpoint)
    port = _port(parts)
    host = parts.hostname or "" if port else parts.netloc
    return Target(endpoint, parts.scheme, host, port).address


def refuse_address(host: str) -> None:
    """ValueError where a host, by name or by address, is one that a health check has no business with."""
    if host.rstrip(".").lower() in METADATA_NAMES:
        raise ValueError(remark("is a cloud metadata service, which is never checked"))
    address = _address(host)
    if address is not None and (address.is_link_local or address.is_multicast or address in METADATA_ADDRESSES):
        raise ValueError(remark("is a link-local, multicast or cloud metadata address, which is never checked"))


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's loopback."""
    address = _address(host)
    return address.is_loopback if address else host.rstrip(".").lower() == "localhost"


def without_credentials(url: str) -> str:
    """The URL with the password of `user:password@` masked."""
    try:
        parts: SplitResult = urlsplit(url)
    except ValueError:
        return url
    if "@" not in parts.netloc:
        return url
    credentials, _, host = parts.netloc.rpartition("@")
    user, colon, _ = credentials.partition(":")
    return parts._replace(netloc=f"{user}:***@{host}" if colon else f"{credentials}@{host}").geturl()


def _is_name(host: str) -> bool:
    return all(0 < len(label) < 64 for label in host.rstrip(".").split("."))


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return 0


@lru_cache(1024)
def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host.strip("[]").rstrip(".").partition("%")[0])
    except ValueError:
        return _old_address(host.rstrip("."))
    return _inner(address) or address if isinstance(address, IPv6Address) else address


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to: as it is written in it, or through a gateway."""
    if address in _TRANSLATED or (address in _COMPATIBLE and address.packed[12:14] != b"\0\0"):
        return IPv4Address(address.packed[12:])
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _old_address(host: str) -> IPv4Address | None:
    """What the system's resolver makes of `2852039166`, `0xa9fea9fe` or `169.254.43518`."""
    if not host[:1].isdigit():
        return None
    try:
        return IPv4Address(inet_aton(host))
    except (OSError, ValueError):
        return None
