"""The comparison that is shown: worked out beside the window, and kept for when the same is shown again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from mapdesk.model.project import Project
from mapdesk.session.compared_maps import ComparedKey, ComparedMaps, compared_in, compares_alike
from mapdesk.session.comparison import Comparison, compare
from mapdesk.session.naming import where_patch_is
from mapdesk.session.showing import Showing
from mapdesk.ui.beside import Beside

_KEPT = 12


class Comparing(QObject):
    """Fills in the comparison of Showings; one at a time is worked out, the one asked for last."""

    #: What was asked for last is known now.
    came = Signal()
    #: Why it could not be worked out: an exception.
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._beside = Beside()
        self._wanted: ComparedMaps | None = None
        self._ticket: object = None
        self._known: dict[ComparedKey, tuple[ComparedMaps, Comparison]] = {}

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return self._beside.busy

    def filled(self, showing: Showing, old: Showing | None) -> Showing:
        """A Showing with its comparison, where that is known; else it is asked for.

        Until it comes, what `old` shows of the same two dates stays.
        """
        compared = compared_in(showing)
        known = self._known.get(compared.key) if compared else None
        if known is not None:
            showing = replace(showing, comparison=known[1])
        elif not compares_alike(old, showing):
            showing = replace(showing, comparison=None)
        if compared is None or known is not None:
            self._wanted = None
        elif self._wanted is None or self._wanted.key != compared.key:
            # While dates are gone through quickly, what was passed by is not compared.
            self._beside.forget(self._ticket)
            self._wanted = compared
            work = partial(
                _compared,
                showing.project,
                showing.account,
                compared.since,
                showing.day,
                least_km2=showing.least_km2,
            )
            self._ticket = self._beside.run(
                work, partial(self._take, compared), partial(self._fail, compared)
            )
        return showing

    def forget(self) -> None:
        """Keep nothing of what was compared, and wait for nothing."""
        self._beside.forget(self._ticket)
        self._wanted = self._ticket = None
        self._known.clear()

    def finish(self) -> None:
        """Let go of what runs beside the window."""
        self._beside.finish()

    def _take(self, compared: ComparedMaps, comparison: Comparison) -> None:
        self._known[compared.key] = (compared, comparison)
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        if self._wanted is compared:
            self.came.emit()

    def _fail(self, compared: ComparedMaps, fault: Exception) -> None:
        if self._wanted is compared:
            self.failed.emit(fault)


def _compared(project: Project, account: str, since: date, until: date, *, least_km2: float) -> Comparison:
    comparison = compare(project, account, since, until, least_km2=least_km2)
    # What lists say of the patches is looked up here, where it keeps nobody waiting.
    for patch in (*comparison.as_seen, *comparison.status_only, *comparison.change.not_counted):
        where_patch_is(patch, project.about.language)
    return comparison
