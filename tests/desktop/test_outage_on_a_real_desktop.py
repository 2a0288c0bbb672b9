"""The main job, as a user sees it: an application dies, one notification says so and why, and its buttons work."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Program, Server
from tests.desktop.session import Notified

pytestmark = pytest.mark.desktop


def outage(program: Program, application: str) -> Notified:
    """Wait for the notification of an outage."""
    wait_until(lambda: program.notified(f"{application} is down"), f"the outage of {application}", 20)
    [notified] = program.notified(f"{application} is down")
    wait_until(lambda: notified.number, "the answer of the notification server")
    return notified


def test_a_dead_application_is_told_once_and_muted_with_a_click(
    desktop: Desktop, program: Program, server: Server, tmp_path: Path
) -> None:
    program.register("payments", server.url)
    program.wait_until_up("payments")
    assert program.notified("payments is down") == []
    server.kill()

    notified = outage(program, "payments")

    assert f"Connection refused on localhost:{server.port}" in notified.body
    assert list(notified.actions.values()) == ["Open", "Check now", "Mute 1 h"]
    assert notified.hints["urgency"] == 1
    assert notified.hints["desktop-entry"] == "registry-tray"
    assert Path(notified.icon.removeprefix("file://")).is_file()
    wait_until(lambda: desktop.access.find(desktop.notifications.pid, "payments is down"), "the popup on the screen")
    desktop.screenshot(tmp_path / "popup.png")

    desktop.press_popup("Mute 1 h")

    wait_until(lambda: program.record("payments")["mutedUntil"], "payments is muted")
    until = datetime.fromisoformat(program.record("payments")["mutedUntil"])
    assert timedelta(minutes=58) < until - datetime.now(UTC) <= timedelta(hours=1)
    assert len(program.notified("payments is down")) == 1


def test_the_notification_has_an_icon_that_others_can_draw(program: Program, server: Server) -> None:
    program.register("payments", server.url)
    program.wait_until_up("payments")
    server.kill()
    drawing = Path(outage(program, "payments").icon.removeprefix("file://")).read_bytes()
    assert b"currentColor" not in drawing
    assert b"contrastColor" not in drawing


def test_a_recovery_takes_the_place_of_its_outage_and_says_how_long(program: Program, server: Server) -> None:
    program.register("orders", server.url)
    program.wait_until_up("orders")
    server.kill()
    notified = outage(program, "orders")
    server.start()

    wait_until(lambda: program.notified("orders is back"), "the recovery", 20)

    [recovery] = program.notified("orders is back")
    assert recovery.replaces == notified.number
    assert re.fullmatch(r"after [\d.]+ s", recovery.body)
    assert recovery.hints["urgency"] == 0
    assert recovery.hints["transient"] is True
    assert len(program.notified("orders is down")) == 1


def test_open_on_the_popup_raises_the_window_with_that_instance(desktop: Desktop, program: Program, server: Server) -> None:
    healthy = Server(desktop)
    program.register("catalog", healthy.url)
    program.register("billing", server.url)
    program.wait_until_up("billing")
    server.kill()
    outage(program, "billing")

    desktop.press_popup("Open")

    [window] = wait_until(program.windows, "the window")
    wait_until(lambda: desktop.active_window() == window, "the window in front")
    wait_until(lambda: program.reads(f"Connection refused on localhost:{server.port}"), "the details of billing")
    healthy.kill()


def test_what_is_stopped_on_purpose_takes_its_notification_back(desktop: Desktop, program: Program, server: Server) -> None:
    registered = program.register("search", server.url)
    program.wait_until_up("search")
    server.kill()
    notified = outage(program, "search")

    program.post("/api/unregister", {"identifier": registered["identifier"]})

    wait_until(lambda: notified.number in desktop.session.withdrawn, "the withdrawal")


def test_an_application_that_restarts_within_the_hold_is_not_mentioned(program: Program, server: Server) -> None:
    program.register(
        "gateway",
        server.url,
    )
    program.wait_until_up("gateway")
    server.kill()
    wait_until(lambda: program.record("gateway")["status"] != "up", "the first failure")
    server.start()
    program.wait_until_up("gateway")
    assert program.notified("gateway is down") == []
    assert program.notified("gateway is back") == []


def test_a_root_cause_with_three_dependants_is_one_popup_that_names_them(
    desktop: Desktop, program: Program, server: Server, tmp_path: Path
) -> None:
    program.register("redis", server.url)
    names = ("cart", "orders", "search")
    dependants = [Server(desktop) for _ in names]
    for name, each in zip(names, dependants, strict=True):
        program.register(name, each.url, dependsOn=["redis"])
    for name in ("redis", *names):
        program.wait_until_up(name)
    for each in (server, *dependants):
        each.kill()

    wait_until(lambda: program.notified("redis is down, 3 services affected"), "the outage of redis", 20)

    [notified] = program.notified("redis is down, 3 services affected")
    assert f"Connection refused on localhost:{server.port}" in notified.body
    assert "Affected: cart, orders and search" in notified.body
    popup = desktop.notifications.pid
    wait_until(lambda: desktop.access.find(popup, "redis is down, 3 services affected"), "the popup on the screen")
    desktop.screenshot(tmp_path / "root-cause.png")
    wait_until(lambda: {program.record(name)["status"] for name in names} == {"down"}, "all dependants are down")
    for name in names:
        assert program.record(name)["alert"]["message"] == "redis is down"
    for each in (server, *dependants):
        each.start()
    wait_until(lambda: program.notified("redis is back"), "the recovery", 20)
    for name in names:
        program.wait_until_up(name)
        assert program.notified(f"{name} is down") == []
        assert program.notified(f"{name} is back") == []
    assert len(program.notified("redis is down, 3 services affected")) == 1
    for each in dependants:
        each.kill()
