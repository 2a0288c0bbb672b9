"""Where a Redis is: the forms of URL that are understood."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from registry_tray.phrases import phrase

SINGLE, SENTINEL, CLUSTER = "redis", "sentinel", "cluster"
FORMS = phrase(
    "a Redis URL such as redis://localhost:6379/0, rediss://user:password@host:6380/0, redis+sentinel://host:26379/mymaster/0 or redis+cluster://host:6379"
)
_SCHEMES = {
    "redis": (SINGLE, False, 6379),
    "rediss": (SINGLE, True, 6379),
    "redis+sentinel": (SENTINEL, False, 26379),
    "rediss+sentinel": (SENTINEL, True, 26379),
    "redis+cluster": (CLUSTER, False, 6379),
    "rediss+cluster": (CLUSTER, True, 6379),
}
OPTIONS = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_cert_reqs")


@dataclass(frozen=True, slots=True)
class RedisUrl:
    """One server, the sentinels that know the master of a name, or nodes of a cluster. `options` are those of TLS."""

    kind: str
    hosts: tuple[tuple[str, int], ...]
    db: int = 0
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    master: str = ""
    options: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """What a person knows it by; without secrets."""
        addresses = ", ".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)
        return f"{addresses} ({self.master})" if self.master else addresses


def parse_redis_url(text: str) -> RedisUrl:
    """What the URL says; ValueError tells what was expected."""
    parts = urlsplit(text)
    if parts.scheme not in _SCHEMES or not parts.netloc:
        raise ValueError(FORMS)
    kind, tls, port = _SCHEMES[parts.scheme]
    credentials, _, places = parts.netloc.rpartition("@")
    user, colon, password = credentials.partition(":")
    path = [unquote(part) for part in parts.path.strip("/").split("/") if part]
    master = path.pop(0) if kind == SENTINEL and path else ""
    if kind == SENTINEL and not master:
        raise ValueError(phrase("a sentinel URL with the name of the master: redis+sentinel://host:26379/mymaster/0"))
    if len(path) > 1 or (path and not (path[0].isascii() and path[0].isdigit())):
        raise ValueError(phrase("a Redis URL that ends in the number of the database: redis://localhost:6379/0"))
    db = int(path[0]) if path else 0
    if kind == CLUSTER and db:
        raise ValueError(phrase("a cluster URL without a database: a Redis cluster has only number 0"))
    options = dict(parse_qsl(parts.query))
    unknown = [name for name in options if name not in OPTIONS]
    if unknown or parts.fragment:
        raise ValueError(
            phrase("a Redis URL with no options but {0} (a # or ? in a password is written %23 or %3F)", ", ".join(OPTIONS))
        )
    return RedisUrl(
        kind, tuple(_place(place, port) for place in places.split(",")), db, unquote(user) or None,
        unquote(password) if colon else None, tls, master, options,
    )  # fmt: skip


def check_redis_url(url: str) -> None:
    """ValueError where it is neither empty nor the URL of a Redis."""
    if url:
        parse_redis_url(url)


def check_key_prefix(prefix: str) -> None:
    """ValueError where keys should not begin with it."""
    hostile = any(character in "{}*?[]\\" or character.isspace() or not character.isprintable() for character in prefix)
    if hostile or len(prefix) > 100:
        raise ValueError(phrase("the beginning of keys such as registry-tray or my:team, without blanks, braces and wildcards"))


def _place(text: str, default: int) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    try:
        port = parts.port or default
    except ValueError:
        raise ValueError(phrase("a Redis URL with a port between 1 and 65535")) from None
    if not parts.hostname:
        raise ValueError(FORMS)
    return parts.hostname, port
