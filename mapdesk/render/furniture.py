"""What stands on a picture besides the map: title, legend, scale bar, sources, note and locator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mapdesk.model.basemap import Basemap
from mapdesk.model.layout import Furniture
from mapdesk.render import style as styles
from mapdesk.render.content import title_of
from mapdesk.render.dates import full_date
from mapdesk.render.legend import COMPACT, COMPACT_SINGLE, WIDE, Entry, LegendTable, draw_table, table
from mapdesk.render.locator import SHAPE, locator_layer, locator_view
from mapdesk.render.marks import box_path, rounded
from mapdesk.render.panels import (
    BOTTOM_LEFT,
    BOTTOM_RIGHT,
    GAP,
    MARGIN,
    TOP_LEFT,
    TOP_RIGHT,
    News,
    Panel,
    arrange,
    balanced,
    fitting_size,
    widest,
    wrapped,
)
from mapdesk.render.scale_bar import ScaleBar, scale_bar
from mapdesk.render.scene import Face, Fill, Group, Layer, Mark, Path, Stroke, Text
from mapdesk.render.sheet import Box, Sheet
from mapdesk.render.viewport import is_narrow

_PAD = 12.0


def furniture(
    sheet: Sheet, rows: Sequence[Entry], locator: Basemap | None, news: News
) -> tuple[list[Layer], list[Box], tuple[str, ...]]:
    """The layers of all furniture that the frame wants, the boxes they cover, and what found no room."""
    wanted = sheet.content.frame.furniture
    narrow = is_narrow(sheet.content.frame)
    inset = _locator_panel(sheet, locator, narrow) if Furniture.LOCATOR in wanted and locator else None
    panels: list[Panel] = []
    if Furniture.TITLE in wanted:
        panels.append(_title_panel(sheet, inset))
    panels += _strip(sheet, rows) if narrow else _corner_panels(sheet, rows)
    if inset is not None:
        panels.append(inset)
    boxes = arrange(panels, sheet.view.box(), sheet.k, news)
    layers = [panel.draw(*boxes[panel.key][:2]) for panel in panels if panel.key in boxes]
    left_out = tuple(panel.key for panel in panels if panel.key not in boxes)
    return layers, list(boxes.values()), left_out


def subtitle_of(sheet: Sheet) -> str:
    """The line below the headline, which always says the date."""
    content = sheet.content
    day, own = full_date(content.day), content.frame.subtitle.strip()
    if not own:
        return f"Situation on {day}"
    return own if day in own else f"{own} · {day}"


def sources_of(sheet: Sheet) -> list[str]:
    """Who says so, and whose base map it is."""
    content = sheet.content
    said = content.frame.source or content.credit
    parts = [
        f"Source: {said}" if said else "",
        _base_map_credit(sheet.basemap.credit),
    ]
    return [part for part in parts if part]


def _base_map_credit(credit: str) -> str:
    return credit if not credit or ":" in credit else f"Base map: {credit}"


def _title_panel(sheet: Sheet, inset: Panel | None) -> Panel:
    k, style = sheet.k, sheet.style
    room = sheet.view.width - 2 * MARGIN * k
    if inset is not None:
        room -= inset.width + GAP * k
    if not is_narrow(sheet.content.frame):
        room = min(room, 0.56 * sheet.view.width)
    room -= 2 * _PAD * k
    title, subtitle = title_of(sheet.content), subtitle_of(sheet)
    size = fitting_size(title, Face.BOLD, sheet.px(styles.TITLE_SIZE), room, 3, sheet.px(15.0))
    lines = balanced(title, Face.BOLD, size, room)
    small = fitting_size(subtitle, Face.REGULAR, sheet.px(styles.SUBTITLE_SIZE), room, 2, sheet.px(12.0))
    below = wrapped(subtitle, Face.REGULAR, small, room)
    width = max(widest(lines, Face.BOLD, size), widest(below, Face.REGULAR, small)) + 2 * _PAD * k
    leading, small_leading = 1.22 * size, 1.28 * small
    height = len(lines) * leading + len(below) * small_leading + (2 * 10 + 2) * k

    def draw(x: float, y: float) -> Layer:
        items: list[Mark | Group] = [_plate(sheet, "title-panel", (x, y, x + width, y + height))]
        left, at = x + _PAD * k, y + 10 * k
        items += _lines(sheet, "title", lines, left, at + 0.95 * size, leading, size, Face.BOLD, style.text)
        at += len(lines) * leading + 2 * k
        items += _lines(
            sheet, "subtitle", below, left, at + 0.98 * small, small_leading, small, Face.REGULAR, style.text2
        )
        return Layer(sheet.ids.take("layer-title"), "Title", tuple(items))

    return Panel("title", width, height, (TOP_LEFT,), draw)


def _corner_panels(sheet: Sheet, rows: Sequence[Entry]) -> list[Panel]:
    """The legend and, in a panel of their own, scale bar and sources."""
    wanted, k = sheet.content.frame.furniture, sheet.k
    panels = []
    if wanted & {Furniture.SCALE_BAR, Furniture.SOURCE} or sheet.content.frame.note:
        panels.append(_foot_panel(sheet, None, 0.42 * sheet.view.width, (BOTTOM_LEFT, BOTTOM_RIGHT)))
    if Furniture.LEGEND in wanted and rows:
        legend = table(sheet, rows, 0.34 * sheet.view.width, WIDE)
        if legend is not None:
            width, height = legend.width + 2 * 14 * k, legend.height + 2 * 7 * k

            def draw(x: float, y: float) -> Layer:
                plate = _plate(sheet, "legend-panel", (x, y, x + width, y + height))
                items = draw_table(sheet, legend, x + 14 * k, y + 7 * k)
                return Layer(sheet.ids.take("layer-legend"), "Legend", (plate, *items))

            corners = (BOTTOM_RIGHT, BOTTOM_LEFT, TOP_RIGHT, TOP_LEFT)
            panels.append(Panel("legend", width, height, corners, draw))
    return panels


def _strip(sheet: Sheet, rows: Sequence[Entry]) -> list[Panel]:
    """Legend, scale and sources in one panel over the picture's whole width."""
    wanted = sheet.content.frame.furniture
    width = sheet.view.width - 2 * MARGIN * sheet.k
    legend = None
    if Furniture.LEGEND in wanted and rows:
        room = width - 2 * _PAD * sheet.k
        legend = table(sheet, rows, room, COMPACT if len(rows) > 2 else COMPACT_SINGLE)
    if legend is None and not (wanted & {Furniture.SCALE_BAR, Furniture.SOURCE} or sheet.content.frame.note):
        return []
    return [_foot_panel(sheet, legend, width, (BOTTOM_LEFT,), whole=True)]


def _foot_panel(
    sheet: Sheet,
    legend: LegendTable | None,
    most: float,
    corners: tuple[str, ...],
    *,
    whole: bool = False,
) -> Panel:
    """Scale bar, note and sources, under the legend where one is given."""
    k, wanted, style = sheet.k, sheet.content.frame.furniture, sheet.style
    size = sheet.px(styles.SMALL_CREDIT_SIZE if whole else styles.CREDIT_SIZE)
    bar = None
    if Furniture.SCALE_BAR in wanted:
        bar = scale_bar(sheet.view, min(190 * k, (0.2 if whole else 0.3) * sheet.view.width))
    # In a strip the sources stand beside the bar, elsewhere below it.
    indent = bar.pixels + 16 * k if bar and whole else 0.0
    texts = [sheet.content.frame.note, *(sources_of(sheet) if Furniture.SOURCE in wanted else ())]
    room = most - 2 * _PAD * k - indent
    lines = [line for text in texts if text for line in balanced(text, Face.REGULAR, size, room)]
    leading = 1.3 * size
    bar_height = 25 * k if bar else 0.0
    legend_height = legend.height + 6 * k if legend else 0.0
    gap = 5 * k if bar and lines else 0.0
    if whole:
        width = most
        foot = max(bar_height, len(lines) * leading)
    else:
        width = max(widest(lines, Face.REGULAR, size), bar.pixels if bar else 0.0) + 2 * _PAD * k
        foot = bar_height + gap + len(lines) * leading
    height = legend_height + foot + 2 * 8 * k

    def draw(x: float, y: float) -> Layer:
        name = "Legend, scale and sources" if legend else "Scale and sources"
        items: list[Mark | Group] = [_plate(sheet, "scale-panel", (x, y, x + width, y + height))]
        left, at = x + _PAD * k, y + 8 * k
        if legend is not None:
            items += draw_table(sheet, legend, left, at)
            at += legend_height
        if bar is not None:
            items += _bar(sheet, bar, left, at + (max(0.0, foot - bar_height) / 2 if whole else 0.0))
        if not whole:
            at += bar_height + gap
        items += _lines(
            sheet, "source", lines, left + indent, at + 0.98 * size, leading, size, Face.REGULAR, style.text2
        )
        return Layer(sheet.ids.take("layer-scale"), name, tuple(items))

    return Panel("scale", width, height, corners, draw)


def _locator_panel(sheet: Sheet, locator: Basemap | None, narrow: bool) -> Panel | None:
    if locator is None:
        return None
    width, height = (side * sheet.k * (0.7 if narrow else 1.0) for side in SHAPE)
    view = locator_view(sheet, locator, width, height)
    if view is None:
        return None

    def draw(x: float, y: float) -> Layer:
        return locator_layer(sheet, locator, view, (x, y, x + width, y + height))

    corners = (TOP_RIGHT,) if narrow else (TOP_RIGHT, BOTTOM_RIGHT, TOP_LEFT, BOTTOM_LEFT)
    return Panel("locator", width, height, corners, draw)


def _plate(sheet: Sheet, uid: str, box: Box) -> Path:
    style = sheet.style
    edge = Stroke(style.text2, sheet.px(0.6), 0.55, join="miter")
    return box_path(sheet.ids.take(uid), "panel", box, Fill(style.panel, style.panel_opacity), edge)


def _bar(sheet: Sheet, bar: ScaleBar, x: float, y: float) -> list[Mark | Group]:
    """The bar with its end ticks and its length over its start."""
    k, style = sheet.k, sheet.style
    size = sheet.px(styles.SCALE_SIZE)
    base, tick = y + 22 * k, 6 * k
    left = round(x + 1 * k, 2)
    course = rounded(
        np.array(
            [(left, base - tick), (left, base), (left + bar.pixels, base), (left + bar.pixels, base - tick)]
        )
    )
    stroke = Stroke(style.text, sheet.px(1.8), cap="butt", join="miter")
    return [
        Path(sheet.ids.take("scale-bar"), "scale", (course,), False, None, stroke, bar.words),
        *_lines(
            sheet, "scale-text", [bar.words], left + 6 * k, base - 5.5 * k, 0, size, Face.SEMIBOLD, style.text
        ),
    ]


def _lines(
    sheet: Sheet,
    uid: str,
    lines: Sequence[str],
    x: float,
    y: float,
    leading: float,
    size: float,
    face: Face,
    colour: str,
) -> list[Mark | Group]:
    return [
        Text(
            sheet.ids.take(uid) if number == 0 else sheet.ids.take(uid, str(number + 1)),
            uid,
            line,
            round(x, 2),
            round(y + number * leading, 2),
            round(size, 2),
            face,
            Fill(colour),
        )
        for number, line in enumerate(lines)
    ]
