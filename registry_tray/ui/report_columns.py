"""What a report tells of an application and of an outage, on the page and on paper."""

from datetime import timedelta

from registry_tray.core.availability import AppReport, Fault
from registry_tray.ui import texts
from registry_tray.ui.language import date_text, figure, tr
from registry_tray.ui.models.table import Column
from registry_tray.ui.sayings import say, spoken


def app_columns() -> tuple[Column[AppReport], ...]:
    """Of an application: how available it was, how often and how long it was not, and how fast."""
    return (
        Column(tr("Application"), lambda app: app.app_id, lambda app: app.app_id.casefold()),
        Column(tr("Instances"), lambda app: figure(app.instances), lambda app: app.instances, is_figure=True),
        Column(tr("Uptime"), lambda app: texts.percent(app.stretch.uptime), lambda app: app.stretch.uptime, is_figure=True),
        Column(tr("Outages"), lambda app: figure(len(app.faults)), lambda app: len(app.faults), is_figure=True),
        Column(tr("Time down"), lambda app: _length(app, app.down), lambda app: app.down, is_figure=True),
        Column(tr("Longest"), lambda app: _length(app, app.longest), lambda app: app.longest, is_figure=True),
        _latency_column(tr("Median"), 0.5),
        _latency_column("p95", 0.95),
    )


def fault_columns() -> tuple[Column[Fault], ...]:
    """Of an outage: whose, when, how long and why."""
    return (
        Column(tr("Application"), lambda fault: fault.name, lambda fault: fault.name.casefold()),
        Column(tr("Began"), lambda fault: date_text(fault.began, "dd MMM HH:mm:ss"), lambda fault: fault.began),
        Column(tr("Length"), _fault_length, lambda fault: fault.length),
        Column(tr("Reason"), lambda fault: say(fault.reason), lambda fault: fault.reason),
    )


def _length(app: AppReport, length: timedelta) -> str:
    return spoken(length) if app.faults else texts.NOTHING


def _latency_column(title: str, share: float) -> Column[AppReport]:
    def latency(app: AppReport) -> timedelta | None:
        return app.stretch.latencies.percentile(share)

    return Column(title, lambda app: texts.latency(latency(app)), latency, is_figure=True)


def _fault_length(fault: Fault) -> str:
    return tr("{0}, not over").format(spoken(fault.length)) if fault.lasts else spoken(fault.length)
