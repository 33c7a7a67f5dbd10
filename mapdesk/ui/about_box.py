"""What MapDesk is, where its data is from, and all its shortcuts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QMainWindow,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from mapdesk import __version__

_ON_THE_MAP = (
    ("Drag, arrow keys", "Pan (with Shift: half the view)"),
    ("Arrow keys, then Insert", "Point with the cross in the middle, and click there"),
    ("Wheel, + and −", "Zoom at the pointer"),
    ("Space or middle button and drag", "Pan with any tool"),
    ("Shift and drag", "Select what lies in a box"),
    ("Tab", "Select what lies under it; take the ground on the other side of a stroke"),
    ("Enter", "Finish what is being drawn"),
    ("Backspace", "Take the last point back"),
    ("Escape", "One step back"),
)


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


def show_shortcuts(window: QMainWindow) -> None:
    """Show the keys of every action, and what hands and keys do on the map."""
    rows = [
        (
            one.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            one.text().replace("&", "").rstrip("…"),
        )
        for one in window.actions()
        if not one.shortcut().isEmpty()
    ]
    rows += list(_ON_THE_MAP)
    dialog = QDialog(window)
    dialog.setWindowTitle("Shortcuts")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    table = QTableWidget(len(rows), 2)
    table.setAccessibleName("Shortcuts")
    table.setHorizontalHeaderLabels(["Keys", "What they do"])
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    for row, (keys, what) in enumerate(rows):
        for column, text in enumerate((keys, what)):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            table.setItem(row, column, item)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(table)
    layout.addWidget(buttons)
    dialog.resize(560, 640)
    dialog.exec()
