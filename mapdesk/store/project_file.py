"""The project file: creating, opening, reading, committing an edit, and undoing it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType

from mapdesk.model.difference import Change, Difference, apply, difference, project_of
from mapdesk.model.project import Project
from mapdesk.store import changes, edit_log, figures, integrity, schema, sidecars, styles
from mapdesk.store.connection import PATIENCE, connect, patiently, transaction
from mapdesk.store.edit_log import EditLog, Step
from mapdesk.store.lock import Lock
from mapdesk.store.migrations import VERSION, bring_up_to_date, up_to_date_copy
from mapdesk.store.new_file import put_in_place, refuse_name, unfinished
from mapdesk.store.problems import (
    WRITE_ERRORS,
    NothingToUndo,
    ProjectFileError,
    not_made,
    not_read,
    not_saved,
)
from mapdesk.store.table import RowNames, RowUnreadable

_READ_ERRORS = (sqlite3.Error, RowUnreadable, UnicodeDecodeError)


class ProjectFile:
    """One open project file. Its methods may be called from any thread, one at a time."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: Lock | None, notice: str, log_cap: int
    ) -> None:
        self.path = path
        #: Why the file can only be read, or nothing.
        self.notice = notice
        self._connection = connection
        self._lock = lock
        self._log = EditLog(connection, log_cap)
        self._names = RowNames(integrity.meta(connection, "rows_namespace"))
        self._seen = self._data_version()
        self._ready_to_write = False
        self._untidy: list[Change] = []
        #: The steps, and the state of the file as seen from outside when they were read; none before that.
        self._steps: tuple[int, list[Step]] | None = None
        #: Seconds for which an edit waits until another program lets go of the file.
        self.patience = PATIENCE

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._lock is None

    @classmethod
    def create(cls, path: Path | str, project: Project) -> ProjectFile:
        """Makes a new project file that holds a Project, and opens it."""
        path = Path(path)
        refuse_name(path)
        now = _timestamp(datetime.now(UTC))
        try:
            with unfinished(path) as draft:
                connection = connect(draft, mode="rwc")
                with contextlib.closing(connection):
                    connection.execute("PRAGMA journal_mode = MEMORY")
                    connection.execute("BEGIN IMMEDIATE")
                    schema.create(connection, now)
                    names = RowNames(project.about.uid)
                    connection.execute(
                        "INSERT INTO mapdesk_meta (name, value) VALUES ('rows_namespace', ?)",
                        (project.about.uid,),
                    )
                    everything = integrity.as_additions(project)
                    touched = changes.write(connection, everything, names)
                    styles.write(connection, project.sides.values(), now)
                    _register(connection, touched, now)
                    if project_of(changes.read_records(connection)) != project:
                        raise changes.Stale("the new file doesn't give the project back")
                    connection.execute("COMMIT")
                put_in_place(draft, path)
        except (*WRITE_ERRORS, OSError) as error:
            raise not_made(path, error) from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, log_cap: int = edit_log.CAP) -> ProjectFile:
        """Opens a project file; where it can't be written it is opened for reading with a `notice`."""
        path = Path(path)
        integrity.refuse_what_is_no_file(path)
        lock, notice = (None, "") if read_only else _taken(path)
        try:
            if lock is not None:
                sidecars.refuse_foreign(path.resolve())
                # The first edit is not to wait for it.
                import sqlite_utils  # noqa: F401
            connection = connect(path, mode="ro" if lock is None else "rw")
            try:
                version = integrity.schema_version(path, connection)
                if lock is not None:
                    notice = _reason_not_to_write(path, version, connection)
                if lock is not None and notice:
                    lock.release()
                    lock = None
                if version < VERSION:
                    connection = _brought_up_to_date(connection, version, lock)
                return cls(path, connection, lock, notice, log_cap)
            except BaseException:
                connection.close()
                raise
        except BaseException as error:
            if lock is not None:
                lock.release()
            if isinstance(error, _READ_ERRORS):
                raise not_read(path, error) from error
            raise

    def read(self) -> Project:
        """The Project in the file."""
        with self._reading():
            self._connection.execute("BEGIN")
            try:
                # The first question takes the lock under which all are answered alike.
                patiently(self._connection, "SELECT id FROM about", self.patience)
                flat = changes.read_records(self._connection)
                self._seen = self._data_version()
            finally:
                self._connection.execute("ROLLBACK")
        project = project_of(flat)
        self._untidy = changes.untidy(flat, project)
        return project

    def commit(self, label: str, before: Project, after: Project, *, made_at: str, author: str) -> Difference:
        """Writes what changed between two Projects, as one step. Nothing is written where nothing changed.

        `made_at` is an ISO 8601 time; without a zone it counts as UTC.
        """
        step = difference(before, after)
        if not step.changes:
            return step
        when = _timestamp(datetime.fromisoformat(made_at))
        way_back = edit_log.pack(step, self._names)
        added = 0

        def log() -> None:
            nonlocal added
            added = self._log.add(label, author, when, way_back)

        def logged() -> bool:
            return any(step.id == added for step in self._log.steps())

        self._write(step, after, when, log, logged)
        if self._steps is not None:
            version, steps = self._steps
            oldest = self._log.oldest()
            kept = [known for known in steps if not known.undone and known.id >= oldest]
            self._steps = version, [*kept, Step(added, label, author, when, undone=False)]
        return step

    def undo(self, project: Project) -> tuple[str, Project]:
        """Takes the last step back: its label, and the Project without it."""
        with self._reading():
            step = self._log.last_done()
        if step is None:
            raise NothingToUndo("There is nothing to undo.")
        return step.label, self._go_over(step, project)

    def redo(self, project: Project) -> tuple[str, Project]:
        """Does the step undone last again: its label, and the Project with it."""
        with self._reading():
            step = self._log.first_undone()
        if step is None:
            raise NothingToUndo("There is nothing to redo.")
        return step.label, self._go_over(step, project)

    def history(self) -> list[Step]:
        """The steps kept in the file, oldest first; read from it once, and again where others wrote it."""
        with self._reading():
            version = self._data_version()
            if self._steps is None or self._steps[0] != version:
                self._steps = version, self._log.steps()
        return list(self._steps[1])

    def kept_figures(self, account: str, kind: str) -> dict[date, figures.DatedFigures]:
        """The figures of a kind that are kept for an Account's maps, by date."""
        with self._reading():
            return figures.read(self._connection, account, kind)

    def keep_figures(self, account: str, kind: str, dated: Mapping[date, figures.DatedFigures]) -> bool:
        """Keep figures in the place of all of their kind; False where the file takes none just now.

        That is no loss: they are measured again. So it waits for no other program.
        """

        def work() -> None:
            figures.write(self._connection, account, kind, dated)
            _register(self._connection, {figures.NAME}, _timestamp(datetime.now(UTC)))

        if self._lock is None or self._connection.in_transaction:
            return False
        try:
            self._make_ready_to_write(patience=0)
            transaction(self._connection, work, lambda: False, 0)
        except sqlite3.Error:
            return False
        return True

    def changed_outside(self) -> bool:
        """Whether another program has written the file since it was read or written here."""
        return self._data_version() != self._seen

    def check(self) -> list[str]:
        """What is wrong with the file, in sentences; nothing if it is sound."""
        return integrity.check(self._connection)

    def vacuum_into(self, path: Path | str) -> None:
        """Writes a compact copy of the file, whole or not at all."""
        path = Path(path)
        refuse_name(path)
        try:
            with unfinished(path) as draft:
                # A connection of its own, so that an edit may be written meanwhile.
                with contextlib.closing(connect(self.path, mode="ro")) as reader:
                    reader.execute("VACUUM INTO ?", (str(draft),))
                put_in_place(draft, path)
        except (sqlite3.Error, OSError) as error:
            raise not_made(path, error) from error

    def close(self) -> None:
        """Lets go of the file; there is never anything left to save."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> ProjectFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """Says in a sentence what keeps the file from being read."""
        try:
            yield
        except _READ_ERRORS as error:
            raise not_read(self.path, error) from error

    def _go_over(self, step: Step, project: Project) -> Project:
        with self._reading():
            way_over = self._log.way(step)
        try:
            change = edit_log.unpack(way_over, project, self._names)
        except ValueError as error:
            raise ProjectFileError(
                f"“{step.label}” can't be {'redone' if step.undone else 'undone'}: what it changed in "
                f"“{self.path.name}” was changed by another program since. Change it by hand instead."
            ) from error
        there = apply(project, change)
        way = edit_log.pack(change, self._names)

        def turned() -> bool:
            return any(now.id == step.id and now.undone != step.undone for now in self._log.steps())

        self._write(change, there, _timestamp(datetime.now(UTC)), lambda: self._log.flip(step, way), turned)
        if self._steps is not None:
            version, steps = self._steps
            turned_step = replace(step, undone=not step.undone)
            self._steps = version, [turned_step if known.id == step.id else known for known in steps]
        return there

    def _write(
        self,
        step: Difference,
        after: Project,
        when: str,
        log: Callable[[], None],
        logged: Callable[[], bool],
    ) -> None:
        """Writes a Difference and its entry in the log in one transaction, read back before it counts."""
        if self._lock is None:
            raise ProjectFileError(
                self.notice or f"“{self.path.name}” is opened for reading only. Save a copy to edit it."
            )

        def work() -> None:
            tidied = changes.write(self._connection, self._untidy, self._names)
            if self.changed_outside():
                changes.check_against_file(self._connection, step.changes, written=False)
            touched = changes.write(self._connection, step.changes, self._names)
            changes.check_against_file(self._connection, step.changes, written=True)
            if any(change.table == "sides" for change in step.changes):
                styles.write(self._connection, after.sides.values(), when)
            log()
            _register(self._connection, touched | tidied, when)

        try:
            self._make_ready_to_write(self.patience)
            transaction(self._connection, work, logged, self.patience)
            self._untidy = []
        except WRITE_ERRORS as error:
            raise not_saved(self.path, error) from error

    def _make_ready_to_write(self, patience: float) -> None:
        if not self._ready_to_write:
            patiently(self._connection, "PRAGMA journal_mode = DELETE", patience)
            self._ready_to_write = True

    def _data_version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)


def _taken(path: Path) -> tuple[Lock | None, str]:
    """The lock on a file, or why it can only be read."""
    # Through a link it is the same file, so it has to be the same lock.
    lock = Lock(path.resolve())
    if not os.access(path, os.W_OK):
        return (
            None,
            f"“{path.name}” is write-protected and is opened for reading only. Save a copy to edit it.",
        )
    try:
        writer = lock.take()
    except OSError:
        return None, (
            f"“{path.name}” is opened for reading only: its folder can't be written, or its drive knows no "
            "locks. Save a copy elsewhere to edit it."
        )
    if writer is None:
        return lock, ""
    return None, (
        f"“{path.name}” is being edited by {writer} and is opened for reading only. "
        "Close it there to edit it here."
    )


def _reason_not_to_write(path: Path, version: int, connection: sqlite3.Connection) -> str:
    if version > VERSION:
        return (
            f"“{path.name}” was made by a newer MapDesk and is opened for reading only. "
            "Update MapDesk to edit it."
        )
    unknown = integrity.unknown_triggers(connection)
    if unknown:
        return (
            f"“{path.name}” holds instructions that are not MapDesk's and would run with each edit "
            f"({', '.join(unknown)}); it is opened for reading only. Make a new project from it to edit it."
        )
    return ""


def _brought_up_to_date(
    connection: sqlite3.Connection, version: int, lock: Lock | None
) -> sqlite3.Connection:
    now = _timestamp(datetime.now(UTC))
    if lock is not None:
        bring_up_to_date(connection, version, now)
        return connection
    with contextlib.closing(connection):
        return up_to_date_copy(connection, version, now)


def _timestamp(moment: datetime) -> str:
    """A time as GeoPackage writes it: UTC with milliseconds."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _register(connection: sqlite3.Connection, touched: set[str], now: str) -> None:
    """Tells gpkg_contents when tables changed, and where their shapes lie."""
    spatial = {table.name for table in schema.spatial_tables()}
    for name in touched:
        connection.execute("UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?", (now, name))
        if name in spatial:
            connection.execute(
                "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = "
                f"(SELECT min(minx), min(miny), max(maxx), max(maxy) FROM rtree_{name}_geom) "
                "WHERE table_name = ?",
                (name,),
            )
