"""GeoPackage, KML, KMZ and Shapefile through GDAL (pyogrio), in whatever coordinate system they are."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.exchange.vector_file import VectorFeature, VectorFile

#: How the names of files end that GDAL reads.
ENDINGS = (".gpkg", ".kml", ".kmz", ".shp", ".zip")
LIMIT_MB = 500

_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
#: What GDAL says of how KML looks, and says of every feature.
_LOOKS = {"id", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"}
_MESSAGES = {
    ".gpkg": "it is no GeoPackage, or it is damaged.",
    ".kml": "it is no KML, or it ends in the middle.",
    ".kmz": "it is no KMZ, or it is damaged.",
    ".shp": "it is no Shapefile, or a part of it is missing or damaged.",
    ".zip": "it holds no Shapefile that can be read.",
}


@dataclass(frozen=True)
class Rows:
    """Features as values that can be sent between processes: fields, shapes as WKB, and what was decided."""

    fields: list[dict[str, Any]]
    shapes: list[bytes | None]
    notes: tuple[str, ...]


def read_rows(path: Path) -> Rows:
    """The features of a file in degrees (lon, lat); raises SourceRefused.

    GDAL gets copies of what it might write to or confuse with another format; it may still break down on a
    damaged file, so call it where that does no harm.
    """
    ending = ".shp" if path.is_dir() else path.suffix.lower()
    try:
        with _plain_files(path, ending) as files:
            parts = [_layer(path, file, name) for file in files for name in _layer_names(path, file)]
    except SourceRefused:
        raise
    except FileNotFoundError:
        raise SourceRefused(path, "there is no such file.") from None
    except OSError as error:
        raise SourceRefused(path, f"it can't be read ({error.strerror}).") from None
    except (ValueError, RuntimeError, zipfile.BadZipFile, shapely.errors.ShapelyError):
        raise SourceRefused(path, _MESSAGES[ending]) from None
    rows = Rows([], [], tuple(dict.fromkeys(note for _, part in parts for note in part.notes)))
    for name, part in parts:
        for fields in part.fields:
            # Where layers tell kinds apart, that is kept as a field is.
            known = len(parts) > 1 and not any(field.casefold() == "layer" for field in fields)
            rows.fields.append({"layer": name, **fields} if known else fields)
        rows.shapes.extend(part.shapes)
    return rows


def file_of_rows(path: Path, rows: Rows) -> VectorFile:
    """Rows as a VectorFile."""
    shapes = shapely.from_wkb(np.asarray(rows.shapes, dtype=object))
    features = tuple(_feature(fields, shape) for fields, shape in zip(rows.fields, shapes, strict=True))
    return VectorFile(path, features, rows.notes)


def _feature(fields: Mapping[str, Any], shape: BaseGeometry | None) -> VectorFeature:
    leaves = [leaf for leaf in _leaves(shape) if not leaf.is_empty]
    polygons = [leaf for leaf in leaves if leaf.geom_type == "Polygon"]
    lines = [leaf for leaf in leaves if leaf.geom_type in {"LineString", "LinearRing"}]

    def read(wants_lines: bool) -> list[BaseGeometry]:
        return lines if wants_lines else polygons

    others = len(leaves) - len(polygons) - len(lines)
    return VectorFeature(fields, len(polygons), len(lines), others, read)


def _leaves(shape: BaseGeometry | None) -> Iterator[BaseGeometry]:
    if shape is not None:
        for part in shapely.get_parts(shape):
            yield from _leaves(part) if hasattr(part, "geoms") else (part,)


@contextmanager
def _plain_files(path: Path, ending: str) -> Iterator[list[Path]]:
    """Files that GDAL may open in the place of one that somebody else may have open, or of an archive."""
    if ending == ".shp":
        found = sorted(path.glob("*.shp")) if path.is_dir() else [path]
        if not found:
            raise SourceRefused(path, "there is no Shapefile in this folder.")
        _refuse_large(path, sum(file.stat().st_size for file in found))
        yield found
        return
    _refuse_large(path, path.stat().st_size)
    with tempfile.TemporaryDirectory(prefix="mapdesk-") as name:
        folder = Path(name)
        if ending in {".kmz", ".zip"}:
            yield _unpacked(path, folder, (".kml",) if ending == ".kmz" else _SHAPEFILE)
        elif ending == ".kml":
            _refuse_other_than_kml(path, path)
            yield [path]
        else:
            with path.open("rb") as file:
                if file.read(16) != b"SQLite format 3\0":
                    raise SourceRefused(path, _MESSAGES[".gpkg"])
            # It may be open elsewhere, and opening it could change it.
            for beside in ("", "-wal"):
                if path.with_name(path.name + beside).exists():
                    shutil.copyfile(path.with_name(path.name + beside), folder / f"source.gpkg{beside}")
            yield [folder / "source.gpkg"]


def _unpacked(path: Path, folder: Path, endings: tuple[str, ...]) -> list[Path]:
    with zipfile.ZipFile(path) as archive:
        wanted = [entry for entry in archive.infolist() if Path(entry.filename).suffix.lower() in endings]
        _refuse_large(path, sum(entry.file_size for entry in wanted))
        for entry in wanted:
            # Its own name alone: an archive may name folders outside the one it is put into.
            with archive.open(entry) as packed, (folder / Path(entry.filename).name).open("wb") as file:
                shutil.copyfileobj(packed, file)
    found = sorted(file for file in folder.iterdir() if file.suffix.lower() == endings[0])
    if not found:
        what = "KML" if endings == (".kml",) else "Shapefile"
        raise SourceRefused(path, f"there is no {what} in it.")
    if endings == (".kml",):
        # The first is the map; others are pictures' and links' (OGC 12-007r2, 7.2).
        first = next((file for file in found if file.stem.lower() == "doc"), found[0])
        _refuse_other_than_kml(path, first)
        return [first]
    return found


def _refuse_large(path: Path, size: int) -> None:
    if size > LIMIT_MB * 1_000_000:
        raise SourceRefused(path, f"it is {size / 1e6:,.0f} MB large; {LIMIT_MB} MB is the most.")


def _refuse_other_than_kml(path: Path, file: Path) -> None:
    # GDAL goes by content, and reads formats that name further files to open.
    with file.open("rb") as opened:
        head = opened.read(4096).decode("utf-8", errors="replace").lower()
    if "<kml" not in head and ":kml" not in head:
        raise SourceRefused(path, _MESSAGES[".kml"])


def _layer_names(path: Path, file: Path) -> list[str]:
    import pyogrio

    layers = pyogrio.list_layers(file)
    names = [str(name) for name, shapes in layers if shapes is not None]
    if not names:
        raise SourceRefused(path, "there are no polygons and no lines in it.")
    return names


def _layer(path: Path, file: Path, name: str) -> tuple[str, Rows]:
    from pyogrio.raw import read

    meta, _, geometries, columns = read(file, layer=name, force_2d=True)
    shapes = shapely.from_wkb(geometries)
    notes: tuple[str, ...] = ()
    if meta["crs"]:
        shapes = _in_degrees(path, shapes, str(meta["crs"]))
    elif _seem_degrees(shapes):
        notes = ("Check: it does not say in which coordinate system it is; WGS84 was taken.",)
    else:
        raise SourceRefused(path, "it does not say in which coordinate system it is (no .prj file).")
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise SourceRefused(path, "some of its coordinates have no place on the map.")
    fields = [str(field) for field in meta["fields"]]
    kept = [
        (field, column)
        for field, column in zip(fields, columns, strict=True)
        if not (file.suffix.lower() == ".kml" and field in _LOOKS)
    ]
    rows = [{field: _value(column[row]) for field, column in kept} for row in range(len(shapes))]
    return name, Rows(rows, list(shapely.to_wkb(shapes)), notes)


def _in_degrees(path: Path, shapes: NDArray[Any], name: str) -> NDArray[Any]:
    import pyproj

    try:
        crs = pyproj.CRS.from_user_input(name)
        if crs.equals(pyproj.CRS("EPSG:4326"), ignore_axis_order=True):
            return shapes
        transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except pyproj.exceptions.ProjError:
        raise SourceRefused(path, "its coordinate system is none that is known.") from None

    def to_degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    degrees: NDArray[Any] = shapely.transform(shapes, to_degrees)
    return degrees


def _seem_degrees(shapes: NDArray[Any]) -> bool:
    return bool((np.abs(shapely.get_coordinates(shapes)) <= [180, 90]).all())


def _value(value: Any) -> Any:
    """A field's value as GeoJSON would have it."""
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value).removesuffix("T00:00:00.000")
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and np.isnan(value) else value
