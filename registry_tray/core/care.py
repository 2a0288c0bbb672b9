"""What a person does with an instance: mute, acknowledge, pin, archive, delete; and the errors that it reports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from registry_tray.core.absences import missed_again
from registry_tray.core.errors import ConflictError
from registry_tray.core.events import InstanceChanged, InstanceRemoved
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import FOR_EVER, Acknowledgement, Instance, Job, JobId, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Store
from registry_tray.core.reports import ErrorReport, ErrorSpec, report
from registry_tray.core.status import EventKind, Registration
from registry_tray.durations import spoken
from registry_tray.phrases import phrase


class Care:
    """All methods take the id or the identifier of an instance, and raise NotFoundError and StoreError."""

    def __init__(self, ledger: Ledger, store: Store) -> None:
        self._ledger = ledger
        self._store = store

    async def mute(self, key: str, until: datetime | None, *, until_recovery: bool = False) -> Instance:
        """Hold back its popups until then; None lets them through. With `until_recovery` also its next recovery ends it."""

        def muted(instance: Instance, now: datetime) -> tuple[Instance, EventKind, str]:
            kind = EventKind.MUTE if until else EventKind.UNMUTE
            ends_so = until_recovery and until is not None
            how_long = "until it recovers" if ends_so else _how_long(until, now)
            return replace(instance, muted_until=until, mute_ends_on_recovery=ends_so), kind, how_long

        return await self._change(key, muted)

    async def outage_over(self, key: str) -> None:
        """An outage has ended; a mute that was to last until then ends, and what a person knew of it counts no more.

        Nothing where it is unknown by now.
        """
        instance = self._ledger.catalog.find(key)
        if instance is not None and instance.mute_ends_on_recovery:
            await self.mute(instance.id, None)
        if instance is not None and instance.acknowledged is not None:
            await self._change(instance.id, lambda found, _: (replace(found, acknowledged=None), None, ""))

    async def acknowledge(self, key: str, note: str) -> Instance:
        """A person knows of the outage: no more of it until it is over."""

        def known(instance: Instance, now: datetime) -> tuple[Instance, EventKind, str]:
            return replace(instance, acknowledged=Acknowledgement(now, note)), EventKind.ACKNOWLEDGE, note

        return await self._change(key, known)

    async def unacknowledge(self, key: str) -> Instance:
        """Take that back: what is still broken pops up as if nobody had known."""
        return await self._change(
            key,
            lambda instance, _: (
                replace(instance, acknowledged=None),
                EventKind.UNACKNOWLEDGE if instance.acknowledged else None,
                "",
            ),
        )

    async def pin(self, key: str, *, pinned: bool) -> Instance:
        """Keep it in the list whatever its age, or no more."""
        return await self._change(key, lambda instance, _: (replace(instance, is_pinned=pinned), None, ""))

    async def archive(self, key: str, why: str = "") -> Instance:
        """Put away an instance that no longer runs. ConflictError while it runs."""

        def archived(instance: Instance, now: datetime) -> tuple[Instance, EventKind, str]:
            self.ended(instance.id)
            return replace(instance, registration=Registration.ARCHIVED, updated_at=now), EventKind.ARCHIVE, why

        return await self._change(key, archived, lambda job, now: job.ended(now) if job.down_since else job)

    async def bring_back(self, key: str, how: Registration) -> Instance:
        """Take it out of the archive again, as it was before. ConflictError where it is not there."""

        def brought(instance: Instance, now: datetime) -> tuple[Instance, EventKind | None, str]:
            if instance.registration is not Registration.ARCHIVED or how in (Registration.ACTIVE, Registration.ARCHIVED):
                raise ConflictError(phrase("{0} is not in the archive.", instance.identifier))
            return replace(instance, registration=how, updated_at=now), None, ""

        outages = await self._given_up(key) if how in (Registration.CRASHED, Registration.LOST) else {}
        return await self._change(key, brought, lambda job, _: missed_again(job, outages[job.id]) if job.id in outages else job)

    def ended(self, key: str) -> Instance:
        """It, where it does not run and may be put away or forgotten. ConflictError while it runs."""
        instance = self._ledger.catalog.instance(key)
        if instance.registration is Registration.ACTIVE:
            raise ConflictError(phrase("{0} runs. Unregister it first.", instance.identifier))
        return instance

    async def delete(self, key: str, why: str = "") -> Instance:
        """Forget it with all its history; the journal keeps a row that says so. ConflictError while it runs."""
        found = self._ledger.catalog.instance(key)
        async with self._ledger.lock(found.app_id):
            instance = self.ended(found.id)
            jobs = self._ledger.catalog.jobs_of(instance.id)
            await self._store.delete_instance(instance.id)
            self._ledger.catalog.remove_instance(instance.id)
        self._ledger.tell(InstanceRemoved(instance, tuple(jobs)))
        event = StatusEvent(instance.id, EventKind.DELETE, self._ledger.clock.now(), why or instance.identifier)
        await self._ledger.log(event)
        return instance

    async def report_error(self, key: str, spec: ErrorSpec) -> ErrorReport:
        """Keep an error that did not end the instance."""
        found = self._ledger.catalog.instance(key)
        async with self._ledger.lock(found.app_id):
            now = self._ledger.clock.now()
            session = self._ledger.catalog.sessions.get(found.id)
            occurrence = report(found.id, session.id if session else None, spec, now)
            event = StatusEvent(found.id, EventKind.ERROR, now, spec.summary)
            rows = await self._ledger.write(occurrence, events=[event])
        self._ledger.tell(InstanceChanged(self._ledger.catalog.find(found.id) or found), rows)
        return occurrence

    async def _given_up(self, key: str) -> dict[JobId, Outage]:
        """The outages that ended with what had ended before: by being put away."""
        instance = self._ledger.catalog.instance(key)
        found = [outage for job in self._ledger.catalog.jobs_of(instance.id) for outage in await self._store.outages(job.id, 1)]
        ended = instance.ended_at
        return {each.job_id: each for each in found if ended is not None and each.ended is not None and each.ended >= ended}

    async def _change(
        self,
        key: str,
        change: Callable[[Instance, datetime], tuple[Instance, EventKind | None, str]],
        of_job: Callable[[Job, datetime], Job] = lambda job, _: job,
    ) -> Instance:
        found = self._ledger.catalog.instance(key)
        async with self._ledger.lock(found.app_id):
            now = self._ledger.clock.now()
            instance, kind, description = change(self._ledger.catalog.instance(found.id), now)
            events = [StatusEvent(instance.id, kind, now, description)] if kind else []
            jobs = [(job, of_job(job, now)) for job in self._ledger.catalog.jobs_of(instance.id)]
            changed = [after for before, after in jobs if after is not before]
            rows = await self._ledger.write(instance, *changed, events=events)
        self._ledger.tell(InstanceChanged(instance), rows)
        return instance


def _how_long(until: datetime | None, now: datetime) -> str:
    if until is None:
        return ""
    return "for ever" if until.year >= FOR_EVER.year else f"for {spoken(until - now)}"
