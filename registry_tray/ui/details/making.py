"""The details pane made in steps: most windows never show it, and those that do go on hearing their user meanwhile."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from registry_tray.core.models import InstanceId
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.deeds import Deeds
from registry_tray.ui.details.section import Rows
from registry_tray.ui.slices import imported
from registry_tray.ui.theme import Theme
from registry_tray.ui.widgets import laid_out, rehearsed

if TYPE_CHECKING:
    from registry_tray.ui.details.pane import DetailsPane

_PARTS = (
    "fields", "form", "tuning_form", "job_form", "jobs", "chart", "latency", "relations", "actions", "header", "checks", "curve",
    "errors", "events", "facts", "in_force", "incident", "log", "sessions", "tabs", "pane",
)  # fmt: skip


def details(
    bridge: Bridge, theme: Theme, deeds: Deeds, put: Callable[["DetailsPane"], object], chosen: Callable[[], InstanceId | None]
) -> Generator[None, None, "DetailsPane"]:
    """Whole, and of what is chosen; `put` gives it its place before it is filled: what is in a widget is styled anew then."""
    yield from imported(__package__, *_PARTS)
    from registry_tray.ui.details.pane import DetailsPane

    made = DetailsPane(bridge, theme, deeds)
    yield
    put(made)
    yield
    yield from made.build()
    yield from made.showing(chosen())
    if made.row is None or made.row.instance.id != chosen():
        made.show_instance(chosen())
    return made


def uncovered(made: "DetailsPane", show: Callable[[], None]) -> Generator[None, None, None]:
    """Show it, the tabs a moment after the header: to lay out and paint both at once takes longer than a frame."""
    made.tabs.hide()
    show()
    yield
    for rows in made.findChildren(Rows):
        if rows.isVisibleTo(made.tabs):
            yield from rows.filled()
    for section in made.first:
        laid_out(section)
        yield
    made.tabs.resize(made.width(), made.height() - made.header.height())
    yield from rehearsed(made.tabs, made.tabs.bar)
    made.tabs.show()
    yield
