"""Where an MQTT broker is, and how to get in."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from registry_tray.core.targets import is_loopback
from registry_tray.phrases import phrase

PORTS = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Out of `mqtt://user:password@host:1883`."""

    host: str
    port: int
    is_tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """`host:port`, for people."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine as far as its name tells."""
        return is_loopback(self.host)


def parse_broker_url(url: str) -> BrokerAddress:
    """The address in a URL; ValueError says what is expected instead."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = parts.hostname or ""
        host.encode("idna")
    except ValueError:
        raise _expected() from None
    if parts.scheme not in PORTS or not host or port == 0 or parts.path.strip("/") or parts.query or parts.fragment:
        raise _expected()
    if any(character.isspace() or not character.isprintable() for character in url.strip()):
        raise _expected()
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password is not None else None
    return BrokerAddress(host, port or PORTS[parts.scheme], parts.scheme == "mqtts", user, password)


def check_broker_url(url: str) -> None:
    """ValueError where it is neither empty nor the URL of a broker."""
    if url:
        parse_broker_url(url)


def check_prefix(prefix: str) -> None:
    """ValueError where topics cannot begin with it."""
    hostile = any(character in "+#$" or character.isspace() or not character.isprintable() for character in prefix)
    if hostile or not all(prefix.split("/")) or len(prefix) > 100:
        raise ValueError(phrase("the beginning of topics such as ww or my/team, without + # $ and blanks"))


def _expected() -> ValueError:
    return ValueError(phrase("the URL of a broker such as mqtt://localhost:1883 or mqtts://user:password@broker.example:8883"))
