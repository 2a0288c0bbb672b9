"""A report as a document that is shown and printed, and as tables for other programs."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import escape

from PySide6.QtCore import QCoreApplication

from registry_tray.core.availability import AppReport, Fault, Report
from registry_tray.durations import spoken
from registry_tray.ui import texts
from registry_tray.ui.tokens import Colours

_MOST = 1000  # rows of a table; a person reads no more


def report_html(report: Report, colours: Colours, now: datetime) -> str:
    """The whole report in the subset of HTML that Qt lays out."""
    faults = report.faults
    down = sum((fault.length for fault in faults), timedelta())
    figures = (
        (_say("Uptime"), texts.percent(report.uptime)),
        (_say("Outages"), str(len(faults))),
        (_say("Time down"), spoken(down) if down else texts.NOTHING),
        (_say("Applications"), str(len(report.apps))),
    )
    cells = "".join(
        f'<td><span style="color:{colours.muted}">{escape(name)}</span><br>'
        f'<span style="font-size:x-large; font-weight:600">{escape(value)}</span></td>'
        for name, value in figures
    )
    parts = [
        f'<p style="color:{colours.muted}">{escape(period_text(report))} · '
        f"{escape(_say('made {0}').format(f'{now.astimezone():%d %b %Y %H:%M}'))}</p>",
        f'<table width="99%" cellpadding="0"><tr>{cells}</tr></table>',
        f"<h3>{escape(_say('Applications'))}</h3>",
        _table(_APP_HEAD, map(_app_cells, report.apps[:_MOST]), colours),
        f"<h3>{escape(_say('Outages'))}</h3>",
        _table(_FAULT_HEAD, map(_fault_cells, faults[:_MOST]), colours)
        if faults
        else f"<p>{escape(_say('None in this time.'))}</p>",
    ]
    return f'<div style="color:{colours.text}">{"".join(parts)}</div>'


def period_text(report: Report) -> str:
    """`01 Mar 2026 00:00 to 04 Mar 2026 12:00`."""
    since, until = (f"{moment.astimezone():%d %b %Y %H:%M}" for moment in (report.since, report.until))
    return _say("{0} to {1}").format(since, until)


def apps_csv(report: Report) -> bytes:
    """A row for each application; seconds, milliseconds and a share of 1."""
    head = (
        "application", "instances", "since", "until", "observed_s", "uptime", "outages", "down_s", "longest_s",
        "p50_ms", "p95_ms",
    )  # fmt: skip
    span = report.since.isoformat(), report.until.isoformat()
    return _csv(head, (_app_row(app, span) for app in report.apps))


def faults_csv(report: Report) -> bytes:
    """A row for each outage."""
    rows = (
        (fault.name, fault.began.isoformat(), fault.length.total_seconds(), fault.lasts, fault.reason) for fault in report.faults
    )
    return _csv(("instance", "began", "length_s", "lasts", "reason"), rows)


_APP_HEAD = ("Application", "Instances", "Uptime", "Outages", "Time down", "Longest", "Median", "95 %")
_FAULT_HEAD = ("Application", "Began", "Length", "Reason")


def _app_cells(app: AppReport) -> tuple[str, ...]:
    latencies = app.stretch.latencies
    return (
        app.app_id, str(app.instances), texts.percent(app.stretch.uptime), str(len(app.faults)),
        spoken(app.down) if app.faults else texts.NOTHING, spoken(app.longest) if app.faults else texts.NOTHING,
        texts.latency(latencies.percentile(0.5)), texts.latency(latencies.percentile(0.95)),
    )  # fmt: skip


def _fault_cells(fault: Fault) -> tuple[str, ...]:
    length = _say("{0}, not over").format(spoken(fault.length)) if fault.lasts else spoken(fault.length)
    return fault.name, f"{fault.began.astimezone():%d %b %H:%M:%S}", length, fault.reason


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], colours: Colours) -> str:
    line = f"padding:6px 12px 6px 0; border-bottom:1px solid {colours.border}"
    said = "".join(f'<th align="left" style="color:{colours.muted}; {line}">{escape(_say(name))}</th>' for name in head)
    told = ["".join(f'<td style="{line}">{escape(cell)}</td>' for cell in row) for row in rows]
    body = "".join(f"<tr>{cells}</tr>" for cells in told)
    return (
        '<table width="99%" cellspacing="0" cellpadding="0" style="border-collapse:collapse">'
        f"<thead><tr>{said}</tr></thead>{body}</table>"
    )


def _app_row(app: AppReport, span: tuple[str, str]) -> Iterator[object]:
    latencies = app.stretch.latencies
    yield from (app.app_id, app.instances, *span, round(app.stretch.observed, 3))
    yield "" if app.stretch.uptime is None else round(app.stretch.uptime, 6)
    yield from (len(app.faults), app.down.total_seconds(), app.longest.total_seconds())
    for share in (0.5, 0.95):
        latency = latencies.percentile(share)
        yield "" if latency is None else round(latency.total_seconds() * 1000, 3)


def _csv(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode()


def _harmless(cell: object) -> object:
    """Spreadsheets take what begins like this for a formula, and names come from outside."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _say(text: str) -> str:
    return QCoreApplication.translate("report", text)
