"""What a developer does in the list, with real keys and clicks: finds what fails, mutes, copies, edits and adds checks."""

from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Program, Server
from tests.ports import free_port

pytestmark = pytest.mark.desktop


@pytest.fixture
def window(desktop: Desktop, program: Program, server: Server) -> str:
    """The number of the window, which has the keyboard; payments is down, orders has two instances that are up."""
    dead = f"http://localhost:{free_port()}/"
    program.register("payments", dead, hostname="localhost", health={"url": dead, "interval": 1000, "grace": 0})
    program.register("orders", server.url, hostname="one")
    program.register("orders", server.url, hostname="two")
    wait_until(lambda: program.record("payments")["status"] == "down", "payments is down", 40)
    desktop.clear_popups()
    desktop.session.choose(program.icon(), "Open")
    [number] = wait_until(program.windows, "the window")
    wait_until(lambda: desktop.active_window() == number, "the window has the keyboard")
    wait_until(lambda: program.reads("orders, 2 of 2 up, worst: up, open"), "the application and its instances")
    return number


def test_what_fails_is_found_muted_and_unmuted_with_the_keyboard(
    desktop: Desktop, program: Program, window: str, tmp_path: Path
) -> None:
    desktop.key("ctrl+k")
    wait_until(lambda: program.reads("Command palette"), "the palette")
    desktop.type("pay")
    desktop.key("Return")
    wait_until(lambda: program.reads("Copy incident"), "the details of payments")
    desktop.screenshot(tmp_path / "details.png", window)
    desktop.key("ctrl+k")
    desktop.type("mute 1 hour")
    desktop.key("Return")
    wait_until(lambda: program.record("payments")["mutedUntil"], "payments is muted")
    wait_until(lambda: program.reads("payments muted for 1 h"), "the offer to undo")
    desktop.screenshot(tmp_path / "muted.png", window)
    desktop.key("ctrl+z")
    wait_until(lambda: not program.record("payments")["mutedUntil"], "payments is not muted any more")
    desktop.key("question")
    wait_until(lambda: program.reads("Command palette") and program.reads("Close"), "the list of keys")
    desktop.screenshot(tmp_path / "keys.png", window)
    desktop.key("Escape")


def test_a_check_is_tried_and_added(desktop: Desktop, program: Program, window: str, server: Server, tmp_path: Path) -> None:
    desktop.key("ctrl+k")
    desktop.type("payments")
    desktop.key("Return")
    wait_until(lambda: program.reads("Copy incident"), "the details of payments")
    program.press("Jobs", "page tab")
    program.press("Add check")
    wait_until(lambda: program.control("Address", "text").focused, "the form, ready to type")
    desktop.type(f"tcp://localhost:{server.port}")
    program.press("Try")
    wait_until(lambda: any(text.startswith("OK") for text in desktop.access.texts(program.pid)), "what the try has shown")
    desktop.screenshot(tmp_path / "form.png", window)
    program.press("Save")
    jobs = f"/api/application/{program.record('payments')['id']}/jobs"
    wait_until(lambda: len(program.get(jobs)["value"]) == 2, "the second check")
    desktop.screenshot(tmp_path / "added.png", window)


def test_what_fails_is_found_with_one_key_and_its_incident_copied_with_another(
    desktop: Desktop, program: Program, window: str
) -> None:
    desktop.key("F8")
    wait_until(lambda: program.reads("Copy incident"), "the details of payments")
    desktop.key("ctrl+i")
    incident = wait_until(desktop.clipboard, "the incident on the clipboard")
    assert incident.startswith("## payments: Down for")
    assert "Connection refused on localhost" in incident


def test_a_check_is_edited_with_the_keyboard(desktop: Desktop, program: Program, window: str, tmp_path: Path) -> None:
    desktop.key("F8")
    wait_until(lambda: program.reads("Copy incident"), "the details of payments")
    desktop.key("ctrl+Prior")  # round from the first tab to the last
    wait_until(lambda: program.reads("Edit http://"), "the tab Jobs")
    program.tab_to("Edit http://")
    desktop.key("space")
    wait_until(lambda: program.control("Address", "text").focused, "the form")
    program.tab_to("Interval")
    desktop.key("ctrl+a")
    desktop.type("7s")
    desktop.screenshot(tmp_path / "edited.png", window)
    desktop.key("Return")
    jobs = f"/api/application/{program.record('payments')['id']}/jobs"
    wait_until(lambda: [job["interval"] for job in program.get(jobs)["value"]] == [7000], "the interval")
    wait_until(lambda: program.reads("every 7 s"), "the new interval in the list")
