"""The pages of the window, each made when it is first gone to: most are not looked at in most runs."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.unread import Unread
from registry_tray.ui.pages.applications import ApplicationsPage
from registry_tray.ui.theme import Theme

if TYPE_CHECKING:
    from registry_tray.ui.pages.activity import ActivityPage
    from registry_tray.ui.pages.overview import OverviewPage
    from registry_tray.ui.pages.reports import ReportsPage
    from registry_tray.ui.pages.settings import SettingsPage

OVERVIEW, APPLICATIONS, ACTIVITY = "overview", "applications", "activity"
REPORTS, SETTINGS = "reports", "settings"


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
        self._place(APPLICATIONS, self.applications, self.applications.entry)
        self._make: dict[str, Callable[[], QWidget]] = {
            OVERVIEW: lambda: self.overview,
            ACTIVITY: lambda: self.activity,
            REPORTS: lambda: self.reports,
            SETTINGS: lambda: self.settings,
        }

    def page(self, name: str) -> QWidget:
        """The page of this name."""
        return self._made.get(name) or self._make[name]()

    def entry(self, name: str) -> QWidget:
        """The part of it that the next key is for."""
        self.page(name)
        return self._entries[name]

    def show_page(self, name: str) -> None:
        """Go to it."""
        self.setCurrentWidget(self.page(name))

    @property
    def current(self) -> str:
        """The name of the page that shows."""
        return next(name for name, page in self._made.items() if page is self.currentWidget())

    @cached_property
    def overview(self) -> "OverviewPage":
        """The page for a glance."""
        from registry_tray.ui.pages.overview import OverviewPage

        page = OverviewPage(self._bridge, self._theme)
        page.instance_chosen.connect(self.instance_chosen)
        page.group_chosen.connect(self.group_chosen)
        self._place(OVERVIEW, page, page.entry)
        return page

    @cached_property
    def activity(self) -> "ActivityPage":
        """The journal."""
        from registry_tray.ui.pages.activity import ActivityPage

        page = ActivityPage(self._bridge, self._theme, self._unread)
        page.instance_chosen.connect(self.instance_chosen)
        self._place(ACTIVITY, page, page.entry)
        return page

    @cached_property
    def reports(self) -> "ReportsPage":
        """What a period tells."""
        from registry_tray.ui.pages.reports import ReportsPage

        page = ReportsPage(self._bridge, self._theme)
        self._place(REPORTS, page, page.entry)
        return page

    @cached_property
    def settings(self) -> "SettingsPage":
        """All that can be changed."""
        from registry_tray.ui.pages.settings import SettingsPage

        page = SettingsPage(self._bridge, self._theme)
        self._place(SETTINGS, page, page.entry)
        return page

    def _place(self, name: str, page: QWidget, entry: QWidget) -> None:
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setAccessibleName(self._titles[name])
        self._made[name], self._entries[name] = page, entry
        self.addWidget(page)
