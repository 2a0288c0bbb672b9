"""A report as a document that is shown and printed, and as tables for other programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QTextDocument

from registry_tray.core.availability import AppReport, Report
from registry_tray.ui import texts
from registry_tray.ui.language import date_text, figure, tr
from registry_tray.ui.models.table import Column
from registry_tray.ui.report_columns import app_columns, fault_columns
from registry_tray.ui.sayings import spoken
from registry_tray.ui.tokens import LIGHT, Colours

T = TypeVar("T")

_HEADING = '<p style="font-size:large; font-weight:600; margin-top:28px; margin-bottom:6px">{}</p>'
_MOST = 1000  # rows of a table; a person reads no more
_DPI = 150


def report_html(report: Report, colours: Colours, now: datetime) -> str:
    """The whole report in the subset of HTML that Qt lays out."""
    faults = report.faults
    cells = "".join(
        f'<td style="padding:16px 48px 0 0"><span style="color:{colours.muted}">{escape(name)}</span><br>'
        f'<span style="font-size:x-large; font-weight:600">{escape(value)}</span></td>'
        for name, value in figures(report)
    )
    made, apps, outages, none = (
        tr("made {0}").format(_date(now)), tr("Applications"), tr("Outages"), tr("None in this time."),
    )  # fmt: skip
    parts = [
        f'<p style="color:{colours.muted}; margin-bottom:16px">{escape(period_text(report))} · {escape(made)}</p>',
        f'<table cellspacing="0" cellpadding="0"><tr>{cells}</tr></table>',
        _HEADING.format(escape(apps)),
        _table(app_columns(), report.apps, colours),
        _HEADING.format(escape(outages)),
        _table(fault_columns(), faults, colours) if faults else f"<p>{escape(none)}</p>",
    ]
    return f'<div style="color:{colours.text}">{"".join(parts)}</div>'


def figures(report: Report) -> tuple[tuple[str, str], ...]:
    """What it comes to: names and values."""
    faults = report.faults
    down = sum((fault.length for fault in faults), timedelta())
    return (
        (tr("Uptime"), texts.percent(report.uptime)),
        (tr("Outages"), figure(len(faults))),
        (tr("Time down"), spoken(down) if down else texts.NOTHING),
        (tr("Applications"), figure(len(report.apps))),
    )


def report_pdf(report: Report, font: QFont, now: datetime) -> bytes:
    """Pages of A4, dark on white whatever the theme is."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(_DPI)
    writer.setTitle(tr("Availability, {0}").format(period_text(report)))
    document = QTextDocument()
    document.setDefaultFont(font)
    headline = escape(tr("Availability"))
    document.setHtml(f'<h1 style="color:{LIGHT.text}">{headline}</h1>{report_html(report, LIGHT, now)}')
    document.print_(writer)
    buffer.close()
    return bytes(kept.data())


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


def _table(columns: Sequence[Column[T]], records: Sequence[T], colours: Colours) -> str:
    looks = []
    for place, column in enumerate(columns):
        side, gap = "right" if column.is_figure else "left", 0 if place == len(columns) - 1 else 20
        looks.append((column, side, f"padding:6px {gap}px 6px 0; border-bottom:1px solid {colours.border}"))
    head = "".join(
        f'<th align="{side}" style="{style}; color:{colours.muted}">{escape(column.title)}</th>' for column, side, style in looks
    )
    lines = (
        "".join(f'<td align="{side}" style="{style}">{escape(column.text(record))}</td>' for column, side, style in looks)
        for record in records[:_MOST]
    )
    body = "".join(f"<tr>{cells}</tr>" for cells in lines)
    rest = len(records) - _MOST
    more = tr("{0} more are in the tables that CSV has.").format(figure(rest))
    return (
        '<table width="99%" cellspacing="0" cellpadding="0" style="border-collapse:collapse">'
        f"<thead><tr>{head}</tr></thead>{body}</table>" + (f"<p>{escape(more)}</p>" if rest > 0 else "")
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
