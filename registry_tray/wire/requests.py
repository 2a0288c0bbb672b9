"""What clients send, declared once: this validates it, and the OpenAPI document is made from it."""

from typing import Any

from msgspec import Struct

from registry_tray.wire import fields as f


class HealthBody(Struct, rename="camel", kw_only=True):
    """How the health of an instance is asked. Other keys are kept as they are."""

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
    name: f.Word | None = None
    label: f.Title | None = None
    description: f.Text | None = None


class RegistrationBody(Struct, rename="camel", kw_only=True):
    """What an application says of itself when it boots. Other keys are folded into `data`."""

    app_id: f.AppId
    hostname: f.Hostname | None = None
    identifier: f.Identifier | None = None
    environment: f.Word | None = None
    label: f.Title | None = None
    description: f.Text | None = None
    pid: f.Pid | None = None
    data: Any = None
    health: Any = None


class UnregisterBody(Struct, rename="camel", kw_only=True):
    """Which instance stops."""

    identifier: f.Key | None = None
    id: f.Key | None = None


class JobBody(HealthBody, rename="camel", kw_only=True):
    """One more job for an instance."""

    application: f.Key


class PageQuery(Struct, kw_only=True):
    """A page of a long list, newest first."""

    limit: f.Limit = 100
    before: f.Number | None = None
