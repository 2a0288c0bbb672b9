"""JSON in and out: the one place where milliseconds and camelCase exist."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.health import period
from registry_tray.core.models import AppId, Check, Identifier, Instance, Job, JobSpec, StatusEvent
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.secrets import mask, mask_text
from registry_tray.core.status import Health, Status
from registry_tray.core.targets import Target, is_loopback, parse_target, without_credentials
from registry_tray.payload import Payload

NOTHING_TO_CHECK = "none"

encode = msgspec.json.Encoder(enc_hook=str).encode


def decode(body: bytes) -> Any:
    """The JSON value of a request's body; InvalidPayloadError."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InvalidPayloadError(Fault("", f"The body is not JSON: {error}.")) from None


def parse_registration(value: Any, peer: str, schemes: Collection[str]) -> RegistrationRequest:
    """Any of the forms that clients send. `peer` is the address it came from; InvalidPayloadError names every field."""
    payload = Payload.of(value)
    app_id = payload.text("appId", required=True, longest=200)
    home = "localhost" if is_loopback(peer) else peer
    hostname = payload.text("hostname", longest=253) or home
    identifier = payload.text("identifier", longest=500)
    environment = payload.text("environment", longest=100)
    label, description = payload.text("label", longest=200), payload.text("description", longest=2000)
    pid = payload.integer("pid", low=1)
    inner = payload.mapping("data")
    health = _health(payload)
    data = payload.rest() | inner.rest()
    port = Payload.of(data).mapping("server").lenient_port("port")
    # A name that only the application's own machine knows is of no use to us where it registers from this machine.
    host = home if is_loopback(peer) else hostname
    job = _job(health, host, port, data, schemes)
    payload.check()
    return RegistrationRequest(
        app_id=AppId(app_id),
        hostname=hostname,
        job=job,
        identifier=Identifier(identifier) if identifier else None,
        environment=environment or None,
        port=port,
        label=label,
        description=description,
        pid=pid,
        data=mask(data),
        health=mask(health.all()) or None,
    )


def parse_identifier(value: Any) -> str:
    """The instance that an unregistration names."""
    payload = Payload.of(value)
    identifier = payload.text("identifier") or payload.text("id")
    if not identifier:
        payload.fault("identifier", "is missing: send the identifier that the registration was answered with")
    payload.check()
    return identifier


def parse_job(value: Any, schemes: Collection[str]) -> tuple[str, JobSpec]:
    """A job to be created: the id or identifier of its application, and the job."""
    payload = Payload.of(value)
    application = payload.text("application", required=True)
    request = _job(payload, "localhost", None, {}, schemes)
    if not request.endpoint and not payload.faults:
        payload.fault("endpoint", "is missing: name what is to be checked, such as http://localhost:8000/health")
    payload.check()
    return application, request


def instance_record(instance: Instance, status: Status, session: str | None) -> dict[str, Any]:
    """An instance as the API gives it."""
    return {
        "id": instance.id,
        "uuid": str(UUID(instance.id)),
        "identifier": instance.identifier,
        "appId": instance.app_id,
        "hostname": instance.hostname,
        "environment": instance.environment,
        "online": status not in (Status.CRASHED, Status.DOWN, Status.LOST, Status.STOPPED),
        "data": instance.data,
        "health": instance.health,
        "label": instance.name,
        "description": instance.description,
        "status": status,
        "registration": instance.registration,
        "session": session,
        "registeredAt": iso(instance.registered_at),
        "mutedUntil": iso(instance.muted_until),
        "createdAt": iso(instance.created_at),
        "updatedAt": iso(instance.updated_at),
    }


def job_record(job: Job, application: Any, now: datetime) -> dict[str, Any]:
    """A job as the API gives it; `application` is its id, or the whole record."""
    since = _milliseconds(now - job.changed_at) if job.changed_at else 0
    down = job.down_since is not None
    return {
        "id": job.id,
        "application": application,
        "type": job.type,
        "name": job.name,
        "label": job.asked.label,
        "description": job.asked.description,
        "endpoint": without_credentials(job.endpoint),
        "interval": _milliseconds(job.interval),
        "nextInterval": _milliseconds(period(job)),
        "timeoutAfter": _milliseconds(job.timeout),
        "active": job.active,
        "isUp": job.health in (Health.UP, Health.SUSPECT),
        "status": job.health,
        "degraded": job.degraded,
        "reason": job.reason,
        "pingCount": job.ping_count,
        "errorCount": job.error_count,
        "notResponsiveCount": job.timeout_count,
        "errorAlertThreshold": job.policy.failures,
        "responseAlertThreshold": job.policy.failures,
        "hold": _milliseconds(job.policy.hold),
        "grace": _milliseconds(job.policy.grace),
        "responseTime": _milliseconds(job.latency),
        "uptime": since if job.health is Health.UP else 0,
        "downtime": _milliseconds(now - job.down_since) if down and job.down_since else 0,
        "firstTestedAt": iso(job.first_tested_at),
        "lastTestedAt": iso(job.last_tested_at),
        "lastChangedAt": iso(job.changed_at),
        "createdAt": iso(job.created_at),
    }


def check_record(check: Check, timeout: timedelta | None) -> dict[str, Any]:
    """A check as the API gives it."""
    at = round(check.at.timestamp() * 1000)
    return {
        "id": f"{check.job_id}-{at}",
        "job": check.job_id,
        "requestTime": at,
        "responseTime": _milliseconds(check.latency),
        "timeoutAfter": _milliseconds(timeout),
        "statusCode": check.code,
        "isUp": check.result.is_up,
        "isResponsive": check.latency is not None,
        "result": check.result.name.lower(),
        "error": check.error or None,
        "tags": [],
    }


def event_record(event: StatusEvent) -> dict[str, Any]:
    """A row of the journal as the API gives it."""
    return {
        "id": event.number,
        "job": event.job_id,
        "application": event.instance_id,
        "label": event.kind,
        "description": event.description,
        "downtime": _milliseconds(event.downtime),
        "createdAt": iso(event.at),
    }


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None


def _milliseconds(duration: timedelta | None) -> float | None:
    if duration is None:
        return None
    milliseconds = duration.total_seconds() * 1000
    return int(milliseconds) if milliseconds.is_integer() else round(milliseconds, 3)


def _health(payload: Payload) -> Payload:
    raw = payload.take("health")
    match raw:
        case str():
            return Payload({"url": raw}, "health", payload.faults)
        case dict():
            return Payload(raw, "health", payload.faults)
        case None | False:
            return Payload({}, "health", payload.faults)
    payload.fault("health", 'must be an object such as {"url": "http://localhost:8000/health"}, or that URL alone')
    return Payload({}, "health", payload.faults)


def _job(health: Payload, host: str, port: int | None, data: dict[str, Any], schemes: Collection[str]) -> JobSpec:
    target = _target(health, host, port, data, schemes)
    interval = health.milliseconds("interval", low=1000)
    timeout = health.milliseconds("timeoutAfter", low=50) or health.milliseconds("timeout", low=50)
    if interval and timeout and timeout >= interval:
        health.fault("timeout", f"must be shorter than the interval of {_milliseconds(interval)} ms")
    failures = health.integer("errorAlertThreshold", low=1, high=20) or health.integer("failures", low=1, high=20)
    return JobSpec(
        target.scheme if target else NOTHING_TO_CHECK,
        target.url if target else "",
        interval, timeout, failures,
        health.integer("successes", low=1, high=10),
        health.milliseconds("hold", low=0, high=900_000),
        health.milliseconds("grace", low=0, high=3_600_000),
        health.text("name", longest=100) or "health",
        health.text("label", longest=200),
        mask_text(health.text("description", longest=2000)),
    )  # fmt: skip


def _target(health: Payload, host: str, port: int | None, data: dict[str, Any], schemes: Collection[str]) -> Target | None:
    key = "endpoint" if "endpoint" in health and "url" not in health else "url"
    url = health.text(key, longest=2000)
    bracketed = f"[{host}]" if ":" in host else host
    if url.startswith("/"):
        if port is None:
            health.fault(key, f"is a path: send the whole URL (http://localhost:8000{url}), or server.port with it")
            return None
        url = f"http://{bracketed}:{port}{url}"
    if not url:
        # Nothing says where its health can be asked: that its port answers is the most that can be known.
        port = port or Payload.of(data).mapping("repl").lenient_port("port")
        if port is None:
            return None
        url = f"tcp://{bracketed}:{port}"
    try:
        return parse_target(url, schemes)
    except ValueError as error:
        health.fault(key, f"{without_credentials(url)!r} {error}")
        return None
