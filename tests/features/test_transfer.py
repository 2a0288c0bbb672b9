"""Everything moves from one store to another: as often as one likes, and nothing of the target is lost."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Alert, AppId, Application, JobId, Session, SessionId, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.reports import ErrorSpec, report
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.spec import NO_WISHES, Wishes
from registry_tray.core.status import AlertState, EventKind, Registration, Result
from registry_tray.stores import OpenStore, choose_store
from registry_tray.transfer import Importer, export_lines
from tests.fakes import NOW, Target, make_check, make_instance, make_job, seconds, until
from tests.features.program import ROOT, clean_environment, running
from tests.servers.redis import RedisServer, redis_server

INSTANCE, JOB = make_instance(), make_job()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RedisServer]:
    async with redis_server(tmp_path) as made:
        yield made


async def a_store(url: str, folder: Path) -> OpenStore:
    return await choose_store(url, "registry-tray", folder, _fail, owner="me")


def _fail(problem: str) -> None:
    assert not problem


async def fill(store: OpenStore) -> None:
    """Some of everything."""
    session = Session(SessionId("s1"), INSTANCE.id, NOW)
    second = replace(make_instance("second", label="Zweite \N{SNOWMAN}"), registration=Registration.STOPPED)
    await store.save(Application(AppId("shop"), NOW), INSTANCE, JOB, session, second, make_job("second"))
    await store.save(session.ended(Registration.CRASHED, NOW + seconds(9), "boom", 3))
    await store.save(Session(SessionId("s2"), INSTANCE.id, NOW + seconds(10)), Alert(INSTANCE.id, AlertState.OPEN, NOW, NOW))
    for number in range(3):
        await store.save(report(INSTANCE.id, None, ErrorSpec("E", "m"), NOW + seconds(number)))
        await store.save(Outage(JOB.id, NOW + seconds(number), NOW + seconds(number + 0.5), "refused"))
        await store.save(StatusEvent(INSTANCE.id, EventKind.DOWN, NOW + seconds(number), "x", JOB.id, None, number + 1))
    for number in range(4500):
        rollup = Rollup(JOB.id, Period.MINUTE, Period.MINUTE.number(NOW) + number // 60, 60, 30.5)
        rollup.latencies.add(seconds(0.01 + number % 60 / 1000))
        store.append(JOB, make_check(JOB, Result(number % 4), number), [rollup])
    await store.flush()


async def lines_of(store: OpenStore) -> list[bytes]:
    return [line async for line in export_lines(store, NOW)]


async def test_all_of_a_file_is_in_redis_and_back_in_a_file(tmp_path: Path, server: RedisServer) -> None:
    first, redis = await a_store("", tmp_path / "a"), await a_store(server.url, tmp_path)
    second = await a_store("", tmp_path / "b")
    await fill(first)
    exported = await lines_of(first)
    assert len(exported) > 4500
    for _ in range(2):  # the second time changes nothing
        assert await Importer(redis).take(exported, NOW) == len(exported) - 1
        assert sorted(await lines_of(redis)) == sorted(exported)
    for _ in range(2):
        await Importer(second).take(await lines_of(redis), NOW)
        assert sorted(await lines_of(second)) == sorted(exported)
    for store in (first, redis, second):
        await store.close()


async def test_what_the_target_has_stays_and_the_newer_wins(tmp_path: Path, server: RedisServer) -> None:
    source, target = await a_store("", tmp_path / "a"), await a_store(server.url, tmp_path)
    await fill(source)
    newer = replace(INSTANCE, label="newer", updated_at=NOW + seconds(60))
    mine = StatusEvent(newer.id, EventKind.UP, NOW + seconds(70), "mine", None, None, 2)
    await target.save(newer, replace(JOB, epoch=7), mine, make_instance("third"), make_job("third", id=JobId("third")))
    await target.save(report(INSTANCE.id, None, ErrorSpec("E", "m"), NOW))
    for _ in range(2):
        await Importer(target).take(await lines_of(source), NOW)
        kept = await target.load(NOW)
        assert [instance.label for instance in kept.instances] == ["newer", "", "Zweite \N{SNOWMAN}"]
        assert [job.epoch for job in kept.jobs if job.id == JOB.id] == [7]
        journal = await target.events(100)
        assert len(journal) == 4
        assert mine in journal
        assert [error.count for error in await target.errors(INSTANCE.id, 10)] == [3]
        assert await target.count_checks(JOB.id) == 4500
    await source.close()
    await target.close()


async def test_what_a_person_has_set_for_an_application_stays_and_is_taken_where_nothing_is_set(tmp_path: Path) -> None:
    source, target = await a_store("", tmp_path / "a"), await a_store("", tmp_path / "b")
    shop, cart = Application(AppId("shop"), NOW), Application(AppId("cart"), NOW, Wishes(hold=seconds(3)))
    await source.save(shop, cart)
    mine = replace(shop, created_at=NOW + seconds(60), own=Wishes(failures=7))
    await target.save(mine, replace(cart, own=NO_WISHES))
    await Importer(target).take(await lines_of(source), NOW)
    assert sorted((await target.load(NOW)).applications, key=lambda each: each.id) == [cart, replace(mine, created_at=NOW)]
    await source.close()
    await target.close()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([b"hello\n"], "Line 1 cannot be imported: .*malformed"),
        ([b'{"kind": "job"}\n'], "Line 1 cannot be imported: it is not what `registry-tray export` writes"),
        ([b'{"kind": "registry-tray export", "version": 99}\n'], "a newer Registry Tray has written it"),
        ([b'{"kind": "registry-tray export", "version": 1}\n', b'{"kind": "job", "record": {"id": 5}}\n'], "Line 2 cannot be"),
        ([b'{"kind": "registry-tray export", "version": 1}\n', b'{"kind": "x", "record": 1}\n'], "'x' is not known"),
    ],
)
async def test_what_is_no_export_is_said(tmp_path: Path, lines: list[bytes], said: str) -> None:
    store = await a_store("", tmp_path)
    with pytest.raises(StoreError, match=said):
        await Importer(store).take(lines, NOW)
    await store.close()


def command(folder: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program as a command."""
    line = [sys.executable, "-m", "registry_tray", *words, "--data-dir", str(folder)]
    return subprocess.run(
        line, input=given, capture_output=True, timeout=30, cwd=ROOT, env=clean_environment(folder, {}), check=False
    )


async def test_the_commands_move_a_running_registry_to_redis(tmp_path: Path, server: RedisServer) -> None:
    async with Target() as target, running(tmp_path / "data") as program:
        await program.ask("/api/register", {"appId": "x", "health": {"url": target.url, "interval": 1000}})
        await until(lambda: target.asked > 1, "it is checked")
        exported = await asyncio.to_thread(command, tmp_path / "data", "export")
        assert (exported.returncode, exported.stderr) == (0, b"")
        assert json.loads(exported.stdout.splitlines()[0])["kind"] == "registry-tray export"
        refused = await asyncio.to_thread(command, tmp_path / "data", "import", given=exported.stdout)
        assert refused.returncode == 1
        assert b"already runs on" in refused.stderr
        assert b"Quit it before you import." in refused.stderr
    store = ("--store", server.url)
    done = await asyncio.to_thread(command, tmp_path / "data", "import", *store, given=exported.stdout)
    assert done.returncode == 0, done.stderr
    assert b" records are in the store" in done.stderr
    async with running(tmp_path / "data", *store) as program:
        assert [record["appId"] for record in await program.ask("/api/application")] == ["x"]
        elsewhere = await asyncio.to_thread(command, tmp_path / "other", "import", *store, given=exported.stdout)
        assert elsewhere.returncode == 1
        assert b"is used by another Registry Tray with the same prefix" in elsewhere.stderr
        seen = await asyncio.to_thread(command, tmp_path / "other", "export", *store)
        assert b'"shop@localhost"' not in seen.stdout
        assert b'"x@localhost"' in seen.stdout
    await server.kill()
    away = await asyncio.to_thread(command, tmp_path / "data", "import", *store, given=exported.stdout)
    assert away.returncode == 1
    assert b"refuses connections" in away.stderr
