"""What the core, the checks, the stores and the connections say is said in the user's language, wherever it is shown."""

import re

import pytest

from registry_tray.config import Settings
from registry_tray.core.errors import BadValueError, ConflictError, Fault, InvalidPayloadError
from registry_tray.phrases import Phrases, phrase, plain, remark
from registry_tray.ui import sayings
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import REMARKS, say
from scripts.translate import ROOT, remarks
from tests.unit.ui.core_words import PACKAGE, excepted, files, untold


def test_every_text_that_a_person_may_read_is_a_phrase_or_a_remark() -> None:
    lost = [
        (file.relative_to(PACKAGE).as_posix(), line, text)
        for file in files()
        for line, text in untold(file)
        if text not in excepted()
    ]
    assert lost == [], "phrase(), or remark() where it is stored; or a line in core_words that says why not"


def test_what_is_excepted_is_there() -> None:
    assert excepted() - {text for file in files() for _, text in untold(file)} == set()


def test_the_list_of_remarks_is_what_stands_in_the_sources() -> None:
    listed = (ROOT / "resources" / REMARKS).read_text("utf-8").splitlines()
    assert listed == remarks(), "python -m scripts.translate"


def test_no_pattern_is_made_where_none_is_needed() -> None:
    sayings._pattern.cache_clear()
    assert say("Connection refused on localhost:8080") == "Connection refused on localhost:8080"
    assert sayings._pattern.cache_info().currsize == 0


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("sentence", remarks())
def test_a_remark_is_recognised_when_it_is_read_from_the_store(sentence: str) -> None:
    values = [f"<{place}>" for place in sorted(set(re.findall(r"\{(\d)\}", sentence)))]
    assert say(remark(sentence, *values)) == (tr(sentence).format(*values) if values else tr(sentence))


@pytest.mark.usefixtures("spanish")
def test_an_error_keeps_its_phrase_whatever_it_passes_through() -> None:
    inner = ConflictError(phrase("{0} runs. Unregister it first.", "shop@here"))
    assert str(inner) == "shop@here runs. Unregister it first."
    assert say(str(inner)) == "shop@here está en marcha. Dala de baja primero."
    outer = phrase("{0} What it holds cannot be shown until then.", inner)
    assert say(outer).startswith("shop@here está en marcha. Dala de baja primero. Hasta entonces no se puede mostrar")


@pytest.mark.usefixtures("spanish")
def test_what_is_wrong_with_fields_is_told_with_their_names() -> None:
    error = InvalidPayloadError(Fault("timeout", phrase("must be shorter than the interval")), Fault("", phrase("is missing")))
    assert str(error) == "timeout: must be shorter than the interval; is missing"
    assert say(str(error)) == "timeout: debe ser menor que el intervalo; falta"


@pytest.mark.usefixtures("spanish")
def test_a_value_that_a_setting_cannot_have_is_told_in_words() -> None:
    with pytest.raises(BadValueError) as raised:
        Settings().with_value("alerts.hold", "soon", phrase("the settings page"))
    assert say(raised.value.why) == "'soon' no es una duración como 500ms, 10s, 5m o 1h."
    assert say(str(raised.value)).startswith("alerts.hold en la página de configuración: 'soon' no es")


@pytest.mark.usefixtures("spanish")
def test_what_the_system_says_is_said_in_words_that_are_known_and_else_as_it_is() -> None:
    assert say(remark("{0} cannot be reached: {1}", "db:5432", "No route to host")).endswith("db:5432: no hay ruta hasta el host")
    assert say(remark("{0} cannot be reached: {1}", "db:5432", "Ni idea")).endswith("db:5432: Ni idea")


@pytest.mark.usefixtures("spanish")
def test_weekdays_and_fractions_are_those_of_the_language() -> None:
    assert say(phrase("muted until {0}", "Wed 14:00")) == "silenciada hasta mié 14:00"
    assert say("0.8 s") == "0,8 s"


def test_an_encoder_is_given_plain_english() -> None:
    told = plain(Phrases(": ", "timeout", phrase("must be shorter than the interval")))
    assert (type(told), told) == (str, "timeout: must be shorter than the interval")
    with pytest.raises(TypeError):
        plain(4)
