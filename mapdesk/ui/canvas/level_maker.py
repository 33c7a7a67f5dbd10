"""Makes the levels of detail of shapes before a zoom needs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mapdesk.model.features import Annotation, Feature
from mapdesk.render.view.shapes import SHAPES


def prepare_levels(
    features: Sequence[Feature], tolerances: Sequence[float], rest: Callable[[], None]
) -> None:
    """Make the levels for some tolerances (Mercator metres), resting before each; in any thread."""
    for feature in features:
        if not isinstance(feature, Annotation):
            rest()
            SHAPES.of(feature.shape).prepare(tolerances)
