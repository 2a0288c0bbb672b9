"""The way to everything by keyboard: the command palette (Ctrl+K), and the list of keys (?)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from registry_tray.core.models import InstanceId
from registry_tray.core.status import Status
from registry_tray.ui import deeds, texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Group
from registry_tray.ui.pages.applications import ApplicationsPage
from registry_tray.ui.pages.book import ICONS
from registry_tray.ui.palette.entries import Entry
from registry_tray.ui.slices import imported
from registry_tray.ui.theme import Theme
from registry_tray.ui.widgets import rehearsed

if TYPE_CHECKING:
    from registry_tray.ui.palette.keys import KeyList
    from registry_tray.ui.palette.palette import Palette


class Launcher(QObject):
    """Knows what can be asked for at this moment. `pages` are names of pages and what they are called."""

    def __init__(
        self,
        window: QMainWindow,
        bridge: Bridge,
        theme: Theme,
        applications: ApplicationsPage,
        pages: dict[str, str],
        show_page: Callable[[str], None],
        show_instance: Callable[[InstanceId], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._theme = theme
        self._page = applications
        self._pages = pages
        self._show_page = show_page
        self._show_instance = show_instance
        for key, on_pressed in (
            ("Ctrl+K", lambda: self.palette.open()),
            ("?", lambda: self.keys.open()),
            ("F8", partial(self._to_failing, 1)),
            ("Shift+F8", partial(self._to_failing, -1)),
        ):
            QShortcut(QKeySequence(key), window).activated.connect(on_pressed)

    @cached_property
    def palette(self) -> "Palette":
        """Made when it is first asked for."""
        from registry_tray.ui.palette.palette import Palette

        return Palette(self._window, self._theme, self.entries, self._bridge.rows, self._place)

    def rehearsed(self) -> Iterator[None]:
        """Make the palette, and paint it where nobody sees it: it opens in an instant also the first time."""
        yield from imported("registry_tray.ui.palette", "entries", "palette")
        palette = self.palette
        yield
        if not palette.isVisible():
            palette.offer()
            yield
            yield from rehearsed(palette, palette.list)

    @cached_property
    def keys(self) -> "KeyList":
        """Made when it is first asked for."""
        from registry_tray.ui.palette.keys import KeyList

        return KeyList(self._window, self._theme)

    def entries(self) -> Iterator[Entry]:
        """What makes sense for what is selected first, then what always does."""
        rows = self._page.meant()
        if rows:
            yield from self._deeds(rows)
        yield from self._general()
        for name, title in self._pages.items():
            yield Entry(self.tr("Go to {0}").format(title), partial(self._show_page, name), icon=ICONS[name])
        for group, title in self._page.chips.titles().items():
            yield Entry(self.tr("Show {0}").format(title.lower()), partial(self._narrow, group), self.tr("Filter"), "search")

    def _place(self, row: Row) -> Entry:
        """The way to an instance."""
        instance = row.instance
        return Entry(
            instance.name,
            partial(self._show_instance, instance.id),
            f"{instance.identifier} · {texts.status_word(row).lower()}",
            f"status-{row.status}",
            words=" ".join((instance.environment or "", *instance.tags)),
            order=1 + row.status.rank + (len(Status) if row.is_muted else 0),
        )

    def _deeds(self, rows: list[Row]) -> Iterator[Entry]:
        acts = self._page.deeds
        about = rows[0].instance.name if len(rows) == 1 else self.tr("{0} instances").format(len(rows))
        hour, ever = timedelta(hours=1), texts.FOR_EVER
        unknown = any(row.is_troubled and not row.is_acknowledged for row in rows)
        for fits, entry in (
            (any(map(deeds.can_check, rows)), Entry(self.tr("Check now"), partial(acts.check, rows), about, "refresh", "F5")),
            (
                len(rows) == 1 and deeds.can_open(rows[0]),
                Entry(self.tr("Open"), partial(acts.open, rows), about, "external", "Ctrl+O"),
            ),
            (
                any(map(deeds.can_mute, rows)),
                Entry(self.tr("Mute for 1 hour"), partial(acts.mute, rows, hour), about, "bell-off"),
            ),
            (
                any(map(deeds.can_mute, rows)),
                Entry(self.tr("Mute until tomorrow"), partial(acts.mute, rows, None), about, "bell-off"),
            ),
            (any(map(deeds.can_mute, rows)), Entry(self.tr("Mute for ever"), partial(acts.mute, rows, ever), about, "bell-off")),
            (any(row.is_muted for row in rows), Entry(self.tr("Unmute"), partial(acts.unmute, rows), about, "bell")),
            (unknown, Entry(self.tr("Acknowledge"), partial(acts.acknowledge, rows), about, "check")),
            (any(map(deeds.can_pause, rows)), Entry(self.tr("Pause checks"), partial(acts.pause, rows), about, "status-paused")),
            (any(map(deeds.can_resume, rows)), Entry(self.tr("Resume checks"), partial(acts.resume, rows), about, "refresh")),
            (any(map(deeds.can_archive, rows)), Entry(self.tr("Archive"), partial(acts.archive, rows), about, "archive")),
            (True, Entry(self.tr("Copy identifier"), partial(acts.copy, rows), about, "copy", "Ctrl+Shift+C")),
        ):
            if fits:
                yield entry
        if len(rows) == 1 and rows[0].is_troubled:
            copy = self._page.details.header.actions_bar.incident_button.click
            yield Entry(self.tr("Copy incident"), copy, about, "copy", "Ctrl+I")

    def _general(self) -> Iterator[Entry]:
        commands, undo = self._bridge.commands, self._page.undo
        if undo.last:
            yield Entry(self.tr("Undo"), undo.undo, undo.last, "reset", "Ctrl+Z")
        if self._bridge.summary().failing:
            yield Entry(self.tr("Go to what fails next"), partial(self._to_failing, 1), icon="status-down", key="F8")
        yield Entry(self.tr("Check all now"), commands.check_now, icon="refresh", key="Shift+F5")
        yield Entry(self.tr("Search applications"), self._search, icon="search", key="/")
        if self._bridge.paused_until is None:
            hour = timedelta(hours=1)
            yield Entry(self.tr("Pause alerts for 1 hour"), partial(commands.pause_alerts, hour), icon="bell-off")
        else:
            yield Entry(self.tr("Resume alerts"), partial(commands.pause_alerts, None), icon="bell")
        for title, value in ((self.tr("Light"), "light"), (self.tr("Dark"), "dark"), (self.tr("As the system"), "system")):
            act = partial(commands.change_setting, "appearance.theme", value)
            yield Entry(self.tr("Colours: {0}").format(title.lower()), act, self.tr("Appearance"), "settings")
        yield Entry(self.tr("List of keys"), lambda: self.keys.open(), icon="key", key="?")
        yield Entry(self.tr("Reset columns"), self._page.list.columns.reset, icon="reset")
        yield Entry(self.tr("Quit"), commands.quit, icon="close", key="Ctrl+Q")

    def _narrow(self, group: Group) -> None:
        self._show_page("applications")
        self._page.filters.clear()
        self._page.chips.choose(group)

    def _search(self) -> None:
        self._show_page("applications")
        self._page.focus_search()

    def _to_failing(self, step: int) -> None:
        """From what the details show to the next that fails, the longest broken first, and round again."""
        failing = [row.instance.id for row in self._bridge.summary().failing]
        if failing:
            shown = self._page.shown
            begin = -1 if step > 0 else 0
            here = failing.index(shown.instance.id) if shown is not None and shown.instance.id in failing else begin
            self._show_instance(failing[(here + step) % len(failing)])
