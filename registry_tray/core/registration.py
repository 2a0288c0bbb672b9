"""What an application says of itself when it boots."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from registry_tray.core.errors import Fault
from registry_tray.core.models import AppId, Identifier, Instance
from registry_tray.core.spec import JobSpec


@dataclass(frozen=True, slots=True)
class RegistrationRequest:
    """A valid registration. `port` is the server port, which tells instances on one host apart; `warnings` say what of it
    was taken and not used.
    """

    app_id: AppId
    hostname: str
    job: JobSpec
    identifier: Identifier | None = None
    environment: str | None = None
    port: int | None = None
    label: str = ""
    description: str = ""
    pid: int | None = None
    process_started: float | None = None
    version: str = ""
    branch: str = ""
    commit: str = ""
    tags: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    ttl: timedelta | None = None
    data: dict[str, Any] = field(default_factory=dict)
    health: dict[str, Any] | None = None
    warnings: tuple[Fault, ...] = ()

    def of_process(self, started: float | None) -> "RegistrationRequest":
        """The registration of the process that began then; without a pid where there is no such process here."""
        return replace(self, pid=self.pid if started else None, process_started=started)

    def identifiers(self) -> tuple[Identifier, ...]:
        """The names it may take, the plainest first: `app@host`, then with its port, its environment, and both."""
        name, host = self.app_id, self.hostname
        dotted = f"{name}.{self.environment}" if self.environment else name
        candidates = [f"{name}@{host}"]
        if self.port is not None:
            candidates.append(f"{name}@{host}:{self.port}")
        if self.environment:
            candidates.append(f"{dotted}@{host}")
            if self.port is not None:
                candidates.append(f"{dotted}@{host}:{self.port}")
        return tuple(Identifier(candidate) for candidate in candidates)

    def is_same(self, instance: Instance) -> bool:
        """Whether the instance has the very port and environment of this registration."""
        return instance.port == self.port and instance.environment == self.environment

    def may_be(self, instance: Instance) -> bool:
        """Whether nothing tells the instance from this registration; what one of them does not say does not count."""
        ports = self.port is None or instance.port is None or self.port == instance.port
        environments = self.environment is None or instance.environment is None or self.environment == instance.environment
        return ports and environments
