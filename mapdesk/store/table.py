"""What a table of the file is: its columns, how a cell is kept, and how rows become values and back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias
from urllib.parse import quote

from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapdesk.model.articles import Block
from mapdesk.model.layout import Furniture
from mapdesk.store import geometry_blob

#: One row as SQL sees it: column name to value.
Cells: TypeAlias = dict[str, Any]


#: What reading a cell that is none of ours may raise; deep JSON is meant to exhaust the stack.
_UNDECODABLE = (ValueError, TypeError, KeyError, RecursionError)


class RowUnreadable(ValueError):
    """A row holds what no value of the model can be; the message says where and why."""


@dataclass(frozen=True)
class Kind:
    """How one sort of value is kept: its SQL type, and the way there and back."""

    sql: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    choices: type[StrEnum] | None = None


@dataclass(frozen=True)
class Column:
    """One column; `field` is the value's attribute where it is called otherwise."""

    name: str
    kind: Kind
    field: str = ""

    @property
    def attribute(self) -> str:
        """The name of the value's attribute."""
        return self.field or self.name


@dataclass(frozen=True)
class Table:
    """One table of the file: what its rows are and how they become values."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    take: Callable[[Any], dict[str, Any]]
    make: Callable[[dict[str, Any]], Any]
    named: bool = False
    is_feature: bool = False
    shape_types: tuple[str, ...] = ()

    @property
    def id_column(self) -> str:
        """The integer primary key that GeoPackage asks for."""
        return "fid" if self.shape_types else "id"

    @property
    def column_names(self) -> list[str]:
        """The columns that hold the value, without id and computed uid."""
        return [column.name for column in self.columns]

    def cells(self, value: Any, names: RowNames) -> Cells:
        """The row of a value."""
        fields = self.take(value)
        cells = {column.name: column.kind.encode(fields[column.attribute]) for column in self.columns}
        if self.named:
            cells["uid"] = names.uid(self, cells)
        return cells

    def values(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """The values of rows that hold `column_names` in order. RowUnreadable if one can't be read."""
        if not rows:
            return []
        decoded = [
            self._decoded(column, cells)
            for column, cells in zip(self.columns, zip(*rows, strict=True), strict=True)
        ]
        names = [column.attribute for column in self.columns]
        return [self.make(dict(zip(names, cells, strict=True))) for cells in zip(*decoded, strict=True)]

    def value(self, cells: Cells) -> Any:
        """The value of one row."""
        return self.values([[cells.get(name) for name in self.column_names]])[0]

    def _decoded(self, column: Column, cells: Sequence[Any]) -> list[Any]:
        if column.name == "geom":
            try:
                shapes = list(geometry_blob.decode_all(cells))
            except ValueError:
                shapes = [self._cell(column, cell, n) for n, cell in enumerate(cells)]
            for n, shape in enumerate(shapes):
                if shape.geom_type not in self.shape_types:
                    raise RowUnreadable(f"row {n + 1} of {self.name} holds a {shape.geom_type}")
            return shapes
        decode = column.kind.decode
        try:
            return [decode(cell) for cell in cells]
        except _UNDECODABLE:
            return [self._cell(column, cell, n) for n, cell in enumerate(cells)]

    def _cell(self, column: Column, cell: Any, n: int) -> Any:
        try:
            return column.kind.decode(cell)
        except _UNDECODABLE as error:
            raise RowUnreadable(f"row {n + 1} of {self.name}, column {column.name}: {error}") from error


class RowNames:
    """Gives each row the same uid in every copy of a Project (uuid5, RFC 9562)."""

    _MAPDESK = uuid.UUID("6d617064-6573-5b00-8000-000000000001")

    def __init__(self, project_uid: str) -> None:
        self._space = uuid.uuid5(self._MAPDESK, project_uid)

    def uid(self, table: Table, cells: Cells) -> str:
        """The uid of a row by its key; a Feature's is made of "account/feature_id/valid_from" alone."""
        parts = "/".join(quote(str(cells[name]), safe="") for name in table.key)
        return str(uuid.uuid5(self._space, parts if table.is_feature else f"{table.name}:{parts}"))


def _as_is(value: Any) -> Any:
    return value


def _text(cell: Any) -> str:
    # Other programs write NULL where a text is emptied.
    if cell is None:
        return ""
    return _key(cell)


def _key(cell: Any) -> str:
    if type(cell) is not str:
        raise ValueError(f"{cell!r} is not a text")
    return cell


def _whole(cell: Any) -> int:
    if type(cell) is not int:
        raise ValueError(f"{cell!r} is not a whole number")
    return cell


def _number(cell: Any) -> float:
    if type(cell) not in (int, float):
        raise ValueError(f"{cell!r} is not a number")
    return float(cell)


def _bytes(cell: Any) -> bytes:
    if cell is None:
        return b""
    if type(cell) is not bytes:
        raise ValueError(f"{cell!r} is not binary")
    return cell


def _ground_blob(ground: BaseGeometry) -> bytes | None:
    return None if ground.is_empty else geometry_blob.encode(ground)


def _ground(cell: Any) -> BaseGeometry:
    ground = MultiPolygon() if cell is None else geometry_blob.decode(cell)
    if ground.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a {ground.geom_type} is no ground")
    return ground


def _day(cell: Any) -> date:
    return date.fromisoformat(_key(cell))


def _day_or_none(cell: Any) -> date | None:
    return None if cell is None else _day(cell)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _texts(cell: Any) -> tuple[str, ...]:
    return tuple(_key(text) for text in json.loads(_key(cell)))


def _blocks(cell: Any) -> tuple[Block, ...]:
    return tuple(Block(start=_whole(s), end=_whole(e), kind=_key(k)) for s, e, k in json.loads(_key(cell)))


def choice(choices: type[StrEnum]) -> Kind:
    members = {member.value: member for member in choices}

    def decode(cell: Any) -> StrEnum:
        if cell not in members:
            raise ValueError(f"{cell!r} is none of {', '.join(members)}")
        return members[cell]

    return Kind("TEXT NOT NULL", lambda member: choices(member).value, decode, choices)


KEY = Kind("TEXT NOT NULL", _as_is, _key)
TEXT = Kind("TEXT", _as_is, _text)
WHOLE = Kind("INTEGER NOT NULL", int, _whole)
NUMBER = Kind("DOUBLE NOT NULL", float, _number)
YES_NO = Kind("BOOLEAN NOT NULL", int, lambda cell: bool(_whole(cell)))
#: Cells that files of an older schema lack.
FLAG = Kind("BOOLEAN", int, lambda cell: cell is not None and bool(_whole(cell)))
ORDER = Kind("INTEGER", int, lambda cell: 0 if cell is None else _whole(cell))
GROUND = Kind("BLOB", _ground_blob, _ground)
BINARY = Kind("BLOB", _as_is, _bytes)
DAY = Kind("DATE NOT NULL", date.isoformat, _day)
DAY_OR_NONE = Kind("DATE", lambda day: None if day is None else day.isoformat(), _day_or_none)
TEXTS = Kind("TEXT NOT NULL", lambda texts: _compact(list(texts)), _texts)
BLOCKS = Kind("TEXT NOT NULL", lambda blocks: _compact([[b.start, b.end, b.kind] for b in blocks]), _blocks)
FURNITURE = Kind(
    "TEXT NOT NULL",
    lambda shown: _compact(sorted(item.value for item in shown)),
    lambda cell: frozenset(Furniture(text) for text in _texts(cell)),
)
SHAPES = {
    name: Kind(name, geometry_blob.encode, geometry_blob.decode)
    for name in ("POLYGON", "MULTILINESTRING", "GEOMETRY")
}
