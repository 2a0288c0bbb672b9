"""What people do on the pages, with keys and the mouse."""

import csv
import tomllib
from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Program, Server

pytestmark = pytest.mark.desktop


def open_page(program: Program, keys: str, shown: str) -> None:
    """Open the window at a page."""
    program.desktop.session.choose(program.icon(), "Open")
    [window] = wait_until(program.windows, "the window")
    wait_until(lambda: program.desktop.active_window() == window, "the window has the keyboard")
    program.desktop.key(keys)
    wait_until(lambda: program.reads(shown), shown)


def test_a_report_is_saved_as_pdf(desktop: Desktop, program: Program, server: Server, tmp_path: Path) -> None:
    program.register("payments", server.url)
    program.wait_until_up("payments")
    open_page(program, "ctrl+4", "Save as PDF")
    program.press("Save as PDF …")
    file = name_the_file(desktop, tmp_path / "report.pdf")
    wait_until(lambda: program.reads(f"Written to {file}"), "where it was written")
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_report_is_saved_by_keyboard_as_csv_with_its_outages_beside_it(
    desktop: Desktop, program: Program, server: Server, tmp_path: Path
) -> None:
    program.register("payments", server.url)
    program.wait_until_up("payments")
    server.kill()
    wait_until(lambda: program.notified("payments is down"), "the notification")
    open_page(program, "ctrl+4", "Connection refused on")  # until it is read, there is nothing to save
    program.tab_to("Save as CSV")
    desktop.key("space")
    file, outages = name_the_file(desktop, tmp_path / "report.csv"), tmp_path / "report-outages.csv"
    wait_until(lambda: program.reads(f"Written to {file} and {outages}"), "where both were written")
    [application] = csv.DictReader(file.read_text("utf-8").splitlines())
    assert (application["application"], application["outages"]) == ("payments", "1")
    [outage] = csv.DictReader(outages.read_text("utf-8").splitlines())
    assert (outage["instance"], outage["lasts"]) == ("payments", "True")


def name_the_file(desktop: Desktop, file: Path) -> Path:
    """Type its name into the dialog, and wait until it is written."""
    wait_until(lambda: desktop.windows("Save the report"), "the dialog")
    desktop.key("ctrl+a")
    desktop.type(str(file))
    desktop.key("Return")
    return wait_until(lambda: file if file.exists() else None, "the file")


def test_a_test_notification_shows_and_a_start_at_login_is_kept(desktop: Desktop, program: Program) -> None:
    open_page(program, "ctrl+5", "Your desktop shows notifications with text and buttons.")
    program.press("Test notification")
    wait_until(lambda: program.notified("This is a test"), "the notification")
    entry = desktop.home / ".config/autostart/registry-tray.desktop"
    assert not entry.exists()
    switch = program.control("Start at log-in", "check box")
    for _ in range(12):
        if switch.middle[1] < desktop.place(program.windows()[0])[3]:
            break
        desktop.key("Tab", times=5)
        switch = program.control("Start at log-in", "check box")
    desktop.click(*switch.middle)
    wait_until(entry.exists, "the file of the desktop")
    assert "Exec=" in entry.read_text()
    entry.unlink()


def test_a_setting_is_changed_by_keyboard_and_kept(bare_desktop: Desktop, start: StartProgram, tmp_path: Path) -> None:
    bare_desktop.start_panel()
    program = start(bare_desktop)
    open_page(program, "ctrl+5", "Text size")
    program.press("Text size", "text")
    bare_desktop.key("ctrl+a")
    bare_desktop.type("120")
    bare_desktop.key("Tab")
    config = bare_desktop.home / ".config/registry-tray/config.toml"
    wait_until(config.exists, "the settings file")
    wait_until(lambda: tomllib.loads(config.read_text()).get("appearance") == {"text_size": 120}, "the setting")
