"""Commands on vertices."""

from __future__ import annotations

from pathlib import Path

from shapely import Point

from tests.cli.test_ground import imported
from tests.plain_maps import layers_file


def test_a_simplified_map_has_fewer_vertices_and_is_one_step(mapdesk, war: Path) -> None:
    imported(mapdesk, war, layers_file(war.with_name("round.geojson"), round=Point(37, 48).buffer(0.4)))
    said = mapdesk("simplify", war, "--date", "2024-05-03", "--metres", "10000")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Simplify the map of 2024-05-03\n")
    assert "vertices went" in said.out
    assert mapdesk("check", war).code == 0
    assert mapdesk("history", war).out.splitlines()[-1].endswith("Simplify the map of 2024-05-03")


def test_only_the_feature_named_is_simplified_and_an_unknown_one_is_refused(mapdesk, war: Path) -> None:
    imported(mapdesk, war, layers_file(war.with_name("round.geojson"), round=Point(37, 48).buffer(0.4)))
    rows = mapdesk("features", war, "--date", "2024-05-03", "--json").document
    (area,) = [row for row in rows if row["kind"] == "control_area"]
    where = ("simplify", war, "--date", "2024-05-03", "--metres", "10000", "--feature")
    assert mapdesk(*where, area["id"]).code == 0
    refused = mapdesk(*where, "area-none")
    assert refused.code == 1
    assert "There is no feature area-none on the map of 2024-05-03." in refused.err
