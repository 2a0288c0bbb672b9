"""The tray tells the whole in one look."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.core.events import AlertsPaused
from registry_tray.core.status import Health, Registration, Status
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.tokens import contrast
from registry_tray.ui.tray import Tray
from registry_tray.ui.tray_icon import status_pixmap
from registry_tray.ui.tray_menu import SHOWN, TrayMenu
from tests.unit.ui.support import NOW, World, make_instance, muted

# There is no tray without a screen, and Qt says so.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged")


@pytest.fixture
def tray(qtbot: QtBot) -> Tray:
    return Tray()


def shown(menu: TrayMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def press(menu: TrayMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_it_shows_and_can_quit_before_anything_else_exists(tray: Tray, qtbot: QtBot) -> None:
    assert not tray.icon.isNull()
    assert shown(tray.menu)[0] == "Open Registry Tray"
    assert tray.menu.defaultAction() is tray.menu.actions()[0]
    with qtbot.waitSignal(tray.quit_requested):
        press(tray.menu, "Quit")


def test_nothing_registered_is_said(tray: Tray, bridge: Bridge) -> None:
    tray.attach(bridge)
    assert tray.tooltip == "No applications registered"


def test_the_tooltip_is_the_summary_in_words(tray: Tray, world: World, bridge: Bridge) -> None:
    world.add_app("one", Health.DOWN)
    world.add_app("two", Health.STARTING)
    for number in range(7):
        world.add_app(f"up-{number}")
    bridge._flush()
    tray.attach(bridge)
    assert tray.tooltip == "1 down, 1 starting, 7 up"


def test_it_follows_what_happens(tray: Tray, world: World, bridge: Bridge) -> None:
    app = world.add_app("one")
    bridge._flush()
    tray.attach(bridge)
    before = tray.icon
    world.set_health(app, Health.DOWN)
    bridge._flush()
    assert tray.tooltip == "1 down"
    assert tray.icon is not before


def test_a_muted_failure_is_not_in_the_icon_nor_in_the_menu(tray: Tray, world: World, bridge: Bridge) -> None:
    app = world.add_app("one", Health.DOWN)
    world.catalog.put_instance(muted(app, NOW + timedelta(hours=1)))
    bridge._flush()
    tray.attach(bridge)
    assert not any("one" in text for text in shown(tray.menu))
    assert bridge.summary().worst is None


def test_the_menu_names_eight_failures_and_counts_the_rest(tray: Tray, world: World, bridge: Bridge, qtbot: QtBot) -> None:
    for number in range(SHOWN + 3):
        world.add_app(f"app-{number}", Health.DOWN, ago=timedelta(minutes=30 - number))
    bridge._flush()
    tray.attach(bridge)
    texts = shown(tray.menu)
    assert texts[1] == "11 down"
    assert texts[2 : 2 + SHOWN] == [f"app-{number} is down" for number in range(SHOWN)]
    assert texts[2 + SHOWN] == "… and 3 more"
    with qtbot.waitSignal(tray.open_requested) as opened:
        press(tray.menu, "app-2 is down")
    assert opened.args == [make_instance("app-2").id]


def test_pausing_until_tomorrow_ends_at_nine_where_the_user_is(tray: Tray, world: World, bridge: Bridge) -> None:
    tray.attach(bridge)
    tray.menu._pause.actions()[-1].trigger()
    until = world.wishes.paused[0]
    assert until is not None
    assert (until.astimezone().hour, until.astimezone().minute) == (9, 0)
    assert timedelta() < until - NOW < timedelta(hours=48)


def test_while_paused_the_menu_offers_to_resume_and_says_how_long(tray: Tray, world: World, bridge: Bridge) -> None:
    tray.attach(bridge)
    world.wishes.paused_until = NOW + timedelta(minutes=47)
    world.bus.publish(AlertsPaused(world.wishes.paused_until))
    assert "Resume alerts (47 min left)" in shown(tray.menu)
    assert "Pause alerts" not in shown(tray.menu)
    press(tray.menu, "Resume alerts (47 min left)")
    assert world.wishes.paused == [None]


def test_check_all_and_copy_do_what_they_say(tray: Tray, world: World, bridge: Bridge) -> None:
    tray.attach(bridge)
    press(tray.menu, "Check all now")
    press(tray.menu, "Copy registration command")
    assert world.wishes.checked == [None]
    assert QGuiApplication.clipboard().text().startswith("curl -X POST http://127.0.0.1:7331/api/register")


def test_the_icon_is_made_anew_when_a_panel_appears(tray: Tray, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    tray._available = False
    before = tray._tray
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    with qtbot.waitSignal(tray.availability_changed) as changed:
        tray.look()
    assert changed.args == [True]
    made = tray._tray
    assert made is not before
    with qtbot.assertNotEmitted(tray.availability_changed):
        assert tray.look()
    assert tray._tray is made


def test_statuses_differ_in_shape_and_number(qtbot: QtBot) -> None:
    pictures = [status_pixmap(Status.UP, 0, 16), status_pixmap(Status.STARTING, 0, 16), status_pixmap(Status.DOWN, 1, 16),
                status_pixmap(Status.DOWN, 2, 16), status_pixmap(Status.LOST, 1, 16), status_pixmap(None, 0, 16)]  # fmt: skip
    images = [bytes(picture.toImage().constBits()) for picture in pictures]
    assert len(set(images)) == len(images)


def test_what_is_lost_is_told_from_what_is_down_without_its_colour(qtbot: QtBot) -> None:
    def shape(status: Status) -> list[bool]:
        """Where the sign is white."""
        image = status_pixmap(status, 1, 64).toImage()
        return [image.pixelColor(x, y).lightness() > 230 for x in range(64) for y in range(64)]

    assert shape(Status.LOST) != shape(Status.DOWN) == shape(Status.CRASHED)


def test_the_signs_in_the_menu_bring_their_own_ground(tray: Tray, world: World, bridge: Bridge) -> None:
    world.add(make_instance("telemetry", registration=Registration.LOST, ended_at=NOW))
    bridge._flush()
    tray.attach(bridge)
    [action] = [action for action in tray.menu.actions() if action.text() == "telemetry is lost"]
    image = action.icon().pixmap(16).toImage()
    assert contrast(image.pixelColor(8, 1).name(), "#ffffff") >= 4.5 > contrast(image.pixelColor(8, 8).name(), "#ffffff")


def test_a_pause_that_has_run_out_is_over(world: World, bridge: Bridge) -> None:
    world.wishes.paused_until = datetime(2026, 3, 4, 11, tzinfo=UTC)
    assert bridge.summary().paused_until is None


def test_the_tray_offers_the_pauses_that_the_settings_name(tray: Tray, bridge: Bridge, world: World) -> None:
    tray.attach(bridge)

    def offered() -> list[str]:
        return [action.text() for action in tray.menu._pause.actions()]

    assert offered() == ["For 15 minutes", "For 1 hour", "For 4 hours", "Until tomorrow, 9:00"]
    world.wishes.settings = Settings().with_value("alerts.mute_choices", "3d, 90m", "")
    bridge.settings_changed.emit(world.wishes.settings)
    assert offered() == ["For 90 minutes", "For 3 days", "Until tomorrow, 9:00"]
    tray.menu._pause.actions()[1].trigger()
    assert world.wishes.paused == [NOW + timedelta(days=3)]
