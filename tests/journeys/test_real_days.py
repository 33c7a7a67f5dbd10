"""Four real days of October 2022, from the command line: maps, an article, a link, the change, frames."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from mapdesk.cli.main import mapdesk as commands

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
DAYS = DATA / "frontlines" / "isw_ctp_2022_mit" / "daily_clipped"
ARTICLE = DATA / "articles" / "bfm-2022-10-04.txt"

CONTROLLED, ADVANCE = "RussianAssessedCoTinUkraine", "RussianAssessedAdvanceinUkraine"

pytestmark = pytest.mark.skipif(
    not (DAYS.exists() and ARTICLE.exists()), reason=f"the real maps and the article are not in {DATA}"
)


@dataclass(frozen=True)
class Desk:
    """The project of the four days, and the folder that it lies in."""

    project: Path

    @property
    def folder(self) -> Path:
        return self.project.parent


def call(*words: object) -> None:
    commands.main([str(word) for word in words], standalone_mode=False)


def imported(project: Path, day: int, layer: str, status: str) -> None:
    source = DAYS / f"isw_2022-10-{day:02}.geojson"
    how = ("--side", "Russia", "--status", status, "--where", f"layer={layer}", "--evidence", "assessed")
    call("import", project, source, "--date", f"2022-10-{day:02}", *how)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Control on each of the four days; the advances on the two days that are compared, and carried on."""
    project = tmp_path_factory.mktemp("real") / "south.mapdesk.gpkg"
    sides = ("--side", "Ukraine=#135E8C", "--side", "Russia=#C74A38", "--home", "Ukraine=UA")
    call("new", project, "--title", "The south", *sides)
    for day, layers in (
        (2, [CONTROLLED]),
        (3, [CONTROLLED, ADVANCE]),
        (4, [CONTROLLED, ADVANCE]),
        (5, [CONTROLLED]),
    ):
        for layer in layers:
            imported(project, day, layer, "controlled" if layer == CONTROLLED else "advance")
    return Desk(project)


@pytest.fixture
def change(desk: Desk, mapdesk) -> dict[str, Any]:
    """The change from 3 to 4 October."""
    return mapdesk("compare", desk.project, "2022-10-03", "2022-10-04", "--json").document


def test_four_days_are_on_the_map_and_nothing_is_wrong(desk: Desk, mapdesk) -> None:
    document = mapdesk("info", desk.project, "--json").document
    assert [entry["date"] for entry in document["dates"]] == [f"2022-10-0{day}" for day in (2, 3, 4, 5)]
    assert mapdesk("check", desk.project, "--json").document == {"problems": []}


def test_russia_controls_77_184_km2_on_4_october(desk: Desk, mapdesk) -> None:
    rows = mapdesk("features", desk.project, "--date", "2022-10-04", "--json").document
    controlled = sum(row["area_km2"] for row in rows if row["status"] == "controlled")
    assert controlled == pytest.approx(77_184.5, rel=0.001)
    (front,) = [row for row in rows if row["kind"] == "front_line"]
    assert (front["id"], front["side"]) == ("front-ukraine-russia", "Ukraine – Russia")


def test_914_km2_of_control_were_lost_since_the_day_before_and_none_gained(change: dict[str, Any]) -> None:
    (controlled,) = [
        total for total in change["totals"] if (total["side"], total["status"]) == ("Russia", "controlled")
    ]
    assert controlled["lost_km2"] == pytest.approx(913.7, rel=0.005)
    assert controlled["gained_km2"] < 0.05


def test_of_what_is_held_1_040_km2_were_lost_and_38_gained(change: dict[str, Any]) -> None:
    (held,) = change["held"]
    assert held["side"] == "Russia"
    assert held["lost_km2"] == pytest.approx(1_040.4, rel=0.01)
    assert held["gained_km2"] == pytest.approx(37.6, rel=0.01)


def test_the_villages_that_were_left_are_named(change: dict[str, Any]) -> None:
    named = {place["name"] for place in change["localities"]}
    assert named >= {"Velyka Oleksandrivka", "Tryfonivka", "Novodmytrivka", "Dudchany"}


def test_lines_drawn_again_are_set_aside_and_patches_are_few(change: dict[str, Any]) -> None:
    assert change["warnings"] == []
    assert len(change["patches"]) < 15
    assert change["set_aside"]["area_km2"] < 1


def test_a_passage_of_the_article_is_linked_to_an_area(desk: Desk, mapdesk) -> None:
    words = ARTICLE.read_text(encoding="utf-8").split("\n")
    quote = max(words, key=len)[:60].rpartition(" ")[0]
    added = mapdesk(
        "article", "add", desk.project, ARTICLE, "--source", "An agency", "--published", "2022-10-04"
    )
    assert added.code == 0, added.err
    rows = mapdesk("features", desk.project, "--date", "2022-10-04", "--json").document
    linked = mapdesk("link", desk.project, "--quote", quote, "--to", rows[0]["id"], "--date", "2022-10-04")
    assert linked.code == 0, linked.err
    document = mapdesk("info", desk.project, "--json").document
    assert [link["to"] for link in document["links"]] == [rows[0]["id"]]
    assert mapdesk("check", desk.project).out == "Nothing is wrong.\n"


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_day_against_the_day_before_is_a_frame(desk: Desk, mapdesk, ending: str) -> None:
    target = desk.folder / f"tonight.{ending}"
    said = mapdesk("export", desk.project, "--date", "2022-10-04", "--against", "2022-10-03", "--to", target)
    assert (said.code, said.err) == (0, "")
    if ending == "png":
        assert target.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    else:
        words = " ".join(ElementTree.parse(target).getroot().itertext())
        assert "4 October 2022" in words


def test_gdal_reads_the_features_of_the_file_as_it_is(desk: Desk) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("there is no ogrinfo")
    copy = desk.folder / "copy.gpkg"
    shutil.copyfile(desk.project, copy)
    listed = subprocess.run(
        [ogrinfo, "-ro", "-so", "-al", copy], capture_output=True, text=True, check=False, timeout=60
    )
    assert listed.returncode == 0, listed.stderr
    assert "ERROR" not in listed.stderr
    for layer, geometry in (("control_area", "Polygon"), ("front_line", "Multi Line String")):
        said = listed.stdout.partition(f"Layer name: {layer}\n")[2].partition("Layer name:")[0]
        assert f"Geometry: {geometry}" in said
        count = int(said.partition("Feature Count: ")[2].partition("\n")[0])
        assert count > 1
