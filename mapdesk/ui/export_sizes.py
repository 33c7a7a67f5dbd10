"""The dialog that writes a Frame in several sizes and kinds at once, into one folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.edit import EditRefused
from mapdesk.session.exporting import SIZES, Order, size_orders
from mapdesk.ui.icons import icon

if TYPE_CHECKING:
    from mapdesk.ui.export_job import ExportJob

#: Where the last folder, kinds, sizes and density are kept among the settings.
FOLDER = "export/folder"
SCALE = "export/scale"
_SIZES = "export/sizes"
_KINDS = "export/kinds"


def last_folder(settings: QSettings) -> Path:
    """The folder exported into last, or the user's pictures."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    last = Path(str(settings.value(FOLDER, "") or pictures))
    return last if last.is_dir() else Path.home()


def last_scale(settings: QSettings) -> int:
    """How many pixels of a PNG to one of the frame were chosen last."""
    chosen = str(settings.value(SCALE, "1"))
    return int(chosen) if chosen in ("1", "2", "3") else 1


class ExportSizesDialog(QDialog):
    """Sizes and kinds to tick, a folder, and the progress of what is written."""

    def __init__(self, order: Order, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert order.frame is not None
        self._order, self._settings = order, settings
        self._job: ExportJob | None = None
        self.setWindowTitle(f"Export all sizes of {order.frame.name}")
        self.setMinimumWidth(460)
        kept = _kept(settings, _SIZES)
        named = [(f"{name}, {width} × {height}", (width, height)) for name, width, height in SIZES]
        own = (order.frame.width, order.frame.height)
        if own not in [size for _, size in named]:
            named.append((f"As the frame is, {own[0]} × {own[1]}", own))
        self._sizes = {size: _tick(words, kept is None or _spelled(size) in kept) for words, size in named}
        kinds = _kept(settings, _KINDS)
        self._kinds = {
            kind: _tick(words, kinds is None or kind in kinds)
            for kind, words in ((".png", "PNG, to publish"), (".svg", "SVG, to edit"))
        }
        for tick in (*self._sizes.values(), *self._kinds.values()):
            tick.toggled.connect(lambda _on: self._show_state())
        self._scale = scale_chooser()
        self._scale.setCurrentIndex(last_scale(settings) - 1)
        self._folder = QLineEdit(str(last_folder(settings)))
        self._folder.setAccessibleName("Folder")
        self._folder.setToolTip("The folder that the pictures are written into")
        self._folder.textChanged.connect(lambda _text: self._show_state())
        self._browse = QPushButton(icon("open"), "Browse…")
        self._browse.setAutoDefault(False)
        self._browse.setToolTip("Choose the folder")
        self._browse.setAccessibleName("Browse")
        self._browse.clicked.connect(lambda _checked: self._choose_folder())
        self._progress = QProgressBar()
        self._progress.setAccessibleName("Progress")
        self._progress.setTextVisible(False)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setAccessibleName("What was written")
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self._start = self._button(role.AcceptRole, "Export", "Write the pictures", self._begin)
        self._start.setIcon(icon("export"))
        self._show_folder = self._button(
            role.ActionRole, "Open the folder", "Show the pictures in their folder", self._open_folder
        )
        self._stop = self._button(role.RejectRole, "Close", "Close this window", self.reject)
        self._start.setDefault(True)
        self._arrange()
        self._show_state()

    def is_writing(self) -> bool:
        """Whether pictures are being written."""
        return self._job is not None

    def reject(self) -> None:
        """Call off what is being written, or close."""
        if self._job is None:
            super().reject()
        else:
            self._job.cancel()
            self._stop.setEnabled(False)
            self._said.setText("Finishing the picture that was begun …")

    def _button(
        self, role: QDialogButtonBox.ButtonRole, words: str, tip: str, run: Callable[[], None]
    ) -> QPushButton:
        button = self._buttons.addButton(words, role)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _checked: run())
        return button

    def _arrange(self) -> None:
        form = QFormLayout()
        sizes, kinds, folder = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for tick in self._sizes.values():
            sizes.addWidget(tick)
        for tick in self._kinds.values():
            kinds.addWidget(tick)
        folder.addWidget(self._folder, 1)
        folder.addWidget(self._browse)
        form.addRow("Sizes", sizes)
        form.addRow("Kinds", kinds)
        form.addRow("PNG density", self._scale)
        form.addRow("Folder", folder)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addSpacing(6)
        layout.addWidget(self._progress)
        layout.addWidget(self._said)
        layout.addStretch(1)
        layout.addWidget(self._buttons)
        self._progress.hide()
        self._show_folder.hide()

    def _show_state(self) -> None:
        count = len(self._chosen_sizes()) * len(self._chosen_kinds())
        self._start.setText(f"Export {count} pictures" if count != 1 else "Export 1 picture")
        self._start.setEnabled(count > 0 and bool(self._folder.text().strip()) and self._job is None)
        self._scale.setEnabled(self._kinds[".png"].isChecked())
        self._stop.setText("Cancel" if self._job is not None else "Close")
        self._stop.setEnabled(True)

    def _chosen_sizes(self) -> list[tuple[int, int]]:
        return [size for size, tick in self._sizes.items() if tick.isChecked()]

    def _chosen_kinds(self) -> list[str]:
        return [kind for kind, tick in self._kinds.items() if tick.isChecked()]

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the pictures", self._folder.text())
        if chosen:
            self._folder.setText(chosen)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder.text().strip()))

    def _begin(self) -> None:
        from mapdesk.ui.export_job import ExportJob

        folder = Path(self._folder.text().strip()).expanduser()
        if not folder.is_dir():
            self._said.setText(f"There is no folder {folder} to write into.")
            return
        self._remember(folder)
        scaled = replace(self._order, scale=self._scale.currentData())
        try:
            orders = size_orders(scaled, folder, self._chosen_sizes(), self._chosen_kinds())
        except EditRefused as refusal:
            self._said.setText(str(refusal))
            return
        there = [target.name for order in orders for target in order.targets if target.exists()]
        if there and not self._may_replace(there):
            return
        self._job = ExportJob(orders)
        self._job.advanced.connect(self._advance)
        self._job.ended.connect(self._end)
        self._progress.setRange(0, len(orders))
        self._progress.setValue(0)
        self._progress.show()
        self._show_folder.hide()
        self._said.setText(f"Writing the first of {len(orders)} sizes …")
        self._show_state()

    def _may_replace(self, there: list[str]) -> bool:
        first = ", ".join(f"“{name}”" for name in there[:3])
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""
        verb = "is" if len(there) == 1 else "are"
        asked = QMessageBox.question(
            self, "Replace what is there?", f"{first}{more} {verb} in that folder already. Replace?"
        )
        return asked == QMessageBox.StandardButton.Yes

    def _remember(self, folder: Path) -> None:
        self._settings.setValue(FOLDER, str(folder))
        self._settings.setValue(SCALE, self._scale.currentData())
        self._settings.setValue(_SIZES, " ".join(_spelled(size) for size in self._chosen_sizes()))
        self._settings.setValue(_KINDS, " ".join(self._chosen_kinds()))

    def _advance(self, done: int) -> None:
        self._progress.setValue(done)
        if self._stop.isEnabled():
            self._said.setText(f"{done} of {self._progress.maximum()} sizes are done …")

    def _end(self, written: list[tuple[Order, list[str]]], sentences: list[str]) -> None:
        self._job = None
        files = [target for order, _ in written for target in order.targets]
        count = f"{len(files)} pictures" if len(files) != 1 else "1 picture"
        said = [f"Wrote {count} into {files[0].parent}." if files else "Nothing was written."]
        if len(written) + len(sentences) < self._progress.maximum():
            said.append("The rest was cancelled." if files else "It was cancelled.")
        said += sentences
        for order, notes in written:
            assert order.frame is not None
            said += [f"{order.frame.width} × {order.frame.height}: {note}" for note in notes]
        self._said.setText("\n".join(said))
        self._progress.hide()
        self._show_folder.setVisible(bool(files))
        self._show_state()
        self.adjustSize()
        (self._show_folder if files else self._start).setFocus()


def scale_chooser() -> QComboBox:
    """A chooser of how many pixels of a PNG go to one of the frame."""
    chooser = QComboBox()
    chooser.setAccessibleName("PNG density")
    chooser.setToolTip("How many pixels of a PNG go to one of the frame: 2× for sharp screens, 3× for print")
    for scale in (1, 2, 3):
        chooser.addItem(f"{scale}×", scale)
    return chooser


def _tick(words: str, on: bool) -> QCheckBox:
    tick = QCheckBox(words)
    tick.setAccessibleName(words)
    tick.setToolTip(words)
    tick.setChecked(on)
    return tick


def _kept(settings: QSettings, key: str) -> set[str] | None:
    value = settings.value(key)
    return None if value is None else set(str(value).split())


def _spelled(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"
