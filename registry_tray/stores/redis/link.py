"""A connection to one Redis: opened, looked at, and its errors left as they are."""

from collections.abc import Iterable
from typing import Any

from redis import asyncio as redis
from redis import exceptions
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff

from registry_tray.phrases import phrase
from registry_tray.redis_url import CLUSTER, SENTINEL, RedisUrl
from registry_tray.stores.redis import scripts, troubles
from registry_tray.stores.redis.layout import STEPS
from registry_tray.stores.redis.troubles import TroubleError

PATIENCE = 2.0  # seconds in which Redis must answer
LEASE = 30  # seconds for which a prefix stays with a program that is silent


class Link:
    """What the store does with a server. Every method raises redis.RedisError, OSError or TroubleError."""

    def __init__(self, url: RedisUrl, prefix: str, patience: float = PATIENCE) -> None:
        # In braces, it alone decides on the node of a cluster.
        self.prefix = f"{{{prefix}}}:"
        self._url = url
        self._patience = patience
        self._sentinel: Sentinel | None = None
        self.client: Any = None  # the clients for one server and for a cluster have no common type

    def key(self, *parts: str) -> str:
        """The name of a key of ours."""
        return self.prefix + ":".join(parts)

    async def open(self, owner: str) -> str:
        """Connect, look whether it can keep things, and bring its layout up. Returns a warning, or ""."""
        self.client = self._connect()
        words = await self.pulse(owner)
        await self._migrate()
        return words

    async def look(self) -> str:
        """Connect, and see whether it could keep things, without changing anything. Returns a warning, or ""."""
        self.client = self._connect()
        return await self.pulse("")

    async def pulse(self, owner: str) -> str:
        """Whether it is still well, and still ours. Returns a warning, or ""."""
        info = await self._info()
        trouble = troubles.inspect(info)
        if trouble is not None:
            raise trouble
        await self.client.ping()
        if owner:
            found = (await self.client.eval(scripts.OWN, 1, self.key("owner"), owner, LEASE)).decode()
            if found != owner:
                raise taken(found)
        return troubles.warning(info, self._url.shown)

    async def apply(self, owner: str, token: str, operations: Iterable[tuple[str | bytes | int, ...]]) -> None:
        """Do all of these in one step; `token` is kept with them."""
        arguments = [self.prefix, owner, token, *(word for operation in operations for word in operation)]
        try:
            try:
                await self.client.evalsha(scripts.digest(scripts.APPLY), 1, self.key("written"), *arguments)
            except exceptions.NoScriptError:
                await self.client.eval(scripts.APPLY, 1, self.key("written"), *arguments)
        except exceptions.ResponseError as error:
            if "OWNER " in str(error):
                raise taken(str(error).partition("OWNER ")[2]) from error
            raise

    async def written(self) -> str:
        """The token of the last step that was done, "" where there was none."""
        return (await self.client.get(self.key("written")) or b"").decode()

    async def ask(self, *commands: tuple[str | bytes | int, ...]) -> list[Any]:
        """The answers to commands that are sent together."""
        if not commands:
            return []
        async with self.client.pipeline(transaction=False) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            answers: list[Any] = await pipe.execute()
        return answers

    async def close(self, owner: str = "") -> None:
        """Give the prefix back where it is ours, and close the connections."""
        if self.client is None:
            return
        try:
            if owner:
                await self.client.eval(scripts.DISOWN, 1, self.key("owner"), owner)
        except (exceptions.RedisError, OSError):
            pass  # it goes back by itself
        finally:
            await self.client.aclose()
            for each in self._sentinel.sentinels if self._sentinel is not None else ():
                await each.aclose()

    def _connect(self) -> Any:
        url = self._url
        # Whoever asks decides what is done after an error: the client itself tries nothing again.
        common: dict[str, Any] = {
            "username": url.user,
            "password": url.password,
            "ssl": url.tls,
            "protocol": 2,
            "driver_info": None,  # to name itself, the client would read its version from disk
            "socket_timeout": self._patience,
            "socket_connect_timeout": self._patience,
        }
        if url.tls:
            common |= url.options
        once = Retry(NoBackoff(), 0)
        if url.kind == CLUSTER:
            nodes = [ClusterNode(host, port) for host, port in url.hosts]
            return redis.RedisCluster(startup_nodes=nodes, retry=once, require_full_coverage=False, **common)
        if url.kind == SENTINEL:
            names = ("protocol", "driver_info", "socket_timeout", "socket_connect_timeout")
            brief = {name: common[name] for name in names} | {"retry": once}
            self._sentinel = Sentinel(list(url.hosts), sentinel_kwargs=brief)  # type: ignore[no-untyped-call]
            return self._sentinel.master_for(url.master, db=url.db, retry=once, **common)
        host, port = url.hosts[0]
        return redis.Redis(host=host, port=port, db=url.db, retry=once, **common)

    async def _info(self) -> dict[str, Any]:
        if self._url.kind != CLUSTER:
            found: dict[str, Any] = await self.client.info()
            return found
        await self.client.initialize()
        node = self.client.get_node_from_key(self.key("written"))
        found = await self.client.info(target_nodes=node)
        # One node answers alone in redis-py 8, by its name in those before.
        return found if "redis_version" in found else next(iter(found.values()))

    async def _migrate(self) -> None:
        key = self.key("layout")
        version = int(await self.client.get(key) or 0)
        if version > len(STEPS):
            raise TroubleError(
                phrase("was written by a newer Registry Tray (layout {0}, this one knows {1})", version, len(STEPS)),
                phrase("Update Registry Tray, or give it another prefix in the settings: [store] prefix."),
            )
        for number in range(version, len(STEPS)):
            script = f"{STEPS[number]}\nredis.call('SET', KEYS[1], '{number + 1}')"
            await self.client.eval(script, 1, key, self.prefix)


def taken(owner: str) -> TroubleError:
    """Two programs that write under one prefix would overwrite each other."""
    return TroubleError(
        phrase("is used by another Registry Tray with the same prefix ({0})", owner.rpartition(" ")[0] or owner),
        phrase("Give this one a prefix of its own in the settings: [store] prefix; or end the other one."),
    )
