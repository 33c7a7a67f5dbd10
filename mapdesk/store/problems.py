"""What can go wrong with a project file, each said in a sentence that an editor understands."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from mapdesk.store.changes import Stale
from mapdesk.store.connection import is_busy
from mapdesk.store.table import RowUnreadable


class ProjectFileError(Exception):
    """The file can't do what was asked; the message is for an editor."""


class NothingToUndo(ProjectFileError):
    """No step is left in this direction."""


#: What may come out of writing an edit.
WRITE_ERRORS = (sqlite3.Error, Stale, RowUnreadable, UnicodeEncodeError, OverflowError)


def not_saved(path: Path, error: Exception) -> ProjectFileError:
    """Why an edit was not saved; nothing of it is in the file."""
    name = f"“{path.name}”"
    if isinstance(error, Stale):
        return ProjectFileError(
            f"The edit was not saved: another program changed the same things in {name} meanwhile. "
            "Open the project again and repeat the edit."
        )
    if isinstance(error, UnicodeEncodeError):
        return ProjectFileError("The edit was not saved: a text in it is broken. Paste the text again.")
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        if is_busy(error):
            return ProjectFileError(
                f"The edit was not saved: another program has {name} in use. Close it there and try again."
            )
        if code & 0xFF == sqlite3.SQLITE_FULL:
            return ProjectFileError(
                f"The edit was not saved: no space is left for {name}. Free some and try again."
            )
        if code == sqlite3.SQLITE_READONLY_DBMOVED:
            return ProjectFileError(
                f"The edit was not saved: {name} was moved, renamed or deleted. Put it back or save a copy."
            )
        if code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return ProjectFileError(
                f"The edit was not saved: {name} or its folder can't be written. "
                "Change its permissions or save a copy elsewhere."
            )
        if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return damaged(path, str(error))
    return ProjectFileError(f"The edit was not saved in {name} ({error}). Try again or save a copy.")


def not_made(path: Path, error: Exception) -> ProjectFileError:
    """Why a new file was not made; nothing of it is there."""
    if isinstance(error, FileExistsError):
        return exists_already(path)
    if isinstance(error, UnicodeEncodeError):
        return ProjectFileError(f"“{path.name}” was not made: a text in it is broken. Write the text again.")
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
        return ProjectFileError(f"“{path.name}” was not made: no space is left. Free some and try again.")
    reason = getattr(error, "strerror", None) or error
    return ProjectFileError(
        f"“{path.name}” can't be written to “{path.parent}” ({reason}). Choose another folder or name."
    )


def exists_already(path: Path) -> ProjectFileError:
    """That a new file would take the place of another."""
    return ProjectFileError(f"“{path.name}” exists already and was left as it is. Choose another name.")


def damaged(path: Path, what: str) -> ProjectFileError:
    """That a file can't be trusted."""
    return ProjectFileError(
        f"“{path.name}” is damaged ({what}); it was left as it is. Open a backup of it instead."
    )


def not_read(path: Path, error: Exception) -> ProjectFileError:
    """Why a file could not be read."""
    if isinstance(error, RowUnreadable):
        return ProjectFileError(
            f"“{path.name}” can't be read: {error}. "
            "Put it right in the program that wrote it, or open a backup."
        )
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        if is_busy(error):
            return ProjectFileError(
                f"“{path.name}” is being written by another program. Try again in a moment."
            )
        if code & 0xFF == sqlite3.SQLITE_NOTADB:
            return ProjectFileError(
                f"“{path.name}” is not a GeoPackage. Choose a file that MapDesk made (.mapdesk.gpkg)."
            )
        if code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            return ProjectFileError(
                f"“{path.name}” was interrupted in the middle of an edit, or its folder can't be read. "
                "Open it in MapDesk for writing once; it then takes the half edit back."
            )
    return damaged(path, str(error))
