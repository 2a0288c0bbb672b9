"""What is wrong with a Redis, in words and with the fix."""

import socket
import ssl
from collections.abc import Mapping
from typing import Any

from redis import exceptions as redis

from registry_tray.phrases import phrase

OLDEST = (5, 0)
ANSWERS, READY, WELL = phrase("it answers"), phrase("it is ready"), phrase("that is mended")


class TroubleError(Exception):
    """What is wrong, as the rest of a sentence that begins with the place; what to do; until when it stays so."""

    def __init__(self, what: str, fix: str, until: str = WELL) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.until = until

    def told(self, place: str) -> str:
        """The sentence for the window, the terminal and /api/health."""
        return phrase("Redis at {0} {1}; jobs are kept in memory until {2}. {3}", place, self.what, self.until, self.fix)


_PASSWORD = phrase("Put it into the store's URL: redis://:password@host:6379/0, or redis://user:password@...")
_MASTER = phrase("Give the address of its master, or of the sentinels: redis+sentinel://...")
_ALLOW = phrase("Allow it: ACL SETUSER <user> ~{<prefix>}:* +@all -@admin -@dangerous +info.")
_CLUSTER = phrase("Use redis+cluster:// in the store's URL.")

# By the client's class of the error, or else by a text in the server's answer.
_REPLIES: tuple[tuple[type[Exception] | str, str, str, str], ...] = (
    ("Authentication required", phrase("asks for a password"), _PASSWORD, WELL),
    (
        "without any password",
        phrase("has no password, but one was given"),
        phrase("Take it out of the store's URL, or set requirepass."),
        WELL,
    ),
    (
        redis.AuthenticationError,
        phrase("does not accept this user and password"),
        phrase("Correct them in the store's URL."),
        WELL,
    ),
    (redis.NoPermissionError, phrase("does not let this user do what is needed"), _ALLOW, WELL),
    (redis.OutOfMemoryError, phrase("is out of memory"), phrase("Raise its maxmemory, or delete what fills it."), WELL),
    ("-OOM ", phrase("is out of memory"), phrase("Raise its maxmemory, or delete what fills it."), WELL),
    (redis.ReadOnlyError, phrase("is a read-only replica"), _MASTER, WELL),
    ("READONLY", phrase("is a read-only replica"), _MASTER, WELL),
    ("MISCONF", phrase("cannot write to its disk"), phrase("Free some space there, and look into its log."), WELL),
    ("NOREPLICAS", phrase("has too few replicas to write"), phrase("Start them, or lower min-replicas-to-write."), WELL),
    (redis.MovedError, phrase("is part of a cluster"), _CLUSTER, WELL),
    ("SELECT is not allowed", phrase("is part of a cluster"), _CLUSTER, WELL),
    (redis.ClusterDownError, phrase("is a cluster that is down"), phrase("Start its missing nodes."), ANSWERS),
    (
        "DB index is out of range",
        phrase("has no such database"),
        phrase("Use a smaller number in the store's URL, or raise `databases`."),
        WELL,
    ),
    (redis.BusyLoadingError, phrase("is still loading its data"), phrase("Nothing to do but wait."), READY),
    ("BUSY ", phrase("is busy with a script"), phrase("Wait, or end it with SCRIPT KILL."), READY),
    (redis.MasterDownError, phrase("has lost its master"), phrase("Start the master."), READY),
    ("max number of clients", phrase("has no connection left"), phrase("Raise its maxclients."), READY),
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
    start = phrase("Start it, or choose another place with --store.")
    if any(isinstance(each, ssl.SSLError) for each in causes) or "SSL" in text:
        return TroubleError(
            phrase("cannot be reached with TLS"), phrase("Check its certificate, or use redis:// where it has none ({0}).", text)
        )
    if any(isinstance(each, socket.gaierror) for each in causes):
        return TroubleError(
            phrase("cannot be found: the host name is not known"), phrase("Correct it in the store's URL."), ANSWERS
        )
    if any(isinstance(each, ConnectionRefusedError) for each in causes) or "refused" in text:
        return TroubleError(phrase("refuses connections"), start, ANSWERS)
    if isinstance(error, redis.InvalidResponse) or "Protocol Error" in text:
        return TroubleError(phrase("is no Redis: something else answers there"), phrase("Correct the port in the store's URL."))
    if "No master found" in text:
        return TroubleError(
            phrase("names no master: the sentinels do not know one"), phrase("Check its name and that they run."), ANSWERS
        )
    if any(isinstance(each, (TimeoutError, redis.TimeoutError)) for each in causes):
        return TroubleError(
            phrase("does not answer"),
            phrase("See whether it runs and is not stopped, and speaks TLS where rediss:// is given."),
            ANSWERS,
        )
    if isinstance(error, (redis.ConnectionError, OSError, redis.RedisClusterException)):
        what = phrase("has closed the connection") if "closed" in text else phrase("cannot be reached")
        return TroubleError(what, start, ANSWERS)
    return TroubleError(phrase("refuses what is asked of it ({0})", text or type(error).__name__), phrase("Look into its log."))


def inspect(info: Mapping[str, Any]) -> TroubleError | None:
    """What INFO tells of a server on which nothing must be kept."""
    version = str(info.get("redis_version", "0"))
    numbers = tuple(int(part) if part.isdigit() else 0 for part in version.split(".")[:2])
    if numbers < OLDEST:
        return TroubleError(
            phrase("is version {0}, too old", version), phrase("Version {0} or newer is needed.", f"{OLDEST[0]}.{OLDEST[1]}")
        )
    if info.get("role") == "slave":
        master = f"{info.get('master_host')}:{info.get('master_port')}"
        return TroubleError(
            phrase("is a read-only replica"), phrase("Give the address of its master ({0}), or of the sentinels.", master)
        )
    return None


def warning(info: Mapping[str, Any], place: str) -> str:
    """What INFO tells of a server that keeps things, but not for sure; "" where there is nothing to say.

    A policy of volatile-* throws away only what expires, and nothing of ours does.
    """
    policy = str(info.get("maxmemory_policy", "noeviction"))
    if policy.startswith("allkeys") and info.get("maxmemory"):
        return phrase(
            "Redis at {0} may throw away what is kept (maxmemory-policy {1}). "
            "Set it to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, and in redis.conf.",
            place,
            policy,
        )
    return ""


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in found:
        found.append(each)
        each = each.__cause__ or each.__context__
    return found
