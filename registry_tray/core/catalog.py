"""What is registered at this moment, in memory: the one place that everybody reads."""

from collections.abc import Iterator
from dataclasses import replace
from sys import intern
from urllib.parse import urlsplit

from registry_tray.core.errors import NotFoundError
from registry_tray.core.index import Index
from registry_tray.core.models import (
    Alert,
    AppId,
    Application,
    Identifier,
    Instance,
    InstanceId,
    Job,
    JobId,
    Session,
    StatusEvent,
    shown_status,
)
from registry_tray.core.ports import Snapshot
from registry_tray.core.status import AlertState, Status
from registry_tray.phrases import phrase


class Catalog:
    """Instances, their open sessions and their jobs.

    `version` grows with every change, so that readers know what to serialise anew. `needed` finds instances by what they
    depend on, `hosts` jobs by where they ask.
    """

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        snapshot = snapshot or Snapshot()
        self.version = 0
        self.applications: dict[AppId, Application] = {application.id: application for application in snapshot.applications}
        self._instances: dict[InstanceId, Instance] = {}
        self._identifiers: dict[Identifier, InstanceId] = {}
        self._of_app: dict[AppId, list[InstanceId]] = {}
        self.sessions: dict[InstanceId, Session] = {session.instance_id: session for session in snapshot.sessions}
        self._jobs: dict[JobId, Job] = {}
        self._of_instance: dict[InstanceId, list[JobId]] = {}
        self._alerts: dict[InstanceId, Alert] = {}
        self.needed: Index[InstanceId] = Index()
        self.hosts: Index[JobId] = Index()
        self._last_event = snapshot.last_event
        for instance in snapshot.instances:
            self.put_instance(instance)
        for job in snapshot.jobs:
            self.put_job(job)

    def __len__(self) -> int:
        return len(self._instances)

    def instances(self) -> Iterator[Instance]:
        """All of them, in the order in which they first registered."""
        return iter(self._instances.values())

    def jobs(self) -> Iterator[Job]:
        """The jobs of all instances."""
        return iter(self._jobs.values())

    def siblings(self, app_id: AppId) -> list[Instance]:
        """The instances of one application."""
        return [self._instances[instance_id] for instance_id in self._of_app.get(app_id, ())]

    def find(self, key: str) -> Instance | None:
        """The instance with this id or this identifier."""
        by_id = self._instances.get(InstanceId(key))
        if by_id is not None:
            return by_id
        instance_id = self._identifiers.get(Identifier(key))
        return self._instances[instance_id] if instance_id else None

    def instance(self, key: str) -> Instance:
        """The instance with this id or this identifier; NotFoundError."""
        found = self.find(key)
        if found is None:
            raise NotFoundError(phrase("No application is registered as {0}.", repr(key)))
        return found

    def job(self, job_id: str) -> Job:
        """The job with this id; NotFoundError."""
        try:
            return self._jobs[JobId(job_id)]
        except KeyError:
            raise NotFoundError(phrase("There is no job {0}.", repr(job_id))) from None

    def find_job(self, job_id: JobId) -> Job | None:
        """The job with this id, where there is one."""
        return self._jobs.get(job_id)

    def jobs_of(self, instance_id: InstanceId) -> list[Job]:
        """The jobs of an instance, the oldest first."""
        return [self._jobs[job_id] for job_id in self._of_instance.get(instance_id, ())]

    def status(self, instance: Instance) -> Status:
        """The one word for an instance."""
        return shown_status(instance, self.jobs_of(instance.id))

    def put_instance(self, instance: Instance) -> None:
        """Add it, or put it in the place of what was known of it."""
        known = self._instances.get(instance.id)
        if known is not None and known.identifier != instance.identifier:
            del self._identifiers[known.identifier]
        self._instances[instance.id] = instance
        self._identifiers[instance.identifier] = instance.id
        if known is None:
            self._of_app.setdefault(instance.app_id, []).append(instance.id)
        self.needed.put(instance.id, instance.depends_on)
        self.version += 1

    def put_job(self, job: Job) -> None:
        """Add it, or put it in the place of what was known of it."""
        known = self._jobs.get(job.id)
        if known is None or known.endpoint != job.endpoint:
            self.hosts.put(job.id, (intern(urlsplit(job.endpoint).hostname or ""),))
        self._jobs[job.id] = job
        if known is None:
            self._of_instance.setdefault(job.instance_id, []).append(job.id)
        self.version += 1

    def alert(self, instance_id: InstanceId) -> Alert | None:
        """Where the outage of an instance stands, None where there is none."""
        return self._alerts.get(instance_id)

    def put_alert(self, alert: Alert) -> None:
        """Put it in the place of what was known; one that is quiet is forgotten."""
        self._alerts.pop(alert.instance_id, None)
        if alert.state is not AlertState.QUIET:
            self._alerts[alert.instance_id] = alert
        self.version += 1

    def remove_job(self, job_id: JobId) -> None:
        """Forget a job."""
        job = self._jobs.pop(job_id, None)
        if job is not None:
            self._of_instance[job.instance_id].remove(job_id)
            self.hosts.drop(job_id)
            self.version += 1

    def remove_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance and its jobs."""
        instance = self._instances.pop(instance_id, None)
        if instance is None:
            return
        for job_id in self._of_instance.pop(instance_id, ()):
            self._jobs.pop(job_id, None)
            self.hosts.drop(job_id)
        self.needed.drop(instance_id)
        self._identifiers.pop(instance.identifier, None)
        self._of_app[instance.app_id].remove(instance_id)
        self.sessions.pop(instance_id, None)
        self.version += 1

    def numbered(self, event: StatusEvent) -> StatusEvent:
        """The event with the next number of the journal."""
        self._last_event += 1
        return replace(event, number=self._last_event)
