"""What MapDesk is, and where its data is from."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QMainWindow,
    QMessageBox,
)

from mapdesk import __version__


def show_about(window: QMainWindow) -> None:
    """Show the version, the licence and the sources of the data."""
    QMessageBox.about(
        window,
        "About MapDesk",
        f"<h3>MapDesk {__version__}</h3>"
        "<p>Front lines and control areas by date, linked to the articles that speak of them.</p>"
        "<p>MIT licence. Base map: Natural Earth, GSHHG/WDBII rivers; places: GeoNames (CC BY 4.0); "
        "typefaces: Noto (OFL). All sources and licences are in resources/LICENSES.md.</p>",
    )
