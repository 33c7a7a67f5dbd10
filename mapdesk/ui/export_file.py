"""Asks for the name of the file that a picture is exported to; the folder and kind are those of last time."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from mapdesk.session.exporting import KINDS, Order, file_stem
from mapdesk.ui.export_sizes import FOLDER, last_folder

_KIND = "export/kind"
_FILTERS = {
    ".png": "PNG picture (*.png)",
    ".svg": "SVG drawing (*.svg)",
    ".geojson": "GeoJSON data (*.geojson)",
}


def choose_target(order: Order, settings: QSettings, parent: QWidget) -> Path | None:
    """The file to write an order's picture to, or None; without an ending it gets that of the kind chosen.

    Raises EditRefused where the map says nothing yet.
    """
    assert order.frame is not None
    last = str(settings.value(_KIND, ".png"))
    kind = last if last in KINDS else ".png"
    dense = order.scale if kind == ".png" else 1
    stem = file_stem(order.project, order.account, order.day, order.frame, scale=dense)
    filters = ";;".join(_FILTERS[each] for each in KINDS)
    start = str(last_folder(settings) / f"{stem}{kind}")
    name, chosen = QFileDialog.getSaveFileName(parent, "Export", start, filters, _FILTERS[kind])
    if not name:
        return None
    target = Path(name)
    if not re.fullmatch(r"\.[A-Za-z]\w{1,7}", target.suffix):
        kind = next((each for each, words in _FILTERS.items() if words == chosen), kind)
        target = target.with_name(f"{target.name}{kind}")
        if target.exists() and not _may_replace(target, parent):
            return None
    settings.setValue(FOLDER, str(target.parent))
    if target.suffix.lower() in KINDS:
        settings.setValue(_KIND, target.suffix.lower())
    return target


def _may_replace(target: Path, parent: QWidget) -> bool:
    asked = QMessageBox.question(
        parent, "Replace what is there?", f"{target.name} is there already. Replace it?"
    )
    return asked == QMessageBox.StandardButton.Yes
