"""Makes the pictures of the README from the sample: a frame, and the window that shows it.

Run it where the window looks as it should, with a display or under Xvfb: packaging/readme_pictures.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSettings, QTimer

from mapdesk.edit.layout import frame_named
from mapdesk.edit.project import DESK
from mapdesk.session.exporting import export
from mapdesk.session.sample import FILE_NAME, make_sample
from mapdesk.ui import appearance
from mapdesk.ui.app import application
from mapdesk.ui.main_window import MainWindow

FOLDER = Path(__file__).parent.parent / "resources" / "readme"
WIDTH = 1200


def main() -> None:
    """Write frame.png and window.png."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        with make_sample(path) as session:
            project = session.project
        day = project.snapshots[DESK][-1].date
        export(project, DESK, day, FOLDER / "frame.png", frame=frame_named(project, "South"))
        _photograph(path, Path(folder))
    for name in ("frame.png", "window.png"):
        _shrink(FOLDER / name)


def _photograph(project: Path, folder: Path) -> None:
    app = application()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    appearance.choose(settings, "light")
    window = MainWindow(settings)
    window.resize(1400, 860)
    window.begin(lambda: window.files.open(project))
    window.show()

    def when_drawn() -> None:
        if window.desk.showing is None or not window.is_drawn():
            return
        window.grab().save(str(FOLDER / "window.png"))
        window.close()
        app.quit()

    timer = QTimer()
    timer.timeout.connect(when_drawn)
    timer.start(1500)
    app.exec()


def _shrink(path: Path) -> None:
    picture = Image.open(path).convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    picture.resize((WIDTH, height), Image.Resampling.LANCZOS).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
