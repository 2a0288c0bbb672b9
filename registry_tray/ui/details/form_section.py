"""A section in which a form opens in the place of what it shows."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from registry_tray.ui.details.form import Form
from registry_tray.ui.details.section import Section

F = TypeVar("F", bound=Form)


class FormSection(Section, Generic[F]):
    """One form at a time."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.form: F | None = None
        self._covered: tuple[QWidget, ...] = ()

    def put_form(self, form: F, *covered: QWidget) -> None:
        """Show a form, in the place of these until it is closed."""
        self.close_form()
        self.form, self._covered = form, covered
        form.closed.connect(self.close_form)
        self.body.addWidget(form)
        for each in covered:
            each.hide()

    def close_form(self) -> None:
        """Put the form away; nothing is saved."""
        if self.form is not None:
            form, self.form = self.form, None
            form.hide()
            form.deleteLater()
            for each in self._covered:
                each.show()
