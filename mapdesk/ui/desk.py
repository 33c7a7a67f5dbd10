"""The Desk: the open project and what is shown of it, between the panels and the project file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Project, Side, Snapshot
from mapdesk.render.dates import full_date
from mapdesk.session.comparison import Comparison, compare
from mapdesk.session.edit_session import EditSession
from mapdesk.session.naming import feature_size, where_it_is
from mapdesk.session.showing import Showing, day_of_step, first_showing
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui.beside import Beside
from mapdesk.ui.own_fault import own_fault

#: What is refused in a sentence that the user is shown.
REFUSALS = (EditRefused, ProjectFileError, SourceRefused)
_KEPT_COMPARISONS = 12


class Desk(QObject):
    """One open project, or none. Panels read `showing`, alter it, and edit the project through the Desk."""

    #: The Showing, or None: something of it is another value now.
    changed = Signal(object)
    #: Another day or selection is about to be shown: what is being written belongs to the present one.
    leaving = Signal()
    #: A sentence for the status bar.
    said = Signal(str)
    #: A sentence on what was done that is to be seen, over the map.
    noted = Signal(str)
    #: A sentence that says why something was not done.
    refused = Signal(str)
    #: What long work is under way, or nothing when it has ended.
    working = Signal(str)
    #: Bounds that the map is asked to show.
    sought = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.session: EditSession | None = None
        self.showing: Showing | None = None
        self._beside = Beside()
        self._comparing = Beside()
        self._job: object = None
        self._doing = ""
        self._wanted: _Compared | None = None
        self._ticket: object = None
        self._is_telling = False
        self._comparisons: dict[tuple[int, int, int], tuple[_Compared, Comparison]] = {}

    # What is open

    def open(self, opening: Callable[[], EditSession], what: str, day: date | None = None) -> None:
        """Open a project beside the window in the place of the present one, which stays open until then.

        It is shown on its last date, or on `day` where it has no map yet.
        """

        def opened() -> tuple[EditSession, Showing]:
            session = opening()
            showing = first_showing(session.project, day or date.today())
            # What lists say of the features is looked up here, where it keeps nobody waiting.
            for feature in showing.features.values():
                where_it_is(feature, session.project.about.language)
                feature_size(feature)
            return session, showing

        self._run(opened, self._take, f"Opening {what} …")

    def reopen(self, path: Path) -> None:
        """Open the present project again, as after another program wrote it."""
        self.close()
        self.open(lambda: EditSession.open(path), path.name)

    def close(self) -> None:
        """Let go of the project."""
        self._drop_work()
        if self.session is not None:
            self.session.close()
        self.session = self.showing = None
        self._comparisons.clear()
        self._tell()

    def finish(self) -> None:
        """Let go of everything; nothing can be asked for from then on."""
        self.close()
        self._beside.finish()
        self._comparing.finish()

    def is_settled(self) -> bool:
        """Whether nothing is under way."""
        return not self._beside.busy and not self._comparing.busy

    @property
    def writable(self) -> bool:
        """Whether edits are saved at all."""
        return self.session is not None and not self.session.file.read_only

    @property
    def ids(self) -> Ids:
        """Where new ids of the open project come from."""
        assert self.session is not None
        return self.session.ids

    def _take(self, opened: tuple[EditSession, Showing]) -> None:
        self.close()
        self.session, showing = opened
        self._show(showing)

    # What is shown

    def alter(self, **changes: Any) -> None:
        """Show another date, selection, article …: the fields of Showing."""
        if self.showing is None or all(getattr(self.showing, name) == new for name, new in changes.items()):
            return
        if changes.keys() & {"day", "account", "selected"}:
            self.leaving.emit()
        if changes.get("selected") == ():
            # Whoever lets go of the selection lets go of the passage that glows with it.
            changes.setdefault("passage", "")
        showing = replace(self.showing, **changes)
        if changes.keys() & {"day", "account"}:
            showing = showing.of(showing.project)
        self._show(showing)

    def look_at(self, bounds: Bounds) -> None:
        """Ask the map to show some bounds."""
        self.sought.emit(bounds)

    def _show(self, showing: Showing) -> None:
        compared = _compared_in(showing)
        known = self._comparisons.get(compared.key) if compared else None
        if known is not None:
            showing = replace(showing, comparison=known[1])
        elif not _compares_alike(self.showing, showing):
            # What is shown of the same two dates stays until the new comparison is there.
            showing = replace(showing, comparison=None)
        self.showing = showing
        if compared is None or known is not None:
            self._wanted = None
        elif self._wanted is None or self._wanted.key != compared.key:
            # While dates are gone through quickly, what was passed by is not compared.
            self._comparing.forget(self._ticket)
            self._wanted = compared
            work = partial(compare, showing.project, showing.account, compared.since, showing.day)
            self._ticket = self._comparing.run(
                work, partial(self._take_comparison, compared), partial(self._not_compared, compared)
            )
        self._tell()

    def _tell(self) -> None:
        """Tell all panels; where one of them alters what is shown, all are told of that after it."""
        if self._is_telling:
            return
        self._is_telling = True
        try:
            while True:
                told = self.showing
                self.changed.emit(told)
                if told is self.showing:
                    break
        finally:
            self._is_telling = False

    def _take_comparison(self, compared: _Compared, comparison: Comparison) -> None:
        self._comparisons[compared.key] = (compared, comparison)
        while len(self._comparisons) > _KEPT_COMPARISONS:
            del self._comparisons[next(iter(self._comparisons))]
        if self._wanted is compared and self.showing is not None:
            self._show(self.showing)

    def _not_compared(self, compared: _Compared, fault: Exception) -> None:
        if self._wanted is compared:
            self.refused.emit(_sentence(fault))

    # Edits

    def do(self, label: str, edit: Callable[[Project], Project | Edited]) -> Edited | None:
        """Carry out an edit and save it as one step; None where it was refused, in a sentence shown."""
        if self.session is None or self.showing is None:
            return None
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            edited = self.session.do(label, edit)
        except REFUSALS as refusal:
            self.refused.emit(str(refusal))
            return None
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._settled(label, edited)
        return edited

    def do_beside(
        self,
        label: str,
        edit: Callable[[Project], Project | Edited],
        doing: str,
        then: Callable[[Edited], None] | None = None,
    ) -> None:
        """Work a long edit out beside the window, then save it as one step; `doing` is shown meanwhile."""
        session = self.session
        if session is None:
            return
        before = session.project

        def save(outcome: Project | Edited) -> None:
            if self.session is not session or session.project is not before:
                self.refused.emit(f"The map changed meanwhile, so this was not done: {label}. Do it again.")
                return
            edited = self.do(label, lambda _: outcome)
            if edited is not None and then is not None:
                then(edited)

        self._run(partial(edit, before), save, doing)

    def run_beside(self, work: Callable[[], object], doing: str, done: str) -> None:
        """Do something beside the window that changes nothing in the project; `done` is said at its end."""
        self._run(work, lambda _: self.said.emit(done), doing)

    def undo(self) -> None:
        """Take the last step back and show where it worked."""
        if self.session is not None:
            self._go_over(self.session.undo, "Undone")

    def redo(self) -> None:
        """Do the step last taken back again and show where it worked."""
        if self.session is not None:
            self._go_over(self.session.redo, "Done again")

    def cancel(self) -> None:
        """Give up the long work under way; nothing of it is saved."""
        if self._job is not None:
            self._drop_work()
            self.said.emit("Cancelled; nothing was changed")

    def _settled(self, label: str, edited: Edited) -> None:
        assert self.showing is not None
        carried = not self.showing.has_own_map
        on_map = edited.project.snapshots is not self.showing.project.snapshots
        showing = self.showing.of(edited.project)
        made = tuple(uid for uid in edited.made if uid in showing.features)
        self._show(replace(showing, selected=made or showing.selected))
        reach = _reach_of(showing, carried=carried) if on_map else []
        self.said.emit(" ".join([f"{label}.", *edited.notes, *reach]))

    def _go_over(self, step: Callable[[], str], what: str) -> None:
        assert self.session is not None
        assert self.showing is not None
        before = self.session.project
        try:
            label = step()
        except ProjectFileError as refusal:
            self.refused.emit(str(refusal))
            return
        day = day_of_step(before, self.session.project, self.showing)
        self._show(replace(self.showing, day=day).of(self.session.project))
        self.said.emit(f"{what}: {label}")

    # Work beside

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None], doing: str) -> None:
        if self._job is not None:
            self.refused.emit(
                f"{self._doing.removesuffix(' …')} is still under way; wait for it, or cancel it."
            )
            return
        self._doing = doing
        self.working.emit(doing)

        def ended(result: Any) -> None:
            self._job = None
            self.working.emit("")
            then(result)

        def failed(fault: Exception) -> None:
            self._job = None
            self.working.emit("")
            self.refused.emit(_sentence(fault))

        self._job = self._beside.run(work, ended, failed)

    def _drop_work(self) -> None:
        if self._job is not None:
            self._beside.forget(self._job)
            self._job = None
            self.working.emit("")


@dataclass(frozen=True, eq=False)
class _Compared:
    """Two Snapshots that are compared, and the Sides on whose home ground it depends; all are kept by it."""

    since: date
    before: Snapshot
    after: Snapshot
    sides: Mapping[str, Side]

    @property
    def key(self) -> tuple[int, int, int]:
        """The same for the same values."""
        return (id(self.before), id(self.after), id(self.sides))


def _compared_in(showing: Showing) -> _Compared | None:
    since = showing.since()
    if since is None:
        return None
    before, after = showing.project.snapshot_on(showing.account, since), showing.snapshot
    if before is None or after is None or before is after:
        return None
    return _Compared(since, before, after, showing.project.sides)


def _compares_alike(old: Showing | None, new: Showing) -> bool:
    return old is not None and (old.account, old.day, old.since()) == (new.account, new.day, new.since())


def _reach_of(showing: Showing, *, carried: bool) -> list[str]:
    """How far an edit of the day speaks, where that is not plain."""
    said = [f"{full_date(showing.day)} now has a map of its own."] if carried and showing.has_own_map else []
    after = showing.day_after()
    if after is not None:
        said.append(f"It holds until {full_date(after)}, the next date with a map of its own.")
    return said


def _sentence(fault: Exception) -> str:
    if isinstance(fault, REFUSALS):
        return str(fault)
    return f"{own_fault('This could not be done', fault)} The project is safe."
