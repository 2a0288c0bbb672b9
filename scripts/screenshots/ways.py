"""How the window is brought to the states that are rendered; what a way returns is rendered in the place of the window."""

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QPoint
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QScrollArea, QWidget

from registry_tray.core.events import ProblemChanged
from registry_tray.ui.models.entries import Group
from registry_tray.ui.pages import row_menu as row_menus
from registry_tray.ui.pages.setting_words import section_text
from registry_tray.ui.tray_menu import TrayMenu
from scripts.screenshots import fleet
from scripts.screenshots.fleet import Sample
from scripts.screenshots.stage import Stage

_ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def search(stage: Stage, text: str) -> None:
    stage.window.applications.filters.focus_search()
    stage.window.applications.search.setText(text)
    stage.window.applications.filters.apply()


def failing(stage: Stage) -> None:
    stage.window.applications.chips.choose(Group.FAILING)


def archived(stage: Stage) -> None:
    stage.window.applications.chips.choose(Group.ARCHIVED)


def several(stage: Stage) -> None:
    table = stage.window.applications.list
    for row in (1, 2, 4, 5):
        table.selectionModel().select(table.model().index(row, 0), _ROWS)


def toast(stage: Stage) -> None:
    stage.window.applications.undo.push(
        QCoreApplication.translate("Deeds", "{0} muted for {1}").format("docs", "1 h"), lambda: None
    )


def details(stage: Stage, sample: Sample, tab: str = "overview") -> None:
    stage.window.show_instance(sample.id)
    stage.window.applications.details.tabs.show_tab(tab)


def stack(stage: Stage) -> None:
    details(stage, fleet.IMPORTER, "errors")
    stage.settle()
    next(iter(stage.window.applications.details.errors.entries.values())).toggle.click()


def month(stage: Stage) -> None:
    details(stage, fleet.PAYMENTS, "latency")
    stage.window.applications.details.latency.choose("month")


def form(stage: Stage, *, new: bool) -> None:
    sample = fleet.PAYMENTS
    details(stage, sample, "jobs")
    jobs = stage.window.applications.details.jobs
    jobs.open_form(None if new else sample.jobs()[0])
    if jobs.form is not None and not new:
        jobs.form.more.click()


def tuning(stage: Stage) -> None:
    details(stage, fleet.PAYMENTS)
    stage.settle()
    stage.window.applications.details.in_force.open_form()


def note(stage: Stage) -> None:
    details(stage, fleet.PAYMENTS)
    stage.window.applications.details.header.actions_bar.acknowledge_button.click()


def for_all(stage: Stage) -> None:
    details(stage, fleet.GATEWAYS[0])
    form = stage.window.applications.details.in_force
    form.open_form()
    stage.settle()
    area = stage.window.applications.details.tabs.findChildren(QScrollArea)[0]
    area.ensureWidgetVisible(form, 0, form.height())


def page(stage: Stage, page: str) -> None:
    stage.window.sidebar.page_chosen.emit(page)


def activity_nothing(stage: Stage) -> None:
    stage.window.sidebar.page_chosen.emit("activity")
    stage.window.pages.activity.filters.words.setText("kubernetes")
    stage.window.pages.activity.filters.tell()


def overview_end(stage: Stage) -> None:
    stage.window.sidebar.page_chosen.emit("overview")
    stage.settle()
    bar = stage.window.pages.overview.entry.verticalScrollBar()  # type: ignore[attr-defined] # it scrolls
    bar.setValue(bar.maximum())


def settings(stage: Stage, section: str) -> None:
    page(stage, "settings")
    stage.settle()
    shown = stage.window.pages.settings
    wanted = section_text(section) if section else shown.index.buttons[-1].text()
    next(each for each in shown.index.buttons if each.text() == wanted).click()


def settings_invalid(stage: Stage) -> None:
    settings(stage, "alerts")
    field = stage.window.pages.settings.fields["alerts.hold"]
    field.control.setFocus()
    field.control.selectAll()  # type: ignore[union-attr] # a line
    field.control.insert("a while")  # type: ignore[union-attr]
    field.control.textEdited.emit("a while")  # type: ignore[union-attr]


def palette(stage: Stage, text: str) -> None:
    stage.window.launcher.palette.open()
    stage.window.launcher.palette.line.setText(text)


def banner(stage: Stage, problems: tuple[ProblemChanged, ...]) -> None:
    stage.window.banners.show_problems(problems)


def story(stage: Stage) -> None:
    stage.scene.world.program.scenes = ("well", "broken")
    stage.window.story.start()
    stage.window.story.show()


def popped(stage: Stage, menu: QMenu) -> QWidget:
    menu.popup(stage.window.mapToGlobal(QPoint(200, 200)))
    return menu


def row_menu(stage: Stage) -> QWidget:
    page = stage.window.applications
    rows = [row for row in stage.scene.bridge.rows() if row.instance.name in ("payments", "invoices")]
    return popped(stage, row_menus.row_menu(page, stage.theme, page.deeds, rows))


def mute_menu(stage: Stage) -> QWidget:
    details(stage, fleet.PAYMENTS)
    button: QPushButton = stage.window.applications.details.header.actions_bar.mute_button
    return popped(stage, button.menu())


def choice(stage: Stage) -> QWidget | None:
    stage.window.sidebar.page_chosen.emit("activity")
    box: QComboBox = stage.window.pages.activity.filters.topic
    box.showPopup()
    return box.view().window()


def tray_menu(stage: Stage) -> QWidget:
    menu = TrayMenu()
    menu.attach(stage.scene.bridge)
    menu.show_summary(stage.scene.bridge.summary())
    return popped(stage, menu)
