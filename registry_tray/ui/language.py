"""The language of the program, and the words of functions, which have no tr() of their own."""

import logging
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QKeySequence

from registry_tray.config import Language
from registry_tray.ui.files import resource

logger = logging.getLogger(__name__)

KEYS = (
    QT_TRANSLATE_NOOP("QShortcut", "Ctrl"),
    QT_TRANSLATE_NOOP("QShortcut", "Shift"),
    QT_TRANSLATE_NOOP("QShortcut", "PgUp"),
    QT_TRANSLATE_NOOP("QShortcut", "PgDown"),
    QT_TRANSLATE_NOOP("QShortcut", "Esc"),
)
"""Qt asks for them by itself: its own words are longer than what stands on the keys."""
_SOURCE = "en"  # the language that the sources are written in
_TRANSLATED = ("es",)


def tr(text: str, comment: str = "", count: int = -1) -> str:
    """The text in the user's language; with a count, in the form that this number needs, and the number in the place of `%n`."""
    return QCoreApplication.translate("", text, comment or None, count)


def date_text(moment: datetime, pattern: str) -> str:
    """The local time, with the names of days and months in the user's language; the pattern is Qt's, `ddd d MMM, HH:mm`."""
    local = moment.astimezone()
    parts = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    return QLocale().toString(QDateTime(*parts), pattern)


def key_text(key: str) -> str:
    """`Shift+F5` as this system and this language write it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


def figure(number: float, decimals: int = 0) -> str:
    """A number with the signs of the user's language: `1,234`, `0.8`; in Spanish `1.234`, `0,8`."""
    return QLocale().toString(float(number), "f", decimals)


def spoken_language(choice: Language, wanted: str) -> str:
    """`en`, `es`: what is chosen, or what the system wants first (`es-MX`) where there is a translation."""
    if choice is not Language.SYSTEM:
        return choice.value
    language = wanted.replace("_", "-").partition("-")[0]
    return language if language in _TRANSLATED else _SOURCE


def speak(application: QCoreApplication, choice: Language) -> None:
    """Speak this language from now on. What is shown already stays as it is."""
    system = QLocale.system()
    language = spoken_language(choice, next(iter(system.uiLanguages()), _SOURCE))
    own = system.name().partition("_")[0] == language
    QLocale.setDefault(system if own else QLocale(language))
    if language == _SOURCE:
        return
    # Qt's own words first: of two translators, the one that was installed last is asked first.
    for name, folder in (
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (f"registry-tray_{language}", str(resource("translations"))),
    ):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
        else:
            logger.warning("The translation %s is missing in %s", name, folder)
