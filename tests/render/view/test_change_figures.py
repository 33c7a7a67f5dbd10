"""The editing view writes on ground that changed hands how large it is."""

from __future__ import annotations

from dataclasses import replace

from shapely import LineString

from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.ground import NOBODY
from mapdesk.render.scene import Text
from mapdesk.render.style import load_style
from mapdesk.render.view.change_figures import figure_boxes, figures_layer
from mapdesk.render.view.content import Measured, ViewContent
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.names import PlacedNames
from mapdesk.render.view.sight import whole
from tests.plain_maps import rectangle

PATCH = ChangePatch(
    uid="patch-1",
    before=NOBODY,
    after=NOBODY,
    direction=Direction.RECOVERED,
    shape=rectangle(32, 47, 33, 48),
    area_km2=853.6,
)
CONTENT = ViewContent(change=(PATCH,))
NEAR = MercatorViewport.fitted((31, 46, 34, 49), 800, 600)
FAR = MercatorViewport.fitted((-60, -40, 120, 75), 800, 600)


def words(content: ViewContent, viewport: MercatorViewport) -> list[str]:
    names = PlacedNames(viewport, ViewGround.__new__(ViewGround), "en", ())
    layer = figures_layer(whole(viewport), content, names, load_style())
    return [item.text for item in layer.items if isinstance(item, Text)]


def test_a_patch_that_is_large_on_the_screen_bears_its_size_and_a_speck_none() -> None:
    assert words(CONTENT, NEAR) == ["+853.6 km²"]
    assert words(CONTENT, FAR) == []


def test_names_keep_off_the_figure_which_stands_on_its_patch() -> None:
    ((x0, y0, x1, y1),) = figure_boxes(whole(NEAR), CONTENT)
    (west, north), (east, south) = NEAR.to_pixels([(32, 48), (33, 47)]).tolist()
    assert west < x0 < x1 < east
    assert north < y0 < y1 < south


def test_where_an_advance_is_measured_on_a_patch_its_figure_makes_room() -> None:
    measured = (Measured(LineString([(32, 47.5), (33, 47.5)]), "75 km"),)
    assert words(replace(CONTENT, measured=measured, lit_ground=(PATCH.shape,)), NEAR) == []
