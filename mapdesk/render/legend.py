"""The legend: what the classes in the picture look like and what they are called, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from mapdesk.render import style as styles
from mapdesk.render.dates import date_beside, short_date
from mapdesk.render.layers.annotations import ShownSymbol, sample_marks, shown_symbols
from mapdesk.render.layers.control import AreaClass, area_group
from mapdesk.render.marks import box_path, line_path, rounded
from mapdesk.render.panels import widest, wrapped
from mapdesk.render.scene import Face, Fill, Group, Mark, Path, Stroke, Text
from mapdesk.render.sheet import NOTHING, Box, Sheet
from mapdesk.render.viewport import clipped

LEADING = 1.2
#: The area that is not covered has to fill this share of the picture to be explained.
_WORTH_SAYING = 0.02


@dataclass(frozen=True)
class Entry:
    """A row of the legend: its key, its words, and the class of areas or the symbol if it is one."""

    key: str
    words: str
    area: AreaClass | None = None
    symbol: ShownSymbol | None = None


@dataclass(frozen=True)
class LegendLayout:
    """How a legend is set, in units: columns, type sizes from the best to the least, samples, rows."""

    columns: int
    sizes: tuple[float, ...]
    sample: float
    high: float
    beside: float
    row: float
    row_of_many: float


WIDE = LegendLayout(1, (styles.LEGEND_SIZE, 13.0, 12.0), 32.0, 15.0, 11.0, 26.0, 23.0)
COMPACT = LegendLayout(2, (13.0, 12.25, 11.5), 25.0, 12.0, 8.0, 20.0, 18.5)
COMPACT_SINGLE = LegendLayout(1, (13.0, 12.0), 25.0, 12.0, 8.0, 20.0, 20.0)


@dataclass(frozen=True)
class LegendTable:
    """The entries broken into lines and columns, with the sizes in pixels that follow."""

    entries: tuple[Entry, ...]
    lines: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    layout: LegendLayout
    size: float
    row: float
    width: float
    height: float


def entries(
    sheet: Sheet,
    classes: Sequence[AreaClass],
    change: Sequence[AreaClass],
    *,
    has_front: bool,
    has_old_front: bool,
) -> list[Entry]:
    """The rows that the picture needs, in the order of a reader's questions: who, what changed, where."""
    content = sheet.content
    found = [Entry(c.key, c.label, c) for c in (*classes[:1], *change[::-1], *classes[1:])]
    if has_front:
        words = f"Front line, {short_date(content.day)}" if content.since else "Front line"
        found.append(Entry("front", words))
    if has_old_front and content.since:
        found.append(Entry("old-front", f"Front line, {date_beside(content.since, content.day)}"))
    found += [Entry(shown.key, shown.words, symbol=shown) for shown in shown_symbols(sheet)]
    if _is_worth_saying(sheet):
        found.append(Entry("not-covered", "Not covered by this map"))
    return found


def table(sheet: Sheet, rows: Sequence[Entry], width: float, layout: LegendLayout) -> LegendTable:
    """The entries in the layout's columns within a width in pixels; words that don't fit are broken."""
    k, face = sheet.k, Face.REGULAR
    beside = (layout.sample + layout.beside) * k
    gutter = 14 * k
    per_column = -(-len(rows) // layout.columns)
    groups = [rows[i : i + per_column] for i in range(0, len(rows), per_column)]
    spare = width - gutter * (len(groups) - 1) - beside * len(groups)
    for size in layout.sizes:
        wide = [widest([e.words for e in group], face, sheet.px(size)) for group in groups]
        if sum(wide) <= spare:
            break
    else:
        wide = [min(w, spare * w / sum(wide)) for w in wide]
    pixels = sheet.px(size)
    lines = tuple(
        tuple(wrapped(e.words, face, pixels, w + 0.01))
        for group, w in zip(groups, wide, strict=True)
        for e in group
    )
    row = sheet.px(layout.row if len(rows) <= 6 else layout.row_of_many)
    height = 0.0
    for n in range(len(groups)):
        part = lines[n * per_column : (n + 1) * per_column]
        height = max(height, len(part) * row + sum(len(words) - 1 for words in part) * pixels * LEADING)
    total = sum(wide) + beside * len(groups) + gutter * (len(groups) - 1)
    return LegendTable(tuple(rows), lines, tuple(wide), layout, pixels, row, total, height)


def draw_table(sheet: Sheet, legend: LegendTable, left: float, top: float) -> list[Mark | Group]:
    """The legend's samples and words, from its upper left corner."""
    items: list[Mark | Group] = []
    per_column = -(-len(legend.entries) // len(legend.columns))
    x = left
    for column, wide in enumerate(legend.columns):
        y = top
        for entry, lines in list(zip(legend.entries, legend.lines, strict=True))[
            column * per_column : (column + 1) * per_column
        ]:
            items += _row(sheet, entry, lines, legend, x, y)
            y += legend.row + (len(lines) - 1) * legend.size * LEADING
        x += wide + (legend.layout.sample + legend.layout.beside + 14) * sheet.k
    return items


def _row(
    sheet: Sheet, entry: Entry, lines: tuple[str, ...], legend: LegendTable, x: float, y: float
) -> list[Mark | Group]:
    k, middle = sheet.k, y + legend.row / 2
    high = legend.layout.high * k / 2
    box = (x, middle - high, x + legend.layout.sample * k, middle + high)
    items = _sample(sheet, entry, box)
    uid = sheet.ids.take("legend", entry.key, "text")
    for number, line in enumerate(lines):
        items.append(
            Text(
                sheet.ids.take(uid) if number == 0 else sheet.ids.take(uid, str(number + 1)),
                "legend",
                line,
                round(box[2] + legend.layout.beside * k, 2),
                round(middle + 0.36 * legend.size + number * legend.size * LEADING, 2),
                legend.size,
                Face.REGULAR,
                Fill(sheet.style.text),
            )
        )
    return items


def _sample(sheet: Sheet, entry: Entry, box: Box) -> list[Mark | Group]:
    style, ids = sheet.style, sheet.ids
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2
    line = shapely.LineString([(x0, middle), (x1, middle)])
    if entry.area is not None:
        base = box_path(ids.take("legend", entry.key, "base"), "legend", box, Fill(style.land))
        shape = shapely.box(*(round(v, 2) for v in box))
        return [base, area_group(sheet, entry.area, shape, prefix="legend")]
    if entry.key == "front":
        return _front_sample(sheet, line, x0, x1, middle)
    if entry.key == "old-front":
        dash = tuple(sheet.px(part) for part in styles.OLD_FRONT_DASH)
        stroke = Stroke(style.front, sheet.px(styles.OLD_FRONT_WIDTH), dash=dash, cap="butt")
        return [line_path(ids.take("legend-old-front"), "legend front old", line, stroke)]
    if entry.key == "not-covered":
        edge = Stroke(style.border, sheet.px(0.6))
        base = box_path(ids.take("legend-not-covered-base"), "legend", box, Fill(style.land))
        veil = Fill(style.land_other, style.veil_opacity)
        return [base, box_path(ids.take("legend-not-covered"), "legend", box, veil, edge)]
    assert entry.symbol is not None
    return [*sample_marks(sheet, entry.symbol, box)]


def _front_sample(
    sheet: Sheet, line: shapely.LineString, x0: float, x1: float, y: float
) -> list[Mark | Group]:
    style, ids, k = sheet.style, sheet.ids, sheet.k
    foot, high = styles.TOOTH_BASE * k, styles.TOOTH_HEIGHT * k
    thirds = [x0 + (x1 - x0) * share for share in (0.25, 0.75)]
    triangles = tuple(
        rounded(np.array([(x - foot / 2, y), (x + foot / 2, y), (x, y - high)])) for x in thirds
    )
    return [
        Path(ids.take("legend-front-teeth"), "legend front teeth", triangles, True, Fill(style.front)),
        line_path(
            ids.take("legend-front"), "legend front", line, Stroke(style.front, sheet.px(3.0), cap="butt")
        ),
    ]


def _is_worth_saying(sheet: Sheet) -> bool:
    if sheet.silent is NOTHING or sheet.silent.is_empty:
        return False
    seen = clipped(sheet.silent, sheet.view.box()).area
    if not sheet.foreign.is_empty:
        seen -= clipped(sheet.foreign, sheet.view.box()).area
    return bool(seen > _WORTH_SAYING * sheet.view.width * sheet.view.height)
