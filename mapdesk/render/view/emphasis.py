"""What stands out in the editing view: features that are selected, and what a clicked passage lights up."""

from __future__ import annotations

from mapdesk.model.features import Annotation, Feature
from mapdesk.render.scene import Layer, Mark, Path, Stroke, Vertices
from mapdesk.render.style import Style
from mapdesk.render.view.annotation_marks import annotation_ring
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.shapes import SHAPES
from mapdesk.render.view.sight import THICK, Sight
from mapdesk.render.view.sketches import accent


def emphasis_layer(sight: Sight, content: ViewContent, style: Style) -> Layer:
    """A glow along what is lit, an outline on what is selected."""
    marks: list[Mark] = []
    shown = content.features.keys() - content.hidden
    for uid in sorted(content.lit & shown):
        marks += _glow(_lines(sight, content.features[uid]), style)
    # What changed hands lies still while the hand moves vertices.
    still = Sight(sight.viewport, sight.part)
    for ground in content.lit_ground:
        marks += _glow(tuple(still.edges(SHAPES.of(ground), THICK)), style)
    for uid in sorted(content.selected & shown):
        lines = _lines(sight, content.features[uid])
        marks.append(Path("", "selected casing", lines, False, None, Stroke(style.halo, 5.2)))
        marks.append(Path("", "selected", lines, False, None, Stroke(accent(style), 2.6)))
    return Layer("emphasis", "Selected", tuple(marks))


def _glow(lines: tuple[Vertices, ...], style: Style) -> list[Mark]:
    """Along the outline alone: a tint would give ground the colour of another side."""
    colour = glow(style)
    marks: list[Mark] = []
    for width, opacity in ((15.0, 0.28), (9.0, 0.5)):
        marks.append(Path("", "lit", lines, False, None, Stroke(colour, width, opacity)))
    marks.append(Path("", "lit", lines, False, None, Stroke(style.front, 1.6)))
    return marks


def glow(style: Style) -> str:
    """The colour of what lights up."""
    return "#FFC83D" if style.is_dark else "#FFB000"


def _lines(sight: Sight, feature: Feature) -> tuple[Vertices, ...]:
    if isinstance(feature, Annotation):
        return annotation_ring(sight, feature)
    return tuple(sight.edges(SHAPES.of(feature.shape), THICK))
