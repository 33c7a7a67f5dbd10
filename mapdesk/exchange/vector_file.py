"""What a file of vector data holds, whatever its format: features with fields, told apart by kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from mapdesk.exchange.source_refused import SourceRefused

#: How the names of files end that can be imported.
ENDINGS = (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".shp", ".zip")

#: Fields by which sources say who holds ground, and how; the most telling first.
_WHOSE = ("side", "owner")
_HOW = ("layer", "status", "control", "class", "kind", "type", "category")
_TELLING = (*_HOW, *_WHOSE)
#: Those of them that say something also where all features agree.
_ALONE = ("layer", "status", "control")
#: Fields that date features; those of several dates are one map only by mistake.
DATING = {"date", "day"}
#: SQLite writes what tables there are into the first pages of a file.
_SCHEMA_BYTES = 1_000_000
#: With more values than this a field of a telling name tells features apart, not kinds of them …
_MOST_KINDS = 40
#: … and a field of any other name with more than this.
_MOST_KINDS_UNNAMED = 12


def is_project(path: Path) -> bool:
    """Whether a file is a MapDesk project, by its name or by the tables that its first pages name.

    Opens no database: the project may be open elsewhere.
    """
    if path.name.lower().endswith(".mapdesk.gpkg"):
        return True
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"mapdesk_meta" in file.read(_SCHEMA_BYTES)


@dataclass(frozen=True)
class VectorSource:
    """What a file holds of what was asked for: shapes in degrees (lon, lat), and what was passed over."""

    shapes: tuple[BaseGeometry, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """Features that a file tells apart from its others: their polygons and lines, and the dates they name.

    `where` holds the fields and values that they share; it is empty where the file tells no kinds apart. The
    value "" stands for features that have none in that field.
    """

    path: Path
    where: Mapping[str, str]
    polygons: int
    lines: int
    dates: int


@dataclass(frozen=True)
class VectorFeature:
    """One feature: its fields, how many polygons, lines and other shapes it has, and what reads them.

    `read` gives its polygons or (True) its lines in degrees (lon, lat), without heights; it raises
    SourceRefused for a broken one.
    """

    fields: Mapping[str, Any]
    polygons: int
    lines: int
    others: int
    read: Callable[[bool], list[BaseGeometry]]

    def matches(self, where: Mapping[str, str]) -> bool:
        """Whether its fields have these values; "" is that of a field that it lacks."""
        return all(as_text(self.fields.get(field)) == value for field, value in where.items())


@dataclass(frozen=True)
class VectorFile:
    """A file that was read once, for its kinds and for the shapes of each; `notes` say what was decided."""

    path: Path
    features: tuple[VectorFeature, ...]
    notes: tuple[str, ...] = ()

    def shapes(self, *, lines: bool = False, where: Mapping[str, str] | None = None) -> VectorSource:
        """The polygons, or the lines, of the features whose fields have the values in `where`.

        Raises SourceRefused where there is nothing of what was asked for.
        """
        chosen = [feature for feature in self.features if feature.matches(where or {})]
        if not chosen:
            raise SourceRefused(self.path, _nothing_chosen(self.features, where or {}))
        shapes = [shape for feature in chosen for shape in feature.read(lines)]
        passed_over = sum(
            feature.others + (feature.polygons if lines else feature.lines) for feature in chosen
        )
        what = "lines" if lines else "polygons"
        if not shapes:
            raise SourceRefused(self.path, f"there are no {what} in it.")
        notes = [f"Passed over: {passed_over} geometries that are not {what}."] if passed_over else []
        return VectorSource(tuple(shapes), (*self.notes, *notes, *([] if where else _mixed_kinds(chosen))))

    def kinds(self) -> tuple[Kind, ...]:
        """How the file tells its features apart, in the order of the file: all as one Kind where it does not.

        Raises SourceRefused where there are neither polygons nor lines.
        """
        fields = self.telling_fields()
        counts: dict[tuple[str, ...], list[int]] = {}
        dates: dict[tuple[str, ...], set[str]] = {}
        for feature in self.features:
            values = tuple(as_text(feature.fields.get(field)) for field in fields)
            count = counts.setdefault(values, [0, 0])
            named = (as_text(value) for field, value in feature.fields.items() if field.casefold() in DATING)
            dates.setdefault(values, set()).update(filter(None, named))
            count[0] += feature.polygons
            count[1] += feature.lines
        kinds = tuple(
            Kind(self.path, dict(zip(fields, values, strict=True)), polygons, lines, len(dates[values]))
            for values, (polygons, lines) in counts.items()
            if polygons or lines
        )
        if not kinds:
            raise SourceRefused(self.path, "there are no polygons and no lines in it.")
        return kinds

    def telling_fields(self) -> tuple[str, ...]:
        """The fields whose values tell kinds of features apart: who holds ground and how, or one other."""
        return _telling_fields(self.features)


def as_text(value: Any) -> str:
    """A field's value as it is shown and compared; nothing is ""."""
    return "" if value is None else str(value)


def _telling_fields(features: Sequence[VectorFeature]) -> tuple[str, ...]:
    """The fields whose values tell kinds of features apart: who holds ground and how, or one other."""
    named, unnamed = _fields_of_few_values(features)
    whose, how = (
        min(
            (field for field in named if field.casefold() in names),
            key=lambda field: (len(named[field]) < 2, names.index(field.casefold())),
            default="",
        )
        for names in (_WHOSE, _HOW)
    )
    if how and len(named[how]) < 2 and how.casefold() not in _ALONE:
        how = ""
    both = tuple(field for field in (whose, how) if field)
    if len({tuple(feature.fields.get(field) for field in both) for feature in features}) > _MOST_KINDS:
        return (how,)
    if both:
        return both
    several = [field for field, values in unnamed.items() if len(values) > 1]
    # Names differ from feature to feature; a field that tells kinds apart says the same of some of them.
    return tuple(sorted(several, key=lambda field: len(unnamed[field]) == len(features))[:1])


def _fields_of_few_values(
    features: Sequence[VectorFeature],
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The values of the fields of telling names and of all others, where they are texts and are few."""
    values: dict[str, set[str]] = {}
    unfit: set[str] = set()
    for feature in features:
        for field, value in feature.fields.items():
            if field in unfit or value is None:
                continue
            known = values.setdefault(field, set())
            known.add(str(value))
            most = _MOST_KINDS if field.casefold() in _TELLING else _MOST_KINDS_UNNAMED
            if not isinstance(value, str) or len(known) > most:
                unfit.add(field)
                del values[field]
    named = {field: found for field, found in values.items() if field.casefold() in _TELLING}
    return named, {field: found for field, found in values.items() if field not in named}


def _nothing_chosen(features: Sequence[VectorFeature], where: Mapping[str, str]) -> str:
    if not features:
        return "there are no features in it."
    conditions = " and ".join(f"{field}={value}" for field, value in where.items())
    known = sorted(
        {str(feature.fields[field]) for feature in features for field in where if field in feature.fields}
    )
    there_is = f"; there is: {', '.join(known[:8])}" if known else "; no feature has that field"
    return f"no feature in it has {conditions}{there_is}."


def _mixed_kinds(features: Sequence[VectorFeature]) -> list[str]:
    """A warning for each field that seems to tell kinds of ground apart, which were all taken as one."""
    values: dict[str, set[str]] = {}
    for feature in features:
        for field, value in feature.fields.items():
            if field.casefold() in {*_TELLING, *DATING} and isinstance(value, str):
                values.setdefault(field, set()).add(value)
    return [
        f"Check: its features have different values of {field} ({', '.join(sorted(found)[:6])}), "
        f"and all were taken; --where {field}=VALUE takes one kind."
        for field, found in values.items()
        if len(found) > 1
    ]
