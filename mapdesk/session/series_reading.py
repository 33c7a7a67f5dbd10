"""What the files of a series hold, date by date; the work that runs in processes of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely import Polygon

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.ground import refuse_off_world, source_cuts
from mapdesk.edit.whole_ground import worked_out
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.exchange.vector_file import VectorFeature, VectorFile, as_text
from mapdesk.exchange.vector_source import open_vector_here
from mapdesk.geometry.measure import area_km2, length_km
from mapdesk.model.features import Status
from mapdesk.session.series_dates import (
    DATE_FIELDS,
    END_FIELD,
    date_in_name,
    date_of,
    dating_field,
    end_of,
    has_day_first,
    name_without_date,
)

#: Takes the dates from the names of files.
NAME = "name"


@dataclass(frozen=True)
class Asked:
    """A file, the field that dates its features (or NAME) and the one that tells layers apart, if known."""

    path: Path
    date_from: str = ""
    field: str = ""


@dataclass(frozen=True)
class Portion:
    """What one layer of a file holds for one date; `day` is None where it names none.

    `size` is in km², or in km where it is lines alone. `by_field` says that a field tells it from others.
    """

    path: Path
    day: date | None
    layer: str
    polygons: int
    lines: int
    size: float
    by_field: bool


@dataclass(frozen=True)
class Contents:
    """The portions of a file, one sentence for each thing odd about it, and its fields that hold dates."""

    portions: tuple[Portion, ...]
    oddities: tuple[str, ...]
    date_fields: tuple[str, ...]


@dataclass(frozen=True)
class DaysAsked:
    """Files and the dates in them to work out.

    Each of `grounds` is (status, the files and layers that join in it), what prevails first; so are `lines`.
    """

    files: tuple[Asked, ...]
    days: tuple[date, ...]
    grounds: tuple[tuple[Status, frozenset[tuple[Path, str]]], ...]
    lines: tuple[frozenset[tuple[Path, str]], ...]
    left_out: frozenset[tuple[date, Path, str]] = frozenset()


@dataclass(frozen=True)
class DayWorked:
    """A date as it may go onto the map: for each ground its polygons, for each line its parts, as WKB.

    `bounds` are those of all ground, `cuts` where a straight edge says that the source was cut there (W, S,
    E, N; None where not). `given` are the grounds that the date says anything of.
    """

    day: date
    grounds: tuple[tuple[bytes, ...], ...]
    lines: tuple[tuple[bytes, ...], ...]
    given: frozenset[int]
    bounds: tuple[float, float, float, float] | None
    cuts: tuple[float | None, ...]
    mended: int
    gaps: int
    overlaid_km2: float


def contents_of(asked: Asked) -> Contents:
    """What a file holds by dates and layers; raises SourceRefused."""
    file = open_vector_here(asked.path)
    by_field = bool(_layer_fields(file, asked))
    grouped, oddities = _grouped(file, asked)
    portions = []
    for (day, layer), features in grouped.items():
        polygons = [shape for feature in features for shape in feature.read(False)]
        lines = [shape for feature in features for shape in feature.read(True)]
        try:
            refuse_off_world([*polygons, *lines])
        except EditRefused as refusal:
            raise SourceRefused(asked.path, f"{str(refusal)[0].lower()}{str(refusal)[1:]}") from None
        size = sum(map(area_km2, polygons)) if polygons else sum(map(length_km, lines))
        if not polygons and not lines:
            oddities.append(
                f"{asked.path.name}: {layer} has no shape on {day or 'a date'}; nothing goes there."
            )
        else:
            count = (sum(f.polygons for f in features), sum(f.lines for f in features))
            portions.append(Portion(asked.path, day, layer, *count, size, by_field))
    if not portions:
        raise SourceRefused(asked.path, "there are no polygons and no lines in it.")
    notes = [f"{asked.path.name}: {note}" for note in file.notes]
    return Contents(tuple(portions), (*notes, *oddities), _date_fields(file))


def _date_fields(file: VectorFile) -> tuple[str, ...]:
    first: dict[str, Any] = {}
    for feature in file.features:
        first = {field: value for field, value in feature.fields.items() if value is not None} | first
    return tuple(field for field, value in first.items() if date_of(value) is not None)


def days_worked(asked: DaysAsked) -> tuple[DayWorked, ...]:
    """The dates of files as they may go onto the map; raises SourceRefused for a file."""
    found: dict[tuple[date | None, Path, str], list[VectorFeature]] = {}
    for file in asked.files:
        for (day, layer), features in _grouped(open_vector_here(file.path), file)[0].items():
            if (day, file.path, layer) not in asked.left_out:
                found[day, file.path, layer] = features
    return tuple(_day_worked(asked, day, found) for day in asked.days)


def _day_worked(
    asked: DaysAsked, day: date, found: Mapping[tuple[date | None, Path, str], list[VectorFeature]]
) -> DayWorked:
    def shapes(layers: frozenset[tuple[Path, str]], *, lines: bool) -> list[Any]:
        return [
            shape
            for (on, path, layer), features in found.items()
            if on == day and (path, layer) in layers
            for feature in features
            for shape in feature.read(lines)
        ]

    grounds = [(status, shapes(layers, lines=False)) for status, layers in asked.grounds]
    given = frozenset(
        number
        for number, (_, layers) in enumerate(asked.grounds)
        if any(on == day and (path, layer) in layers for on, path, layer in found)
    )
    worked = worked_out(grounds)
    polygons = [polygon for pieces in worked.grounds for polygon in pieces]
    return DayWorked(
        day,
        tuple(tuple(shapely.to_wkb(pieces)) for pieces in worked.grounds),
        tuple(tuple(shapely.to_wkb(shapes(layers, lines=True))) for layers in asked.lines),
        given,
        tuple(map(float, shapely.total_bounds(polygons))) if polygons else None,  # type: ignore[arg-type]
        _cuts(polygons),
        worked.mended,
        worked.gaps,
        sum(map(area_km2, worked.overlaid)),
    )


def _cuts(polygons: list[Polygon]) -> tuple[float | None, ...]:
    if not polygons:
        return (None,) * 4
    bounds, _ = source_cuts(polygons)
    return tuple(value if abs(value) not in (90, 180) else None for value in bounds)


def _layer_fields(file: VectorFile, asked: Asked) -> tuple[str, ...]:
    """The fields whose values tell the layers of a file apart; none where the file is one layer."""
    if asked.field:
        known = {field.casefold(): field for feature in file.features for field in feature.fields}
        if asked.field.casefold() not in known:
            raise SourceRefused(file.path, f"its features have no field called {asked.field}.")
        return (known[asked.field.casefold()],)
    dating = {*DATE_FIELDS, END_FIELD, asked.date_from.casefold()}
    return tuple(field for field in file.telling_fields() if field.casefold() not in dating)


def _grouped(
    file: VectorFile, asked: Asked
) -> tuple[dict[tuple[date | None, str], list[VectorFeature]], list[str]]:
    """The features of a file by date and layer, and what is odd about the dates."""
    fields = _layer_fields(file, asked)
    whole = name_without_date(file.path) or file.path.stem
    days, oddities = _days(file, asked)
    known = sorted({day for day, _ in days if day})
    grouped: dict[tuple[date | None, str], list[VectorFeature]] = {}
    for feature, (day, end) in zip(file.features, days, strict=True):
        layer = ", ".join(filter(None, (as_text(feature.fields.get(field)) for field in fields)))
        shown = [day]
        if day is not None and end is not None:
            # What has a span is there on each date of the file inside it.
            shown += [other for other in known if day < other < end]
        for one in shown:
            grouped.setdefault((one, layer or whole), []).append(feature)
    return grouped, oddities


def _days(file: VectorFile, asked: Asked) -> tuple[list[tuple[date | None, date | None]], list[str]]:
    named = date_in_name(file.path)
    by_name = asked.date_from.casefold() == NAME
    wanted = "" if by_name else asked.date_from
    name = file.path.name
    every: dict[str, list[Any]] = {}
    for feature in file.features:
        for known, value in feature.fields.items():
            every.setdefault(known, []).append(value)
    field = None if by_name else dating_field(every, wanted)
    if wanted and field is None:
        raise SourceRefused(file.path, f"its features have no field called {wanted}.")
    values = [feature.fields.get(field) if field else None for feature in file.features]
    day_first = has_day_first(values)
    read = [date_of(value, day_first=day_first) for value in values]
    found = {day for day in read if day}
    oddities = []
    if wanted and not found:
        raise SourceRefused(file.path, f"there are no dates in its field {field}.")
    if named or not found:
        if found and found != {named}:
            other = "other dates" if len(found) > 1 else f"another date, {min(found)}"
            oddities.append(f"{name}: its name says {named}, but its field {field} has {other}.")
        if not wanted:
            return [(named, None)] * len(read), oddities
    unread = [as_text(value) for value, day in zip(values, read, strict=True) if day is None]
    if unread:
        odd = f" (such as “{next(filter(None, unread))}”)" if any(unread) else ""
        oddities.append(f"{name}: {len(unread)} of its features have no date in {field}{odd}; left out.")
    return [(day, end_of(feature.fields)) for day, feature in zip(read, file.features, strict=True)], oddities
