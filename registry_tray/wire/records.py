"""What we answer, declared once: the OpenAPI document is made from it. Times are ISO 8601 in UTC, durations milliseconds."""

from typing import Annotated, Any

from msgspec import Meta, Struct

Time = Annotated[str, Meta(description="ISO 8601 in UTC", examples=["2026-03-01T12:00:00.000Z"])]
Milliseconds = Annotated[float, Meta(description="milliseconds", examples=[12.5])]
Id = Annotated[str, Meta(description="32 hexadecimal digits", examples=["7d5e4d7c0a9840a485f73ef8209e944a"])]


class AcknowledgementRecord(Struct, rename="camel", kw_only=True):
    """That somebody knows of the outage."""

    at: Time | None
    note: str


class AlertRecord(Struct, rename="camel", kw_only=True):
    """Where its outage stands on the way to the user. `until` is when that changes, `root` the dependency to blame.

    `message` says in words why nothing pops up: "popup in 9 s", "redis is down", "muted until 14:00".
    """

    state: str
    message: str
    since: Time | None
    until: Time | None
    root: str | None
    told_at: Time | None


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
    acknowledged: AcknowledgementRecord | None
    alert: AlertRecord | None
    tags: list[str]
    links: dict[str, str]
    depends_on: list[str]
    ttl: Milliseconds | None
    pinned: bool
    ended_at: Time | None
    ending: str
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
    options: Annotated[
        dict[str, Any], Meta(description="options of its strategy that differ from the defaults; secrets are masked")
    ]
    interval: Milliseconds | None
    next_interval: Milliseconds | None
    timeout_after: Milliseconds | None
    active: bool
    is_up: bool
    status: str
    degraded: bool
    unstable: bool
    reason: str
    ping_count: int
    error_count: int
    not_responsive_count: int
    error_alert_threshold: int | None
    response_alert_threshold: int | None
    hold: Milliseconds | None
    grace: Milliseconds | None
    crash_hold: Milliseconds | None
    restart_window: Milliseconds | None
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


class SessionRecord(Struct, rename="camel", kw_only=True):
    """One life of an instance, from boot to exit."""

    id: Id
    application: Id
    pid: int | None
    version: str
    branch: str
    commit: str
    started_at: Time | None
    ended_at: Time | None
    ending: str | None
    reason: str
    exit_code: int | None


class ErrorRecord(Struct, rename="camel", kw_only=True):
    """All occurrences of one error; what differs between them is that of the last."""

    id: str
    application: Id
    session: Id | None
    type: str
    message: str
    stack: str
    exit_code: int | None
    count: int
    first_at: Time | None
    last_at: Time | None


class DependencyRecord(Struct, rename="camel", kw_only=True):
    """Both ways: what it needs, and who needs it."""

    depends_on: list[ApplicationRecord]
    dependants: list[ApplicationRecord]
    unknown: list[str]


class InForceRecord(Struct, rename="camel", kw_only=True):
    """A setting of a job, or of its instance where `job` is null: its value, and where it comes from.

    `source` is `application` (a person has set it for all instances), `registration`, `settings` or `default`. Durations are
    in milliseconds.
    """

    job: Id | None
    setting: str
    value: Any
    source: str


class DeletedRecord(Struct, rename="camel", kw_only=True):
    """What is gone."""

    id: Id


class HealthRecord(Struct, rename="camel", kw_only=True):
    """How the registry itself is. `problems` says in words what does not work, by component; `broker` is `off` without MQTT."""

    success: bool
    status: str
    version: str
    uptime: Milliseconds
    applications: int
    store: str
    broker: str
    problems: dict[str, str]


class SchemeRecord(Struct, rename="camel", kw_only=True):
    """A scheme of URLs; `port` is taken where the URL names none."""

    scheme: str
    port: int | None


class OptionRecord(Struct, rename="camel", kw_only=True):
    """An option of a check, sent beside the URL. `secret` values are never shown."""

    name: str
    type: Annotated[str, Meta(description="text, number, flag, choice, list, map or any", examples=["text"])]
    default: Any
    description: str
    secret: bool
    choices: list[str]


class StrategyRecord(Struct, rename="camel", kw_only=True):
    """A kind of check. Where it is not available, `fix` says what to do."""

    name: str
    description: str
    example: str
    schemes: list[SchemeRecord]
    available: bool
    fix: str
    options: list[OptionRecord]
