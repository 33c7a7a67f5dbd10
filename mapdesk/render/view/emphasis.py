"""What stands out in the editing view: features that are selected, and what a clicked passage lights up."""

from __future__ import annotations

from mapdesk.model.features import Annotation, Feature
from mapdesk.render.scene import Layer, Mark, Path, Stroke, Vertices
from mapdesk.render.style import Style
from mapdesk.render.view.annotation_marks import annotation_ring
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.shapes import SHAPES
from mapdesk.render.view.sight import THICK, Sight
from mapdesk.render.view.sketches import accent, measured_marks


def glow_layer(sight: Sight, still: Sight, content: ViewContent, style: Style) -> Layer:
    """A glow along what is lit, for underneath the front lines; `still` is without what the hand moves.

    It follows the outline alone: a tint would give ground the colour of another side.
    """
    shown = content.features.keys() - content.hidden
    outlines = [_lines(sight, content.features[uid]) for uid in sorted(content.lit & shown)]
    outlines += [tuple(still.edges(SHAPES.of(ground), THICK)) for ground in content.lit_ground]
    return Layer(
        "glow",
        "Lit",
        tuple(
            Path("", "lit", lines, False, None, Stroke(glow(style), width, opacity))
            for lines in outlines
            for width, opacity in ((17.0, 0.35), (10.0, 0.6))
        ),
    )


def emphasis_layer(sight: Sight, content: ViewContent, style: Style) -> Layer:
    """An outline on what is selected, and lines along which something was measured."""
    marks: list[Mark] = []
    shown = content.features.keys() - content.hidden
    for uid in sorted(content.selected & shown):
        lines = _lines(sight, content.features[uid])
        marks.append(Path("", "selected casing", lines, False, None, Stroke(style.halo, 5.2)))
        marks.append(Path("", "selected", lines, False, None, Stroke(accent(style), 2.6)))
    for measured in content.measured:
        marks += measured_marks(measured.line, measured.words, sight, style)
    return Layer("emphasis", "Selected", tuple(marks))


def glow(style: Style) -> str:
    """The colour of what lights up."""
    return "#FFC83D" if style.is_dark else "#FFB000"


def _lines(sight: Sight, feature: Feature) -> tuple[Vertices, ...]:
    if isinstance(feature, Annotation):
        return annotation_ring(sight, feature)
    return tuple(sight.edges(SHAPES.of(feature.shape), THICK))
