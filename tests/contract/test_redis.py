"""What only a Redis can do to its store: be away, come back, forget, refuse, and belong to somebody else."""

import asyncio
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Alert, AppId, Application, Session, SessionId, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Snapshot
from registry_tray.core.reports import ErrorSpec, report
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.status import AlertState, EventKind
from registry_tray.redis_url import parse_redis_url
from registry_tray.stores.redis import RedisStore
from tests.fakes import NOW, make_check, make_instance, make_job, seconds, until
from tests.ports import free_port
from tests.servers.redis import RedisServer, SentinelServer, redis_server

INSTANCE, JOB = make_instance(), make_job()
pytestmark = pytest.mark.usefixtures("caplog")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds takes parts of one."""
    monkeypatch.setattr("registry_tray.stores.redis.courier.FLUSH", 0.02)
    monkeypatch.setattr("registry_tray.stores.redis.courier.PULSE", 0.1)
    monkeypatch.setattr("registry_tray.stores.redis.courier.PAUSES", (0.05,))


class Found:
    """What was held while Redis was away."""

    def __init__(self) -> None:
        self.snapshots: list[Snapshot] = []

    async def __call__(self, snapshot: Snapshot) -> None:
        self.snapshots.append(snapshot)


class Opened:
    """A store, and what it says of itself."""

    def __init__(
        self, url: str, owner: str = "me", prefix: str = "test", patience: float = 0.5, spare: Path | None = None
    ) -> None:
        self.said: list[str] = []
        self.found = Found()
        self.store = RedisStore(parse_redis_url(url), prefix, owner, self.said.append, self.found, patience, spare)

    @property
    def problem(self) -> str:
        """What is wrong at this moment."""
        return self.said[-1] if self.said else ""


@asynccontextmanager
async def opened(
    url: str, owner: str = "me", prefix: str = "test", patience: float = 0.5, spare: Path | None = None
) -> AsyncIterator[Opened]:
    it = Opened(url, owner, prefix, patience, spare)
    await it.store.open()
    try:
        yield it
    finally:
        await it.store.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RedisServer]:
    async with redis_server(tmp_path) as running:
        yield running


async def held(server: RedisServer) -> Snapshot:
    """What another program would find, with the number of the newest row of the journal."""
    async with opened(server.url) as it:
        await until(lambda: not it.store.is_away, "it answers")
        return await it.store.load(NOW)


Harm = Callable[[RedisServer], object]


async def test_what_comes_in_while_redis_is_down_is_answered_read_and_written_when_it_is_back(server: RedisServer) -> None:
    async with opened(server.url) as it:
        await it.store.save(INSTANCE, JOB)
        await server.kill()
        await until(lambda: "refuses" in it.problem, "it is told")
        assert it.problem == (
            f"Redis at {server.address} refuses connections; jobs are kept in memory until it answers. "
            "Start it, or choose another place with --store."
        )
        second, job = make_instance("second"), make_job("second-id")
        hour = Rollup(job.id, Period.HOUR, Period.HOUR.number(NOW), 10, 5)
        outage = Outage(job.id, NOW, None, "refused")
        event = StatusEvent(second.id, EventKind.DOWN, NOW, "refused", job.id, None, 1)
        await it.store.save(Application(AppId("second"), NOW), second, job, event, outage)
        for number in range(3):
            it.store.append(job, make_check(job, at=number), [hour])
            await it.store.save(report(second.id, None, ErrorSpec("E", "m"), NOW + seconds(number)))
        assert len(await it.store.checks(job.id, 10)) == 3
        assert await it.store.events(10) == [event]
        assert await it.store.outages(job.id, 1) == [outage]
        hour.observed = 20  # it grows on
        await server.start()
        await until(lambda: not it.problem, "it works again")
        assert await it.store.count_checks(job.id) == 3
        assert await it.store.events(10) == [event]
        assert [error.count for error in await it.store.errors(second.id, 10)] == [3]
        assert await it.store.outages(job.id, 1) == [outage]
        assert [each.observed for each in await it.store.rollups(job.id, Period.HOUR, NOW)] == [20]
    kept = await held(server)
    assert (kept.instances, kept.jobs) == ((INSTANCE, second), (JOB, job))


async def test_a_redis_that_hangs_delays_a_registration_by_its_patience_only_and_nothing_is_counted_twice(
    server: RedisServer,
) -> None:
    async with opened(server.url) as it:
        await it.store.save(INSTANCE, JOB)
        server.pause()
        # It is done when Redis goes on, or again by us; either way it is one error.
        await asyncio.wait_for(it.store.save(report(INSTANCE.id, None, ErrorSpec("E", "m"), NOW)), 5)
        await asyncio.wait_for(it.store.save(make_instance("second"), make_job("second-id")), 0.2)
        await until(lambda: "does not answer; jobs are kept in memory until it answers" in it.problem, "it is told")
        server.resume()
        await until(lambda: not it.problem, "it works again")
        assert [error.count for error in await it.store.errors(INSTANCE.id, 10)] == [1]
    assert len((await held(server)).jobs) == 2


async def test_an_instance_is_never_there_without_its_job_however_often_redis_dies(server: RedisServer) -> None:
    async with opened(server.url) as it:
        made = 0

        async def register() -> None:
            nonlocal made
            while True:
                await it.store.save(make_instance(f"app{made}"), make_job(f"app{made}-id"))
                made += 1
                await asyncio.sleep(0.001)

        task = asyncio.create_task(register())
        for _ in range(3):
            goal = made + 100
            await until(lambda goal=goal: made >= goal, "some have registered")  # type: ignore[misc]
            await server.kill()
            goal = made + 100
            await until(lambda goal=goal: made >= goal, "some have registered meanwhile")  # type: ignore[misc]
            await server.start()
            both = "return redis.call('HLEN', '{test}:instances') .. ' ' .. redis.call('HLEN', '{test}:jobs')"
            instances, jobs = (await server.command("EVAL", both, "0")).split()[1:]
            assert instances == jobs != b"0"
            await until(lambda: not it.problem, "it works again")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    kept = await held(server)
    assert len(kept.instances) == len(kept.jobs)
    assert len(kept.jobs) in (made, made + 1)


async def test_a_redis_that_comes_back_empty_is_given_everything_that_is_known(tmp_path: Path) -> None:
    async with redis_server(tmp_path, "appendonly no") as server, opened(server.url) as it:
        alert = Alert(INSTANCE.id, AlertState.OPEN, NOW, NOW)
        session = Session(SessionId("s"), INSTANCE.id, NOW)
        await it.store.save(Application(AppId("shop"), NOW), INSTANCE, JOB, session, alert)
        up = replace(JOB, ping_count=7)
        it.store.append(up, make_check(up))
        await until(lambda: not it.store._courier.backlog, "it is written")
        await server.kill()
        await until(lambda: it.problem, "it is told")
        await server.start()
        await until(lambda: not it.problem, "it works again")
        kept = await it.store.load(NOW)
        assert (kept.instances, kept.jobs, kept.sessions, kept.alerts) == ((INSTANCE,), (up,), (session,), (alert,))


async def test_what_redis_held_is_found_when_it_was_away_at_the_start_and_the_newer_wins(server: RedisServer) -> None:
    hour = Rollup(JOB.id, Period.HOUR, Period.HOUR.number(NOW), 100, 50)
    before = replace(JOB, epoch=9, ping_count=100)
    async with opened(server.url) as it:
        event = StatusEvent(INSTANCE.id, EventKind.UP, NOW, "", JOB.id, None, 41)
        await it.store.save(replace(INSTANCE, label="old"), before, make_instance("other"), make_job("other-id"), event)
        it.store.append(before, make_check(before), [hour])
    await server.kill()
    async with opened(server.url) as it:
        assert await it.store.load(NOW) == Snapshot(last_event=int(NOW.timestamp() * 1000))
        now = replace(INSTANCE, label="new")
        later = replace(JOB, epoch=1)
        mine = Rollup(JOB.id, Period.HOUR, hour.start, 10, 10)
        number = int(NOW.timestamp() * 1000) + 1
        await it.store.save(now, later, replace(event, number=number))
        it.store.append(later, make_check(later, at=5), [mine])
        await server.start()
        await until(lambda: not it.problem, "it works again")
        assert [snapshot.jobs for snapshot in it.found.snapshots] == [(before, make_job("other-id"))]
        kept = await it.store.load(NOW)
        assert kept.instances == (now, make_instance("other"))
        assert kept.jobs == (later, make_job("other-id"))
        assert (mine.observed, mine.up) == (110, 60)
        assert [each.observed for each in await it.store.rollups(JOB.id, Period.HOUR, NOW)] == [110]
        assert [each.number for each in await it.store.events(10)] == [number, 41]
        assert await it.store.count_checks(JOB.id) == 2
        still = replace(later, ping_count=1)
        it.store.append(still, make_check(still, at=6))
        await until(lambda: not it.store._courier.backlog, "it is written")
        assert (await it.store.load(NOW)).jobs[0] == still


async def config(server: RedisServer, *words: str) -> None:
    assert await server.command("CONFIG", "SET", *words) == b"+OK\r\n"


async def test_a_redis_that_is_full_is_named_and_written_to_when_it_has_room(server: RedisServer) -> None:
    async with opened(server.url) as it:
        await config(server, "maxmemory", "1")
        await it.store.save(INSTANCE, JOB)
        full = f"Redis at {server.address} is out of memory; jobs are kept in memory until that is mended. Raise"
        await until(lambda: full in it.problem, "it is told")
        await config(server, "maxmemory", "0")
        await until(lambda: not it.problem, "it works again")
        assert (await it.store.load(NOW)).jobs == (JOB,)


async def test_a_redis_that_evicts_is_named_and_used(server: RedisServer) -> None:
    await config(server, "maxmemory", "500mb")
    await config(server, "maxmemory-policy", "allkeys-lru")
    async with opened(server.url) as it:
        assert "may throw away what is kept (maxmemory-policy allkeys-lru). Set it to noeviction" in it.problem
        await it.store.save(INSTANCE, JOB)
        assert (await it.store.load(NOW)).jobs == (JOB,)
        await config(server, "maxmemory-policy", "volatile-lru")  # nothing of ours expires
        await until(lambda: not it.problem, "it is well")


async def test_a_replica_is_named_with_its_master(server: RedisServer, tmp_path: Path) -> None:
    async with redis_server(tmp_path / "replica", f"replicaof 127.0.0.1 {server.port}") as replica, opened(replica.url) as it:
        assert (
            "is a read-only replica; jobs are kept in memory until that is mended. Give the address of its master" in it.problem
        )
        assert f"(127.0.0.1:{server.port})" in it.problem
        await it.store.save(INSTANCE, JOB)
        await replica.command("REPLICAOF", "NO", "ONE")
        await until(lambda: not it.problem, "it works again")
        assert (await it.store.load(NOW)).jobs == (JOB,)


async def test_a_master_that_becomes_a_replica_is_named(server: RedisServer) -> None:
    async with opened(server.url) as it:
        await server.command("REPLICAOF", "127.0.0.1", str(free_port()))
        await it.store.save(INSTANCE, JOB)
        await until(lambda: "is a read-only replica" in it.problem, "it is told")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "asks for a password"),
        (":wrong@", "does not accept this user and password"),
        ("nobody:x@", "does not accept this user and password"),
        ("reader:r@", "does not let this user do what is needed"),
    ],
)
async def test_a_password_is_asked_for_in_words(tmp_path: Path, given: str, said: str) -> None:
    options = ("requirepass secret", "user reader on >r ~* &* +@read +@connection")
    async with redis_server(tmp_path, *options) as server, opened(f"redis://{given}{server.address}/0") as it:
        assert f"Redis at {server.address} {said}; jobs are kept in memory" in it.problem
        assert "secret" not in it.problem
        assert "wrong" not in it.problem


async def test_a_user_with_a_password_and_only_what_the_readme_names_is_enough(tmp_path: Path) -> None:
    user = "user tray on >p:/@ss ~{test}:* resetchannels +@all -@admin -@dangerous +info"
    async with redis_server(tmp_path, user, "requirepass x") as server:
        it = Opened(f"redis://tray:p%3A%2F%40ss@{server.address}/0")
        await it.store.open()
        assert it.problem == ""
        await it.store.save(INSTANCE, JOB)
        assert await it.store.size() > 0
        assert (await it.store.load(NOW)).jobs == (JOB,)
        await it.store.close()


async def test_a_database_that_is_none_is_named(server: RedisServer) -> None:
    async with opened(f"redis://{server.address}/99") as it:
        assert f"Redis at {server.address} has no such database; jobs are kept" in it.problem


async def test_each_database_is_one_of_its_own(server: RedisServer) -> None:
    async with opened(f"redis://{server.address}/3") as it:
        await it.store.save(INSTANCE, JOB)
    assert (await held(server)).jobs == ()


@asynccontextmanager
async def saying(answer: Callable[[bytes], bytes]) -> AsyncIterator[str]:
    """Something on a port that answers each thing that it is sent with these bytes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.read(65536):
            writer.write(answer(request))
        writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


def _old(request: bytes) -> bytes:
    info = b"# Server\r\nredis_version:4.0.9\r\nrole:master\r\n"
    return b"$%d\r\n%s\r\n" % (len(info), info) if b"INFO" in request else b"+OK\r\n"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_old, "is version 4.0.9, too old; jobs are kept in memory until that is mended. Version 5.0 or newer is needed."),
        (lambda _: b"-LOADING Redis is loading\r\n", "is still loading its data; jobs are kept in memory until it is ready"),
        (lambda _: b"HTTP/1.1 400 Bad Request\r\n\r\n", "is no Redis: something else answers there"),
        (lambda _: b"-ERR max number of clients reached\r\n", "has no connection left"),
        (lambda _: b"-MISCONF Redis is configured to save RDB snapshots, but\r\n", "cannot write to its disk"),
        (lambda _: b"-MOVED 1 127.0.0.1:7001\r\n", "is part of a cluster; jobs are kept in memory until that is mended. Use"),
    ],
)  # fmt: skip
async def test_what_else_can_be_wrong_is_said(answer: Callable[[bytes], bytes], said: str) -> None:
    async with saying(answer) as address, opened(f"redis://{address}/0") as it:
        assert f"Redis at {address} {said}" in it.problem


async def test_a_name_that_nobody_knows_is_said() -> None:
    async with opened("redis://no-such-host.invalid/0") as it:
        assert "Redis at no-such-host.invalid:6379 cannot be found: the host name is not known" in it.problem


async def test_tls_where_there_is_none_is_said(server: RedisServer) -> None:
    async with opened(f"rediss://{server.address}/0") as it:
        assert "does not answer; jobs are kept in memory until it answers. See whether it runs" in it.problem
        assert "speaks TLS where rediss:// is given" in it.problem


async def test_a_redis_that_speaks_tls_keeps_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(str(tmp_path / "cert.pem"), append=True)
    port = free_port()
    options = (
        f"tls-port {port}", f"tls-cert-file {tmp_path}/cert.pem", f"tls-key-file {tmp_path}/key.pem",
        f"tls-ca-cert-file {tmp_path}/ca.pem", "tls-auth-clients no",
    )  # fmt: skip
    url = f"rediss://localhost:{port}/0"
    async with redis_server(tmp_path / "redis", *options):
        async with opened(url) as it:
            assert "certificate" in it.problem
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        async with opened(url, patience=5) as it:
            await it.store.save(INSTANCE, JOB)
            assert it.problem == ""
        async with opened(url, patience=5) as again:
            snapshot = await again.store.load(NOW)
            assert [job.id for job in snapshot.jobs] == [JOB.id]


async def test_two_registries_do_not_write_under_one_prefix(server: RedisServer) -> None:
    async with opened(server.url, "desk:/home/a") as first:
        async with opened(server.url, "desk:/home/b") as second:
            assert "is used by another Registry Tray with the same prefix (desk:/home/a)" in second.problem
            await second.store.save(make_instance("theirs"), make_job("theirs"))
            await first.store.save(INSTANCE, JOB)
            assert (await first.store.load(NOW)).jobs == (JOB,)
            await first.store.close()
            await until(lambda: not second.problem, "the first one has left")
        async with opened(server.url, "desk:/home/b", "other") as third:
            assert third.problem == ""


async def test_the_same_registry_takes_its_prefix_back_after_a_kill(server: RedisServer) -> None:
    assert await server.command("SET", "{test}:owner", "me", "EX", "30") == b"+OK\r\n"
    async with opened(server.url, "me") as it:
        assert it.problem == ""


async def test_a_layout_of_a_newer_program_is_left_alone(server: RedisServer) -> None:
    await server.command("SET", "{test}:layout", "999")
    async with opened(server.url) as it:
        assert "was written by a newer Registry Tray (layout 999, this one knows 1)" in it.problem
        await it.store.save(INSTANCE, JOB)
    assert await server.command("EXISTS", "{test}:jobs") == b":0\r\n"


async def test_an_older_layout_is_brought_up_step_by_step(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(server.url) as it:
        await it.store.save(INSTANCE, JOB)
    step = "redis.call('RENAME', ARGV[1] .. 'applications', ARGV[1] .. 'programs')"
    monkeypatch.setattr("registry_tray.stores.redis.link.STEPS", ("", "redis.call('SET', ARGV[1] .. 'new', 'x')", step))
    async with opened(server.url) as it:
        assert "no such key" in it.problem  # the last step failed, and left the one before it
        assert await server.command("GET", "{test}:layout") == b"$1\r\n2\r\n"
        await server.command("HSET", "{test}:applications", "a", "{}")
        await until(lambda: not it.problem, "the last step is done")
    assert await server.command("GET", "{test}:layout") == b"$1\r\n3\r\n"


async def test_the_sentinels_are_asked_for_the_master(server: RedisServer, tmp_path: Path) -> None:
    sentinel = SentinelServer(tmp_path / "sentinel", server)
    await sentinel.start()
    try:
        async with opened(f"redis+sentinel://{sentinel.address}/mymaster/0") as it:
            assert it.problem == ""
            await it.store.save(INSTANCE, JOB)
        assert (await held(server)).jobs == (JOB,)
        async with opened(f"redis+sentinel://{sentinel.address}/nobody/0") as it:
            assert f"Redis at {sentinel.address} (nobody) names no master" in it.problem
    finally:
        await sentinel.kill()


async def test_a_cluster_keeps_everything_on_one_node(tmp_path: Path) -> None:
    async with redis_server(tmp_path, "cluster-enabled yes", f"cluster-port {free_port()}") as server:
        assert await server.command("CLUSTER", "ADDSLOTSRANGE", "0", "16383") == b"+OK\r\n"
        async with opened(f"redis+cluster://{server.address}") as it:
            await until(lambda: not it.store.is_away, "the cluster is ready")
            await it.store.save(INSTANCE, JOB)
            it.store.append(JOB, make_check(JOB))
            await until(lambda: not it.store._courier.backlog, "it is written")
            kept = await it.store.load(NOW)
            assert (kept.instances, kept.jobs, kept.beats[JOB.id]) == ((INSTANCE,), (JOB,), b"\0")


async def test_what_redis_did_not_take_before_the_end_is_there_at_the_next_start(server: RedisServer, tmp_path: Path) -> None:
    spare = tmp_path / "unwritten.jsonl"
    gone, event = make_instance("gone"), StatusEvent(INSTANCE.id, EventKind.DOWN, NOW, "refused", JOB.id, seconds(3), 1)
    up = replace(JOB, ping_count=3)
    async with opened(server.url, spare=spare) as it:
        await it.store.save(gone, make_job(gone.id))
        await server.kill()
        await until(lambda: it.problem, "it is told")
        await it.store.delete_instance(gone.id)
        outage = Outage(JOB.id, NOW, None, "refused")
        await it.store.save(Application(AppId("shop"), NOW), INSTANCE, JOB, event, outage)
        await it.store.save(report(INSTANCE.id, None, ErrorSpec("E", "m"), NOW))
        it.store.append(up, make_check(up), [Rollup(JOB.id, Period.HOUR, Period.HOUR.number(NOW), 3, 2)])
    assert stat.S_IMODE(spare.stat().st_mode) == 0o600
    async with opened(server.url, spare=spare) as it:  # still away
        kept = await it.store.load(NOW)
        assert (kept.instances, kept.jobs) == ((INSTANCE,), (up,))
    async with opened(server.url, spare=spare) as it:
        await it.store.load(NOW)
        await server.start()
        await until(lambda: not it.problem, "it works again")
    assert not spare.exists()
    async with opened(server.url, spare=spare) as it:
        kept = await it.store.load(NOW)
        assert (kept.instances, kept.jobs, kept.beats[JOB.id]) == ((INSTANCE,), (up,), b"\0")
        assert await it.store.events(10) == [event]
        assert await it.store.outages(JOB.id, 10) == [outage]
        assert [error.count for error in await it.store.errors(INSTANCE.id, 10)] == [1]
        assert [each.observed for each in await it.store.rollups(JOB.id, Period.HOUR, NOW)] == [3]


async def test_a_spare_file_that_is_damaged_costs_only_what_cannot_be_read(
    server: RedisServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spare = tmp_path / "unwritten.jsonl"
    await server.kill()
    async with opened(server.url, spare=spare) as it:
        await it.store.save(INSTANCE, JOB)
    spare.write_bytes(b"half a li\n" + spare.read_bytes())
    await server.start()
    async with opened(server.url, spare=spare) as it:
        assert (await it.store.load(NOW)).jobs == (JOB,)
    assert "line 1 of" in caplog.text


async def test_a_question_while_redis_dies_is_answered_in_words_and_the_next_one_from_memory(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry_tray.stores.redis.courier.PULSE", 60)
    async with opened(server.url) as it:
        await it.store.save(INSTANCE, JOB)
        await server.kill()
        with pytest.raises(StoreError, match="jobs are kept in memory"):
            await it.store.events(10)
        await until(lambda: "refuses" in it.problem, "it is looked at, and told")
        assert await it.store.events(10) == []
