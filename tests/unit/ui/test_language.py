"""The program in another language: nothing is missing in it, and nothing passes it by."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from registry_tray.config import Language
from registry_tray.core.alert import Alert, Why, sentence
from registry_tray.core.alerting import notices
from registry_tray.core.ids import InstanceId
from registry_tray.core.status import AlertState, Status
from registry_tray.ui import texts
from registry_tray.ui.board import Summary
from registry_tray.ui.language import date_text, spoken_language
from registry_tray.ui.palette.keys import KeyList
from registry_tray.ui.sayings import say, spoken
from registry_tray.ui.theme import Theme
from scripts.translate import CATALOGUE, compile_to, update
from tests.unit.ui.core_words import files
from tests.unit.ui.sources import FILES, WINDOW, bare, translated
from tests.unit.ui.support import NOW, make_instance

PLACES = re.compile(r"\{\d\}|%n")


def messages(catalogue: Path = CATALOGUE) -> list[tuple[str, str, list[str]]]:
    """Context, text in English, and its translations: more than one where they depend on a number."""
    found = []
    for context in ET.parse(catalogue).iter("context"):
        for message in context.iter("message"):
            said = message.find("translation")
            assert said is not None
            forms = [said, *said] if message.get("numerus") is None else list(said)
            given = ["" if said.get("type") == "unfinished" else form.text or "" for form in forms]
            found.append((context.findtext("name") or "", message.findtext("source") or "", given))
    return found


def test_every_text_has_a_translation() -> None:
    assert [source for _, source, said in messages() if not all(said)] == []


def test_the_catalogue_holds_the_texts_of_the_sources_and_no_others(tmp_path: Path) -> None:
    copy = tmp_path / CATALOGUE.name
    copy.write_bytes(CATALOGUE.read_bytes())
    update(copy)
    assert messages(copy) == messages(), "python -m scripts.translate, then translate what it names"


def test_what_goes_through_a_translator_is_found_by_lupdate() -> None:
    known = {source for _, source, _ in messages()}
    lost = [(file.name, text) for file in {*FILES, *files()} for text in translated(file) if text not in known]
    assert lost == []


def test_nothing_is_shown_as_it_stands_in_the_sources() -> None:
    shown = [(file.name, line, text) for file in FILES for line, text in bare(file)]
    assert shown == []


def test_only_an_object_itself_translates_in_its_own_context() -> None:
    # lupdate takes the name before the dot for the context, and Qt the name of the class
    strange = [
        file.name for file in WINDOW.rglob("*.py") if re.search(r"(?<!self)\.tr\(|self\.\w+\.tr\(", file.read_text("utf-8"))
    ]
    assert strange == []


def test_a_context_is_a_class_that_translates_in_it() -> None:
    classes = {
        name for file in WINDOW.rglob("*.py") for name in re.findall(r"^class (\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert {context for context, _, _ in messages()} - classes == {"", "QShortcut"}


def test_a_translation_has_the_places_of_its_text() -> None:
    wrong = [
        (source, form)
        for _, source, said in messages()
        for form in said
        if set(PLACES.findall(form)) != set(PLACES.findall(source))
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_what_lrelease_makes_of_it(tmp_path: Path) -> None:
    compiled = tmp_path / "es.qm"
    compile_to(compiled)
    assert compiled.read_bytes() == CATALOGUE.with_suffix(".qm").read_bytes(), "python -m scripts.translate"


@pytest.mark.parametrize(
    ("choice", "wanted", "language"),
    [
        (Language.SYSTEM, "es-MX", "es"),
        (Language.SYSTEM, "es_AR", "es"),
        (Language.SYSTEM, "de-DE", "en"),
        (Language.SYSTEM, "C", "en"),
        (Language.EN, "es-ES", "en"),
        (Language.ES, "en-GB", "es"),
    ],
)
def test_the_language_is_the_chosen_one_or_that_of_the_system(choice: Language, wanted: str, language: str) -> None:
    assert spoken_language(choice, wanted) == language


@pytest.mark.usefixtures("spanish")
def test_numbers_choose_the_form_of_a_word() -> None:
    summary = Summary()
    summary.counts.update({Status.DOWN: 1, Status.UP: 7})
    assert texts.summary_text(summary) == "1 caída, 7 activas"


@pytest.mark.usefixtures("spanish")
def test_dates_and_durations_are_words_of_the_language() -> None:
    assert date_text(datetime(2026, 3, 4, 12, tzinfo=UTC), "dddd") == "miércoles"
    assert spoken(timedelta(days=3, hours=4)) == "3 días 4 h"
    assert spoken(timedelta(days=1)) == "1 día"


@pytest.mark.usefixtures("spanish")
def test_notifications_are_told_in_the_language() -> None:
    notice = notices.outage(make_instance("payments"), "is down", "Connection refused on localhost:7331", NOW, ("cart", "shop"))
    assert say(notice.title) == "payments está caída; 2 servicios afectados"
    first, second = say(notice.body).split("\n")
    assert first.startswith("Conexión rechazada en localhost:7331, desde las ")
    assert second == "Afectados: cart y shop"
    assert [say(label) for _, label in notice.actions] == ["Abrir", "Comprobar ahora", "Silenciar 1 h"]


@pytest.mark.usefixtures("spanish")
def test_a_reason_within_a_reason_is_translated_and_names_stay() -> None:
    assert say("No answer from localhost:80 within 3 s") == "Sin respuesta de localhost:80 en 3 s"
    assert say("PostgreSQL at db:5432 has no database shop") == "PostgreSQL en db:5432 no tiene la base de datos shop"
    assert say("something else entirely") == "something else entirely"


def test_notifications_in_english_are_as_the_core_writes_them() -> None:
    instance = make_instance("a {0} b")
    for notice in (
        notices.outage(instance, "has crashed", "", NOW, ("cart",)),
        notices.flapping(instance, "is down", "no", NOW),
        notices.flapping(instance, "has crashed", "no", NOW),
        notices.digest(InstanceId("x"), [notices.Entry("cart", "is down", 1)], ["shop"], ["till"]),
        notices.partial_recovery(InstanceId("x"), ["a", "b"], ["c"]),
    ):
        assert (say(notice.title), say(notice.body)) == (str(notice.title), str(notice.body))


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("why", [None, *Why])
@pytest.mark.parametrize("state", [state for state in AlertState if state is not AlertState.QUIET])
def test_whatever_the_core_explains_of_an_alert_has_a_translation(state: AlertState, why: Why | None) -> None:
    for until in (NOW + timedelta(minutes=5), None):
        alert = Alert(InstanceId("x"), state, NOW, NOW, until=until, why=why, root=InstanceId("y"), root_name="redis")
        assert say(sentence(alert, NOW)) != sentence(alert, NOW)


@pytest.mark.usefixtures("spanish")
def test_the_list_of_keys_speaks_the_language(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    said = {each.text() for each in KeyList(window, theme).findChildren(QLabel)}
    assert {"En todas partes", "En la lista", "En los detalles"} <= said
