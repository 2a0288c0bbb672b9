"""The window on a sample: the real models, pages and store, with stand-ins for what acts on the machine."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from registry_tray.core.models import JobId
from registry_tray.core.rollup import Rollup
from registry_tray.core.stats import Stats
from registry_tray.core.summary import Series, Summaries
from registry_tray.stores.memory import MemoryStore
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.slices import finished
from registry_tray.ui.theme import Theme
from scripts.screenshots import past
from scripts.screenshots.fleet import IMPORTER, NOW, PAYMENTS, Sample
from tests.unit.ui.support import FakeJobs, World, run_at_once


class _Jobs(FakeJobs):
    """Charts are made of what the store has."""

    summaries: Summaries

    async def series(self, job_id: JobId, window: str) -> Series:
        return await self.summaries.series(job_id, window)


class Scene:
    """A registry with these samples, as it stands at NOW."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self.samples = tuple(samples)
        self.world = world = World()
        world.clock.time = NOW
        self.store = MemoryStore()
        world.history = self.store  # type: ignore[assignment] # the real one
        jobs = _Jobs(world.catalog)
        jobs.summaries = Summaries(self.store, world.clock)
        world.wishes.jobs = jobs
        self._fill()
        self.bridge: Bridge = world.make_bridge()

    def open(self, theme: Theme, state: Path) -> MainWindow:
        """A window of its own."""
        window = MainWindow(self.bridge, theme, state, lambda: True)
        finished(window.build())
        return window

    def _fill(self) -> None:
        world, kept = self.world, self.store
        crowded = len(self.samples) > 100
        rollups: list[Rollup] = []
        for sample in self.samples:
            world.catalog.put_instance(sample.instance())
            for job in sample.jobs():
                world.catalog.put_job(job)
                for check in past.checks(sample):
                    kept.append(job, check)
                if not crowded:
                    rollups += past.rollups(sample, minutes=sample is PAYMENTS)
                    run_at_once(kept.save(*past.outages(sample)))
            if sample.alert is not None:
                world.wishes.alerts[sample.id] = sample.alert
        run_at_once(kept.save(*rollups))
        if self.samples:
            run_at_once(kept.save(*past.journal(self.samples[:40]), *past.sessions(self.samples), *past.errors()))
        world.stats = Stats({sample.job_id: past.beats(sample) for sample in self.samples}, rollups)
        for session in past.sessions(self.samples):
            if session.ended_at is None:
                world.catalog.sessions[session.instance_id] = replace(session)
        if IMPORTER in self.samples:
            world.wishes.runs.runs[IMPORTER.id] = past.run_of_importer()
