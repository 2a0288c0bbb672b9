"""What is wrong with a Redis, in words and with the fix."""

import socket
import ssl
from collections.abc import Mapping
from typing import Any

from redis import exceptions as redis

OLDEST = (5, 0)
ANSWERS, READY, WELL = "it answers", "it is ready", "that is mended"


class TroubleError(Exception):
    """What is wrong, as the rest of a sentence that begins with the place; what to do; until when it stays so."""

    def __init__(self, what: str, fix: str, until: str = WELL) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.until = until

    def told(self, place: str) -> str:
        """The sentence for the window, the terminal and /api/health."""
        return f"Redis at {place} {self.what}; jobs are kept in memory until {self.until}. {self.fix}"


_PASSWORD = "Put it into the store's URL: redis://:password@host:6379/0, or redis://user:password@..."
_MASTER = "Give the address of its master, or of the sentinels: redis+sentinel://..."
_ALLOW = "Allow it: ACL SETUSER <user> ~{<prefix>}:* +@all -@admin -@dangerous +info."
_CLUSTER = "Use redis+cluster:// in the store's URL."

# By the client's class of the error, or else by a text in the server's answer.
_REPLIES: tuple[tuple[type[Exception] | str, str, str, str], ...] = (
    ("Authentication required", "asks for a password", _PASSWORD, WELL),
    ("without any password", "has no password, but one was given", "Take it out of the store's URL, or set requirepass.", WELL),
    (redis.AuthenticationError, "does not accept this user and password", "Correct them in the store's URL.", WELL),
    (redis.NoPermissionError, "does not let this user do what is needed", _ALLOW, WELL),
    (redis.OutOfMemoryError, "is out of memory", "Raise its maxmemory, or delete what fills it.", WELL),
    ("-OOM ", "is out of memory", "Raise its maxmemory, or delete what fills it.", WELL),
    (redis.ReadOnlyError, "is a read-only replica", _MASTER, WELL),
    ("READONLY", "is a read-only replica", _MASTER, WELL),
    ("MISCONF", "cannot write to its disk", "Free some space there, and look into its log.", WELL),
    ("NOREPLICAS", "has too few replicas to write", "Start them, or lower min-replicas-to-write.", WELL),
    (redis.MovedError, "is part of a cluster", _CLUSTER, WELL),
    ("SELECT is not allowed", "is part of a cluster", _CLUSTER, WELL),
    (redis.ClusterDownError, "is a cluster that is down", "Start its missing nodes.", ANSWERS),
    ("DB index is out of range", "has no such database", "Use a smaller number in the store's URL, or raise `databases`.", WELL),
    (redis.BusyLoadingError, "is still loading its data", "Nothing to do but wait.", READY),
    ("BUSY ", "is busy with a script", "Wait, or end it with SCRIPT KILL.", READY),
    (redis.MasterDownError, "has lost its master", "Start the master.", READY),
    ("max number of clients", "has no connection left", "Raise its maxclients.", READY),
)


def diagnose(error: BaseException) -> TroubleError:
    """What an error of the client means for a person."""
    if isinstance(error, TroubleError):
        return error
    causes = _chain(error)
    for mark, what, fix, until in _REPLIES:
        for each in causes:
            if mark in str(each) if isinstance(mark, str) else isinstance(each, mark):
                return TroubleError(what, fix, until)
    return _unreachable(error, causes)


def _unreachable(error: BaseException, causes: list[BaseException]) -> TroubleError:
    text = str(error)
    start = "Start it, or choose another place with --store."
    if any(isinstance(each, ssl.SSLError) for each in causes) or "SSL" in text:
        return TroubleError("cannot be reached with TLS", f"Check its certificate, or use redis:// where it has none ({text}).")
    if any(isinstance(each, socket.gaierror) for each in causes):
        return TroubleError("cannot be found: the host name is not known", "Correct it in the store's URL.", ANSWERS)
    if any(isinstance(each, ConnectionRefusedError) for each in causes) or "refused" in text:
        return TroubleError("refuses connections", start, ANSWERS)
    if isinstance(error, redis.InvalidResponse) or "Protocol Error" in text:
        return TroubleError("is no Redis: something else answers there", "Correct the port in the store's URL.")
    if "No master found" in text:
        return TroubleError("names no master: the sentinels do not know one", "Check its name and that they run.", ANSWERS)
    if any(isinstance(each, (TimeoutError, redis.TimeoutError)) for each in causes):
        return TroubleError(
            "does not answer", "See whether it runs and is not stopped, and speaks TLS where rediss:// is given.", ANSWERS
        )
    if isinstance(error, (redis.ConnectionError, OSError, redis.RedisClusterException)):
        return TroubleError("has closed the connection" if "closed" in text else "cannot be reached", start, ANSWERS)
    return TroubleError(f"refuses what is asked of it ({text or type(error).__name__})", "Look into its log.")


def inspect(info: Mapping[str, Any]) -> TroubleError | None:
    """What INFO tells of a server on which nothing must be kept."""
    version = str(info.get("redis_version", "0"))
    numbers = tuple(int(part) if part.isdigit() else 0 for part in version.split(".")[:2])
    if numbers < OLDEST:
        return TroubleError(f"is version {version}, too old", f"Version {OLDEST[0]}.{OLDEST[1]} or newer is needed.")
    if info.get("role") == "slave":
        master = f"{info.get('master_host')}:{info.get('master_port')}"
        return TroubleError("is a read-only replica", f"Give the address of its master ({master}), or of the sentinels.")
    return None


def warning(info: Mapping[str, Any], place: str) -> str:
    """What INFO tells of a server that keeps things, but not for sure; "" where there is nothing to say.

    A policy of volatile-* throws away only what expires, and nothing of ours does.
    """
    policy = str(info.get("maxmemory_policy", "noeviction"))
    if policy.startswith("allkeys") and info.get("maxmemory"):
        return (
            f"Redis at {place} may throw away what is kept (maxmemory-policy {policy}). "
            "Set it to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, and in redis.conf."
        )
    return ""


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in found:
        found.append(each)
        each = each.__cause__ or each.__context__
    return found
