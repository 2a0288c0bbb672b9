"""What we answer, declared once: the OpenAPI document is made from it. Times are ISO 8601 in UTC, durations milliseconds."""

from typing import Annotated, Any

from msgspec import Meta, Struct

Time = Annotated[str, Meta(description="ISO 8601 in UTC", examples=["2026-03-01T12:00:00.000Z"])]
Milliseconds = Annotated[float, Meta(description="milliseconds", examples=[12.5])]
Id = Annotated[str, Meta(description="32 hexadecimal digits", examples=["7d5e4d7c0a9840a485f73ef8209e944a"])]


class ApplicationRecord(Struct, rename="camel", kw_only=True):
    """One instance of an application."""

    id: Id
    uuid: str
    identifier: str
    app_id: str
    hostname: str
    environment: str | None
    online: bool
    data: dict[str, Any]
    health: dict[str, Any] | None
    label: str
    description: str
    status: str
    registration: str
    session: str | None
    registered_at: Time | None
    muted_until: Time | None
    created_at: Time | None
    updated_at: Time | None


class JobRecord(Struct, rename="camel", kw_only=True):
    """What is checked, and what the checks have shown. `application` is its id; in a list the whole record."""

    id: Id
    application: Any
    type: str
    name: str
    label: str
    description: str
    endpoint: str
    interval: Milliseconds | None
    next_interval: Milliseconds | None
    timeout_after: Milliseconds | None
    active: bool
    is_up: bool
    status: str
    degraded: bool
    reason: str
    ping_count: int
    error_count: int
    not_responsive_count: int
    error_alert_threshold: int | None
    response_alert_threshold: int | None
    hold: Milliseconds | None
    grace: Milliseconds | None
    response_time: Milliseconds | None
    uptime: Milliseconds | None
    downtime: Milliseconds | None
    first_tested_at: Time | None
    last_tested_at: Time | None
    last_changed_at: Time | None
    created_at: Time | None


class CheckRecord(Struct, rename="camel", kw_only=True):
    """One look at a target. `requestTime` is in milliseconds since 1970."""

    id: str
    job: Id
    request_time: int
    response_time: Milliseconds | None
    timeout_after: Milliseconds | None
    status_code: int | None
    is_up: bool
    is_responsive: bool
    result: str
    error: str | None
    tags: list[str]


class EventRecord(Struct, rename="camel", kw_only=True):
    """A row of the journal."""

    id: int
    job: Id | None
    application: Id
    label: str
    description: str
    downtime: Milliseconds | None
    created_at: Time | None


class HealthRecord(Struct, rename="camel", kw_only=True):
    """How the registry itself is. `problems` says in words what does not work, by component."""

    success: bool
    status: str
    version: str
    uptime: Milliseconds
    applications: int
    store: str
    problems: dict[str, str]
