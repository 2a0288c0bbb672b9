"""What counts for all instances of an application is seen and set in the details."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from registry_tray.core.errors import Fault
from registry_tray.core.models import Application
from registry_tray.core.spec import JobSpec, Policy, Wishes
from registry_tray.ui.details.in_force import InForce
from registry_tray.ui.details.tuning_form import TuningForm
from registry_tray.ui.main_window import MainWindow
from tests.unit.ui.support import NOW, Open, World, make_instance, make_job

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


@pytest.fixture
def in_force(open_window: Open, world: World) -> InForce:
    app = make_instance("shop", ttl=timedelta(seconds=30))
    own = Wishes(hold=timedelta(minutes=1), crash_hold=timedelta())
    world.catalog.applications[app.app_id] = Application(app.app_id, NOW, own)
    asked = JobSpec("http", "http://localhost:8080/health", interval=timedelta(seconds=30), hold=timedelta(seconds=3))
    policy = Policy(hold=timedelta(minutes=1), crash_hold=timedelta())
    world.add(app, replace(make_job(app), asked=asked, own=own, policy=policy, interval=timedelta(seconds=30)))
    window = open_window()
    window.show_instance(app.id)
    return window.applications.details.in_force


def opened(in_force: InForce) -> TuningForm:
    assert in_force.form is not None
    return in_force.form


def text(form: TuningForm, name: str) -> str:
    editor = form.fields[name].editor
    assert isinstance(editor, QLineEdit)
    return editor.text()


def write(form: TuningForm, name: str, value: str) -> None:
    editor = form.fields[name].editor
    assert isinstance(editor, QLineEdit)
    editor.clear()
    QTest.keyClicks(editor, value)


def test_every_setting_says_its_value_and_where_it_comes_from(in_force: InForce) -> None:
    rows = {row[0]: row[1:] for row in in_force.rows.texts()}
    assert rows["Popup after"] == ["1 min", "set for shop"]
    assert rows["Crash popup after"] == ["0 s", "set for shop"]
    assert rows["Interval"] == ["30 s", "set for this check"]
    assert rows["Time to restart"] == ["30 s", "from Settings"]
    assert rows["Sign of life within"] == ["30 s", "from its registration"]
    assert rows["Patience"] == ["20 s after sleep, 15 s after a change of network", "from Settings"]


def test_what_its_kind_of_check_decides_is_not_said_to_come_from_settings(open_window: Open, world: World) -> None:
    app = make_instance("beats")
    asked = JobSpec("push", "push://")
    world.add(app, replace(make_job(app), type="push", endpoint="push://", asked=asked, policy=Policy(successes=1)))
    window = open_window()
    window.show_instance(app.id)
    rows = {row[0]: row[1:] for row in window.applications.details.in_force.rows.texts()}
    assert rows["Up after"] == ["the first success", "from its kind of check"]
    assert rows["Down after"][1] == "from Settings"


def test_what_is_set_for_all_is_changed_and_taken_back(in_force: InForce, world: World) -> None:
    assert in_force.change.text() == "Set for all of shop …"
    in_force.change.click()
    form = opened(in_force)
    assert (text(form, "hold"), text(form, "crashHold"), text(form, "interval")) == ("1m", "0ms", "")
    write(form, "hold", "")
    write(form, "failures", "4")
    write(form, "restartWindow", "90s")
    form.save.click()
    [(app_id, fields)] = world.wishes.jobs.tuned
    assert app_id == "shop"
    assert fields == {
        "interval": None, "timeout": None, "failures": 4, "successes": None, "hold": None, "crashHold": 0, "grace": None,
        "restartWindow": 90_000,
    }  # fmt: skip
    assert in_force.form is None
    assert not in_force.change.isHidden()


def test_what_makes_no_sense_is_said_at_its_field_and_nothing_is_sent(in_force: InForce, world: World) -> None:
    in_force.open_form()
    form = opened(in_force)
    write(form, "grace", "soon")
    form.save.click()
    assert form.fields["grace"].fault.text() == "Is not a duration such as 500ms, 10s, 5m or 1h"
    assert world.wishes.jobs.tuned == []
    write(form, "grace", "5s")
    world.wishes.jobs.faults = (Fault("timeout", "must be shorter than the interval"),)
    form.save.click()
    assert form.fields["timeout"].fault.text() == "Must be shorter than the interval"
    world.wishes.jobs.faults = (Fault("ttl", "is of no use"),)
    form.save.click()
    assert not form.outcome.isHidden()
    write(form, "grace", "soon")
    form.save.click()
    assert form.outcome.isHidden()
    form.cancel.click()
    assert in_force.form is None


def test_editors_stay_in_one_line_whatever_is_said_of_one_of_them(in_force: InForce) -> None:
    in_force.open_form()
    form = opened(in_force)
    for left, right in (("interval", "timeout"), ("hold", "crashHold")):
        for wrong in (left, right):
            write(form, wrong, "soon")
        form.save.click()
        write(form, right, "5s")
        form.save.click()
        layout = form.layout()
        assert layout is not None
        layout.activate()
        assert not form.fields[left].fault.isHidden()
        assert form.fields[right].fault.isHidden()
        tops = [form.fields[name].editor.mapTo(form, QPoint()).y() for name in (left, right)]
        assert tops[0] == tops[1]


def test_a_form_that_is_open_belongs_to_its_application(in_force: InForce, world: World) -> None:
    in_force.open_form()
    other = world.add_app("other")
    window = in_force.window()
    assert isinstance(window, MainWindow)
    window.show_instance(other.id)
    assert in_force.form is None
    assert in_force.change.text() == "Set for all of other …"
