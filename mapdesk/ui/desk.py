"""The Desk: the open project and what is shown of it, between the panels and the project file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from mapdesk.edit.edit import Edited, Ids
from mapdesk.edit.locks import differ_by_locks
from mapdesk.edit.scopes import Scope
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.session.naming import feature_size, where_it_is
from mapdesk.session.scopes import in_scope, reach_of
from mapdesk.session.showing import Showing, day_of_step, first_showing
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui.beside import Beside
from mapdesk.ui.comparing import Comparing
from mapdesk.ui.edit_under_way import EditUnderWay
from mapdesk.ui.own_fault import REFUSALS, sentence_on
from mapdesk.ui.step_jump import StepJump

#: An edit that is saved: it gives the name of its step too.
_Step: TypeAlias = Callable[[Project], tuple[str, Edited]]
#: So long after the last day passed by the hand rests, in milliseconds.
_RESTING = 400


class Desk(QObject):
    """One open project, or none. Panels read `showing`, alter it, and edit the project through the Desk."""

    #: The Showing, or None: something of it is another value now.
    changed = Signal(object)
    #: A Showing on a day that the hand is passing by: `changed` tells of the day where it rests.
    passed = Signal(object)
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
        self._comparing = Comparing(self)
        self._comparing.came.connect(lambda: self._show(self.showing) if self.showing else None)
        self._comparing.failed.connect(lambda fault: self.refused.emit(sentence_on(fault)))
        self._edit = EditUnderWay()
        self._jump = StepJump(self)
        self._jump.refused.connect(self.refused)
        self._jump.ended.connect(lambda: self._end_jump())
        self._jumped: tuple[Project, str] | None = None
        self._job: object = None
        self._doing = ""
        self._is_telling = False
        self._rest = QTimer(self, singleShot=True, interval=_RESTING)
        self._rest.timeout.connect(lambda: self._show(self.showing) if self.showing else None)

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
        self._edit.wait()
        self._drop_work()
        self._jump.stop()
        if self.session is not None:
            self.session.close()
        self._rest.stop()
        self.session = self.showing = None
        self._comparing.forget()
        self._tell()

    def finish(self) -> None:
        """Let go of everything; nothing can be asked for from then on."""
        self.close()
        self._beside.finish()
        self._comparing.finish()
        self._edit.finish()

    def is_settled(self) -> bool:
        """Whether nothing is under way."""
        is_busy = self._beside.busy or self._comparing.busy or self._jump.under_way or self._rest.isActive()
        return not is_busy and not self._edit

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
        if changes.get("day", self.showing.day) != self.showing.day:
            # What is chosen for one date is easily forgotten on the next.
            changes.setdefault("scope", Scope.NEXT)
        showing = replace(self.showing, **changes)
        if changes.keys() & {"day", "account"}:
            showing = showing.of(showing.project)
        self._show(showing)

    def pass_by(self, day: date) -> None:
        """Show a day in passing: the map and the timeline follow at once, all else when the hand rests."""
        if self.showing is None or day == self.showing.day:
            return
        if not self._rest.isActive():
            self.leaving.emit()
        self._rest.start()
        passing = replace(self.showing, day=day, scope=Scope.NEXT, comparison=None)
        self.showing = passing.of(passing.project)
        self.passed.emit(self.showing)

    def rest(self) -> None:
        """Show all of the day that was passed by last, now."""
        if self._rest.isActive() and self.showing is not None:
            self._show(self.showing)

    def look_at(self, bounds: Bounds) -> None:
        """Ask the map to show some bounds."""
        self.sought.emit(bounds)

    def _show(self, showing: Showing) -> None:
        self._rest.stop()
        self.showing = self._comparing.filled(showing, self.showing)
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

    # Edits

    def do(self, label: str, edit: Callable[[Project], Project | Edited]) -> Edited | None:
        """Carry out an edit and save it as one step; None where it was refused, in a sentence shown."""
        self._edit.wait()
        step = self._in_scope(label, edit)
        return self._save(step) if step is not None else None

    def do_by_hand(
        self,
        label: str,
        edit: Callable[[Project], Project | Edited],
        then: Callable[[Edited | None], None] = lambda _: None,
    ) -> None:
        """Do the same, but show a longer edit as under way while the window goes on.

        `then` is told what came of it, before this ends where the edit is quick. Whatever else would change
        the project waits for it.
        """
        self._edit.wait()
        session, step = self.session, self._in_scope(label, edit)
        if session is None or step is None:
            then(None)
            return

        def end(outcome: tuple[str, Edited] | None) -> None:
            if self._job is None:
                self.working.emit("")
            then(self._save(lambda _: outcome) if outcome is not None else None)

        self._edit.begin(
            partial(step, session.project), end, lambda fault: self.refused.emit(sentence_on(fault))
        )
        if self._edit and self._job is None:
            self.working.emit(f"{label} …")

    def _in_scope(self, label: str, edit: Callable[[Project], Project | Edited]) -> _Step | None:
        """An edit that reaches as far as is chosen, with the name that its step then has."""
        showing, session = self.showing, self.session
        if showing is None or session is None:
            return None
        account, day, scope = showing.account, showing.day, showing.reach

        def step(project: Project) -> tuple[str, Edited]:
            outcome = edit(project)
            edited = outcome if isinstance(outcome, Edited) else Edited(outcome)
            return in_scope(label, project, edited, account=account, day=day, scope=scope, ids=session.ids)

        return step

    def _save(self, step: _Step) -> Edited | None:
        assert self.session is not None
        if self._is_going_over_steps():
            return None
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            label, outcome = step(self.session.project)
            edited = self.session.do(label, lambda _: outcome)
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
        self._edit.wait()
        session, step = self.session, self._in_scope(label, edit)
        if session is None or step is None:
            return
        before = session.project

        def save(outcome: tuple[str, Edited]) -> None:
            if self.session is not session or session.project is not before:
                self.refused.emit(f"The map changed meanwhile, so this was not done: {label}. Do it again.")
                return
            edited = self._save(lambda _: outcome)
            if edited is not None and then is not None:
                then(edited)

        self._run(partial(step, before), save, doing)

    def run_beside(self, work: Callable[[], object], doing: str, done: str) -> None:
        """Do something beside the window that changes nothing in the project; `done` is said at its end."""
        self._run(work, lambda _: self.said.emit(done), doing)

    def undo(self) -> None:
        """Take the last step back and show where it worked."""
        self._edit.wait()
        if self.session is not None:
            self._go_over(self.session.undo, "Undone")

    def redo(self) -> None:
        """Do the step last taken back again and show where it worked."""
        self._edit.wait()
        if self.session is not None:
            self._go_over(self.session.redo, "Done again")

    def go_to_step(self, number: int) -> None:
        """Undo or redo until the step of that id is the last one done, or none where it is 0."""
        self._edit.wait()
        if self.session is None or self._is_going_over_steps():
            return
        steps = self._jump.begin(self.session, number)
        if steps:
            many = "1 step" if abs(steps) == 1 else f"{abs(steps)} steps"
            self._jumped = self.session.project, f"{many} {'undone' if steps < 0 else 'done again'}"
            self.working.emit(f"Going {'back' if steps < 0 else 'forward'} {many} …")

    def cancel(self) -> None:
        """Give up the long work under way; nothing of it is saved."""
        if self._edit and self._job is None:
            self._edit.cancel()
            self.said.emit("Cancelled; nothing was changed")
        if self._jump.under_way:
            self._jump.stop()
            self._end_jump("Stopped on the way through the history")
        if self._job is not None:
            self._drop_work()
            self.said.emit("Cancelled; nothing was changed")

    def _settled(self, label: str, edited: Edited) -> None:
        assert self.showing is not None
        carried = not self.showing.has_own_map
        showing = self.showing.of(edited.project)
        on_map = edited.project.snapshots is not self.showing.project.snapshots
        # A lock holds on all dates.
        on_map = on_map and not differ_by_locks(self.showing.features, showing.features)
        made = tuple(uid for uid in edited.made if uid in showing.features)
        self._show(replace(showing, selected=made or showing.selected))
        reach = reach_of(showing, carried=carried) if on_map else []
        self.said.emit(" ".join([f"{label}.", *edited.notes, *reach]))

    def _go_over(self, step: Callable[[], str], what: str) -> None:
        assert self.session is not None
        if self._is_going_over_steps():
            return
        before = self.session.project
        try:
            label = step()
        except ProjectFileError as refusal:
            self.refused.emit(str(refusal))
            return
        self._show_since(before)
        self.said.emit(f"{what}: {label}")

    def _show_since(self, before: Project) -> None:
        """Show what steps led to from a Project, on a date where that is to be seen."""
        assert self.session is not None
        assert self.showing is not None
        day = day_of_step(before, self.session.project, self.showing)
        scope = self.showing.scope if day == self.showing.day else Scope.NEXT
        self._show(replace(self.showing, day=day, scope=scope).of(self.session.project))

    def _is_going_over_steps(self) -> bool:
        """Whether that keeps other edits waiting, which is then said."""
        if self._jump.under_way:
            self.refused.emit("Steps of the history are being gone over; wait for it, or cancel it.")
        return self._jump.under_way

    def _end_jump(self, sentence: str = "") -> None:
        assert self._jumped is not None
        (before, done), self._jumped = self._jumped, None
        self.working.emit("")
        self._show_since(before)
        self.said.emit(sentence or done)

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
            self.refused.emit(sentence_on(fault))

        self._job = self._beside.run(work, ended, failed)

    def _drop_work(self) -> None:
        if self._job is not None:
            self._beside.forget(self._job)
            self._job = None
            self.working.emit("")
