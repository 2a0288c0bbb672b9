"""The pages of the window, each made when it is first gone to, in steps: most are not looked at in most runs."""

from collections.abc import Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.unread import Unread
from registry_tray.ui.pages.applications import ApplicationsPage
from registry_tray.ui.slices import Slices, imported
from registry_tray.ui.theme import Theme
from registry_tray.ui.widgets import rehearsed

if TYPE_CHECKING:
    from registry_tray.ui.pages.activity import ActivityPage
    from registry_tray.ui.pages.overview import OverviewPage
    from registry_tray.ui.pages.reports import ReportsPage
    from registry_tray.ui.pages.settings import SettingsPage

    Page = OverviewPage | ActivityPage | ReportsPage | SettingsPage

OVERVIEW, APPLICATIONS, ACTIVITY = "overview", "applications", "activity"
REPORTS, SETTINGS = "reports", "settings"
ICONS = {OVERVIEW: "overview", APPLICATIONS: "list", ACTIVITY: "activity", REPORTS: "report", SETTINGS: "settings"}


class Pages(QStackedWidget):
    """`titles` are what the pages are called, by name."""

    instance_chosen = Signal(object)
    """InstanceId."""
    group_chosen = Signal(object)
    """Group."""

    def __init__(self, bridge: Bridge, theme: Theme, unread: Unread, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._unread = unread
        self._titles = titles
        self._made: dict[str, QWidget] = {}
        self._entries: dict[str, QWidget] = {}
        self.applications = ApplicationsPage(bridge, theme)
        self._make: dict[str, Callable[[], Iterator[None]]] = {
            OVERVIEW: self._make_overview,
            ACTIVITY: self._make_activity,
            REPORTS: self._make_reports,
            SETTINGS: self._make_settings,
        }
        self._making = Slices(self, self._show_wanted)
        self.current = APPLICATIONS
        """The name of the page that was gone to last: it shows as soon as it is made."""
        self._is_entered = False
        self._left: QWidget | None = None

    def build(self) -> Generator[None, None, None]:
        """Make what every window begins with, a part a step."""
        self._put(APPLICATIONS, self.applications)
        yield
        yield from self.applications.build()
        self._entries[APPLICATIONS] = self.applications.entry

    def page(self, name: str) -> QWidget:
        """The page of this name, whole."""
        self._begin(name)
        self._making.finish()
        return self._made[name]

    def show_page(self, name: str, *, enter: bool = False) -> None:
        """Go to it; `enter`: the next key is for the page."""
        self.current, self._is_entered, self._left = name, enter, self.window().focusWidget()
        self._begin(name)
        self._show_wanted()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if entry := self._entries.get(self.current):
            entry.setFocus(event.reason())

    @property
    def overview(self) -> "OverviewPage":
        """The page for a glance."""
        return cast("OverviewPage", self.page(OVERVIEW))

    @property
    def activity(self) -> "ActivityPage":
        """The journal."""
        return cast("ActivityPage", self.page(ACTIVITY))

    @property
    def reports(self) -> "ReportsPage":
        """What a period tells."""
        return cast("ReportsPage", self.page(REPORTS))

    @property
    def settings(self) -> "SettingsPage":
        """All that can be changed."""
        return cast("SettingsPage", self.page(SETTINGS))

    def _begin(self, name: str) -> None:
        if make := self._make.pop(name, None):
            self._making.add(name, make())

    def _show_wanted(self) -> None:
        entry = self._entries.get(self.current)
        if entry is None:  # a piece of it is still to be made
            return
        focused: QWidget | None = self.window().focusWidget()
        is_free = focused is None or focused is self._left or self.isAncestorOf(focused)  # else it was taken meanwhile
        self.setCurrentWidget(self._made[self.current])
        if self._is_entered:
            self._is_entered = False
            if is_free:
                entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_overview(self) -> Iterator[None]:
        yield from imported("registry_tray.ui", "overview.card", "overview.machine_card", "overview.tiles", "pages.overview")
        from registry_tray.ui.pages.overview import OverviewPage

        page = OverviewPage(self._bridge, self._theme)
        page.instance_chosen.connect(self.instance_chosen)
        page.group_chosen.connect(self.group_chosen)
        yield from self._fill(OVERVIEW, page)

    def _make_activity(self) -> Iterator[None]:
        yield from imported("registry_tray.ui", "models.journal", "pages.journal_filters", "pages.activity")
        from registry_tray.ui.pages.activity import ActivityPage

        page = ActivityPage(self._bridge, self._theme, self._unread)
        page.instance_chosen.connect(self.instance_chosen)
        yield from self._fill(ACTIVITY, page)

    def _make_reports(self) -> Iterator[None]:
        yield from imported("registry_tray.ui", "making", "progress", "report_text", "pages.report_tables", "pages.reports")
        from registry_tray.ui.pages.reports import ReportsPage

        yield from self._fill(REPORTS, ReportsPage(self._bridge, self._theme))

    def _make_settings(self) -> Iterator[None]:
        yield from imported(
            "registry_tray.ui.pages", "section_index", "setting_words", "setting_field", "setting_rows", "settings"
        )
        from registry_tray.ui.pages.settings import SettingsPage

        yield from self._fill(SETTINGS, SettingsPage(self._bridge, self._theme))

    def _fill(self, name: str, page: "Page") -> Iterator[None]:
        self._put(name, page)  # before it is filled: what is in a page is styled anew when the page gets its place
        page.resize(self.size())
        yield
        yield from page.build()
        yield from rehearsed(page, *page.parts)
        self._entries[name] = page.entry

    def _put(self, name: str, page: QWidget) -> None:
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setAccessibleName(self._titles[name])
        self._made[name] = page
        self.addWidget(page)
