"""What the registry before this one got wrong, each seen in its source or by running it."""

from pathlib import Path

from registry_tray.core.events import EventLogged
from registry_tray.core.status import EventKind, Health
from tests.fakes import Heard, RecordingNotifier, Target, until
from tests.unit.api.client import program
from tests.unit.test_service import PROMPT, body, checked_until, health, job_of


async def test_every_registration_added_one_more_job_and_one_more_timer(tmp_path: Path) -> None:
    async with Target() as target, program(tmp_path, RecordingNotifier()) as (service, client):
        for _ in range(20):
            await client.post("/api/register", body(target))
        assert len(await client.get("/api/job")) == 1
        assert len(service._scheduler._entries) == 1


async def test_after_a_restart_nothing_was_checked(tmp_path: Path) -> None:
    async with Target() as target:
        async with program(tmp_path, RecordingNotifier()) as (service, client):
            await client.post("/api/register", {"appId": "x", "health": {"url": target.url, "interval": 1000}})
            await health(service, Health.UP)
        asked = target.asked
        async with program(tmp_path, RecordingNotifier()):
            await until(lambda: target.asked > asked, "it is checked without being asked to")


async def test_unregistering_left_the_job_running(tmp_path: Path) -> None:
    async with Target() as target, program(tmp_path, RecordingNotifier()) as (service, client):
        await client.post("/api/register", body(target))
        await health(service, Health.UP)
        await client.post("/api/unregister", {"identifier": "x@localhost"})
        assert service._scheduler._entries == {}
        (job,) = await client.get("/api/job")
        assert not job["active"]


async def test_https_had_no_strategy(tmp_path: Path) -> None:
    async with Target() as target, program(tmp_path, RecordingNotifier(), PROMPT) as (service, client):
        await target.die()
        await client.post("/api/register", {"appId": "x", "health": target.url.replace("http:", "https:")})
        await checked_until(service, lambda: job_of(service).ping_count, "it is checked")
        assert job_of(service).type == "https"
        assert "refused" in job_of(service).reason


async def test_no_request_had_a_timeout(tmp_path: Path) -> None:
    async with Target() as target, program(tmp_path, RecordingNotifier()) as (service, client):
        target.hangs = True
        await client.post("/api/register", {"appId": "x", "health": {"url": target.url, "timeoutAfter": 100}})
        await until(lambda: job_of(service).timeout_count, "the check ends")
        (job,) = await client.get("/api/job")
        assert (job["timeoutAfter"], job["notResponsiveCount"]) == (100, 1)


async def test_the_first_check_always_raised_an_event(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with Target() as target, program(tmp_path, notifier, PROMPT) as (service, client):
        await client.post("/api/register", body(target))
        await health(service, Health.UP)
        assert [event["label"] for event in await client.get("/api/event")] == ["register"]
    assert notifier.log == []


async def test_a_target_that_does_not_respond_was_never_reported(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with Target() as target, program(tmp_path, notifier, PROMPT) as (service, client):
        sent = {"appId": "x", "health": {"url": target.url, "timeoutAfter": 50}}
        await client.post("/api/register", sent)
        await health(service, Health.UP)
        target.answer = b""
        target.hangs = True
        await health(service, Health.DOWN)
        (job,) = await client.get("/api/job")
        assert job["notResponsiveCount"] >= 2
        await until(lambda: notifier.titles == ["x is down"], "the outage is told")


async def test_downtime_was_always_0(tmp_path: Path) -> None:
    async with Target() as target, program(tmp_path, RecordingNotifier(), PROMPT) as (service, client):
        journal = Heard(service.bus, EventLogged)
        await client.post("/api/register", body(target))
        await health(service, Health.UP)
        await target.die()
        await health(service, Health.DOWN)
        await target.live()
        await health(service, Health.UP)
        # What is so is shown at once; the journal tells of it when the store has it.
        await until(lambda: journal.events[-1].event.kind is EventKind.UP, "the journal has it")
        newest = (await client.get("/api/event"))[0]
        assert newest["label"] == "up"
        assert newest["downtime"] > 0


async def test_failing_health_never_reached_the_user(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with Target() as target, program(tmp_path, notifier, PROMPT) as (service, client):
        await client.post("/api/register", body(target))
        await health(service, Health.UP)
        target.answer = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        await health(service, Health.DOWN)
        await until(lambda: notifier.titles == ["x is down"], "the outage is told")
        assert notifier.notices[0].body.startswith("HTTP 500 Oops")


async def test_two_instances_of_an_application_overwrote_each_other(tmp_path: Path) -> None:
    async with program(tmp_path, RecordingNotifier()) as (_, client):
        for port in (3001, 3002, 3001, 3002):
            await client.post("/api/register", {"appId": "x", "server": {"port": port}})
        found = await client.get("/api/application")
        assert [record["data"]["server"]["port"] for record in found] == [3001, 3002]
        assert len({record["identifier"] for record in found}) == 2


async def test_uptime_was_reset_by_any_update(tmp_path: Path) -> None:
    async with Target() as target, program(tmp_path, RecordingNotifier()) as (service, client):
        record = await client.post("/api/register", body(target))
        await health(service, Health.UP)
        changed = job_of(service).changed_at
        await client.post(f"/api/application/{record['id']}/mute", {"duration": 60_000})
        await service.desk.change_setting("checks.interval", "30s")
        await checked_until(service, lambda: job_of(service).ping_count > 3, "it is checked")
        assert job_of(service).changed_at == changed


async def test_the_jobs_of_an_application_were_one_job(tmp_path: Path) -> None:
    async with program(tmp_path, RecordingNotifier()) as (_, client):
        record = await client.post("/api/register", {"appId": "x"})
        await client.post("/api/job", {"application": record["id"], "endpoint": "tcp://localhost:1"})
        assert len(await client.get(f"/api/application/{record['id']}/jobs")) == 2


async def test_all_hosts_collapsed_into_undefined(tmp_path: Path) -> None:
    async with program(tmp_path, RecordingNotifier()) as (_, client):
        assert (await client.post("/api/register", {"appId": "x"}))["identifier"] == "x@localhost"


async def test_errors_were_pages_that_clients_could_not_read(tmp_path: Path) -> None:
    async with program(tmp_path, RecordingNotifier()) as (_, client):
        assert (await client.refusal("GET", "/api/nothing"))[0] == 404
        assert (await client.refusal("POST", "/api/register", raw=b"{"))[0] == 422
