"""The sample: what runs on the machine of somebody who works on a shop for bicycles. All names are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from registry_tray.core.acknowledgement import Acknowledgement
from registry_tray.core.alert import Why
from registry_tray.core.models import FOR_EVER, Alert, AppId, Identifier, Instance, InstanceId, Job, JobId
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import AlertState, Health, Registration

NOW = datetime(2026, 3, 4, 14, 7, 32, tzinfo=UTC)


def ago(**parts: float) -> datetime:
    """A moment before now: `ago(minutes=4)`."""
    return NOW - timedelta(**parts)


@dataclass(frozen=True, slots=True)
class Sample:
    """An instance with its check. `latency` in milliseconds; `fields` are those of Instance, `job` those of Job."""

    name: str
    environment: str
    port: int
    latency: float = 12
    health: Health = Health.UP
    since: datetime = ago(hours=5, minutes=41)
    reason: str = ""
    app: str = ""
    host: str = "localhost"
    scheme: str = "http"
    alert: Alert | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    job: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> InstanceId:
        """Told by the name."""
        return InstanceId(f"id-{self.name}")

    @property
    def job_id(self) -> JobId:
        """Told by the name."""
        return JobId(f"job-{self.name}")

    @property
    def is_answering(self) -> bool:
        """Whether its last check was answered."""
        return self.health is Health.UP or not self.reason

    @property
    def checked_until(self) -> datetime | None:
        """When it was checked last; None where it still is."""
        return self.fields.get("ended_at") or (self.since if self.job.get("is_paused") else None)

    def instance(self) -> Instance:
        """As it is registered."""
        app = self.app or self.name
        several = f":{self.port}" if self.app else ""
        given: dict[str, Any] = {
            "id": self.id, "app_id": AppId(app), "identifier": Identifier(f"{app}@{self.host}{several}"),
            "hostname": self.host, "created_at": ago(days=12), "updated_at": self.since,
            "registered_at": ago(hours=5, minutes=41), "environment": self.environment, "data": {"server": {"port": self.port}},
        }  # fmt: skip
        if self.app:
            given["port"] = self.port
        return Instance(**(given | dict(self.fields)))

    def jobs(self) -> list[Job]:
        """Its check; none where there is nothing to check."""
        if not self.scheme:
            return []
        path = "/health" if self.scheme == "http" else ""
        endpoint = f"{self.scheme}://{self.host}:{self.port}{path}"
        failing = self.health in (Health.DOWN, Health.RECOVERING)
        given: dict[str, Any] = {
            "id": self.job_id, "instance_id": self.id, "type": self.scheme, "endpoint": endpoint,
            "interval": timedelta(seconds=10), "timeout": timedelta(seconds=3), "created_at": ago(days=12),
            "asked": JobSpec(self.scheme, endpoint), "health": self.health, "reason": self.reason, "changed_at": self.since,
            "down_since": self.since if failing else None,
            "latency": timedelta(milliseconds=self.latency) if self.is_answering and self.latency else None,
            "ping_count": 20_412, "error_count": 31 if self.reason else 4, "timeout_count": 0,
            "first_tested_at": ago(days=12), "last_tested_at": (self.checked_until or NOW) - timedelta(seconds=3),
        }  # fmt: skip
        return [Job(**(given | dict(self.job)))]


def told(name: str, since: datetime, state: AlertState = AlertState.OPEN, **more: Any) -> Alert:
    """What the user knows, or is about to know, of an outage."""
    return Alert(InstanceId(f"id-{name}"), state, since, since + timedelta(seconds=10), **more)


_SHOP = {"tags": ("shop",)}
_REFUSED = "Connection refused on localhost:{0}"

PAYMENTS = Sample(
    "payments", "production", 7401, 18, Health.DOWN, ago(minutes=4, seconds=12), _REFUSED.format(7401),
    alert=told("payments", ago(minutes=4, seconds=12), told_at=ago(minutes=4, seconds=2)),
    fields={
        "tags": ("shop", "critical"),
        "description": "Takes cards and vouchers, and talks to the bank",
        "links": {"Runbook": "https://wiki.example.com/payments", "Dashboard": "https://grafana.example.com/d/payments"},
        "depends_on": ("postgres", "identity"),
        "data": {
            "server": {"port": 7401}, "repl": {"port": "8401"}, "pubsub": {"url": "mqtt://localhost:1883/payments"},
            "framework": "Fastify 5.2", "node": "22.12.0",
        },
    },
)  # fmt: skip
REDIS = Sample(
    "redis", "production", 6379, 0.6, Health.DOWN, ago(minutes=2, seconds=38), _REFUSED.format(6379), scheme="redis",
    alert=told("redis", ago(minutes=2, seconds=38), told_at=ago(minutes=2, seconds=28)),
    fields={"tags": ("infrastructure",)},
)  # fmt: skip
CART = Sample(
    "cart", "production", 7403, 9, Health.DOWN, ago(minutes=2, seconds=31), "HTTP 503 (expected: 200)",
    alert=told("cart", ago(minutes=2, seconds=31), AlertState.SUPPRESSED, why=Why.ROOT_DOWN, root=REDIS.id, root_name="redis"),
    fields=_SHOP | {"depends_on": ("redis", "catalog")},
)  # fmt: skip
MAILER = Sample(
    "mailer", "staging", 7406, 31, Health.DOWN, ago(minutes=47), "No answer from localhost:7406 within 3 s",
    alert=told("mailer", ago(minutes=47), AlertState.ACKED),
    fields={"acknowledged": Acknowledgement(ago(minutes=44), "The provider renews its certificates, back by 15:00")},
)  # fmt: skip
INVOICES = Sample(
    "invoices", "staging", 7408, 22, Health.DOWN, ago(hours=1, minutes=12), _REFUSED.format(7408),
    alert=told("invoices", ago(hours=1, minutes=12), AlertState.MUTED, until=NOW + timedelta(hours=2)),
    fields={"muted_until": NOW + timedelta(hours=2)},
)  # fmt: skip
RECOMMENDATIONS = Sample(
    "recommendations", "production", 7412, 140, Health.DOWN, ago(seconds=34), "HTTP 502 (expected: 200)",
    alert=told("recommendations", ago(minutes=9), AlertState.FLAPPING, told_at=ago(minutes=9), changed=ago(seconds=34)),
    fields=_SHOP, job={"blips": 0b1011_0110_1101},
)  # fmt: skip
IMPORTER = Sample(
    "importer", "development", 7415, 64, Health.UNKNOWN, ago(minutes=17),
    alert=told("importer", ago(minutes=17), told_at=ago(minutes=17)),
    fields={
        "registration": Registration.CRASHED, "ended_at": ago(minutes=17), "ending": "KeyError: 'frame_size' (exit code 1)",
        "data": {"server": {"port": 7415}, "runner": "registry-tray run"}, "tags": ("import",),
    },
    job={"active": False},
)  # fmt: skip
TELEMETRY = Sample(
    "telemetry", "development", 7416, 5, Health.UNKNOWN, ago(hours=2, minutes=5),
    fields={
        "registration": Registration.LOST, "ended_at": ago(hours=2, minutes=5), "ttl": timedelta(seconds=30),
        "ending": "No sign of life for 30 s", "hostname": "bench-02", "identifier": Identifier("telemetry@bench-02"),
    },
    job={"active": False},
)  # fmt: skip
INVENTORY = Sample(
    "inventory", "production", 7404, 27, Health.SUSPECT, ago(seconds=4), "No answer from localhost:7404 within 3 s",
    alert=told("inventory", ago(seconds=4), AlertState.HELD, why=Why.HOLD, until=NOW + timedelta(seconds=6)), fields=_SHOP,
)  # fmt: skip
REVIEWS = Sample("reviews", "staging", 7411, 33, Health.RECOVERING, ago(minutes=1, seconds=50), fields=_SHOP)
SEARCH = Sample(
    "search", "production", 7405, 648, Health.UP, ago(minutes=22), 'It says of itself "warn"', fields=_SHOP,
    job={"degraded": True},
)  # fmt: skip
REPORTING = Sample("reporting", "development", 7417, 80, Health.STARTING, ago(seconds=9), _REFUSED.format(7417))
NOTEBOOK = Sample("notebook", "development", 8888, 0, Health.UNKNOWN, ago(hours=3), scheme="", fields={"data": {}})
BACKUP = Sample(
    "backup", "development", 0, 0, Health.UP, ago(hours=11), scheme="push",
    fields={"data": {}, "registered_at": ago(days=1, hours=6)},
    job={"is_paused": True, "active": False, "endpoint": "push://", "asked": JobSpec("push", "push://")},
)  # fmt: skip
CATALOG = Sample("catalog", "production", 7402, 11, fields=_SHOP | {"depends_on": ("postgres", "search")})
IDENTITY = Sample("identity", "production", 7407, 14, fields={"tags": ("critical",), "depends_on": ("postgres",)})
THUMBNAILS = Sample(
    "thumbnails", "development", 7409, 38, Health.UNKNOWN, ago(minutes=38),
    fields={"registration": Registration.STOPPED, "ended_at": ago(minutes=38)}, job={"active": False},
)  # fmt: skip
LEGACY = Sample(
    "legacy-login", "staging", 7499, 90, Health.UNKNOWN, ago(days=3),
    fields={"registration": Registration.ARCHIVED, "ended_at": ago(days=3), "registered_at": ago(days=3, hours=5)},
    job={"active": False},
)  # fmt: skip
GATEWAYS = (
    Sample("gateway-1", "production", 7410, 6, app="gateway"),
    Sample("gateway-2", "production", 7420, 7, app="gateway"),
    Sample("gateway-3", "production", 7430, 6, Health.STARTING, ago(seconds=14), app="gateway"),
)

WORKDAY = (
    PAYMENTS, REDIS, CART, MAILER, INVOICES, RECOMMENDATIONS, IMPORTER, TELEMETRY, INVENTORY, REVIEWS, SEARCH, REPORTING,
    NOTEBOOK, BACKUP, CATALOG, IDENTITY, THUMBNAILS, LEGACY, *GATEWAYS,
    Sample("postgres", "production", 5432, 2.1, scheme="postgres", fields={"tags": ("infrastructure", "critical")}),
    Sample("media", "production", 7413, 19, fields=_SHOP),
    Sample("shipping", "staging", 7414, 45, fields=_SHOP),
    Sample("docs", "development", 7418, 4),
    Sample("storybook", "development", 6006, 8, fields={"muted_until": FOR_EVER}),
)  # fmt: skip
"""A little of everything."""

FEW = (
    CATALOG, IDENTITY,
    Sample("payments", "production", 7401, 18),
    Sample("orders", "production", 7403, 24, Health.UP, ago(minutes=22), 'It says of itself "warn"', job={"degraded": True}),
    Sample("shipping", "staging", 7414, 45),
    Sample("docs", "development", 7418, 4),
)  # fmt: skip
"""An ordinary morning."""

STORY = (Sample("sample", "demo", 40_213, 1.2, Health.DOWN, ago(seconds=3), _REFUSED.format(40_213)),)
"""What the welcome shows when it has just broken."""


def crowd() -> tuple[Sample, ...]:
    """Hundreds: a cluster of services in several copies."""
    names = (
        "auth", "basket", "billing", "catalog", "checkout", "courier", "email", "events", "fraud", "gateway", "images", "pricing",
    )  # fmt: skip
    made = []
    for number in range(300):
        app, host, port = f"{names[number % 12]}-{'abcde'[number // 12 % 5]}", f"node-{number % 7}", 20_000 + number
        health, reason = (Health.DOWN, f"Connection refused on {host}:{port}") if number % 41 == 7 else (Health.UP, "")
        where = ("production", "staging", "development")[number % 3]
        since = ago(minutes=3 + number % 50)
        made.append(Sample(f"{app}-{number}", where, port, 3 + number * 7 % 90, health, since, reason, app, host))
    return tuple(made)
