"""The whole program but its face, in process, with targets that live and die."""

import asyncio
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry_tray.config import Alerts, Settings
from registry_tray.core.errors import ConflictError
from registry_tray.core.models import Job
from registry_tray.core.status import EventKind, Health, Registration, Status
from registry_tray.service import Service
from tests.fakes import RecordingNotifier, Target, seconds, until
from tests.unit.api.client import Client, program

PROMPT = Settings(alerts=Alerts(hold=seconds(0), failures=2, successes=2))


def job_of(service: Service, identifier: str = "x@localhost") -> Job:
    return service.catalog.jobs_of(service.catalog.instance(identifier).id)[0]


async def checked_until(service: Service, condition: Callable[[], object], what: str) -> None:
    """Check again and again until it is so."""

    def look() -> object:
        service.desk.check_now(None)
        return condition()

    await until(look, what)


async def health(service: Service, wanted: Health, identifier: str = "x@localhost") -> None:
    await checked_until(service, lambda: job_of(service, identifier).health is wanted, f"{identifier} is {wanted}")


def body(target: Target, **more: Any) -> dict[str, Any]:
    return {"appId": "x", "health": {"url": target.url, "interval": 60_000}, **more}


async def test_a_target_that_dies_and_returns_is_one_outage_and_one_recovery(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with Target() as target, program(tmp_path, notifier, PROMPT) as (service, client):
        record = await client.post("/api/register", body(target))
        await health(service, Health.UP)
        await target.die()
        await health(service, Health.DOWN)
        await until(lambda: notifier.notices, "the outage is told")
        assert (await client.get(f"/api/application/{record['id']}"))["online"] is False
        (job,) = await client.get(f"/api/application/{record['id']}/jobs")
        assert job["downtime"] > 0
        assert job["reason"] == f"Connection refused on 127.0.0.1:{target.port}"
        await target.live()
        await health(service, Health.UP)
        await until(lambda: len(notifier.notices) == 2, "the recovery is told")
        asked = target.asked
        await checked_until(service, lambda: target.asked > asked + 5, "it is checked")
        events = await client.get("/api/event")
        assert [event["label"] for event in events] == ["up", "down", "register"]
        assert events[0]["downtime"] > 0
    assert notifier.titles == ["x is down", "x is back"]
    assert [notice.is_recovery for notice in notifier.notices] == [False, True]


async def test_after_a_restart_everything_is_there_and_checked_and_nothing_is_told_twice(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with Target() as target:
        async with program(tmp_path, notifier, PROMPT) as (service, client):
            record = await client.post("/api/register", body(target))
            await client.post("/api/register", {"appId": "y"})
            await health(service, Health.UP)
            await target.die()
            await health(service, Health.DOWN)
            await until(lambda: notifier.notices, "the outage is told")
        async with program(tmp_path, notifier, PROMPT) as (service, client):
            assert [each["appId"] for each in await client.get("/api/application")] == ["x", "y"]
            assert (await client.get("/api/application"))[0]["id"] == record["id"]
            assert job_of(service).health is Health.DOWN
            checks = job_of(service).ping_count
            await checked_until(service, lambda: job_of(service).ping_count > checks + 3, "it is checked")
            assert notifier.titles == ["x is down"]
            await target.live()
            await health(service, Health.UP)
            await until(lambda: len(notifier.notices) == 2, "the recovery is told")
            labels = [event["label"] for event in await client.get("/api/event")]
            assert labels == ["up", "down", "register", "register"]
            numbers = [event["id"] for event in await client.get("/api/event")]
            assert numbers == sorted(set(numbers), reverse=True)
    assert notifier.titles == ["x is down", "x is back"]


async def test_after_a_reboot_nothing_that_is_not_started_yet_is_told(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with Target() as target:
        async with program(tmp_path, notifier, PROMPT) as (service, client):
            await client.post("/api/register", body(target))
            await client.post("/api/register", {**body(target), "appId": "young"})
            await health(service, Health.UP)
            await target.die()
            await health(service, Health.DOWN)
            await until(lambda: notifier.notices, "the outage is told")
            await client.post("/api/register", {**body(target), "appId": "starting"})
            (session,) = await service.store.sessions(service.catalog.instance("young@localhost").id, 1)
            await service.store.save(replace(session, pid=os.getpid(), process_started=1.0))
            told = list(notifier.titles)
            await service.store.mark_boot("another")
        for _ in range(2):
            async with program(tmp_path, notifier, PROMPT) as (service, client):
                jobs = [job_of(service, f"{name}@localhost") for name in ("x", "young", "starting")]
                assert {job.health for job in jobs} == {Health.UNKNOWN}
                for job in jobs:
                    now = lambda job=job: service.catalog.job(job.id).ping_count > job.ping_count + 3  # noqa: E731
                    await checked_until(service, now, "it is checked")
                assert {status["status"] for status in await client.get("/api/application")} == {"unknown"}
                assert notifier.titles == told
        async with program(tmp_path, notifier, PROMPT) as (service, client):
            await target.live()
            await health(service, Health.UP)
            assert notifier.titles == told


async def test_unregistering_ends_the_checks_and_takes_the_notification_back(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with Target() as target, program(tmp_path, notifier, PROMPT) as (service, client):
        record = await client.post("/api/register", body(target))
        await health(service, Health.UP)
        await target.die()
        await health(service, Health.DOWN)
        await until(lambda: notifier.notices, "the outage is told")
        await client.post("/api/unregister", {"identifier": record["identifier"]})
        await until(lambda: notifier.withdrawn, "it is taken back")
        await target.live()
        count = job_of(service).ping_count
        service.desk.check_now(None)
        await client.get("/api/health")
        assert job_of(service).ping_count == count
        assert target.asked == 0 or service.catalog.status(service.catalog.instance("x@localhost")) is Status.STOPPED
    assert notifier.log == ["x is down", "withdrawn"]


async def test_a_notification_can_ask_for_a_check_and_for_silence(tmp_path: Path) -> None:
    from registry_tray.core.events import NoticeActivated

    async with Target() as target, program(tmp_path, RecordingNotifier(), PROMPT) as (service, client):
        record = await client.post("/api/register", body(target))
        await health(service, Health.UP)
        asked = target.asked
        service.bus.publish(NoticeActivated(record["id"], "check"))
        await until(lambda: target.asked > asked, "it is checked")
        service.bus.publish(NoticeActivated(record["id"], "mute"))
        await until(lambda: service.catalog.instance(record["id"]).muted_until, "it is muted")
        service.bus.publish(NoticeActivated(record["id"], "open"))
        service.bus.publish(NoticeActivated("nobody", "mute"))  # type: ignore[arg-type]


async def test_a_setting_that_is_changed_is_in_force_kept_and_reaches_the_jobs(tmp_path: Path) -> None:
    async with Target() as target, program(tmp_path, RecordingNotifier(), PROMPT) as (service, client):
        await client.post("/api/register", {"appId": "x", "health": target.url})
        await service.desk.change_setting("checks.interval", "30s")
        assert job_of(service).interval == seconds(30)
        assert 'interval = "30s"' in await asyncio.to_thread((tmp_path / "config.toml").read_text)


async def test_settings_that_changed_while_it_was_off_reach_the_jobs(tmp_path: Path) -> None:
    async with program(tmp_path, RecordingNotifier(), PROMPT) as (_, client):
        await client.post("/api/register", {"appId": "x", "health": "http://127.0.0.1:1/"})
        await client.post("/api/register", {"appId": "y", "health": "http://127.0.0.1:1/"})
        await client.ask("PATCH", "/api/application/y@localhost/settings", {"hold": 7000})
    changed = replace(PROMPT, alerts=replace(PROMPT.alerts, hold=seconds(33), crash_hold=seconds(5)))
    async with program(tmp_path, RecordingNotifier(), changed) as (service, _):
        policies = [job_of(service, f"{name}@localhost").policy for name in "xy"]
        assert [policy.hold for policy in policies] == [seconds(33), seconds(7)]
        assert [policy.crash_hold for policy in policies] == [seconds(5), seconds(5)]


@pytest.mark.parametrize("how", ["idle", "checking a target that hangs", "in the middle of requests"])
async def test_when_it_is_closed_no_task_and_no_thread_is_left(tmp_path: Path, how: str) -> None:
    threads = set(threading.enumerate())
    requests: list[asyncio.Task[Any]] = []
    other = Client("")
    async with Target() as target, program(tmp_path, RecordingNotifier()) as (service, client):
        target.hangs = True
        other.address = service.address
        if how.startswith("checking"):
            await client.post("/api/register", {"appId": "x", "health": target.url})
            await until(lambda: service._scheduler.in_flight, "it is checked")
        elif how.startswith("in"):
            requests = [asyncio.create_task(other.post("/api/register", {"appId": f"x{number}"})) for number in range(50)]
            await requests[0]
    await asyncio.gather(*requests, return_exceptions=True)
    await other.__aexit__()
    ours = {thread.name for thread in set(threading.enumerate()) - threads if "store" in thread.name}
    assert ours == set()


async def test_a_start_that_fails_leaves_nothing_open(tmp_path: Path) -> None:
    from registry_tray.core.errors import StoreError

    await asyncio.to_thread((tmp_path / "registry.db").write_bytes, b"nonsense" * 1000)
    with pytest.raises(StoreError, match="begin anew"):
        async with program(tmp_path, RecordingNotifier()):
            raise AssertionError("it started")


async def test_numbers_of_the_journal_go_on_after_a_restart(tmp_path: Path) -> None:
    for life in range(3):
        async with program(tmp_path, RecordingNotifier()) as (service, client):
            await client.post("/api/register", {"appId": "x"})
            events = await service.store.events(100)
            assert [event.number for event in events] == list(range(life + 1, 0, -1))
            assert {event.kind for event in events} <= {EventKind.REGISTER, EventKind.RESTART}


async def test_what_a_person_asks_at_the_desk_is_done_and_refused_in_words(tmp_path: Path) -> None:
    async with program(tmp_path, RecordingNotifier(), PROMPT) as (service, client):
        record = await client.post("/api/register", {"appId": "y"})
        found = service.catalog.instance(record["id"])
        await service.desk.acknowledge(found.id, "known to ops")
        await service.desk.pin(found.id, pinned=True)
        known = service.catalog.instance(found.id)
        assert (known.acknowledged and known.acknowledged.note, known.is_pinned) == ("known to ops", True)
        await service.desk.acknowledge(found.id, None)
        assert service.catalog.instance(found.id).acknowledged is None
        with pytest.raises(ConflictError, match="Unregister it first"):
            await service.desk.archive(found.id)
        await client.post("/api/unregister", {"id": record["id"]})
        await service.desk.archive(found.id)
        assert service.catalog.instance(found.id).registration is Registration.ARCHIVED
