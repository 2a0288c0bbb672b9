"""The domain to records."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from registry_tray.core.alert import sentence
from registry_tray.core.health import period
from registry_tray.core.models import Alert, Check, Instance, Job, Session, StatusEvent
from registry_tray.core.reports import ErrorReport
from registry_tray.core.secrets import mask
from registry_tray.core.status import AlertState, Health, Status
from registry_tray.wire.records import (
    AcknowledgementRecord,
    AlertRecord,
    ApplicationRecord,
    CheckRecord,
    ErrorRecord,
    EventRecord,
    JobRecord,
    SessionRecord,
)
from registry_tray.wire.units import iso, milliseconds

OFFLINE = frozenset({Status.CRASHED, Status.DOWN, Status.LOST, Status.STOPPED})


def alert_record(instance: Instance, alert: Alert | None, root: Instance | None, now: datetime) -> AlertRecord | None:
    """Where an outage stands; of one that is muted also without an outage. None where there is nothing to say."""
    if alert is None:
        if not instance.is_muted(now):
            return None
        until = instance.muted_until
        alert = Alert(instance.id, AlertState.MUTED, now, now, until=until)
        return AlertRecord(
            state=alert.state.value, message=sentence(alert, now), since=None, until=iso(until), root=None, told_at=None
        )
    return AlertRecord(
        state=alert.state.value,
        message=sentence(alert, now),
        since=iso(alert.since),
        until=iso(alert.until),
        root=root.identifier if root is not None else alert.root,
        told_at=iso(alert.told_at),
    )


def application_record(
    instance: Instance, status: Status, session: str | None, alert: AlertRecord | None = None
) -> ApplicationRecord:
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
        acknowledged=_acknowledgement(instance),
        alert=alert,
        tags=list(instance.tags),
        links=instance.links,
        depends_on=list(instance.depends_on),
        ttl=milliseconds(instance.ttl),
        pinned=instance.is_pinned,
        ended_at=iso(instance.ended_at),
        ending=instance.ending,
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
        endpoint=job.target,
        options=mask(dict(job.asked.options)),
        interval=milliseconds(job.interval),
        next_interval=milliseconds(period(job)),
        timeout_after=milliseconds(job.timeout),
        active=job.active,
        is_up=job.active and job.health in (Health.UP, Health.SUSPECT),
        status=job.health.value,
        degraded=job.degraded,
        unstable=job.unstable,
        reason=job.reason,
        ping_count=job.ping_count,
        error_count=job.error_count,
        not_responsive_count=job.timeout_count,
        error_alert_threshold=job.policy.failures,
        response_alert_threshold=job.policy.failures,
        hold=milliseconds(job.policy.hold),
        grace=milliseconds(job.policy.grace),
        crash_hold=milliseconds(job.policy.crash_hold),
        restart_window=milliseconds(job.policy.restart_window),
        response_time=milliseconds(job.latency),
        uptime=milliseconds(now - job.changed_at) if job.health is Health.UP and job.changed_at else 0,
        downtime=milliseconds(now - job.down_since) if job.down_since else 0,
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
        response_time=milliseconds(check.latency),
        timeout_after=milliseconds(timeout),
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
        downtime=milliseconds(event.downtime),
        created_at=iso(event.at),
    )


def session_record(session: Session) -> SessionRecord:
    """A life of an instance as the API gives it."""
    return SessionRecord(
        id=session.id,
        application=session.instance_id,
        pid=session.pid,
        version=session.version,
        branch=session.branch,
        commit=session.commit,
        started_at=iso(session.started_at),
        ended_at=iso(session.ended_at),
        ending=session.ending.value if session.ending else None,
        reason=session.reason,
        exit_code=session.exit_code,
    )


def error_record(report: ErrorReport) -> ErrorRecord:
    """Occurrences of an error as the API gives them."""
    return ErrorRecord(
        id=report.fingerprint,
        application=report.instance_id,
        session=report.session_id,
        type=report.type,
        message=report.message,
        stack=report.stack,
        exit_code=report.exit_code,
        count=report.count,
        first_at=iso(report.first_at),
        last_at=iso(report.last_at),
    )


def _acknowledgement(instance: Instance) -> AcknowledgementRecord | None:
    known = instance.acknowledged
    return AcknowledgementRecord(at=iso(known.at), note=known.note) if known else None
