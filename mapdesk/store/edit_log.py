"""The steps kept in the file: for each edit the way back as data, so that undo outlives a restart.

An entry is zlib over: length of a JSON text, the JSON text, bytes that it points into. The JSON lists, for
each changed value, its table, its key and the rows of its other state; a cell that is the same in both
states is left out, and a shape is told from the present one.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mapdesk.model.difference import Change, Difference, value_at
from mapdesk.model.project import Project
from mapdesk.store import geometry_delta
from mapdesk.store.rows import Row, rows_of, value_of
from mapdesk.store.table import Cells, RowNames

#: Bytes that all entries together may take; the next edit drops the oldest beyond that.
CAP = 64 * 1024 * 1024

#: Bytes that one entry may hold; an edit of more doesn't fit SQLite's limits of ours either.
_LARGEST = 1 << 30

_LENGTH = struct.Struct("<I")
#: The marks of a cell that is bytes, and of one that is a shape told from the present one.
_BYTES, _SHAPE = "bytes", "shape"


@dataclass(frozen=True)
class Step:
    """One edit in the file's history."""

    id: int
    label: str
    author: str
    made_at: str
    undone: bool


class EditLog:
    """The table edit_log of one connection; every method runs in the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, cap: int = CAP) -> None:
        self._connection = connection
        self._cap = cap

    def steps(self) -> list[Step]:
        """All steps, oldest first."""
        found = self._connection.execute(
            "SELECT id, label, author, made_at, state = 'undone' FROM edit_log ORDER BY id"
        )
        return [Step(i, label, author, at, bool(undone)) for i, label, author, at, undone in found]

    def add(self, label: str, author: str, made_at: str, way_back: bytes) -> int:
        """Writes down an edit; what was undone before it can't be redone any more."""
        self._connection.execute("DELETE FROM edit_log WHERE state = 'undone'")
        made = self._connection.execute(
            "INSERT INTO edit_log (state, size, label, author, made_at, way_back) "
            "VALUES ('done', ?, ?, ?, ?, ?)",
            (len(way_back), label, author, made_at, way_back),
        )
        self._prune()
        return int(made.lastrowid or 0)

    def last_done(self) -> Step | None:
        """The step that undo takes back."""
        return self._one("done", "DESC")

    def first_undone(self) -> Step | None:
        """The step that redo does again."""
        return self._one("undone", "ASC")

    def oldest(self) -> int:
        """The id of the oldest step that is kept; 0 where none is."""
        (oldest,) = self._connection.execute("SELECT ifnull(min(id), 0) FROM edit_log").fetchone()
        return int(oldest)

    def way(self, step: Step) -> bytes:
        """The way from the present state over one step."""
        (way,) = self._connection.execute("SELECT way_back FROM edit_log WHERE id = ?", (step.id,)).fetchone()
        return bytes(way)

    def flip(self, step: Step, way: bytes) -> None:
        """Turns a step round: a done one is undone now, or the other way, and `way` leads over it again.

        Nothing is dropped here even if `way` is longer: it would be the step that one wants to undo next.
        """
        self._connection.execute(
            "UPDATE edit_log SET state = ?, size = ?, way_back = ? WHERE id = ?",
            ("done" if step.undone else "undone", len(way), way, step.id),
        )

    def _one(self, state: str, order: str) -> Step | None:
        row = self._connection.execute(
            f"SELECT id, label, author, made_at FROM edit_log WHERE state = ? ORDER BY id {order} LIMIT 1",
            (state,),
        ).fetchone()
        if row is None:
            return None
        number, label, author, made_at = row
        return Step(number, label, author, made_at, state == "undone")

    def _prune(self) -> None:
        (total,) = self._connection.execute("SELECT ifnull(sum(size), 0) FROM edit_log").fetchone()
        if total <= self._cap:
            return
        sizes = self._connection.execute("SELECT id, size FROM edit_log ORDER BY id").fetchall()
        for oldest, size in sizes[:-1]:
            if total <= self._cap:
                return
            self._connection.execute("DELETE FROM edit_log WHERE id = ?", (oldest,))
            total -= size


def pack(difference: Difference, names: RowNames) -> bytes:
    """The way back from a Difference's end to its start, told from its end."""
    heap = bytearray()
    told = [
        {
            "table": change.table,
            "key": change.key,
            "rows": _told(
                _rows(change.table, change.before, names), _rows(change.table, change.after, names), heap
            ),
        }
        for change in difference.changes
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(_LENGTH.pack(len(text)) + text + heap, 6)


def unpack(way: bytes, project: Project, names: RowNames) -> Difference:
    """The Difference that leads over an entry from a Project. ValueError if it doesn't fit the entry."""
    try:
        return _unpacked(way, project, names)
    except (struct.error, zlib.error, LookupError, TypeError, RecursionError) as error:
        raise ValueError("the entry is damaged") from error


def _unpacked(way: bytes, project: Project, names: RowNames) -> Difference:
    plain = zlib.decompressobj().decompress(way, _LARGEST)
    (length,) = _LENGTH.unpack_from(plain)
    heap = memoryview(plain)[_LENGTH.size + length :]
    changes = []
    for told in json.loads(plain[_LENGTH.size : _LENGTH.size + length]):
        table, key = told["table"], tuple(told["key"])
        now = value_at(project, table, key)
        if now is None and not told["rows"]:
            raise ValueError("what was added is there no more")
        rows = _untold(told["rows"], _rows(table, now, names), heap)
        changes.append(Change(table, key, now, value_of(table, rows) if rows else None))
    # Turned round, so that going back and forth over a step keeps the order of its changes.
    return Difference(tuple(reversed(changes)))


def _rows(table: str, value: Any, names: RowNames) -> list[Row]:
    return [] if value is None else rows_of(table, value, names)


def _counterparts(rows: Iterable[Any], now: list[Row]) -> Iterable[tuple[Any, Cells]]:
    """Each row with the cells of the present row in its place, or with none."""
    for n, row in enumerate(rows):
        fits = n < len(now) and now[n][0] == row[0]
        yield row, now[n][1] if fits else {}


def _told(then: list[Row], now: list[Row], heap: bytearray) -> list[Any]:
    rows = []
    for (table, cells), there in _counterparts(then, now):
        told: Cells = {}
        for name, cell in cells.items():
            if name in there and there[name] == cell and type(there[name]) is type(cell):
                continue
            if isinstance(cell, bytes):
                is_shape = name == "geom"
                kept = geometry_delta.encode(cell, there.get(name)) if is_shape else cell
                told[name] = {_SHAPE if is_shape else _BYTES: [len(heap), len(kept)]}
                heap += kept
            else:
                told[name] = cell
        rows.append([table, told])
    return rows


def _untold(rows: list[Any], now: list[Row], heap: memoryview) -> list[Row]:
    found = []
    for (table, told), there in _counterparts(rows, now):
        cells = dict(there)
        for name, cell in told.items():
            if isinstance(cell, dict):
                ((kind, (at, length)),) = cell.items()
                kept = bytes(heap[at : at + length])
                cells[name] = geometry_delta.decode(kept, there.get(name)) if kind == _SHAPE else kept
            else:
                cells[name] = cell
        found.append((table, cells))
    return found
