"""The icon in a real panel: what it says, what its menu does, and a desktop that has no panel, or a late one."""

from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Program, Server
from tests.desktop.session import WATCHER

pytestmark = pytest.mark.desktop


def test_the_icon_says_in_words_how_things_stand(desktop: Desktop, program: Program, server: Server) -> None:
    program.register("payments", server.url)
    wait_until(lambda: "1 up" in program.icon().tooltip, "the tooltip with what is up")
    server.kill()
    wait_until(lambda: "1 down" in program.icon().tooltip, "the tooltip with what is down", 20)
    assert program.icon().status == "Active"


def test_the_menu_has_everything_and_names_what_fails(desktop: Desktop, program: Program, server: Server) -> None:
    program.register("payments", server.url)
    program.wait_until_up("payments")
    server.kill()

    def failing() -> bool:
        return any("payments is down" in entry.label for entry in desktop.session.menu(program.icon()).walk())

    wait_until(failing, "the failing application in the menu", 20)
    labels = [entry.label for entry in desktop.session.menu(program.icon()).entries if entry.visible and entry.label]
    assert labels == [
        "Open Registry Tray",
        "1 down",
        "payments is down",
        "Pause alerts",
        "Check all now",
        "Copy registration command",
        "Settings",
        "Quit",
    ]
    desktop.session.choose(program.icon(), "payments is down")
    wait_until(program.windows, "the window")
    wait_until(lambda: program.reads(f"Connection refused on localhost:{server.port}"), "the details of payments")


def test_open_in_the_menu_shows_the_window_and_closing_it_leaves_the_program(desktop: Desktop, program: Program) -> None:
    for window in wait_until(program.windows, "the window of the first run"):
        desktop.key("ctrl+w")
        wait_until(lambda: window not in program.windows(), "the window closes")  # noqa: B023
    desktop.session.choose(program.icon(), "Open")
    wait_until(program.windows, "the window")
    assert program.get("/api/health")["success"] is True


def test_a_click_on_the_icon_shows_the_window(desktop: Desktop, program: Program) -> None:
    wait_until(program.windows, "the window of the first run")
    desktop.key("ctrl+w")
    wait_until(lambda: not program.windows(), "the window closes")
    desktop.session.activate(program.icon())
    wait_until(program.windows, "the window")


@pytest.mark.parametrize("label", ["Open Registry Tray", "Settings"])
def test_what_is_asked_of_the_icon_before_there_is_a_window_is_done(desktop: Desktop, start: StartProgram, label: str) -> None:
    first = start(desktop)
    wait_until(first.windows, "the window of the first run")
    first.register("payments", "http://localhost:9/")
    first.stop()
    program = start(desktop, data=first.data, ready=False)
    desktop.session.choose(program.icon(), label)
    program.wait_until_ready()
    wait_until(program.windows, "the window")
    wait_until(lambda: program.control("Settings" if label == "Settings" else "Applications", "label"), "the page")


def test_quit_in_the_menu_ends_the_program(desktop: Desktop, program: Program) -> None:
    desktop.session.choose(program.icon(), "Quit")
    assert program.wait_until_ended() == 0
    wait_until(lambda: desktop.session.item_of(program.pid) is None, "the icon goes")
    assert "Traceback" not in "\n".join(program.output)


def test_pausing_in_the_menu_holds_popups_back_and_resuming_lets_them_through(
    desktop: Desktop, program: Program, server: Server
) -> None:
    program.register("payments", server.url)
    program.wait_until_up("payments")
    desktop.session.choose(program.icon(), "For 15 minutes")
    server.kill()
    wait_until(lambda: program.record("payments")["status"] == "down", "payments is down", 20)
    wait_until(lambda: "1 down" in program.icon().tooltip, "the tooltip")
    assert program.notified("payments is down") == []
    desktop.session.choose(program.icon(), "Resume alerts")
    wait_until(lambda: program.notified("payments is down"), "the popup that was held back")


def test_without_a_panel_the_window_opens_and_the_icon_comes_with_the_panel(
    bare_desktop: Desktop, start: StartProgram, server: Server
) -> None:
    program = start(bare_desktop)
    program.register("payments", server.url)
    wait_until(program.windows, "the window")
    assert bare_desktop.session.items() == []

    bare_desktop.start_panel()

    assert program.icon().status == "Active"
    wait_until(lambda: "1 up" in program.icon().tooltip, "the tooltip")
    bare_desktop.session.activate(program.icon())


def test_the_icon_comes_back_when_the_panel_restarts(bare_desktop: Desktop, start: StartProgram) -> None:
    bare_desktop.start_panel()
    program = start(bare_desktop)
    program.icon()

    bare_desktop.panel.terminate()
    bare_desktop.panel.wait(10)
    wait_until(lambda: not bare_desktop.session.has(WATCHER), "the end of the panel's tray")
    bare_desktop.start_panel()
    wait_until(bare_desktop.session.items, "the icon in the new panel", 20)

    assert program.icon().status == "Active"
    bare_desktop.session.choose(program.icon(), "Open")
    wait_until(program.windows, "the window")


def test_in_an_old_tray_that_comes_late_and_restarts_the_icon_shows_and_opens_the_window(
    bare_desktop: Desktop, start: StartProgram, tmp_path: Path
) -> None:
    program = start(bare_desktop)
    wait_until(program.windows, "the window, since there is no tray")
    for _ in range(2):
        tray = bare_desktop.start_old_tray()
        place = wait_until(bare_desktop.embedded_icon, "the icon in the tray", 20)
        bare_desktop.screenshot(tmp_path / "icon.png")
        wait_until(lambda: bare_desktop.active_window() in program.windows(), "the window has the keyboard")
        bare_desktop.key("ctrl+w")
        wait_until(lambda: not program.windows(), "the window closes, since there is a tray")
        bare_desktop.click(*place)
        wait_until(program.windows, "the window")
        tray.terminate()
        tray.wait(10)
        wait_until(lambda: not bare_desktop.embedded_icon(), "the tray is gone")


def test_where_only_an_old_tray_can_tell_it_tells(bare_desktop: Desktop, start: StartProgram, tmp_path: Path) -> None:
    bare_desktop.start_old_tray()
    program = start(bare_desktop)
    wait_until(bare_desktop.embedded_icon, "the icon in the tray", 20)
    server = Server(bare_desktop)
    program.register("payments", server.url)
    program.wait_until_up("payments")
    server.kill()
    wait_until(lambda: (program.record("payments")["alert"] or {}).get("state") == "open", "the outage was told", 20)
    wait_until(lambda: program.reads("payments is down"), "the message of the tray")
    bare_desktop.screenshot(tmp_path / "message.png")


def test_without_a_notification_server_the_window_and_the_api_say_so_until_one_comes(
    bare_desktop: Desktop, start: StartProgram, server: Server
) -> None:
    program = start(bare_desktop)
    wait_until(lambda: program.get("/api/health")["problems"].get("notifications"), "the problem in /api/health")
    assert "No notification server runs on this desktop" in program.get("/api/health")["problems"]["notifications"]
    wait_until(program.windows, "the window")
    wait_until(lambda: program.reads("No notification server runs on this desktop"), "the banner")

    bare_desktop.start_notifications()

    wait_until(lambda: not program.get("/api/health")["problems"], "the end of the problem")
    wait_until(lambda: not program.reads("No notification server runs on this desktop"), "the end of the banner")


def test_an_outage_without_a_notification_server_is_told_when_there_is_one(
    bare_desktop: Desktop, start: StartProgram, server: Server
) -> None:
    bare_desktop.start_panel()
    program = start(bare_desktop)
    program.icon()
    program.register("payments", server.url)
    program.wait_until_up("payments")
    server.kill()

    def waits() -> bool:
        alert = program.record("payments")["alert"]
        return alert is not None and "popup could not be shown" in alert["message"]

    wait_until(waits, "the alert that waits", 20)
    assert program.record("payments")["alert"]["state"] == "held"

    bare_desktop.start_notifications()

    wait_until(lambda: (program.record("payments")["alert"] or {}).get("state") == "open", "the alert that was told", 40)
    assert len([each for each in program.notified("payments is down") if each.number]) == 1
