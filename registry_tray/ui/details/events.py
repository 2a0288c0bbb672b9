"""What has happened to the instance."""

from collections.abc import Sequence
from datetime import datetime

from registry_tray.core.models import StatusEvent
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.details.section import Rows, Section
from registry_tray.ui.theme import Theme
from registry_tray.ui.widgets import label

READ = 12


class Events(Section):
    """The journal of this one instance."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("Events"))
        self._theme = theme
        self._none = label(self.tr("Nothing has happened yet."), "muted")
        self.rows = Rows(("", "caption", ""), stretch=2)
        self.body.addWidget(self._none)
        self.body.addWidget(self.rows)

    def show_events(self, events: Sequence[StatusEvent], now: datetime) -> None:
        """Newest first."""
        self._none.setVisible(not events)
        rows = []
        for event in events:
            sentence = journal_texts.event_text(event)
            glyph = journal_texts.event_glyph(event, self._theme.colours)
            picture = self._theme.pixmap(*glyph)
            rows.append((picture, texts.clock_time(event.at, now), sentence[:1].upper() + sentence[1:]))
        self.rows.show_rows(rows)
