"""A frame with every symbol: PNG and SVG agree, nothing is cut, and a designer finds each by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import LineString, Point, box

from mapdesk.model.features import Annotation, AnnotationKind, Evidence, Feature
from mapdesk.model.symbols import LINE_SYMBOLS, POINT_SYMBOLS, SYMBOLS
from mapdesk.render.compose import compose_frame
from mapdesk.render.scene import Group, Scene
from mapdesk.render.style import load_style
from tests.agreement.judges import all_faults
from tests.render.frame_content import HELD, Status, area, basemap, content, front, texts

CODE = "10061000141211020000"


def _symbols() -> dict[str, Feature]:
    """Each symbol once for either side, the lines curved, every other arrow not confirmed."""
    found: dict[str, Feature] = {}

    def put(key: str, shape: Point | LineString, side: str, evidence: Evidence) -> None:
        kind = SYMBOLS[key].kind if key in SYMBOLS else AnnotationKind.SYMBOL
        uid = f"{key}-{side}"
        found[uid] = Annotation(
            feature_id=uid,
            kind=kind,
            shape=shape,
            symbol=key,
            side=side,
            evidence=evidence,
            text=f"{key} {side}" if key in ("phase-line", "strike", CODE) else "",
        )

    for row, entry in enumerate(LINE_SYMBOLS):
        for side, west in (("west", 31.6), ("east", 33.5)):
            south = 46.35 + 0.25 * row
            way = [
                (west, south),
                (west + 0.35, south + 0.1),
                (west + 0.7, south - 0.02),
                (west + 0.9, south + 0.06),
            ]
            evidence = Evidence.VERIFIED if side == "west" else Evidence.REPORTED
            if entry.key == "encirclement":
                way = [way[0], (west + 0.4, south + 0.14), way[-1], (west + 0.4, south - 0.04), way[0]]
            put(entry.key, LineString(way), side, evidence)
    for column, key in enumerate((*(entry.key for entry in POINT_SYMBOLS), CODE)):
        for side, lat in (("west", 47.85), ("east", 46.15)):
            put(key, Point(32.2 + 0.2 * column, lat), side, Evidence.REPORTED)
    return found


@pytest.fixture(scope="module", params=["light", "dark"])
def scene(request: pytest.FixtureRequest) -> Scene:
    features = {**area("east", Status.CONTROLLED, HELD), **front(), **_symbols()}
    inland = replace(basemap(20), land=(box(20, 44, 45, 55),), seas=())
    return compose_frame(content(features=features), inland, None, load_style(request.param))


def test_a_frame_with_every_symbol_is_without_fault(scene: Scene) -> None:
    assert all_faults(scene) == []


def test_every_symbol_is_a_group_of_its_own_with_a_class_and_a_title(scene: Scene) -> None:
    (layer,) = (layer for layer in scene.layers if layer.name == "Annotations")
    groups = [item for item in layer.items if isinstance(item, Group)]
    assert len(groups) == len(layer.items) == len(_symbols())
    for entry in SYMBOLS.values():
        named = [group for group in groups if entry.key in group.css_class.split()]
        assert len(named) == 2
        assert all(group.title for group in named)


def test_the_legend_explains_every_symbol_once_and_arrows_by_how_well_they_are_known(scene: Scene) -> None:
    words = {mark.text for mark in texts(scene)}
    for entry in SYMBOLS.values():
        assert entry.legend in words
        is_arrow = entry.kind is AnnotationKind.ARROW
        assert (f"{entry.legend}, not confirmed" in words) is is_arrow
    assert "Military unit" in words
