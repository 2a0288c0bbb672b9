"""Jobs are added, edited, tried and deleted from the details; what the registry refuses is said at its field."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from registry_tray.checks import declared
from registry_tray.core.errors import Fault
from registry_tray.core.spec import JobSpec
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.fields import FormField
from registry_tray.ui.details.job_form import JobForm
from registry_tray.ui.details.jobs import Jobs
from registry_tray.wire.reading import Faults
from registry_tray.wire.strategies import Strategies
from registry_tray.wire.strategy import Strategy
from tests.unit.ui.support import Open, World, make_instance, make_job

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


@pytest.fixture
def jobs(open_window: Open, world: World) -> Jobs:
    app = make_instance("shop")
    asked = JobSpec("http", "http://localhost:8080/health", interval=timedelta(seconds=30), options={"headers": {"X-Key": "***"}})
    world.add(app, replace(make_job(app), asked=asked))
    window = open_window()
    window.show_instance(app.id)
    window.applications.details.tabs.show_tab("jobs")
    return window.applications.details.jobs


def opened(jobs: Jobs) -> JobForm:
    assert jobs.form is not None
    return jobs.form


def write(form: JobForm, name: str, text: str) -> None:
    editor = (form.fields | form.options)[name].editor
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    editor.textEdited.emit(text)


def test_a_check_is_added_with_what_was_typed(jobs: Jobs, world: World) -> None:
    jobs.add_button.click()
    form = opened(jobs)
    write(form, "endpoint", "http://localhost:9000/ready")
    write(form, "interval", "30s")
    write(form, "failures", "4")
    write(form, "status", "200-299")
    form.save.click()
    [(instance_id, fields)] = world.wishes.jobs.added
    assert instance_id == make_instance("shop").id
    assert (fields["endpoint"], fields["interval"], fields["failures"]) == ("http://localhost:9000/ready", 30_000, 4)
    assert (fields["status"], fields["method"], fields["statusWord"]) == ("200-299", "GET", True)
    assert "timeout" not in fields
    assert jobs.form is None


def test_the_options_follow_the_kind_of_check(jobs: Jobs) -> None:
    jobs.add_button.click()
    form = opened(jobs)
    assert form.options == {}
    write(form, "endpoint", "dns://example.org")
    assert list(form.options) == ["record", "server", "values"]
    write(form, "endpoint", "tcp://localhost:5432")
    assert form.options == {}
    form._kind.activated.emit(form._kind.findData("http"))
    assert form._endpoint().text() == "http://localhost:8000/health"
    assert "jsonPointer" in form.options


SAMPLES = {"flag": True, "number": 7, "list": ["a", "b"], "map": {"X-Key": "1"}, "any": 5}
TEXTS = {
    "status": "200-299",
    "jsonPointer": "/a",
    "server": "127.0.0.1:53",
    "ca": "/home/me/ca.pem",
    "socket": "/run/docker.sock",
}


@pytest.mark.parametrize("strategy", [each for each in declared() if not each.refusal], ids=lambda each: each.name)
def test_every_option_of_every_kind_is_drawn_and_what_is_typed_is_taken(jobs: Jobs, strategy: Strategy) -> None:
    jobs.add_button.click()
    form = opened(jobs)
    write(form, "endpoint", strategy.example)
    assert form._kind.currentText() == strategy.name
    options = {option.name: option for option in strategy.fields()}
    assert list(form.options) == list(options)
    wanted = {
        name: option.choices[-1] if option.choices else SAMPLES.get(option.type, TEXTS.get(name, "something"))
        for name, option in options.items()
    }
    for name, value in wanted.items():
        assert form.options[name].editor.accessibleName()
        assert form.options[name].editor.accessibleDescription()
        form.options[name].fill(value)
    typed = form.values()
    assert typed is not None
    assert {name: typed[name] for name in wanted} == wanted
    faults = Faults()
    taken = Strategies(declared()).read(strategy.schemes[0].name, {name: typed[name] for name in wanted}, faults, "")
    assert not faults
    assert taken == {name: value for name, value in wanted.items() if value != options[name].default}


def test_editing_begins_with_what_was_asked_for(jobs: Jobs, world: World) -> None:
    [entry] = jobs.entries.values()
    entry.edit.click()
    form = opened(jobs)
    assert form._endpoint().text() == "http://localhost:8080/health"
    interval, headers = form.fields["interval"].editor, form.options["headers"].editor
    assert isinstance(interval, QLineEdit)
    assert interval.text() == "30s"
    assert isinstance(headers, QPlainTextEdit)
    assert headers.toPlainText() == "X-Key: ***"
    write(form, "interval", "")
    form.save.click()
    [(job_id, fields)] = world.wishes.jobs.edited
    assert job_id == f"job-{make_instance('shop').id}"
    assert "interval" not in fields
    assert fields["headers"] == {"X-Key": "***"}


def test_a_password_in_an_address_is_not_shown_and_not_lost(open_window: Open, world: World) -> None:
    app = make_instance("db")
    url = "postgres://app:hunter2@localhost:5432/shop"
    world.add(app, replace(make_job(app, type="postgres", endpoint=url), asked=JobSpec("postgres", url)))
    window = open_window()
    window.show_instance(app.id)
    jobs = window.applications.details.jobs
    next(iter(jobs.entries.values())).edit.click()
    form = opened(jobs)
    assert "hunter2" not in form._endpoint().text()
    form.save.click()
    assert world.wishes.jobs.edited[0][1]["endpoint"] == url


def test_options_are_behind_a_button_and_open_where_one_is_wrong(jobs: Jobs, world: World) -> None:
    jobs.add_button.click()
    form = opened(jobs)
    write(form, "endpoint", "http://localhost:9000/")
    assert form.more.text() == "Options (13)"
    assert not form.options["status"].isVisible()
    world.wishes.jobs.faults = (Fault("status", "is no code"),)
    form.save.click()
    assert form.options["status"].fault.text() == "Is no code"
    assert form.options["status"].fault.isVisibleTo(form)


def test_escape_puts_the_form_away_and_leaves_the_details(jobs: Jobs, world: World) -> None:
    jobs.add_button.click()
    QTest.keyClick(opened(jobs).fields["endpoint"].editor, Qt.Key.Key_Escape)
    assert jobs.form is None
    assert jobs.isVisible()


def test_enter_saves(jobs: Jobs, world: World) -> None:
    jobs.add_button.click()
    form = opened(jobs)
    write(form, "endpoint", "tcp://localhost:5432")
    QTest.keyClick(form._endpoint(), Qt.Key.Key_Return)
    assert world.wishes.jobs.added[0][1]["endpoint"] == "tcp://localhost:5432"


def test_what_is_refused_is_said_at_its_field_and_the_form_stays(jobs: Jobs, world: World) -> None:
    world.wishes.jobs.faults = (Fault("endpoint", "is no URL"), Fault("elsewhere", "is odd"))
    jobs.add_button.click()
    form = opened(jobs)
    form.save.click()
    assert form.fields["endpoint"].fault.text() == "Is no URL"
    assert form.outcome.text() == "elsewhere: is odd"
    assert jobs.form is form


def test_what_makes_no_sense_is_said_before_anything_is_asked(jobs: Jobs, world: World) -> None:
    jobs.add_button.click()
    form = opened(jobs)
    write(form, "interval", "soon")
    write(form, "failures", "many")
    form.save.click()
    assert form.fields["interval"].fault.text() == "Is not a duration such as 500ms, 10s, 5m or 1h"
    assert form.fields["failures"].fault.text() == "Is not a number"
    assert world.wishes.jobs.added == []


def test_a_check_is_tried_before_it_is_kept(jobs: Jobs, world: World) -> None:
    jobs.add_button.click()
    form = opened(jobs)
    write(form, "endpoint", "http://localhost:9000/")
    form.try_button.click()
    assert world.wishes.jobs.tried[0]["endpoint"] == "http://localhost:9000/"
    assert form.outcome.text() == "OK 200 · 12 ms"
    assert form.try_button.isEnabled()
    assert world.wishes.jobs.added == []


def test_a_deleted_check_comes_back(jobs: Jobs, world: World, open_window: Open) -> None:
    [entry] = jobs.entries.values()
    entry.delete.click()
    [removed] = world.wishes.jobs.removed
    jobs._undo.undo()
    assert world.wishes.jobs.brought_back == [removed]


def test_a_single_check_is_paused_and_that_taken_back(jobs: Jobs, world: World) -> None:
    [entry] = jobs.entries.values()
    entry.pause.click()
    assert world.wishes.jobs.paused == [f"job-{make_instance('shop').id}"]
    jobs._undo.undo()
    assert world.wishes.jobs.resumed == world.wishes.jobs.paused


def test_a_form_is_put_away_when_another_instance_is_shown_and_stays_while_checks_come_in(
    jobs: Jobs, world: World, bridge: Bridge
) -> None:
    other = world.add_app("other")
    jobs.add_button.click()
    form = opened(jobs)
    bridge._touch(make_instance("shop").id)
    bridge._flush()
    assert opened(jobs) is form
    jobs.show_jobs(other.id, world.catalog.jobs_of(other.id))
    assert form.isHidden()
    assert not jobs.add_button.isHidden()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "a"), ("number", 3), ("number", 2.5), ("list", ["a", "b"]), ("any", {"a": [1]}), ("any", "word"),
        ("map", {"a": "1", "b": "x: y"}),
    ],
)  # fmt: skip
def test_a_field_gives_back_what_it_shows(qtbot: object, kind: str, value: object) -> None:
    field = FormField("x", "X", kind)
    field.fill(value)
    assert field.value() == value


def test_flags_and_choices_are_as_they_are_set(qtbot: object) -> None:
    flag, choice = FormField("x", "X", "flag"), FormField("y", "Y", "choice", choices=("A", "B"))
    flag.fill(True)
    choice.fill("B")
    assert isinstance(flag.editor, QCheckBox)
    assert (flag.value(), choice.value()) == (True, "B")


def test_a_map_needs_colons(qtbot: object) -> None:
    field = FormField("x", "X", "map")
    assert isinstance(field.editor, QPlainTextEdit)
    field.editor.setPlainText("no colon here")
    with pytest.raises(ValueError, match="colon"):
        field.value()
