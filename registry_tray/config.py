"""The settings: what there is, with defaults, units and bounds."""

from collections.abc import Callable, Iterator
from dataclasses import Field, dataclass, field, fields, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from registry_tray.broker_address import check_broker_url, check_prefix
from registry_tray.conversions import convert
from registry_tray.conversions import display_value as display_value
from registry_tray.core.errors import BadValueError
from registry_tray.core.mutes import MuteChoices
from registry_tray.core.quiet import QuietHours
from registry_tray.core.secrets import mask_text
from registry_tray.durations import parse_duration
from registry_tray.phrases import phrase
from registry_tray.redis_url import check_key_prefix, check_redis_url


class Theme(StrEnum):
    """Which colours the window has."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Language(StrEnum):
    """Which language the program speaks."""

    SYSTEM = "system"
    EN = "en"
    ES = "es"


def _setting(default: Any, doc: str, low: Any = None, high: Any = None, check: Callable[[str], None] | None = None) -> Any:
    return field(default=default, metadata={"doc": doc, "low": low, "high": high, "check": check})


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def _age(default: str, doc: str, low: str) -> Any:
    return _setting(parse_duration(default), doc, parse_duration(low), parse_duration("3650d"))


@dataclass(frozen=True, slots=True)
class Server:
    """[server]"""

    bind: str = _setting("loopback", "where the API listens: loopback, or an address of this machine; then a token is needed")
    port: int = _setting(7331, "port of the API on 127.0.0.1 and ::1; 0 takes a free one", 0, 65535)


@dataclass(frozen=True, slots=True)
class Data:
    """[data]"""

    dir: Path = _setting(Path(), "folder for the store; empty is the platform's data folder")


@dataclass(frozen=True, slots=True)
class Checks:
    """[checks]"""

    interval: timedelta = _setting(
        _seconds(10), "time between two checks where the registration names none", _seconds(1), _seconds(86400)
    )
    timeout: timedelta = _setting(
        _seconds(3), "how long a target on this machine may take to answer", _seconds(0.05), _seconds(60)
    )
    remote_timeout: timedelta = _setting(
        _seconds(10), "how long a target elsewhere may take to answer", _seconds(0.05), _seconds(60)
    )
    concurrency: int = _setting(64, "checks in flight at the same time", 1, 1000)


@dataclass(frozen=True, slots=True)
class Alerts:
    """[alerts]"""

    hold: timedelta = _setting(_seconds(10), "time from the first failure to the notification", _seconds(0), _seconds(900))
    grace: timedelta = _setting(_seconds(60), "how long an application may take to start", _seconds(0), _seconds(3600))
    crash_hold: timedelta = _setting(
        _seconds(2), "time from a crash that is certain to the notification", _seconds(0), _seconds(900)
    )
    restart_window: timedelta = _setting(
        _seconds(30), "who is back within this time has restarted, and gets the time that its restarts take",
        _seconds(0), _seconds(900),
    )  # fmt: skip
    failures: int = _setting(
        0, "failures in a row that make a target down; 0 stands for 2 where the connection is refused, else 3", 0, 20
    )
    successes: int = _setting(2, "successes in a row that make it up again", 1, 10)
    quiet_hours: QuietHours = _setting(QuietHours(), "time of day without popups of outages, such as 22:00-08:00; empty for none")
    resume_grace: timedelta = _setting(
        _seconds(20), "time after sleep in which failures tell nothing", _seconds(0), _seconds(600)
    )
    sleep_after: timedelta = _setting(
        _seconds(30), "how long this program must stand still to have slept where no clock shows it", _seconds(3), _seconds(3600)
    )
    network_grace: timedelta = _setting(
        _seconds(15), "time after a change of the network in which failures elsewhere tell nothing", _seconds(0), _seconds(600)
    )
    mute_choices: MuteChoices = _setting(MuteChoices(), "for how long a mute or a pause is offered, such as 15m, 1h, 4h")
    notify_lifecycle: bool = _setting(False, "also notify when an application registers or unregisters")
    sound: bool = _setting(False, "play the desktop's sound with the popup of an outage")


@dataclass(frozen=True, slots=True)
class StorePlace:
    """[store]"""

    url: str = _setting("", "Redis to keep all in, such as redis://localhost:6379/0; empty is a file", check=check_redis_url)
    prefix: str = _setting("registry-tray", "what our keys in Redis begin with", check=check_key_prefix)


@dataclass(frozen=True, slots=True)
class Mqtt:
    """[mqtt]"""

    url: str = _setting("", "MQTT broker to be present on, such as mqtt://localhost:1883; empty is none", check=check_broker_url)
    prefix: str = _setting("ww", "what topics on the broker begin with", check=check_prefix)
    embedded: bool = _setting(False, "run a broker here, for this machine only; needs registry-tray[broker]")


@dataclass(frozen=True, slots=True)
class Retention:
    """[retention]: what the window shows of 30 days is always kept"""

    checks: timedelta = _age("24h", "how long single checks are kept", "1h")
    minutes: timedelta = _age("7d", "how long minutes are kept", "25h")
    hours: timedelta = _age("90d", "how long hours and outages are kept", "31d")
    days: timedelta = _age("730d", "how long days are kept", "31d")
    events: timedelta = _age("30d", "how long the journal, ended sessions and errors are kept", "1d")
    stopped: timedelta = _age("24h", "time until what was stopped is archived", "1m")
    crashed: timedelta = _age("7d", "time until what has crashed is archived", "1m")
    lost: timedelta = _age("7d", "time until what was lost is archived", "1m")
    archived: timedelta = _age("30d", "time until what was archived is deleted; what is pinned stays", "1m")
    size: int = _setting(200, "megabytes that the store may take up; the oldest checks go first", 20, 100_000)


@dataclass(frozen=True, slots=True)
class Appearance:
    """[appearance]"""

    theme: Theme = _setting(Theme.SYSTEM, "colours: system, light or dark")
    text_size: int = _setting(100, "size of text in percent", 80, 200)
    language: Language = _setting(Language.SYSTEM, "language of the window, the tray and the notifications")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by section."""

    server: Server = Server()
    data: Data = Data()
    checks: Checks = Checks()
    alerts: Alerts = Alerts()
    store: StorePlace = StorePlace()
    mqtt: Mqtt = Mqtt()
    retention: Retention = Retention()
    appearance: Appearance = Appearance()

    def get(self, path: str) -> Any:
        """The value of a setting, named `section.field`."""
        section, name = path.split(".")
        return getattr(getattr(self, section), name)

    def with_value(self, path: str, raw: Any, source: str) -> "Settings":
        """The settings with one of them changed; ConfigError names it, `source` and what is expected."""
        section_name, name = path.split(".")
        section = getattr(self, section_name)
        option = next(option for option in fields(section) if option.name == name)
        try:
            value = convert(option, raw)
        except ValueError as error:
            shown = mask_text(raw) if isinstance(raw, str) else raw
            raise BadValueError(path, source, phrase("{0} is not {1}.", repr(shown), str(error))) from None
        return replace(self, **{section_name: replace(section, **{name: value})})


def settings_paths() -> Iterator[tuple[str, Field[Any]]]:
    """Every setting as `section.field`, with its declaration."""
    for section in fields(Settings):
        for option in fields(type(getattr(Settings(), section.name))):
            yield f"{section.name}.{option.name}", option
