"""A chart of figures over dates: its axes are round, its lines are named, and both players draw it alike."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mapdesk.render.charts import Chart, ChartLine, chart_scene, scale_for
from mapdesk.render.colour import contrast
from mapdesk.render.qt_painter import image_pixels, to_image
from mapdesk.render.scene import Path as Drawn
from mapdesk.render.scene import Scene, Text
from mapdesk.render.svg_writer import write_svg
from mapdesk.render.text import text_width
from tests.plain_maps import day


def line(name: str, *values: float | None, colour: str = "#C74A38") -> ChartLine:
    return ChartLine(name=name, colour=colour, values=values)


def chart(*lines: ChartLine, **how: object) -> Chart:
    days = tuple(day(1) + timedelta(days=number) for number in range(len(lines[0].values)))
    facts = {"title": "Ground held", "unit": "km²", "decimals": 1, "method": "Geodesic.", "source": "A desk"}
    return Chart(days=days, lines=lines, **{**facts, **how})  # type: ignore[arg-type]


def texts(scene: Scene) -> dict[str, Text]:
    return {mark.id: mark for mark in scene.marks() if isinstance(mark, Text)}


def box(mark: Text) -> tuple[float, float, float, float]:
    width = text_width(mark.text, mark.face, mark.size)
    return mark.x, mark.y - 0.8 * mark.size, mark.x + width, mark.y + 0.2 * mark.size


@pytest.mark.parametrize("values", [(3, 17), (75_358.7, 93_000), (0, 0), (5, 5), (-3, 4), (0.01, 0.012)])
def test_an_axis_holds_all_figures_between_round_ticks(values: tuple[float, ...]) -> None:
    scale = scale_for(values)
    assert scale.low <= min(values) <= max(values) <= scale.high
    assert (scale.ticks[0], scale.ticks[-1]) == (scale.low, scale.high)
    assert 3 <= len(scale.ticks) <= 10
    assert np.diff(scale.ticks) == pytest.approx(np.full(len(scale.ticks) - 1, np.diff(scale.ticks)[0]))


def test_an_axis_begins_at_nothing_unless_that_would_flatten_the_lines() -> None:
    assert scale_for([20, 100]).low == 0
    assert scale_for([80_000, 93_000]).low > 0


def test_a_chart_says_where_its_axis_does_not_begin_at_nothing() -> None:
    assert "does not begin at 0" in texts(chart_scene(chart(line("Red", 80, 93))))["subtitle"].text
    assert "begin" not in texts(chart_scene(chart(line("Red", 10, 93))))["subtitle"].text


def test_lines_are_named_at_their_ends_in_their_colour_without_touching_each_other() -> None:
    lines = [line(f"Side {number}", 50.0, 50.0 + number / 10, colour="#F0D040") for number in range(6)]
    said = texts(chart_scene(chart(*lines)))
    names = [mark for id, mark in said.items() if id.startswith("name-")]
    assert {mark.text for mark in names} >= {f"Side {number}" for number in range(6)}
    assert all(contrast(mark.fill.colour, "#FFFFFF") >= 4.5 for mark in names)
    boxes = sorted((box(mark) for mark in names), key=lambda one: one[1])
    assert all(above[3] <= below[1] + 0.5 for above, below in pairwise(boxes))


def test_every_text_lies_on_the_page() -> None:
    long = line("The armed forces of a country with a rather long name, controlled", 1.0, 93_000.0)
    scene = chart_scene(chart(long, line("Blue", 5.0, None), limit=20.0, method="Measured so. " * 30))
    for mark in texts(scene).values():
        left, top, right, bottom = box(mark)
        assert left >= 0
        assert top >= 0
        assert right <= scene.width, mark.text
        assert bottom <= scene.height, mark.text


def test_the_first_date_under_a_limit_is_marked_and_dated() -> None:
    said = texts(chart_scene(chart(line("Kherson", 30.0, 22.0, 19.0, 12.0), unit="km", limit=20.0)))
    assert said["limit-words"].text == "20 km"
    assert said["line-1-first-date"].text == "3 May 2024"
    never = texts(chart_scene(chart(line("Kherson", 30.0, 22.0), unit="km", limit=20.0)))
    assert "line-1-first-date" not in never


def test_a_date_without_a_figure_breaks_the_line() -> None:
    scene = chart_scene(chart(line("Red", 1.0, 2.0, None, 4.0, 5.0)))
    (drawn,) = [mark for mark in scene.marks() if isinstance(mark, Drawn) and mark.id == "line-1"]
    assert [len(run) for run in drawn.lines] == [2, 2]


def test_a_single_date_is_a_dot_with_its_name() -> None:
    scene = chart_scene(chart(line("Red", 12.0)))
    assert [mark.id for mark in scene.marks() if mark.id.startswith("line-1")] == ["line-1-dot-0"]
    assert texts(scene)["name-1-1"].text == "12.0 km²"


def test_a_chart_is_painted_and_written_with_named_layers(tmp_path: Path) -> None:
    scene = chart_scene(chart(line("Red", 1.0, 5.0), line("Blue", 4.0, 2.0, colour="#135E8C")))
    pixels = image_pixels(to_image(scene)).reshape(-1, 3)
    for colour in ((0xC7, 0x4A, 0x38), (0x13, 0x5E, 0x8C)):
        assert (pixels == colour).all(axis=1).sum() > 200
    write_svg(scene, tmp_path / "chart.svg")
    written = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    for layer in ("Grid", "Dates", "Lines", "Names", "Title and source"):
        assert f'inkscape:label="{layer}"' in written
    assert ">Source: A desk</text>" in written
