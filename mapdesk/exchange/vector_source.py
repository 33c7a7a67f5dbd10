"""Opens vector files of every format that is known: GeoJSON here, the others apart, through GDAL."""

from __future__ import annotations

from pathlib import Path

from mapdesk.exchange.apart import Died, results_apart
from mapdesk.exchange.gdal_file import ENDINGS, Rows, file_of_rows, read_rows
from mapdesk.exchange.geojson import open_geojson
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.exchange.vector_file import Kind, VectorFile, is_project


def open_vector(path: Path) -> VectorFile:
    """A file of vector data in degrees (lon, lat); raises SourceRefused.

    What is not GeoJSON is read in a process of its own, which may die of a damaged file.
    """
    _refuse_project(path)
    if not _is_of_gdal(path):
        return open_geojson(path)
    ((_, outcome),) = results_apart(read_rows, [path], at_once=1)
    if isinstance(outcome, Rows):
        return file_of_rows(path, outcome)
    if isinstance(outcome, Died):
        raise SourceRefused(path, outcome.why)
    raise outcome


def open_vector_here(path: Path) -> VectorFile:
    """The same in this process, which has to be one that may die."""
    _refuse_project(path)
    return file_of_rows(path, read_rows(path)) if _is_of_gdal(path) else open_geojson(path)


def kinds_in(path: Path) -> tuple[Kind, ...]:
    """How a file tells its features apart; raises SourceRefused as open_vector does."""
    if _is_of_gdal(path):
        return open_vector(path).kinds()
    return open_geojson(path, vertices=False).kinds()


def _refuse_project(path: Path) -> None:
    if is_project(path):
        raise SourceRefused(path, "it is a MapDesk project, which is opened, not imported.")


def _is_of_gdal(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS or path.is_dir()
