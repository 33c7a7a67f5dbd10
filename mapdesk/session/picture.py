"""A date of a Project as a picture: gathers what a Frame shows and composes it into a Scene."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache

import numpy as np
import shapely

from mapdesk.basemaps.default_map import default_basemap
from mapdesk.edit.edit import EditRefused
from mapdesk.model.basemap import Basemap
from mapdesk.model.control_change import ChangePatch, ControlChange, Direction, joined_patches
from mapdesk.model.features import FrontLine
from mapdesk.model.ground import planar_areas
from mapdesk.model.layout import Bounds, DateRule, Frame
from mapdesk.model.project import Project, Snapshot
from mapdesk.render.dates import full_date
from mapdesk.render.scene import Scene
from mapdesk.render.style import Style, load_style
from mapdesk.render.text import MissingGlyph
from mapdesk.session.change_between import change_between
from mapdesk.session.comparison import shown_on

#: The uids of the Frames that are made up from what the map shows.
WHOLE, USUAL = "frame-whole", "frame-usual"
#: Around what a Frame without bounds of its own has to show, as a share of its size.
_MARGIN = 0.08
#: How coarse the locator's base map may be, in degrees.
_LOCATOR_TOLERANCE = 0.02
_SMALLEST_DEGREES = 0.6


@dataclass(frozen=True)
class Picture:
    """A composed Frame, the date of the Snapshot that it shows, and the one that it is compared with."""

    scene: Scene
    day: date
    since: date | None


def picture(
    project: Project,
    account: str,
    day: date,
    *,
    frame: Frame | None = None,
    since: date | None = None,
    style: Style | None = None,
) -> Picture:
    """The picture of a date, against another one where `since` or the Frame's date rule asks for it.

    It bears the date of the Snapshot that it shows: the last one on or before `day`.

    Without a Frame it shows all ground that changed hands, or else all that is held. Raises EditRefused where
    the map says nothing yet, and for a Frame that can't be drawn.
    """
    # A window that shows no Frame need not wait for them.
    from mapdesk.render.compose import FrameRefused, compose_frame, locator_bounds, map_bounds
    from mapdesk.render.content import FrameContent

    snapshot = shown_on(project, account, day)
    since = since or compared_with(project, snapshot, frame)
    if since is not None and since >= snapshot.date:
        raise EditRefused(
            f"The map of {full_date(snapshot.date)} can be compared with an earlier date only; "
            f"{full_date(since)} is none."
        )
    before = shown_on(project, account, since) if since else None
    change = change_between(project, before, snapshot, since, day) if since and before else None
    if frame is None:
        frame = usual_frame(project, snapshot, change)
    if not frame.source:
        frame = replace(frame, source=snapshot.source)
    content = FrameContent(
        frame=frame,
        day=snapshot.date,
        sides=tuple(project.sides_in_order()),
        features=snapshot.features,
        extent=snapshot.extent,
        since=since,
        change=changed_hands(change) if change else (),
        old_fronts=fronts_on(before) if before else (),
        project_title=project.about.title,
        credit=project.about.credit,
    )
    homes = [home.shape for side in project.sides.values() for home in side.home]
    try:
        around = map_bounds(frame)
        degrees_per_pixel = (around[2] - around[0]) % 360 / frame.width
        basemap = _basemap(around, round(degrees_per_pixel / 2, 4))
        locator = _basemap(locator_bounds(frame, homes), _LOCATOR_TOLERANCE)
        scene = compose_frame(content, basemap, locator, style or load_style())
    except (FrameRefused, MissingGlyph) as refusal:
        raise EditRefused(str(refusal)) from refusal
    return Picture(scene, snapshot.date, since)


@lru_cache(maxsize=8)
def _basemap(bounds: Bounds, tolerance: float) -> Basemap:
    """The base map of some bounds, the same object each time, so that what was drawn of it can be kept.

    Bounds whose west is greater than their east lie across the 180° meridian.
    """
    west, south, east, north = bounds
    if west <= east:
        return default_basemap(bounds, tolerance=tolerance)
    halves = ((west, south, 180.0, north), (-180.0, south, east, north))
    one, other = (default_basemap(half, tolerance=tolerance) for half in halves)
    both = {
        part.name: getattr(one, part.name) + getattr(other, part.name)
        for part in fields(Basemap)
        if part.name != "credit"
    }
    return Basemap(credit=one.credit, **both)


def whole_frame(project: Project, account: str) -> Frame:
    """A Frame around all that an Account's maps ever showed held, the same on every date."""
    snapshots = project.snapshots.get(account, ())
    shapes = [area.shape for snapshot in snapshots for area in planar_areas(snapshot.features)]
    bounds = _with_margin(shapes or [snapshot.extent for snapshot in snapshots])
    return Frame(uid=WHOLE, name="Whole map", bounds=bounds, title=project.about.title)


def usual_frame(project: Project, snapshot: Snapshot, change: ControlChange | None) -> Frame:
    """A Frame around all ground that changed hands, or else around all that is held on a Snapshot."""
    moved = [p.shape for p in change.patches if p.direction is not Direction.OTHER] if change else []
    shapes = moved or [area.shape for area in planar_areas(snapshot.features)]
    if not shapes:
        shapes = [feature.shape for feature in snapshot.features.values()] or [snapshot.extent]
    return Frame(uid=USUAL, name="What changed", bounds=_with_margin(shapes), title=project.about.title)


def _with_margin(shapes: list[shapely.Geometry]) -> Bounds:
    west, south, east, north = shapely.total_bounds(shapes)
    half = np.maximum([east - west, north - south], _SMALLEST_DEGREES) * (0.5 + _MARGIN)
    middle = np.array([west + east, south + north]) / 2
    low, high = middle - half, middle + half
    return (float(low[0]), max(float(low[1]), -89.0), float(high[0]), min(float(high[1]), 89.0))


def compared_with(project: Project, snapshot: Snapshot, frame: Frame | None) -> date | None:
    """The date that a Frame's rule compares a Snapshot with; raises EditRefused where there is none."""
    if frame is None or frame.date_rule is DateRule.THIS_DATE:
        return None
    if frame.date_rule is DateRule.SINCE_FIXED:
        try:
            return date.fromisoformat(frame.since)
        except ValueError:
            raise EditRefused(f"The frame {frame.name} names no date to compare with.") from None
    earlier = [other.date for other in project.snapshots[snapshot.account] if other.date < snapshot.date]
    if not earlier:
        raise EditRefused(f"There is no map before {full_date(snapshot.date)} to compare with.")
    return earlier[-1]


def changed_hands(change: ControlChange) -> tuple[ChangePatch, ...]:
    """The patches that changed hands; that a Side holds the same ground in another way is no news."""
    return tuple(patch for patch, _ in joined_patches(change.patches))


def fronts_on(snapshot: Snapshot) -> tuple[shapely.MultiLineString, ...]:
    """The courses of all front lines of a Snapshot, in degrees."""
    return tuple(feature.shape for feature in snapshot.features.values() if isinstance(feature, FrontLine))
