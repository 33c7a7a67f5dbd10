"""What a trend shows: a series of figures for each side, pair of sides, region or place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias

from mapdesk.basemaps.territories import territory_name
from mapdesk.geometry.measure import METHOD
from mapdesk.model.basemap import Place
from mapdesk.model.features import HELD_STATUSES
from mapdesk.model.ground import HOME
from mapdesk.model.project import Project, Snapshot
from mapdesk.session.naming import side_name
from mapdesk.session.trend import Asked, Dated, Of, distance_kind, maps_of

#: Of a region, less than this says nothing: borders are drawn coarsely.
_LEAST_KM2 = 1.0
#: What is held on a date, by side and status.
_Held: TypeAlias = dict[tuple[str, str], float]
#: The statuses in the order that they are listed in; all of a Side's held ground together comes before them.
HELD = "held"
_STATUSES = ("controlled", "advance", HOME, "contested", "claimed")
_STATUS_WORDS = {HOME: "home ground"}
#: What counts as held: controlled, advance, and what is left of home ground.
_COUNTED = {status.value for status in HELD_STATUSES} | {HOME}
#: Lines that are no side's: Okabe and Ito 2008, told apart by all who see colours otherwise.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B07C00", "#56B4E9", "#666666")
#: More lines than that can't be told apart.
_MOST = 8
_UNITS = {Of.AREA: "km²", Of.FRONT: "km", Of.PLACES: "", Of.DISTANCE: "km"}
#: What sources draw is right to a hundred metres at best, so tenths are the last figures that say anything.
_DECIMALS = {Of.AREA: 1, Of.FRONT: 1, Of.PLACES: 0, Of.DISTANCE: 1}
_TITLES = {
    Of.AREA: "Ground held",
    Of.FRONT: "Length of the front",
    Of.PLACES: "Localities held",
    Of.DISTANCE: "Distance from the front",
}
_METHODS = {
    Of.AREA: f"Areas are {METHOD}.",
    Of.FRONT: f"Lengths are {METHOD}.",
    Of.PLACES: "A locality counts where its point in the gazetteer (GeoNames) lies; so do districts.",
    Of.DISTANCE: f"Distances are to the nearest point of the front, {METHOD}.",
}
_HELD_MEANS = "Held is controlled and advance, and home ground that no area covers, inside the map's extent."


@dataclass(frozen=True, kw_only=True)
class Series:
    """Figures by date, in the order of the Trend's dates; None where there is none.

    `status` is HELD for all held ground together; `sides` are those that a front lies between; `region` is a
    code of the base map, `place` a name.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    side: str = ""
    status: str = ""
    region: str = ""
    sides: tuple[str, ...] = ()
    place: str = ""
    #: Whether it is of home ground alone.
    is_at_home: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from the other series of a trend."""
        return (self.side, self.status, self.region, *self.sides, self.place)


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Series over dates, the earliest first, with their unit, and how exactly and by which method."""

    of: Of
    title: str
    unit: str
    decimals: int
    method: str
    days: tuple[date, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()

    def said(self, value: float | None) -> str:
        """A figure in words, with its unit, whole from a thousand on; a dash where there is none."""
        if value is None:
            return "–"
        decimals = 0 if abs(value) >= 1000 else self.decimals
        return f"{value:,.{decimals}f}{' ' + self.unit if self.unit else ''}"


def trend(project: Project, asked: Asked, dated: Mapping[str, Dated]) -> Trend:
    """The trend that was asked for, from figures by kind; dates not measured yet are left out."""
    snapshots = maps_of(project, asked.account)
    kinds = asked.kinds()
    days = [s.date for s in snapshots if all(s.date in dated.get(kind, {}) for kind in kinds)]
    notes: list[str] = []
    if asked.of is Of.DISTANCE:
        series = list(_to_places(project, asked.places, dated, days))
    else:
        figures = [dated[kinds[0]][day].figures for day in days] if days else []
        series = list(_BY[asked.of](project, figures))
        left_out = _left_out(figures) if asked.by_region else []
        if left_out:
            notes.append(f"Left out, as nothing moves there and no side is at home: {', '.join(left_out)}.")
    held_means = f" {_HELD_MEANS}" if asked.of in (Of.AREA, Of.PLACES) else ""
    return Trend(
        of=asked.of,
        title=_TITLES[asked.of] + (" by region" if asked.of is Of.AREA and asked.by_region else ""),
        unit=_UNITS[asked.of],
        decimals=_DECIMALS[asked.of],
        method=_METHODS[asked.of] + held_means,
        days=tuple(days),
        series=tuple(series),
        notes=(*notes, *_extent_notes(snapshots)),
    )


def _extent_notes(snapshots: Sequence[Snapshot]) -> list[str]:
    return [
        f"From {after.date} on the map speaks of other ground than before (its extent changed), "
        "so figures before and after can't be compared."
        for before, after in pairwise(snapshots)
        if before.extent is not after.extent and before.extent != after.extent
    ]


def _to_places(
    project: Project, places: Sequence[Place], dated: Mapping[str, Dated], days: Sequence[date]
) -> Iterable[Series]:
    for number, place in enumerate(places):
        figures = dated.get(distance_kind(place), {})
        name = place.name_in(project.about.language)
        yield Series(
            name=name,
            colour=_COLOURS[number % len(_COLOURS)],
            values=tuple(figures[day].figures.get(()) for day in days),
            place=name,
        )


def _by_holder(project: Project, figures: Sequence[Mapping[tuple[str, ...], float]]) -> Iterable[Series]:
    """Held ground of each side, then the statuses that it is made of, and contested and claimed."""
    for region, parts in _by_region(figures).items():
        if region and not _is_fought_over(parts):
            continue
        keys = {key for one in parts for key in one}
        where = f"{territory_name(region)}: " if region else ""
        for side in project.sides_in_order():
            there = [status for status in _STATUSES if (side.uid, status) in keys]
            counted = [status for status in there if status in _COUNTED]
            wanted = [(HELD, counted)] if counted else []
            # By region the sum is what is asked for: with its parts the table would be too wide to read.
            others = there if not region else [status for status in there if status == "contested"]
            wanted += [(status, [status]) for status in others if len(counted) > 1 or status not in _COUNTED]
            for status, summed in wanted:
                values = [sum(one.get((side.uid, each), 0.0) for each in summed) for one in parts]
                # The title of a trend by region says that it is of what is held.
                how = "" if region and status == HELD else f", {_STATUS_WORDS.get(status, status)}"
                yield Series(
                    name=f"{where}{side.name}{how}",
                    colour=side.colour,
                    values=tuple(values),
                    side=side.uid,
                    status=status,
                    region=region,
                    is_at_home=summed == [HOME],
                )


def _by_region(figures: Sequence[Mapping[tuple[str, ...], float]]) -> dict[str, list[_Held]]:
    """By the code of each region, in the order of their names, what is held there by date and holder."""
    found: dict[str, list[_Held]] = {}
    for number, one in enumerate(figures):
        for (side, status, *region), value in one.items():
            code = region[0] if region else ""
            if code not in found:
                found[code] = [{} for _ in figures]
            found[code][number][side, status] = value
    return dict(sorted(found.items(), key=lambda item: territory_name(item[0]) if item[0] else ""))


def _is_fought_over(there: Sequence[_Held]) -> bool:
    """Whether areas cover some of a region where a side is at home, or what they cover elsewhere changes."""
    covered = [sum(km2 for (_, status), km2 in one.items() if status != HOME) for one in there]
    if any(status == HOME and km2 >= _LEAST_KM2 for one in there for (_, status), km2 in one.items()):
        return max(covered) >= _LEAST_KM2
    return max(covered) - min(covered) >= _LEAST_KM2


def _left_out(figures: Sequence[Mapping[tuple[str, ...], float]]) -> list[str]:
    """The names of regions that show nothing but how coarsely a border was drawn."""
    return [
        territory_name(region)
        for region, there in _by_region(figures).items()
        if region
        and not _is_fought_over(there)
        and any(km2 >= _LEAST_KM2 for one in there for (_, status), km2 in one.items() if status != HOME)
    ]


def _fronts(project: Project, figures: Sequence[Mapping[tuple[str, ...], float]]) -> Iterable[Series]:
    pairs = sorted({key for one in figures for key in one})
    for number, sides in enumerate(pairs):
        names = " – ".join(side_name(project, side) for side in sides)
        yield Series(
            name=names or "Drawn front lines",
            colour=_COLOURS[(number - 1) % len(_COLOURS)],
            values=tuple(one.get(sides, 0.0) for one in figures),
            sides=sides,
        )


_BY = {Of.AREA: _by_holder, Of.PLACES: _by_holder, Of.FRONT: _fronts}


def usual_series(found: Trend) -> list[Series]:
    """The series that say most: held ground of those who hold more than their home ground, else all held.

    Where they are too many, those that changed most.
    """
    held = [one for one in found.series if one.status == HELD]
    if not held:
        chosen = list(found.series)
    else:
        chosen = [one for one in held if one.region or not one.is_at_home] or held
        chosen = [one for one in chosen if any(one.values)]
    order = {one.key: -_change(one) for one in chosen}
    kept = {one.key for one in sorted(chosen, key=lambda one: order[one.key])[:_MOST]}
    return [one for one in chosen if one.key in kept]


def _change(one: Series) -> float:
    values = [value for value in one.values if value is not None]
    return max(values) - min(values) if values else 0.0


def first_under(found: Trend, series: Series, limit: float) -> date | None:
    """The first date on which a figure is under a limit; None where it never is."""
    both = zip(found.days, series.values, strict=True)
    return next((day for day, value in both if value is not None and value < limit), None)


def trend_csv(found: Trend) -> str:
    """A trend as a table: a date to a line, a series to a column; names bear the unit."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    unit = f" ({found.unit})" if found.unit else ""
    writer.writerow(["date", *(f"{one.name}{unit}" for one in found.series)])
    for row, day in enumerate(found.days):
        values = (one.values[row] for one in found.series)
        cells = ["" if value is None else f"{value:.{found.decimals}f}" for value in values]
        writer.writerow([day.isoformat(), *cells])
    return text.getvalue()


def trend_document(found: Trend, account: str, limit: float | None = None) -> dict[str, Any]:
    """A trend as a document: the dates, and for each series what it is of and its values in their order."""
    document: dict[str, Any] = {
        "of": found.of.value,
        "account": account,
        "unit": found.unit,
        "method": found.method,
        "dates": [day.isoformat() for day in found.days],
        "series": [_series_document(found, one) for one in found.series],
    }
    if limit is not None:
        document["first_under"] = [
            {"name": one.name, "limit": limit, "date": day.isoformat() if day else None}
            for one in found.series
            for day in [first_under(found, one, limit)]
        ]
    return document | {"notes": list(found.notes)}


def _series_document(found: Trend, one: Series) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": one.name}
    facts |= {
        name: value for name in ("side", "status", "region", "place") if (value := getattr(one, name)) != ""
    }
    if found.of is Of.FRONT:
        facts["sides"] = list(one.sides)
    rounded = [None if value is None else round(value, found.decimals) for value in one.values]
    return facts | {"values": rounded if found.decimals else [None if v is None else int(v) for v in rounded]}
