"""Wherever a person may be in the window: its pages, the tabs of the details, and what lies over them."""

from collections.abc import Callable

from registry_tray.core.events import ProblemChanged
from registry_tray.core.models import InstanceId
from registry_tray.ui.main_window import MainWindow

PAGES = ("applications", "overview", "activity", "reports", "settings")


def _page(name: str) -> Callable[[MainWindow], object]:
    return lambda window: window.show_page(name)


def _tab(name: str) -> Callable[[MainWindow], object]:
    def go(window: MainWindow) -> None:
        window.show_instance(InstanceId("id-payments"))
        window.applications.details.tabs.show_tab(name)

    return go


def _form(window: MainWindow) -> None:
    _tab("jobs")(window)
    window.applications.details.jobs.open_form(None)


def _note(window: MainWindow) -> None:
    _tab("overview")(window)
    window.applications.details.header.actions_bar.acknowledge_button.click()


def _several(window: MainWindow) -> None:
    window.applications.list.selectAll()


def _banners(window: MainWindow) -> None:
    window.banners.show_problems((ProblemChanged("store", "The disk is full"),))
    window.show_token("a token", "a file")


PLACES: dict[str, Callable[[MainWindow], object]] = {
    **{name: _page(name) for name in PAGES},
    **{f"the tab {name}": _tab(name) for name in ("overview", "latency", "checks", "events", "errors", "jobs")},
    "the form of a job": _form,
    "a note": _note,
    "several that are selected": _several,
    "banners": _banners,
    "the palette": lambda window: window.launcher.palette.open(),
    "the list of keys": lambda window: window.launcher.keys.open(),
}  # fmt: skip
"""How to come there; the instance is that of the fixture `payments`."""
