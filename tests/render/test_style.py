"""Colours, and whether everyone can tell them apart."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from mapdesk.model.features import Status
from mapdesk.model.project import Side
from mapdesk.render import colour as colours
from mapdesk.render.palette_audit import audit, looks_of
from mapdesk.render.style import load_style, style_of
from mapdesk.resources import resource
from tests.render.frame_content import EAST, WEST

STYLES = ("light", "dark")


@pytest.mark.parametrize("name", STYLES)
def test_the_house_palette_passes_its_own_audit(name: str) -> None:
    assert audit(load_style(name), (EAST, WEST)) == []


def test_the_house_sides_look_as_the_house_style_says() -> None:
    style = load_style("light")
    assert style.controlled("#C74A38").shown == "#CE6353"
    assert style.controlled("#135E8C").shown == "#35749A"
    assert style.contested().shown == "#F6E3A1"
    assert style.recovered().shown == "#F2B4D3"


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("status", list(Status))
def test_a_stored_fill_looks_on_plain_land_as_it_is_meant_to(name: str, status: Status) -> None:
    style = load_style(name)
    for order, side in enumerate((EAST, WEST)):
        look = style.area(status, side.colour, order)
        assert colours.compose(look.fill, look.opacity, style.land) == look.shown


def test_the_pattern_says_how_ground_is_held_whoever_holds_it() -> None:
    style = load_style("light")
    patterns = {
        status: {style.area(status, s.colour, i).pattern for i, s in enumerate((EAST, WEST))}
        for status in Status
    }
    assert patterns == {
        Status.CONTROLLED: {"none"},
        Status.CONTESTED: {"h45"},
        Status.CLAIMED: {"h135"},
        Status.ADVANCE: {"h90"},
    }
    assert style.area(Status.CLAIMED, EAST.colour, 0).dash


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("colour", ["#000000", "#FFFFFF", "#FFFF00", "#00FF00", "#808080", "#3A0CA3"])
def test_any_colour_of_a_side_gives_a_readable_hatch_and_edge(name: str, colour: str) -> None:
    style = load_style(name)
    for status in Status:
        look = style.area(status, colour, 0)
        assert colours.contrast(look.outline, style.land) >= 3
        if look.hatch is not None:
            assert colours.contrast(look.hatch.colour, look.shown) >= 3


def test_two_sides_of_one_colour_fail_the_audit_in_a_sentence() -> None:
    twin = Side(uid="twin", name="Twin", colour="#C64B39", rank=2)
    found = audit(load_style("light"), (EAST, twin))
    assert any("East: controlled" in line and "Twin: controlled" in line for line in found)
    assert all(line.endswith(".") for line in found)


def test_red_and_green_of_one_lightness_fail_the_audit_for_the_colour_blind() -> None:
    red = Side(uid="r", name="Red", colour="#B5523B", rank=0)
    green = Side(uid="g", name="Green", colour="#5E7A2E", rank=1)
    style = load_style("light")
    found = audit(style, (red, green))
    assert "“Red: controlled” and “Green: controlled” look alike in grey print." in found


def test_pale_tints_of_successive_sides_step_down_in_lightness() -> None:
    style = load_style("light")
    for status in (Status.CLAIMED, Status.ADVANCE):
        steps = [colours.lightness(style.area(status, EAST.colour, n).shown) for n in range(3)]
        assert all(one - other >= 7.9 for one, other in pairwise(steps))


def test_the_difference_of_colours_agrees_with_published_figures() -> None:
    assert colours.difference("#FFFFFF", "#000000") == pytest.approx(100, abs=0.1)
    assert colours.difference("#123456", "#123456", "tritan") == 0
    assert colours.difference("#FF0000", "#00FF00", "deutan") < colours.difference("#FF0000", "#00FF00")
    assert colours.contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert colours.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert colours.lightness("#777777") == pytest.approx(50.03, abs=0.05)


def test_a_colour_is_six_digits_or_refused() -> None:
    with pytest.raises(ValueError, match="#RRGGBB"):
        colours.rgb("red")


def test_a_style_is_data_and_a_missing_colour_is_noticed() -> None:
    data = json.loads(resource("styles", "light.json").read_text(encoding="utf-8"))
    assert style_of(data) == load_style("light")
    del data["contested"]
    with pytest.raises(KeyError):
        style_of(data)


def test_all_classes_of_a_map_are_audited() -> None:
    looks = looks_of(load_style("light"), (EAST, WEST))
    assert len(looks) == 2 + 2 * 3
