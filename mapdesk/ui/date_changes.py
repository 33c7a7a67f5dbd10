"""What changed hands on each date of a timeline, worked out beside the window and kept while it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from mapdesk.model.project import HomeGround, Project, Snapshot
from mapdesk.session.change_sizes import (
    KIND,
    HandsChanged,
    as_figures,
    change_marks,
    changes_in,
    hands_changed,
)
from mapdesk.session.showing import Showing
from mapdesk.store.project_file import ProjectFile
from mapdesk.ui.beside import Beside

#: So long after something new is known it is kept in the file, with what has come to it, in milliseconds.
_KEPT_AFTER = 10_000
#: So long after a file was opened nothing is begun, in milliseconds: its map comes first.
_BEGUN_AFTER = 500

_Pair: TypeAlias = tuple[Snapshot, Snapshot]


class DateChanges(QObject):
    """The sizes of change between neighbouring dates, those near the day shown first.

    What the file keeps of them is not worked out again.
    """

    #: Something more is known.
    came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._beside = Beside()
        self._pairs: dict[date, _Pair] = {}
        self._homes: list[tuple[HomeGround, ...]] = []
        # By the identities of two Snapshots, which are kept with it so that no other can take their place.
        self._known: dict[tuple[int, int], tuple[_Pair, tuple[HandsChanged, ...] | None]] = {}
        self._project: Project | None = None
        self._account = ""
        self._file: ProjectFile | None = None
        self._near = date.min
        self._held = False
        self._ticket: object = None
        self._marking: object = None
        self._keeping = QTimer(self, singleShot=True, interval=_KEPT_AFTER)
        self._keeping.timeout.connect(self._mark_for_file)
        self._beginning = QTimer(self, singleShot=True, interval=_BEGUN_AFTER)
        self._beginning.timeout.connect(self._begin)

    def follow(self, showing: Showing | None, file: ProjectFile | None = None) -> None:
        """Work out what isn't known yet of what is shown, and is not kept in its file."""
        if showing is None:
            self._project = self._file = None
            self._pairs = {}
            self._known.clear()
            self._keeping.stop()
            self._beginning.stop()
            return
        homes = [side.home for side in showing.project.sides_in_order()]
        if len(homes) != len(self._homes) or any(a is not b for a, b in zip(homes, self._homes, strict=True)):
            self._known.clear()
            self._homes = homes
            # What is under way was begun with the home ground from before.
            self._beside.forget(self._ticket)
            self._beside.forget(self._marking)
        self._project, self._near = showing.project, showing.day
        self._pairs = {pair[1].date: pair for pair in pairwise(showing.snapshots)}
        there = {_key(pair) for pair in self._pairs.values()}
        self._known = {key: kept for key, kept in self._known.items() if key in there}
        if file is not None and (file is not self._file or showing.account != self._account):
            self._file, self._account = file, showing.account
            self._beginning.start()
        self._go_on()

    def of(self, day: date) -> tuple[HandsChanged, ...] | None:
        """What changed hands on a date since the one before, by side; None while that isn't known."""
        pair = self._pairs.get(day)
        known = self._known.get(_key(pair)) if pair else None
        return known[1] if known else None

    def hold(self, held: bool) -> None:
        """Begin nothing new while a hand is moving through the dates."""
        self._held = held
        self._go_on()

    def is_complete(self) -> bool:
        """Whether all is known."""
        waits = self._beside.busy or self._beginning.isActive()
        return not waits and all(_key(pair) in self._known for pair in self._pairs.values())

    def finish(self) -> None:
        """Work out nothing more."""
        self._project = self._file = None
        self._keeping.stop()
        self._beginning.stop()
        self._beside.finish()

    def _go_on(self) -> None:
        if self._project is None or self._held or self._beside.busy or self._beginning.isActive():
            return
        unknown = [day for day, pair in self._pairs.items() if _key(pair) not in self._known]
        if unknown:
            pair = self._pairs[min(unknown, key=lambda day: abs(day - self._near))]
            work = partial(hands_changed, self._project, *pair)
            self._ticket = self._beside.run(work, partial(self._keep, pair), lambda _: self._keep(pair, None))

    def _keep(self, pair: _Pair, found: tuple[HandsChanged, ...] | None) -> None:
        # What could not be worked out is kept as unknown, or it would be tried for ever.
        self._known[_key(pair)] = (pair, found)
        self.came.emit()
        if self._file is not None and not self._keeping.isActive():
            self._keeping.start()
        self._go_on()

    # The file, which is read and written in the window's thread; what takes long, the marks, is made beside.

    def _begin(self) -> None:
        if self._held:
            self._beginning.start()
        else:
            self._mark(partial(self._read, self._pairs))

    def _mark(self, then: Callable[[Mapping[date, str]], None]) -> None:
        if self._project is not None:
            dated = self._project.snapshots.get(self._account, ())
            work = partial(change_marks, self._project, dated)
            self._marking = self._beside.run(work, then, lambda _: self._go_on())

    def _read(self, pairs: Mapping[date, _Pair], marks: Mapping[date, str]) -> None:
        if self._file is not None and self._project is not None:
            kept = self._file.kept_figures(self._account, KIND)
            for day, found in changes_in(kept, marks, self._project).items():
                pair = pairs[day]
                self._known[_key(pair)] = (pair, found)
            self.came.emit()
        self._go_on()

    def _mark_for_file(self) -> None:
        if self._held:
            self._keeping.start()
        else:
            self._mark(partial(self._write, self._pairs))

    def _write(self, pairs: Mapping[date, _Pair], marks: Mapping[date, str]) -> None:
        known = {day: self._known.get(_key(pair)) for day, pair in pairs.items()}
        if self._file is not None:
            self._file.keep_figures(
                self._account,
                KIND,
                {
                    day: as_figures(kept[1], marks[day])
                    for day, kept in known.items()
                    if kept is not None and kept[1] is not None
                },
            )
        self._go_on()


def _key(pair: _Pair) -> tuple[int, int]:
    return id(pair[0]), id(pair[1])
