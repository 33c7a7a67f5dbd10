"""The projects opened last, with a small picture of each: kept in the settings and the cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_cache_path
from PySide6.QtCore import QRect, QSettings, QSize, Qt
from PySide6.QtGui import QImage

_KEY = "recent_projects"
_MOST = 12
#: The size of a small picture in pixels: sharp at twice the size that it is shown in.
PICTURE_SIZE = QSize(560, 315)


@dataclass(frozen=True)
class RecentProject:
    """A project that was opened: where, what it is called, when, and where its small picture lies, if any."""

    path: Path
    title: str
    opened: datetime
    picture: Path

    @property
    def is_there(self) -> bool:
        """Whether the file is still where it was."""
        return self.path.is_file()


class RecentProjects:
    """The last dozen, the latest first. Those whose file is gone stay until they are forgotten."""

    def __init__(self, settings: QSettings, pictures: Path | None = None) -> None:
        self._settings = settings
        self._pictures = pictures or user_cache_path("MapDesk", appauthor=False) / "recent"

    def all(self) -> list[RecentProject]:
        """All that are remembered; what can't be read in the settings is left out."""
        found = []
        for entry in self._entries():
            path = Path(entry["path"])
            opened = datetime.fromisoformat(entry["opened"])
            found.append(RecentProject(path, entry["title"], opened, self._picture_of(path)))
        return found

    def remember(self, path: Path, title: str, image: QImage | None = None) -> None:
        """Put a project first; without an image it keeps the picture that it has."""
        path = path.absolute()
        entry = {"path": str(path), "title": title, "opened": datetime.now().isoformat(timespec="seconds")}
        entries = [entry, *(other for other in self._entries() if other["path"] != str(path))]
        for gone in entries[_MOST:]:
            self._drop_picture(Path(gone["path"]))
        self._write(entries[:_MOST])
        if image is not None and not image.isNull():
            # A picture is a nicety: where the cache can't be written there is none.
            with contextlib.suppress(OSError):
                self._pictures.mkdir(parents=True, exist_ok=True)
            _small(image).save(str(self._picture_of(path)), "PNG")  # type: ignore[call-overload]

    def forget(self, path: Path) -> None:
        """Take a project off the list; its file stays."""
        self._write([entry for entry in self._entries() if entry["path"] != str(path.absolute())])
        self._drop_picture(path.absolute())

    def _entries(self) -> list[dict[str, str]]:
        try:
            entries = json.loads(str(self._settings.value(_KEY, "[]")))
            return [entry for entry in entries if _is_entry(entry)]
        except (ValueError, TypeError):
            return []

    def _write(self, entries: list[dict[str, str]]) -> None:
        self._settings.setValue(_KEY, json.dumps(entries, ensure_ascii=False))

    def _picture_of(self, path: Path) -> Path:
        return self._pictures / f"{hashlib.sha256(str(path).encode()).hexdigest()[:24]}.png"

    def _drop_picture(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            self._picture_of(path).unlink(missing_ok=True)


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("path", "title")):
        return False
    try:
        datetime.fromisoformat(entry["opened"])
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _small(image: QImage) -> QImage:
    """The middle of an image, in the shape and size of the small pictures."""
    filled = image.scaled(
        PICTURE_SIZE,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    corner = (filled.width() - PICTURE_SIZE.width()) // 2, (filled.height() - PICTURE_SIZE.height()) // 2
    return filled.copy(QRect(*corner, PICTURE_SIZE.width(), PICTURE_SIZE.height()))
