"""What clients send, declared once: this validates it, and the OpenAPI document is made from it."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from registry_tray.wire import fields as f


class HealthBody(Struct, rename="camel", kw_only=True):
    """How the health of an instance is asked. Other keys are kept as they are, but for slips of these."""

    url: f.Url | None = None
    endpoint: f.Url | None = None
    interval: f.Interval | None = None
    timeout: f.Timeout | None = None
    timeout_after: f.Timeout | None = None
    failures: f.Failures | None = None
    error_alert_threshold: f.Failures | None = None
    successes: f.Successes | None = None
    hold: f.Hold | None = None
    grace: f.Grace | None = None
    crash_hold: f.CrashHold | None = None
    restart_window: f.RestartWindow | None = None
    name: f.Word | None = None
    label: f.Title | None = None
    description: f.Text | None = None


AnyHealth = Annotated[
    Any,
    Meta(
        description="how its health is asked: an object, or a URL alone; without it the server port is checked",
        examples=[{"url": "http://localhost:7331/api/health", "interval": 10_000}],
        extra_json_schema={"anyOf": [{"$ref": "#/components/schemas/HealthBody"}, {"type": "string"}, {"type": "null"}]},
    ),
]
AnyData = Annotated[
    Any,
    Meta(
        description="free; `server.port`, `repl.port` and URLs become links in the window, secrets are masked",
        examples=[{"server": {"port": 7331}}],
        extra_json_schema={"type": ["object", "null"], "additionalProperties": True},
    ),
]


class GitBody(Struct, rename="camel", kw_only=True):
    """Which state of the source runs."""

    branch: f.Word | None = None
    commit: f.Word | None = None


class RegistrationBody(Struct, rename="camel", kw_only=True):
    """What an application says of itself when it boots. Other keys are folded into `data`."""

    app_id: f.AppId
    hostname: f.Hostname | None = None
    identifier: f.Identifier | None = None
    environment: f.Word | None = None
    label: f.Title | None = None
    description: f.Text | None = None
    pid: f.Pid | None = None
    version: f.Word | None = None
    git: GitBody | None = None
    tags: f.Tags | None = None
    links: f.Links | None = None
    depends_on: f.DependsOn | None = None
    ttl: f.Ttl | None = None
    data: AnyData = None
    health: AnyHealth = None


class ErrorBody(Struct, rename="camel", kw_only=True):
    """An error of an application."""

    type: f.Title | None = None
    message: f.Message | None = None
    stack: f.Stack | None = None
    exit_code: f.ExitCode | None = None


class UnregisterBody(Struct, rename="camel", kw_only=True):
    """Which instance stops; with an error it has crashed. Other keys are ignored."""

    identifier: f.Key | None = None
    id: f.Key | None = None
    error: ErrorBody | None = None


class HeartbeatBody(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Which instance lives."""

    identifier: f.Key


class ReportBody(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """An error that did not end the instance."""

    identifier: f.Key
    error: ErrorBody


class JobBody(HealthBody, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """One more job for an instance."""

    application: f.Key


class JobPatch(HealthBody, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """What is to be different; what is left out stays."""


class TuningBody(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """What a person wants for all instances of an application, whatever it asks for itself; null takes it back."""

    interval: f.Interval | None = None
    timeout: f.Timeout | None = None
    failures: f.Failures | None = None
    successes: f.Successes | None = None
    hold: f.Hold | None = None
    grace: f.Grace | None = None
    crash_hold: f.CrashHold | None = None
    restart_window: f.RestartWindow | None = None


class MuteBody(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Hold back the popups; with `untilRecovery` the end of the next outage ends it, whatever the duration."""

    duration: f.MuteFor | None = None
    until_recovery: bool = False


class AcknowledgeBody(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Somebody knows of the outage."""

    note: f.Note | None = None


class PinBody(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Keep it in the list whatever its age."""

    pinned: bool = True


class EmptyBody(Struct, forbid_unknown_fields=True):
    """Nothing: `{}`."""


class PageQuery(Struct, kw_only=True):
    """A page of a long list, newest first."""

    limit: f.Limit = 100
    before: f.Number | None = None


class NewestQuery(Struct, kw_only=True):
    """The newest of a list."""

    limit: f.Limit = 100


class ListQuery(Struct, rename="camel", kw_only=True):
    """A page of what is registered, in the order of first registration; one application, status or tag."""

    limit: Annotated[int, Meta(ge=1, le=1000, description="how many at most")] = 1000
    after: f.Cursor | None = None
    app_id: f.AppId | None = None
    status: f.Word | None = None
    tag: f.Tag | None = None


class CheckQuery(Struct, kw_only=True):
    """A page of checks, newest first."""

    limit: f.Limit = 100
    before: f.Moment | None = None


class EventQuery(Struct, kw_only=True):
    """A page of the journal, newest first, of one instance, job, kind or time."""

    limit: f.Limit = 100
    before: f.Number | None = None
    application: f.Key | None = None
    job: f.Key | None = None
    kind: f.Word | None = None
    since: f.Moment | None = None
    until: f.Moment | None = None


Window = Literal["hour", "day", "week", "month"]


class StatsQuery(Struct, kw_only=True):
    """For which time the series is."""

    window: Window = "day"


class DeleteQuery(Struct, kw_only=True):
    """Asked twice: the first time without this."""

    confirm: f.Confirm | None = None


class ExportQuery(Struct, kw_only=True):
    """What to export, and how."""

    format: Literal["json", "csv"] = "json"
    what: Literal["application", "job", "session", "event", "error", "check"] | None = None
