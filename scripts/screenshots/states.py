"""Every state of the window that is worth a look, by name, and how to come there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from registry_tray.broker_address import parse_broker_url
from registry_tray.core.events import ProblemChanged
from registry_tray.face import NO_TRAY
from registry_tray.mqtt.words import Words
from registry_tray.notifiers.dbus import NAME as SERVER
from registry_tray.phrases import phrase
from registry_tray.stores.redis.troubles import diagnose
from registry_tray.ui.pages.setting_words import SECTIONS
from registry_tray.ui.sayings import say
from scripts.screenshots import fleet, ways
from scripts.screenshots.stage import Stage
from scripts.screenshots.tray_sheet import TraySheet

Way = Callable[[Stage], QWidget | None]
"""Brings the window to a state. What it returns is rendered in the place of the window."""


@dataclass(frozen=True, slots=True)
class State:
    """`scene` is the sample that it is shown on: empty, story, few, workday or crowd."""

    name: str
    scene: str
    go: Way


_DETAILS = {
    "down": fleet.PAYMENTS, "up": fleet.IDENTITY, "degraded": fleet.SEARCH, "starting": fleet.REPORTING,
    "stopped": fleet.THUMBNAILS, "crashed": fleet.IMPORTER, "lost": fleet.TELEMETRY, "muted": fleet.INVOICES,
    "acknowledged": fleet.MAILER, "archived": fleet.LEGACY, "flapping": fleet.RECOMMENDATIONS, "suppressed": fleet.CART,
    "held": fleet.INVENTORY, "recovering": fleet.REVIEWS, "unknown": fleet.NOTEBOOK, "paused": fleet.BACKUP,
}  # fmt: skip
_TABS = {
    "overview": fleet.PAYMENTS, "latency": fleet.PAYMENTS, "checks": fleet.PAYMENTS, "events": fleet.PAYMENTS,
    "errors": fleet.IMPORTER, "log": fleet.IMPORTER, "jobs": fleet.PAYMENTS,
}  # fmt: skip
_FILE = "~/.config/registry-tray/config.toml"
_REFUSAL = phrase("{0} could not be saved in {1}: {2}.", "alerts.hold", _FILE, "No space left on device")
_TOKEN = "/home/mara/.local/share/registry-tray/token"
_PROBLEMS = {
    "store": ProblemChanged("store", diagnose(ConnectionRefusedError()).told("localhost:6379")),
    "broker": ProblemChanged("mqtt", Words(parse_broker_url("mqtt://localhost:1883")).unreachable(ConnectionRefusedError())),
    "notifications": ProblemChanged(
        "notifications",
        phrase(
            "No notification server runs on this desktop ({0} has no owner). Start or install one, such as dunst, mako or "
            "xfce4-notifyd; until then only the tray and this window tell of outages.",
            SERVER,
        ),
    ),
    "tray": ProblemChanged("tray", NO_TRAY),
}


def states() -> Iterator[State]:
    """All of them."""
    yield from _applications()
    for word, sample in _DETAILS.items():
        yield State(f"details-{word}", "workday", partial(ways.details, sample=sample))
    for tab, sample in _TABS.items():
        yield State(f"tab-{tab}", "workday", partial(ways.details, sample=sample, tab=tab))
    yield State("tab-errors-stack", "workday", ways.stack)
    yield State("tab-latency-month", "workday", ways.month)
    yield State("tab-jobs-form", "workday", partial(ways.form, new=False))
    yield State("tab-jobs-form-new", "workday", partial(ways.form, new=True))
    yield State("details-tuning", "workday", ways.tuning)
    yield State("details-note", "workday", ways.note)
    yield State("details-for-all", "workday", ways.for_all)
    for scene in ("workday", "few", "empty"):
        for page in ("overview", "activity", "reports"):
            yield State(page if scene == "workday" else f"{page}-{scene}", scene, partial(ways.page, page=page))
    yield State("activity-filtered-to-nothing", "workday", ways.activity_nothing)
    yield State("overview-end", "workday", ways.overview_end)
    for section in SECTIONS:
        yield State(f"settings-{section}", "workday", partial(ways.settings, section=section))
    yield State("settings-end", "workday", partial(ways.settings, section=""))
    yield State("settings-invalid", "workday", ways.settings_invalid)
    yield from _over()


def _applications() -> Iterator[State]:
    yield State("applications-empty", "empty", lambda stage: None)
    yield State("applications-few", "few", lambda stage: None)
    yield State("applications", "workday", lambda stage: None)
    yield State("applications-crowded", "crowd", lambda stage: None)
    yield State("applications-search", "workday", partial(ways.search, text="shop"))
    yield State("applications-filtered-to-nothing", "workday", partial(ways.search, text="kubernetes"))
    yield State("applications-failing", "workday", ways.failing)
    yield State("applications-archived", "workday", ways.archived)
    yield State("applications-selected", "workday", ways.several)
    yield State("applications-toast", "few", ways.toast)


def _over() -> Iterator[State]:
    yield State("palette", "workday", partial(ways.palette, text=""))
    yield State("palette-found", "workday", partial(ways.palette, text="pa"))
    yield State("palette-nothing", "workday", partial(ways.palette, text="zeppelin"))
    yield State("keys", "workday", lambda stage: stage.window.launcher.keys.open())
    for name, problem in _PROBLEMS.items():
        yield State(f"banner-{name}", "few", partial(ways.banner, problems=(problem,)))
    yield State("banner-all", "few", partial(ways.banner, problems=tuple(_PROBLEMS.values())))
    yield State("banner-failure", "few", lambda stage: stage.window.banners.show_failure(say(_REFUSAL)))
    yield State("token", "few", lambda stage: stage.window.show_token("q7Zk2mB9xT4vLr8sWn1cHd6e", _TOKEN))
    yield State("story", "story", ways.story)
    yield State("menu-row", "workday", ways.row_menu)
    yield State("menu-view", "workday", lambda stage: ways.popped(stage, stage.window.applications.view_button.menu()))
    yield State("menu-mute", "workday", ways.mute_menu)
    yield State("menu-tags", "workday", lambda stage: ways.popped(stage, stage.window.applications.filters.tags.menu()))
    yield State("menu-choice", "workday", ways.choice)
    yield State("menu-tray", "workday", ways.tray_menu)
    yield State("tray-icons", "few", lambda stage: TraySheet())
