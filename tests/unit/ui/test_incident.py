"""The details are in tabs, say which settings are in force, and an incident is copied as Markdown without secrets."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from registry_tray.core.reports import ErrorReport
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import Health, Result
from registry_tray.host.ports import owner_of
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.incident import local_port
from tests.unit.ui.support import NOW, Open, World, make_check, make_instance, make_job, make_session

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def test_an_incident_says_what_since_when_why_and_what_ran(open_window: Open, world: World, payments: str) -> None:
    app = make_instance("payments")
    world.history.kept_errors = [
        ErrorReport(app.id, "f", "PaymentError", "card refused, token=abc123", "at pay (http://joe:hunter2@db/)", 1, NOW, NOW, 3)
    ]
    world.history.kept_sessions = [make_session(app, 1, branch="main", commit="1a2b3c4", version="2.14.0", pid=4711)]
    world.wishes.owners[8080] = "node (pid 12)"
    window = open_window()
    window.show_instance(app.id)
    window.applications.details.header.actions_bar.incident_button.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("## payments: Down for 4 min: connection refused on localhost:8080\n")
    for part in (
        "- **Instance:** `payments@localhost`",
        "- **Branch:** main",
        "- **Commit:** `1a2b3c4`",
        "- **Process:** pid 4711",
        "- **Port 8080:** node (pid 12)",
        "Refused: refused",
        "PaymentError: card refused, token=***",
        "http://joe:***@db/",
    ):
        assert part in text
    assert "abc123" not in text
    assert "hunter2" not in text
    assert window.applications.details.header.actions_bar.incident_button.text() == "Copied"


@pytest.mark.parametrize(
    ("endpoint", "port"),
    [
        ("http://localhost:8080/health", 8080),
        ("https://127.0.0.1/", 443),
        ("tcp://[::1]:5432", 5432),
        ("http://example.com:80/", None),
        ("http://localhost:99999/", None),
        ("", None),
    ],
)
def test_only_a_port_of_this_machine_has_an_owner(world: World, bridge: Bridge, endpoint: str, port: int | None) -> None:
    app = make_instance("one")
    world.add(app, make_job(app, endpoint=endpoint))
    row = bridge.row(app.id)
    assert row is not None
    assert local_port(row) == port


def test_the_owner_of_a_port_is_found() -> None:
    import os
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        assert owner_of(server.getsockname()[1]).endswith(f"(pid {os.getpid()})")
    assert owner_of(1) == ""


def test_the_settings_in_force_say_where_they_came_from(open_window: Open, world: World) -> None:
    app = make_instance("one")
    job = make_job(app, interval=timedelta(seconds=30))
    world.add(app, replace(job, asked=JobSpec("http", job.endpoint, interval=timedelta(seconds=30), failures=1)))
    window = open_window()
    window.show_instance(app.id)
    rows = {row[0]: row[1:] for row in window.applications.details.in_force.rows.texts()}
    assert rows["Interval"] == ["30 s", "set for this check"]
    assert rows["Timeout"] == ["3 s", "from Settings"]
    assert rows["Down after"][1] == "set for this check"


def test_tabs_are_reached_by_keyboard_and_stay_for_the_next_instance(open_window: Open, world: World, payments: str) -> None:
    other = world.add_app("other")
    window = open_window()
    window.show_instance(make_instance("payments").id)
    details = window.applications.details
    assert details.tabs.current == "overview"
    details.tabs.bar.setFocus()
    QTest.keyClick(details.tabs.bar, Qt.Key.Key_Right)
    assert details.tabs.current != "overview"
    details.tabs.show_tab("events")
    window.show_instance(other.id)
    assert details.tabs.current == "events"
    QTest.keyClick(details.tabs.bar, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert details.tabs.current == "errors"


def test_errors_are_counted_on_their_tab(open_window: Open, world: World, payments: str) -> None:
    app = make_instance("payments")
    world.history.kept_errors = [ErrorReport(app.id, "f", "Oops", "", "", None, NOW, NOW, 1)]
    window = open_window()
    window.show_instance(app.id)
    bar = window.applications.details.tabs.bar
    assert "Errors 1" in [bar.tabText(place) for place in range(bar.count())]


def test_failed_checks_say_what_was_answered(open_window: Open, world: World) -> None:
    app = world.add_app("one", Health.DOWN)
    job = world.catalog.jobs_of(app.id)[0]
    world.history.kept_checks[job.id] = [make_check(job, Result.STATUS, code=503, error="answered 503: overloaded")]
    window = open_window()
    window.show_instance(app.id)
    assert window.applications.details.checks.rows.texts()[0][2] == "Status 503: answered 503: overloaded"
