"""What changed hands between two dates as lists to read, to sort and to copy: patches, localities, totals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mapdesk.model.advance import Advance
from mapdesk.model.basemap import Place
from mapdesk.model.change_noise import WhyAside
from mapdesk.model.control_change import ChangePatch, held_of, totals_of
from mapdesk.model.features import Status
from mapdesk.model.ground import HOME, Holder
from mapdesk.model.project import Project
from mapdesk.session.comparison import Comparison
from mapdesk.session.naming import STATUS_WORDS, side_name, where_patch_is

_WHY = {
    WhyAside.SLIVER: "sliver",
    WhyAside.SMALL: "smaller than wanted",
    WhyAside.DRAWN_AGAIN: "line drawn again",
}
#: Said of ground that a source seems to have left out.
LEFT_OUT = "left out by the source"


@dataclass(frozen=True)
class PatchRow:
    """A patch as a reader sees it; `aside` says why it counts in no total, or nothing."""

    patch: ChangePatch
    went: str
    where: str
    advance: Advance | None
    aside: str = ""


@dataclass(frozen=True)
class PlaceRow:
    """A locality in ground that changed hands; nobody drew an area for it where `is_home`."""

    place: Place
    name: str
    went: str
    is_home: bool
    patch: ChangePatch


@dataclass(frozen=True)
class TotalRow:
    """Ground gained and lost, without and with what was set aside, in km²; by a Side, or in one status."""

    side: str
    colour: str
    name: str
    gained_km2: float
    lost_km2: float
    gained_with_all_km2: float
    lost_with_all_km2: float


def patch_rows(project: Project, comparison: Comparison, *, with_aside: bool) -> list[PatchRow]:
    """The patches from Side to Side, then those that changed status alone, then what was set aside."""
    language = project.about.language
    rows = [
        PatchRow(
            patch,
            went(project, patch),
            where_patch_is(patch, language),
            comparison.joined_advances.get(patch.uid),
        )
        for patch in comparison.as_seen
    ]
    rows += [
        PatchRow(patch, went(project, patch), where_patch_is(patch, language), None)
        for patch in comparison.status_only
    ]
    for patch in comparison.change.not_counted if with_aside else ():
        why = _WHY[patch.aside] if patch.aside else LEFT_OUT
        rows.append(PatchRow(patch, went(project, patch), where_patch_is(patch, language), None, why))
    return rows


def place_rows(project: Project, comparison: Comparison) -> list[PlaceRow]:
    """The localities that went from Side to Side, those with most people first."""
    whole = {part.uid: patch for patch, parts in comparison.joined for part in parts}
    rows = [
        PlaceRow(
            place,
            place.name_in(project.about.language),
            went(project, patch),
            HOME in (patch.before.status, patch.after.status),
            whole[patch.uid],
        )
        for patch, places in comparison.patches()
        if patch.uid in whole
        for place in places
    ]
    return sorted(rows, key=lambda row: (-row.place.population, row.name))


def side_totals(project: Project, comparison: Comparison) -> list[TotalRow]:
    """What each Side gained from others and lost to them, in whatever status, in the order of the Sides."""
    change = comparison.change
    hands = [patch for patch in change.patches if patch.before.side != patch.after.side]
    aside = [patch for patch in change.not_counted if patch.before.side != patch.after.side]
    return [
        TotalRow(
            side.uid, side.colour, side.name, *_flow(hands, side.uid), *_flow([*hands, *aside], side.uid)
        )
        for side in project.sides_in_order()
        if any(_flow([*hands, *aside], side.uid))
    ]


def status_totals(project: Project, comparison: Comparison) -> list[TotalRow]:
    """What each Side gained and lost in each status, and of all that it holds, in the order of the Sides."""
    change = comparison.change
    every = (*change.patches, *change.not_counted)
    known = {(total.side, total.status): total for total in (*change.totals, *change.held)}
    sides, rows = project.sides, []
    for total in (*totals_of(project, every), *held_of(project, every)):
        counted = known.get((total.side, total.status))
        status = "all that is held" if total.status == "held" else _how(Holder(total.side, total.status))
        rows.append(
            TotalRow(
                total.side,
                sides[total.side].colour if total.side in sides else "",
                f"{side_name(project, total.side)}, {status}",
                counted.gained_km2 if counted else 0.0,
                counted.lost_km2 if counted else 0.0,
                total.gained_km2,
                total.lost_km2,
            )
        )
    order = {side.uid: number for number, side in enumerate(project.sides_in_order())}
    return sorted(rows, key=lambda row: order.get(row.side, len(order)))


def _flow(patches: Iterable[ChangePatch], side: str) -> tuple[float, float]:
    """What a Side gained and lost by patches."""
    patches = list(patches)
    gained = sum(patch.area_km2 for patch in patches if patch.after.side == side)
    return gained, sum(patch.area_km2 for patch in patches if patch.before.side == side)


def went(project: Project, patch: ChangePatch) -> str:
    """From whom to whom ground went: “Russia → Ukraine”; of one Side, how it was held and is now."""
    before, after = patch.before, patch.after
    if before.side == after.side:
        return f"{side_name(project, after.side)}: {_how(before)} → {_how(after)}"
    named = [
        f"{side_name(project, holder.side)}{', contested' if holder.status == Status.CONTESTED else ''}"
        for holder in (before, after)
    ]
    return " → ".join(named)


def patch_table(rows: Sequence[PatchRow]) -> list[list[str]]:
    """The patches as a table with a head, figures rounded as they may be printed."""
    head = ["km²", "From → to", "Place", "Advance, km", "Median, km", "Longitude", "Latitude", "Set aside"]
    return [
        head,
        *(
            [
                figure(row.patch.area_km2),
                row.went,
                row.where,
                figure(row.advance.largest_km) if row.advance else "",
                figure(row.advance.median_km) if row.advance else "",
                f"{row.patch.centre[0]:.4f}",
                f"{row.patch.centre[1]:.4f}",
                row.aside,
            ]
            for row in rows
        ),
    ]


def place_table(rows: Sequence[PlaceRow]) -> list[list[str]]:
    """The localities as a table with a head."""
    head = ["Locality", "Population", "From → to", "Home ground", "Longitude", "Latitude"]
    return [
        head,
        *(
            [
                row.name,
                str(row.place.population) if row.place.population else "",
                row.went,
                "yes" if row.is_home else "",
                f"{row.place.lon:.4f}",
                f"{row.place.lat:.4f}",
            ]
            for row in rows
        ),
    ]


def total_table(rows: Sequence[TotalRow]) -> list[list[str]]:
    """Totals as a table with a head."""
    head = ["Holder", "Gained, km²", "Lost, km²", "Gained with all, km²", "Lost with all, km²"]
    figures = ((row.gained_km2, row.lost_km2, row.gained_with_all_km2, row.lost_with_all_km2) for row in rows)
    return [
        head,
        *([row.name, *map(figure, values)] for row, values in zip(rows, figures, strict=True)),
    ]


def as_tabs(table: Iterable[Sequence[str]]) -> str:
    """A table as text to paste into a sheet or a message."""
    return "".join("\t".join(cells) + "\n" for cells in table)


def as_csv(table: Iterable[Sequence[str]]) -> str:
    """A table as comma-separated values (RFC 4180)."""
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue()


def figure(value: float) -> str:
    """A number of km² or km as exactly as it may be printed: tenths, hundredths below one."""
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


def _how(holder: Holder) -> str:
    if holder.status == HOME:
        return "home ground"
    return STATUS_WORDS[Status(holder.status)] if holder.status in set(Status) else holder.status
