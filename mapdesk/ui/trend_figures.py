"""The figures of a trend, measured beside the window and kept in the project file once they are complete."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.session.trend import Asked, Dated, measuring
from mapdesk.ui.beside import Beside
from mapdesk.ui.desk import Desk
from mapdesk.ui.own_fault import sentence_on

#: Seconds between two looks at what has been measured so far.
_SHOWN_EVERY = 0.4
#: Milliseconds until the file is asked again while something else is done with it.
_AGAIN_MS = 150


class TrendFigures(QObject):
    """What is known of a project's trends: by kind, the figures by date."""

    #: More is known, or all.
    came = Signal()
    #: A sentence that says why nothing can be measured.
    failed = Signal(str)
    _measured = Signal(object, str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        application = QCoreApplication.instance()
        if application is not None:
            # Before the work beside hears of the end and waits for what is under way.
            application.aboutToQuit.connect(self._drop)
        self._beside = Beside()
        #: How many dates of how many have been measured; both 0 where nothing is under way.
        self.progress = (0, 0)
        self.dated: dict[str, Dated] = {}
        self._session: EditSession | None = None
        #: By kind, the project that its figures are complete for.
        self._complete: dict[str, Project] = {}
        self._asked: Asked | None = None
        self._job: object = None
        self._run: object = None
        self._doing: tuple[str, Project] | None = None
        self._unkept: dict[tuple[str, str], Dated] = {}
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._go_on)
        self._measured.connect(self._take_some)

    def ask(self, asked: Asked | None) -> None:
        """Measure what isn't known yet of a trend of the open project; None stops that."""
        if self._desk.session is not self._session:
            self._session = self._desk.session
            self._forget()
        if asked is not None and self._asked is not None and asked.account != self._asked.account:
            self._forget()
        self._asked = asked
        self._go_on()

    def is_complete(self) -> bool:
        """Whether all that was asked for is known, and kept."""
        return self._doing is None and not self._again.isActive()

    def finish(self) -> None:
        """Measure nothing more."""
        self._drop()
        self._again.stop()
        self._beside.finish()

    def _forget(self) -> None:
        self._drop()
        self.dated, self._complete, self._unkept = {}, {}, {}

    def _drop(self) -> None:
        """Give up what is under way; what it has brought so far stays known."""
        if self._job is not None:
            self._beside.forget(self._job)
        self._job = self._run = self._doing = None
        self.progress = (0, 0)

    def _go_on(self) -> None:
        showing, asked, session = self._desk.showing, self._asked, self._session
        if showing is None or session is None or asked is None:
            self._drop()
            return
        if not self._desk.is_settled():
            # Another thread may be writing the file.
            self._again.start()
            return
        self._keep(session)
        project = showing.project
        if self._doing is not None and _is_other(self._doing[1], project, asked.account):
            self._drop()
        if self._doing is not None and self._doing[0] in asked.kinds():
            return
        self._drop()
        for kind in asked.kinds():
            if kind not in self._complete or _is_other(self._complete[kind], project, asked.account):
                self._begin(session, project, asked.account, kind)
                return

    def _begin(self, session: EditSession, project: Project, account: str, kind: str) -> None:
        kept = self.dated.get(kind) or session.file.kept_figures(account, kind)
        if kind not in self.dated and kept:
            # To see that they still hold takes longer than to show them.
            self.dated = {**self.dated, kind: kept}
            self.came.emit()
        self._run, self._doing = object(), (kind, project)
        work = partial(self._measure, self._run, project, account, kind, kept)
        self._job = self._beside.run(
            work, partial(self._take_all, account, kind, project, kept), self._give_up
        )

    def _measure(self, run: object, project: Project, account: str, kind: str, kept: Dated) -> Dated:
        """In the thread beside: measure date after date, as long as it is wanted."""
        found: Dated = {}
        shown = time.monotonic()
        for day, figures in measuring(project, account, kind, kept):
            if run is not self._run:
                break
            found[day] = figures
            if time.monotonic() - shown > _SHOWN_EVERY:
                self._measured.emit(run, kind, dict(found))
                shown = time.monotonic()
        return found

    def _take_some(self, run: object, kind: str, found: Dated) -> None:
        if run is self._run and self._doing is not None and self._asked is not None:
            of = len(self._doing[1].snapshots.get(self._asked.account, ()))
            self.progress = (len(found), of)
            self.dated = {**self.dated, kind: {**self.dated.get(kind, {}), **found}}
            self.came.emit()

    def _take_all(self, account: str, kind: str, project: Project, kept: Dated, found: Dated) -> None:
        self._job = self._run = self._doing = None
        self.progress = (0, 0)
        self.dated = {**self.dated, kind: found}
        self._complete[kind] = project
        if found != kept:
            self._unkept[account, kind] = found
        self._go_on()
        self.came.emit()

    def _give_up(self, fault: Exception) -> None:
        if self._doing is not None:
            kind, project = self._doing
            # What can't be measured is not tried again before something has changed.
            self._complete[kind] = project
        self._job = self._run = self._doing = None
        self.progress = (0, 0)
        self.failed.emit(sentence_on(fault))

    def _keep(self, session: EditSession) -> None:
        for (account, kind), found in self._unkept.items():
            session.file.keep_figures(account, kind, found)
        self._unkept = {}


def _is_other(before: Project, after: Project, account: str) -> bool:
    """Whether anything that figures are measured on may have changed."""
    return (
        before.snapshots.get(account) is not after.snapshots.get(account) or before.sides is not after.sides
    )
