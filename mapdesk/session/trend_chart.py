"""A trend as a file: a chart (PNG, SVG), or a table (CSV)."""

from __future__ import annotations

from pathlib import Path

from mapdesk.edit.edit import EditRefused
from mapdesk.model.ground import HOME
from mapdesk.model.project import Project
from mapdesk.render.charts import HEIGHT, WIDTH, Chart, ChartLine, chart_scene
from mapdesk.render.text import MissingGlyph
from mapdesk.render.whole_file import write_whole
from mapdesk.session.trend import Asked, Of
from mapdesk.session.trend_series import HELD, Trend, trend_csv

#: What a trend is written as, by the ending of the file's name.
KINDS = (".png", ".svg", ".csv")
_OF_ONE = {
    Of.AREA: "Ground held by {}",
    Of.FRONT: "Length of the front, {}",
    Of.PLACES: "Localities held by {}",
    Of.DISTANCE: "Distance from the front to {}",
}
#: How statuses are told apart where a side's are beside each other.
DASHES: dict[str, tuple[float, ...]] = {
    "controlled": (9.0, 4.0),
    "advance": (3.0, 3.0),
    HOME: (9.0, 4.0),
    "contested": (9.0, 3.0, 2.0, 3.0),
    "claimed": (2.0, 4.0),
}


def chart_of(project: Project, asked: Asked, found: Trend, limit: float | None = None) -> Chart:
    """The chart of a trend's series. Raises EditRefused where there is nothing to draw."""
    if not found.days or not found.series:
        raise EditRefused("There is nothing to draw: no date has such a figure.")
    sources = {s.source: None for s in project.snapshots[asked.account] if s.source}
    said = "; ".join(sources) if len(sources) <= 3 else ""
    # Where all that is shown is held ground, the title says so, and the lines only say whose.
    is_held = all(one.status == HELD for one in found.series)
    names = [one.name.removesuffix(f", {HELD}") if is_held else one.name for one in found.series]
    title = found.title
    if len(names) == 1:
        title = _OF_ONE[found.of].format(names[0]) if is_held or not found.series[0].status else title
    return Chart(
        title=title,
        days=found.days,
        lines=tuple(
            ChartLine(name=name, colour=one.colour, values=one.values, dash=DASHES.get(one.status, ()))
            for name, one in zip(names, found.series, strict=True)
        ),
        unit=found.unit,
        decimals=found.decimals,
        limit=limit,
        source=project.about.credit or said,
        method=found.method,
    )


def write_trend(
    project: Project, asked: Asked, found: Trend, target: Path, limit: float | None = None
) -> None:
    """Write a trend's series as its file's ending says. Raises EditRefused, and OSError."""
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise EditRefused(f"“{target.name}” has to end in {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    try:
        if kind == ".csv":
            # Spreadsheets take a table for UTF-8 only where it begins so.
            write_whole(target, trend_csv(found).encode("utf-8-sig"))
            return
        scene = chart_scene(chart_of(project, asked, found, limit), WIDTH, HEIGHT)
        if kind == ".svg":
            from mapdesk.render.svg_writer import write_svg

            write_svg(scene, target)
        else:
            from mapdesk.render.qt_painter import write_png

            write_png(scene, target, scale=2)
    except MissingGlyph as refusal:
        raise EditRefused(str(refusal)) from refusal
    except OSError as error:
        raise EditRefused(f"“{target.name}” can't be written ({error.strerror or error}).") from error
