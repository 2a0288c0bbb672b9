"""The domain to records."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from registry_tray.core.health import period
from registry_tray.core.models import Check, Instance, Job, StatusEvent
from registry_tray.core.status import Health, Status
from registry_tray.core.targets import without_credentials
from registry_tray.wire.records import ApplicationRecord, CheckRecord, EventRecord, JobRecord

OFFLINE = frozenset({Status.CRASHED, Status.DOWN, Status.LOST, Status.STOPPED})


def application_record(instance: Instance, status: Status, session: str | None) -> ApplicationRecord:
    """An instance as the API gives it."""
    return ApplicationRecord(
        id=instance.id,
        uuid=str(UUID(instance.id)),
        identifier=instance.identifier,
        app_id=instance.app_id,
        hostname=instance.hostname,
        environment=instance.environment,
        online=status not in OFFLINE,
        data=instance.data,
        health=instance.health,
        label=instance.name,
        description=instance.description,
        status=status.value,
        registration=instance.registration.value,
        session=session,
        registered_at=iso(instance.registered_at),
        muted_until=iso(instance.muted_until),
        created_at=iso(instance.created_at),
        updated_at=iso(instance.updated_at),
    )


def job_record(job: Job, application: Any, now: datetime) -> JobRecord:
    """A job as the API gives it; `application` is its id, or the whole record."""
    return JobRecord(
        id=job.id,
        application=application,
        type=job.type,
        name=job.name,
        label=job.asked.label,
        description=job.asked.description,
        endpoint=without_credentials(job.endpoint),
        interval=_milliseconds(job.interval),
        next_interval=_milliseconds(period(job)),
        timeout_after=_milliseconds(job.timeout),
        active=job.active,
        is_up=job.health in (Health.UP, Health.SUSPECT),
        status=job.health.value,
        degraded=job.degraded,
        reason=job.reason,
        ping_count=job.ping_count,
        error_count=job.error_count,
        not_responsive_count=job.timeout_count,
        error_alert_threshold=job.policy.failures,
        response_alert_threshold=job.policy.failures,
        hold=_milliseconds(job.policy.hold),
        grace=_milliseconds(job.policy.grace),
        response_time=_milliseconds(job.latency),
        uptime=_milliseconds(now - job.changed_at) if job.health is Health.UP and job.changed_at else 0,
        downtime=_milliseconds(now - job.down_since) if job.down_since else 0,
        first_tested_at=iso(job.first_tested_at),
        last_tested_at=iso(job.last_tested_at),
        last_changed_at=iso(job.changed_at),
        created_at=iso(job.created_at),
    )


def check_record(check: Check, timeout: timedelta | None) -> CheckRecord:
    """A check as the API gives it."""
    at = round(check.at.timestamp() * 1000)
    return CheckRecord(
        id=f"{check.job_id}-{at}",
        job=check.job_id,
        request_time=at,
        response_time=_milliseconds(check.latency),
        timeout_after=_milliseconds(timeout),
        status_code=check.code,
        is_up=check.result.is_up,
        is_responsive=check.latency is not None,
        result=check.result.name.lower(),
        error=check.error or None,
        tags=[],
    )


def event_record(event: StatusEvent) -> EventRecord:
    """A row of the journal as the API gives it."""
    return EventRecord(
        id=event.number,
        job=event.job_id,
        application=event.instance_id,
        label=event.kind.value,
        description=event.description,
        downtime=_milliseconds(event.downtime),
        created_at=iso(event.at),
    )


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None


def _milliseconds(duration: timedelta | None) -> float | None:
    if duration is None:
        return None
    milliseconds = duration.total_seconds() * 1000
    return int(milliseconds) if milliseconds.is_integer() else round(milliseconds, 3)
