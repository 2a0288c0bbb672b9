"""The program really stands still, or its boot-time clock runs away, while its targets live and die: nothing pops up."""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry_tray.clock import SystemClock
from registry_tray.config import Alerts, Settings
from registry_tray.core.status import EventKind, Health, Result
from tests.fakes import RecordingNotifier, Target, seconds, until
from tests.features.program import running
from tests.unit.api.client import program

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
STILL = 4.5  # seconds, which really pass: it is the system that stops the program


@posix
async def test_a_program_that_was_stopped_tells_nothing_of_what_failed_meanwhile(tmp_path: Path) -> None:
    environment = {
        "REGISTRY_TRAY_ALERTS_FAILURES": "1",
        "REGISTRY_TRAY_ALERTS_SLEEP_AFTER": "3s",
        "REGISTRY_TRAY_ALERTS_RESUME_GRACE": "4s",
    }
    async with Target() as dies, Target() as hangs, Target() as lives, running(tmp_path / "data", **environment) as told:
        targets = {"dies": dies, "hangs": hangs, "lives": lives}
        for name, target in targets.items():
            interval = 60_000 if target is hangs else 1000
            await told.ask("/api/register", {"appId": name, "health": {"url": target.url, "interval": interval}})
        await until(lambda: min(target.asked for target in targets.values()) >= 1, "all are seen")
        hangs.hangs = True  # a check is in flight when the program stops, with seconds left
        asked = hangs.asked
        await told.ask("/api/application/hangs@localhost/check", {})
        await until(lambda: hangs.asked > asked, "a check hangs")
        told.process.send_signal(signal.SIGSTOP)
        await dies.die()
        await asyncio.sleep(STILL)
        hangs.hangs = False
        told.process.send_signal(signal.SIGCONT)
        asked = lives.asked

        async def labels() -> list[str]:
            return [row["label"] for row in await told.ask("/api/event?limit=100")]

        async with asyncio.timeout(20):
            while "sleep" not in await labels():
                pass
        await dies.live()
        await until(lambda: lives.asked >= asked + 6, "the grace is over", 20)
        records = await told.ask("/api/application")
        assert {record["appId"]: record["status"] for record in records} == dict.fromkeys(targets, "up")
        assert await labels() == ["sleep", "register", "register", "register"]
        told.process.send_signal(signal.SIGTERM)
        assert await told.ended() == (0, "", "")  # an outage would have been a line


class SleepyClock(SystemClock):
    """The time of this machine, and as much sleep as a test asks for: what CLOCK_BOOTTIME would show."""

    def __init__(self) -> None:
        self.slept = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.slept

    def asleep(self) -> float:
        return self.slept.total_seconds()


async def test_two_hours_by_the_boot_time_clock_are_a_row_of_the_journal_and_no_popup(tmp_path: Path) -> None:
    clock, notifier = SleepyClock(), RecordingNotifier()
    settings = Settings(alerts=Alerts(hold=seconds(0), failures=1, resume_grace=seconds(3)))
    async with Target() as target, program(tmp_path, notifier, settings, clock=clock) as (service, client):
        await client.post("/api/register", {"appId": "x", "health": {"url": target.url, "interval": 1000}})
        (job,) = service.catalog.jobs()
        await until(lambda: service.catalog.job(job.id).health is Health.UP, "it is up")
        await target.die()
        clock.slept += timedelta(hours=2)
        await until(lambda: Result.INCONCLUSIVE in service.stats.beats(job.id), "a check that tells nothing")
        await target.live()
        await until(lambda: service.stats.beats(job.id).endswith(bytes(3)), "it answers again")
        rows = await service.store.events(10)
        assert [(row.kind, row.description) for row in rows if row.kind is not EventKind.REGISTER] == [
            (EventKind.SLEEP, "slept 2 h")
        ]
        assert notifier.log == []
        assert service.catalog.job(job.id).error_count == 0
        assert service.stats.uptime(job.id, clock.now()) in (None, 1.0)
