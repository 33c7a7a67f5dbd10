"""What changed hands on each date of a timeline, worked out beside the window and kept while it holds."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from mapdesk.model.project import HomeGround, Project, Snapshot
from mapdesk.session.change_sizes import HandsChanged, hands_changed
from mapdesk.session.showing import Showing
from mapdesk.ui.beside import Beside

_Pair: TypeAlias = tuple[Snapshot, Snapshot]


class DateChanges(QObject):
    """The sizes of change between neighbouring dates, those near the day shown first."""

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
        self._near = date.min
        self._held = False
        self._ticket: object = None

    def follow(self, showing: Showing | None) -> None:
        """Work out what isn't known yet of what is shown."""
        if showing is None:
            self._project = None
            self._pairs = {}
            self._known.clear()
            return
        homes = [side.home for side in showing.project.sides_in_order()]
        if len(homes) != len(self._homes) or any(a is not b for a, b in zip(homes, self._homes, strict=True)):
            self._known.clear()
            self._homes = homes
            # What is under way was begun with the home ground from before.
            self._beside.forget(self._ticket)
        self._project, self._near = showing.project, showing.day
        self._pairs = {pair[1].date: pair for pair in pairwise(showing.snapshots)}
        there = {_key(pair) for pair in self._pairs.values()}
        self._known = {key: kept for key, kept in self._known.items() if key in there}
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
        return not self._beside.busy and all(_key(pair) in self._known for pair in self._pairs.values())

    def finish(self) -> None:
        """Work out nothing more."""
        self._project = None
        self._beside.finish()

    def _go_on(self) -> None:
        if self._project is None or self._held or self._beside.busy:
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
        self._go_on()


def _key(pair: _Pair) -> tuple[int, int]:
    return id(pair[0]), id(pair[1])
