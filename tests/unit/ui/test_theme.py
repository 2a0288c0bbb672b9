"""Everything can be read, in both themes."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from registry_tray.config import Settings
from registry_tray.core.status import Result, Status
from registry_tray.ui import assets
from registry_tray.ui.files import resource
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import DARK, LIGHT, Colours, contrast

both = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@both
def test_text_has_enough_contrast_on_every_ground(colours: Colours) -> None:
    inks = (colours.text, colours.muted, colours.accent, *colours.status.values())
    poor = [(ink, ground) for ink in inks for ground in colours.grounds if contrast(ink, ground) < 4.5]
    assert not poor


@both
def test_text_on_the_accent_has_enough_contrast(colours: Colours) -> None:
    for ground in (colours.accent_ground, colours.accent_hover):
        assert contrast(colours.on_accent, ground) >= 4.5


@both
def test_graphics_stand_out(colours: Colours) -> None:
    for ground in (colours.surface, colours.window, colours.field):
        assert contrast(colours.control_border, ground) >= 3
    for ground in (colours.surface, colours.hover, colours.selected):
        for result in Result:
            if result is not Result.INCONCLUSIVE:
                assert contrast(colours.beat(result), ground) >= 3, (result, ground)


@both
def test_signs_stand_out_on_their_tiles(colours: Colours) -> None:
    assert all(contrast("#ffffff", colours.tile[status]) >= 4.5 for status in Status)
    assert all(contrast(colours.on_status, colours.status[status]) >= 4.5 for status in Status)


def test_the_setting_decides_the_colours(qapp: QApplication) -> None:
    theme = Theme(qapp, Settings().with_value("appearance.theme", "dark", "a test"))
    assert theme.colours is DARK
    assert qapp.palette().window().color() == QColor(DARK.window)
    theme.follow(Settings().with_value("appearance.theme", "light", "a test"))
    assert theme.colours is LIGHT
    assert LIGHT.accent in qapp.styleSheet()


def test_every_name_in_the_style_sheet_is_filled_in(theme: Theme, qapp: QApplication) -> None:
    assert "@" not in qapp.styleSheet()


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_shape_of_its_own(status: Status) -> None:
    source = resource(f"icons/status-{status}.svg").read_text("utf-8")
    others = [resource(f"icons/status-{other}.svg").read_text("utf-8") for other in Status if other is not status]
    assert source not in others


def test_every_icon_can_be_drawn(qapp: QApplication) -> None:
    for file in resource("icons").glob("*.svg"):
        picture = assets.pixmap(file.stem, 16, "#112233").toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), file.name
