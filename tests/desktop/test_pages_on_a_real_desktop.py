"""What people do on the pages, with keys and the mouse."""

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
    file = tmp_path / "report.pdf"
    program.press("Save as PDF …")
    wait_until(lambda: desktop.windows("Save the report"), "the dialog")
    desktop.key("ctrl+a")
    desktop.type(str(file))
    desktop.key("Return")
    wait_until(file.exists, "the file")
    wait_until(lambda: program.reads(f"Written to {file}"), "where it was written")
    assert file.read_bytes().startswith(b"%PDF-")


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
