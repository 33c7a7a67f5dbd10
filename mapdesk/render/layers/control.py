"""Who holds the ground, what changed hands, and where nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.overlay import union
from mapdesk.model.control_change import Direction
from mapdesk.model.features import ControlArea, Status
from mapdesk.render.dates import date_beside
from mapdesk.render.marks import area_path, line_path, parts_of, rings
from mapdesk.render.scene import Fill, Group, Layer, Mark, Path, Stroke
from mapdesk.render.sheet import NOTHING, Sheet, polygons
from mapdesk.render.style import AreaLook
from mapdesk.render.symbols import hatch
from mapdesk.render.viewport import clipped

#: Lower areas first; claims lie over what is so.
_ORDER = (Status.CONTROLLED, Status.ADVANCE, Status.CONTESTED, Status.CLAIMED)
#: What changed hands, the lowest first. Ground at which neither side is at home is lost to who took it.
_CHANGE_RANKS = {Direction.CONTESTED: 0, Direction.LOST: 1, Direction.OTHER: 1, Direction.RECOVERED: 2}
#: Changed ground smaller than this, in square units, can't be seen.
_TOO_SMALL = 5.0


@dataclass(frozen=True)
class AreaClass:
    """All ground of one look: its key, its words in the legend, its shape in pixels."""

    key: str
    label: str
    look: AreaLook
    shape: BaseGeometry


def area_classes(sheet: Sheet) -> tuple[AreaClass, ...]:
    """The classes of areas in the picture, from the lowest to the highest; none that can't be seen."""
    content = sheet.content
    areas = [f for f in content.features.values() if isinstance(f, ControlArea)]
    sorted_out: dict[tuple[int, int, str], list[ControlArea]] = {}
    for area in areas:
        contested = area.status is Status.CONTESTED
        holder = "" if contested else area.side
        order = 0 if contested else content.order(area.side)
        sorted_out.setdefault((_ORDER.index(area.status), order, holder), []).append(area)
    found = []
    for (rank, order, uid), members in sorted(sorted_out.items()):
        shape = _on_land(sheet, shapely.union_all(sheet.view.draw_all([a.shape for a in members])))
        if not _is_seen(sheet, shape):
            continue
        status, side = _ORDER[rank], content.side(uid)
        name, colour = (side.name, side.colour) if side else (uid, sheet.style.text2)
        key = status.value if status is Status.CONTESTED else f"{uid}-{status.value}"
        found.append(AreaClass(key, _said(status, name), sheet.style.area(status, colour, order), shape))
    return tuple(found)


def change_classes(sheet: Sheet) -> tuple[AreaClass, ...]:
    """The classes of ground that changed hands in the picture: recovered, newly contested, lost to a side."""
    content, style = sheet.content, sheet.style
    kinds: dict[tuple[int, str], list[BaseGeometry]] = {}
    for patch in content.change:
        uid = "" if patch.direction is Direction.CONTESTED else patch.after.side
        kinds.setdefault((_CHANGE_RANKS[patch.direction], uid), []).append(patch.shape)
    since = f" since {date_beside(content.since, content.day)}" if content.since else ""
    found = []
    for (rank, uid), shapes in sorted(kinds.items()):
        # Put together before they are drawn: what adjoins shares its border vertex by vertex only till then.
        drawn = _on_land(sheet, sheet.view.draw(union(shapes)))
        parts = parts_of(drawn)
        drawn = shapely.union_all(parts[shapely.area(parts) > _TOO_SMALL * sheet.k**2])
        if not _is_seen(sheet, drawn):
            continue
        side = content.side(uid)
        if rank == _CHANGE_RANKS[Direction.CONTESTED]:
            found.append(AreaClass("newly-contested", f"Contested{since}", style.newly_contested(), drawn))
        elif rank == _CHANGE_RANKS[Direction.LOST]:
            colour = side.colour if side else style.text2
            words = f"Lost to {side.name}{since}" if side else f"Given up{since}"
            look = style.lost(colour, content.order(uid))
            found.append(AreaClass(f"lost-to-{uid}" if uid else "given-up", words, look, drawn))
        else:
            words = f"Recovered by {side.name}{since}" if side else f"Recovered{since}"
            key = "recovered" if not any(c.key == "recovered" for c in found) else f"recovered-by-{uid}"
            found.append(AreaClass(key, words, style.recovered(), drawn))
    return tuple(found)


def control_layer(sheet: Sheet, classes: tuple[AreaClass, ...], change: tuple[AreaClass, ...]) -> Layer:
    """The control areas; what changed hands is cut out of them, for its colour to stand on plain land."""
    changed = shapely.union_all([c.shape for c in change]) if change else NOTHING
    groups = []
    for c in classes:
        rest = c.shape if changed.is_empty else polygons(shapely.difference(c.shape, changed))
        groups.append(area_group(sheet, c, rest))
    return Layer(sheet.ids.take("layer-control-areas"), "Control areas", tuple(groups))


def change_layer(sheet: Sheet, change: tuple[AreaClass, ...]) -> Layer:
    """The ground that changed hands."""
    groups = tuple(area_group(sheet, c, c.shape) for c in change)
    return Layer(sheet.ids.take("layer-change"), "Change", groups)


def area_group(sheet: Sheet, c: AreaClass, shape: BaseGeometry, prefix: str = "area") -> Group:
    """A class of areas as fill, hatch and outline; the outline leaves out the edge of the extent."""
    look, uid = c.look, sheet.ids.take(prefix, c.key)
    marks: list[Mark] = [
        area_path(
            sheet.ids.take(uid, "fill"),
            f"area {look.css_class}",
            shape,
            Fill(look.fill, look.opacity),
            None,
            c.label,
        )
    ]
    if look.hatch is not None:
        lines = hatch(shape, look.hatch.angle, look.hatch.spacing * sheet.k)
        stroke = Stroke(look.hatch.colour, sheet.px(look.hatch.width), cap="butt")
        marks.append(
            Path(sheet.ids.take(uid, "hatch"), f"hatch {look.css_class}", lines, False, None, stroke)
        )
    dash = tuple(sheet.px(part) for part in look.dash)
    stroke = Stroke(look.outline, sheet.px(look.outline_width), dash=dash, cap="butt" if dash else "round")
    edge_id, css_class = sheet.ids.take(uid, "line"), f"outline {look.css_class}"
    if prefix == "area" and not sheet.extent_edge.is_empty:
        edge = shapely.difference(shapely.boundary(shape), sheet.extent_edge)
        marks.append(line_path(edge_id, css_class, shapely.line_merge(edge), stroke))
    else:
        marks.append(Path(edge_id, css_class, rings(shape), True, None, stroke))
    return Group(uid, f"area {look.css_class}", tuple(marks), c.label)


def _on_land(sheet: Sheet, shape: BaseGeometry) -> BaseGeometry:
    if sheet.land.is_empty:
        return polygons(shape)
    return polygons(shapely.intersection(shape, sheet.land))


def _is_seen(sheet: Sheet, shape: BaseGeometry) -> bool:
    """Whether any of it lies inside the picture."""
    seen = clipped(shape, sheet.view.box())
    return bool(shapely.area(seen) > _TOO_SMALL * sheet.k**2)


_WORDS: Mapping[Status, str] = {
    Status.CONTROLLED: "{}: controlled",
    Status.ADVANCE: "{}: advance",
    Status.CONTESTED: "Contested",
    Status.CLAIMED: "Claimed by {}, not confirmed",
}


def _said(status: Status, side: str) -> str:
    return _WORDS[status].format(side)
