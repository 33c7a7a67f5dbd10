"""Starts the window: the application object, its name, its manners."""

from __future__ import annotations

import locale
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from mapdesk import __version__
from mapdesk.ui import appearance
from mapdesk.ui.main_window import MainWindow


def application() -> QApplication:
    """The one QApplication of this process, made when first asked for."""
    # Else each call that lets another thread in may keep the window waiting for five milliseconds.
    sys.setswitchinterval(0.0005)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(sys.argv[:1])
    # Under some locales Qt makes C libraries read 1.5 as 1; ours must read the same everywhere.
    locale.setlocale(locale.LC_NUMERIC, "C")
    app.setApplicationName("MapDesk")
    app.setOrganizationName("MapDesk")
    app.setApplicationVersion(__version__)
    return app


def open_window(path: Path | None) -> None:
    """Show the window on a project, or on the one open last, or on the sample; ends when it is closed."""
    from mapdesk.session.sample import open_or_make_sample

    app = application()
    settings = QSettings()
    appearance.apply(settings)
    window = MainWindow(settings)
    window.begin(lambda: window.open_first(path, open_or_make_sample))
    window.show()
    sys.exit(app.exec())
