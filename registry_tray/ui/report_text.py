"""A report as a document that is shown and printed, and as tables for other programs."""

import csv
import io
from collections.abc import Container, Iterable, Iterator
from datetime import datetime, timedelta
from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP

from registry_tray.core.availability import AppReport, Fault, Report
from registry_tray.ui import texts
from registry_tray.ui.language import date_text, tr
from registry_tray.ui.sayings import say, spoken
from registry_tray.ui.tokens import Colours

_HEADING = '<p style="font-size:large; font-weight:600; margin-top:28px; margin-bottom:6px">{}</p>'
_MOST = 1000  # rows of a table; a person reads no more


def report_html(report: Report, colours: Colours, now: datetime) -> str:
    """The whole report in the subset of HTML that Qt lays out."""
    faults = report.faults
    down = sum((fault.length for fault in faults), timedelta())
    figures = (
        (tr("Uptime"), texts.percent(report.uptime)),
        (tr("Outages"), str(len(faults))),
        (tr("Time down"), spoken(down) if down else texts.NOTHING),
        (tr("Applications"), str(len(report.apps))),
    )
    cells = "".join(
        f'<td style="padding:16px 48px 0 0"><span style="color:{colours.muted}">{escape(name)}</span><br>'
        f'<span style="font-size:x-large; font-weight:600">{escape(value)}</span></td>'
        for name, value in figures
    )
    made, apps, outages, none = (
        tr("made {0}").format(_date(now)), tr("Applications"), tr("Outages"), tr("None in this time."),
    )  # fmt: skip
    parts = [
        f'<p style="color:{colours.muted}; margin-bottom:16px">{escape(period_text(report))} · {escape(made)}</p>',
        f'<table cellspacing="0" cellpadding="0"><tr>{cells}</tr></table>',
        _HEADING.format(escape(apps)),
        _table(_APP_HEAD, map(_app_cells, report.apps[:_MOST]), colours, figures=range(1, len(_APP_HEAD))),
        _HEADING.format(escape(outages)),
        _table(_FAULT_HEAD, map(_fault_cells, faults[:_MOST]), colours) if faults else f"<p>{escape(none)}</p>",
    ]
    return f'<div style="color:{colours.text}">{"".join(parts)}</div>'


def period_text(report: Report) -> str:
    """`01 Mar 2026 00:00 to 04 Mar 2026 12:00`."""
    since, until = (_date(moment) for moment in (report.since, report.until))
    return tr("{0} to {1}").format(since, until)


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


_APP_HEAD = (
    QT_TRANSLATE_NOOP("", "Application"), QT_TRANSLATE_NOOP("", "Instances"), QT_TRANSLATE_NOOP("", "Uptime"),
    QT_TRANSLATE_NOOP("", "Outages"), QT_TRANSLATE_NOOP("", "Time down"), QT_TRANSLATE_NOOP("", "Longest"),
    QT_TRANSLATE_NOOP("", "Median"), "95 %",
)  # fmt: skip
_FAULT_HEAD = (
    QT_TRANSLATE_NOOP("", "Application"), QT_TRANSLATE_NOOP("", "Began"), QT_TRANSLATE_NOOP("", "Length"),
    QT_TRANSLATE_NOOP("", "Reason"),
)  # fmt: skip


def _app_cells(app: AppReport) -> tuple[str, ...]:
    latencies = app.stretch.latencies
    return (
        app.app_id, str(app.instances), texts.percent(app.stretch.uptime), str(len(app.faults)),
        spoken(app.down) if app.faults else texts.NOTHING, spoken(app.longest) if app.faults else texts.NOTHING,
        texts.latency(latencies.percentile(0.5)), texts.latency(latencies.percentile(0.95)),
    )  # fmt: skip


def _fault_cells(fault: Fault) -> tuple[str, ...]:
    length = tr("{0}, not over").format(spoken(fault.length)) if fault.lasts else spoken(fault.length)
    return fault.name, date_text(fault.began, "dd MMM HH:mm:ss"), length, say(fault.reason)


def _table(head: tuple[object, ...], rows: Iterable[tuple[str, ...]], colours: Colours, figures: Container[int] = ()) -> str:
    """`figures` are the columns of numbers, which end in line."""
    line = f"border-bottom:1px solid {colours.border}"
    sides = []
    for place in range(len(head)):
        side, gap = "right" if place in figures else "left", 0 if place == len(head) - 1 else 20
        sides.append(f'align="{side}" style="padding:6px {gap}px 6px 0; {line}')
    said = "".join(
        f'<th {side}; color:{colours.muted}">{escape(tr(str(name)))}</th>' for side, name in zip(sides, head, strict=True)
    )
    told = ("".join(f'<td {side}">{escape(cell)}</td>' for side, cell in zip(sides, cells, strict=True)) for cells in rows)
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


def _date(moment: datetime) -> str:
    return date_text(moment, "dd MMM yyyy HH:mm")
