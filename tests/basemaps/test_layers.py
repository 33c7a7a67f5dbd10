"""The file in which layers of shapes lie."""

import numpy as np
import pytest
import shapely

from mapdesk.basemaps.layers import Texts, read_layers, write_layers

ISLAND = shapely.box(10, 10, 12, 12).difference(shapely.box(10.5, 10.5, 11, 11))
FAR_AWAY = shapely.MultiPolygon(
    [shapely.box(-179.9999, -50, -170, -40), shapely.box(170, -50, 179.9999, -40)]
)
RIVER = shapely.LineString([(10.1234, 10), (10.2, 11.5), (14, 12)])


@pytest.fixture
def layers(tmp_path):
    path = tmp_path / "map.npz"
    facts = [{"name": "Острів"}, {"name": "Far away"}]
    write_layers(path, {"land": ([ISLAND, FAR_AWAY], facts), "rivers": ([RIVER], [])})
    return read_layers(path)


def test_shapes_come_back_as_they_were_written(layers):
    indices, shapes = layers["land"].within((-180, -90, 180, 90))
    names = {layers["land"].facts(int(i))["name"]: shape for i, shape in zip(indices, shapes, strict=True)}
    assert shapely.normalize(names["Острів"].geoms[0]) == shapely.normalize(ISLAND)
    assert shapely.normalize(names["Far away"]) == shapely.normalize(FAR_AWAY)
    assert layers["rivers"].shapes(np.array([0]))[0].geoms[0] == RIVER


def test_only_what_touches_the_bounds_is_found(layers):
    _, shapes = layers["land"].within((11, 11, 20, 20))
    assert len(shapes) == 1
    assert len(layers["rivers"].within((50, 50, 60, 60))[1]) == 0


def test_what_is_clipped_ends_at_the_bounds(layers):
    _, shapes = layers["land"].clipped((11.5, 9, 20, 20))
    assert shapes[0].bounds == (11.5, 10, 12, 12)


def test_a_shape_whose_box_touches_the_bounds_but_which_does_not_is_left_out(layers):
    _, shapes = layers["land"].clipped((10.6, 10.6, 10.9, 10.9))
    assert len(shapes) == 0


def test_texts_of_several_scripts_are_cut_out_whole():
    texts = Texts(*Texts.packed(["Херсон", "", "Kherson", "خيرسون"]))
    assert [texts[i] for i in range(len(texts))] == ["Херсон", "", "Kherson", "خيرسون"]
