"""What changed between real days: the figures that are known of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mapdesk.edit.project import DESK
from mapdesk.session.comparison import compare
from mapdesk.store.project_file import ProjectFile

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "frontlines" / "isw_ctp_2022_mit"

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the real maps are not in {DATA}")


def war(mapdesk, folder: Path) -> Path:
    project = folder / "real.mapdesk.gpkg"
    sides = ("--side", "Ukraine=#135E8C", "--side", "Russia=#C74A38", "--home", "Ukraine=UA")
    assert mapdesk("new", project, *sides).code == 0
    return project


def test_a_region_that_a_source_left_out_is_warned_of_and_not_reported_as_recovered(
    mapdesk, tmp_path: Path
) -> None:
    project = war(mapdesk, tmp_path)
    for on in (28, 29):
        source = DATA / "verbatim" / f"202209{on}_RussianAssessedCoTinUkraine.geojson"
        said = mapdesk("import", project, source, "--date", f"2022-09-{on}", "--side", "Russia")
        assert said.code == 0
    document = mapdesk("compare", project, "2022-09-28", "2022-09-29", "--json").document
    assert sum(patch["area_km2"] for patch in document["patches"]) < 50
    (warning,) = document["warnings"]
    assert "seems to leave out Crimea" in warning
    every = mapdesk("compare", project, "2022-09-28", "2022-09-29", "--json", "--all").document
    assert every["held"][0]["lost_km2"] == pytest.approx(26_930.6, rel=0.005)


def test_two_days_of_october_have_the_known_figures_and_each_recovered_patch_an_advance(
    mapdesk, tmp_path: Path
) -> None:
    project = war(mapdesk, tmp_path)
    for on in (2, 3, 4):
        source = DATA / "daily_clipped" / f"isw_2022-10-{on:02}.geojson"
        how = ("--side", "Russia", "--where", "layer=RussianAssessedCoTinUkraine")
        assert mapdesk("import", project, source, "--date", f"2022-10-{on:02}", *how).code == 0
    with ProjectFile.open(project, read_only=True) as file:
        content = file.read()
    lost = {}
    for on in (2, 3):
        comparison = compare(content, DESK, date(2022, 10, on), date(2022, 10, on + 1))
        (total,) = [total for total in comparison.change.totals if total.side == "russia"]
        assert total.gained_km2 == pytest.approx(0, abs=0.5)
        lost[on] = total.lost_km2
        for patch, _ in comparison.joined:
            advance = comparison.joined_advances[patch.uid]
            assert 0 < advance.median_km <= advance.largest_km < 60
    assert lost == {2: pytest.approx(875.3, rel=0.005), 3: pytest.approx(913.7, rel=0.005)}
