"""The names on the map and the dots of its places, as they were placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.features import AnnotationKind
from mapdesk.render.area_names import AreaName, country_names, region_names, sea_names, wanted_area_names
from mapdesk.render.labels import Lines, Obstacle, Spot, Wanted, grown, place, priced
from mapdesk.render.layers.annotations import MARKER, annotations_in
from mapdesk.render.marks import slug
from mapdesk.render.place_names import NamedPlace, dots, text_box, wanted_names
from mapdesk.render.river_names import RiverName, river_names, size_of, wanted_river_names
from mapdesk.render.scene import Face, Fill, Group, Halo, Layer, Path, Stroke, Text
from mapdesk.render.sheet import Box, Sheet
from mapdesk.render.symbols import disc
from mapdesk.render.text import MissingGlyph, text_width

_ANNOTATION_SIZE = 14.0


@dataclass(frozen=True)
class NamesOnMap:
    """The layers of names and dots, and the names that found no room."""

    layers: tuple[Layer, ...]
    dropped: tuple[str, ...]


def names_on_map(
    sheet: Sheet,
    places: Sequence[NamedPlace],
    taken: Sequence[Box],
    lines: Sequence[tuple[BaseGeometry, float]],
) -> NamesOnMap:
    """Places all names together: on the panels none, on the front rarely, over each other never."""
    areas = [*region_names(sheet), *country_names(sheet), *sea_names(sheet)]
    rivers = river_names(sheet)
    notes = _notes(sheet)
    wanted: list[Wanted] = [note for note, _, _ in notes]
    unset: list[str] = []
    for labels, missing in (
        wanted_names(sheet, places),
        wanted_area_names(sheet, areas),
        wanted_river_names(sheet, rivers),
    ):
        wanted += labels
        unset += missing
    obstacles = [
        *(Obstacle(grown(box, 4 * sheet.k)) for box in taken),
        *dots(sheet, places),
        *_symbols(sheet),
    ]
    placing = place(priced(wanted, Lines(lines)), obstacles, sheet.view.box())
    spots = placing.spots
    said = {
        **{p.key: p.name for p in places},
        **{a.key: a.text for a in areas},
        **{r.key: r.text for r in rivers},
        **{note.key: text for note, text, _ in notes},
    }
    dropped = (*unset, *(said[key] for key in placing.dropped))
    layers = [
        Layer(
            sheet.ids.take("layer-area-names"),
            "Names of waters and regions",
            (
                *(_area_label(sheet, a, spots[a.key]) for a in areas if a.key in spots),
                *(_river_label(sheet, r, spots[r.key]) for r in rivers if r.key in spots),
            ),
        ),
        Layer(
            sheet.ids.take("layer-places"),
            "Places",
            tuple(_dot(sheet, p) for p in reversed(places) if p.key in spots),
        ),
        Layer(
            sheet.ids.take("layer-place-names"),
            "Place names",
            (
                *(_place_label(sheet, p, spots[p.key]) for p in places if p.key in spots),
                *(_note_label(sheet, text, spots[note.key]) for note, text, _ in notes if note.key in spots),
            ),
        ),
    ]
    return NamesOnMap(tuple(layers), dropped)


def _area_label(sheet: Sheet, name: AreaName, spot: Spot) -> Group:
    style = sheet.style
    colour = style.water_text if name.kind == "sea" else style.text2
    halo = None if name.kind == "sea" else Halo(style.halo, sheet.px(3.0), 0.88)
    return _label(
        sheet,
        slug(name.text) or name.key,
        name.kind,
        name.text,
        spot,
        name.size,
        name.face,
        colour,
        halo,
        name.spacing,
    )


def _river_label(sheet: Sheet, name: RiverName, spot: Spot) -> Group:
    style = sheet.style
    halo = Halo(style.halo, sheet.px(3.2), 0.92)
    size = size_of(sheet)
    return _label(
        sheet,
        slug(name.text) or name.key,
        "river",
        name.text,
        spot,
        size,
        Face.ITALIC,
        style.water_text,
        halo,
    )


def _place_label(sheet: Sheet, named: NamedPlace, spot: Spot) -> Group:
    style, how = sheet.style, named.set_in
    halo = Halo(style.halo, sheet.px(3.4 if named.rank < 2 else 3.0))
    uid = slug(named.name) or slug(named.place.name) or slug(named.place.uid)
    return _label(
        sheet,
        uid,
        f"place r{named.rank + 1}",
        named.name,
        spot,
        sheet.px(how.size),
        how.face,
        style.text,
        halo,
    )


def _note_label(sheet: Sheet, text: str, spot: Spot) -> Group:
    style = sheet.style
    halo = Halo(style.halo, sheet.px(3.0))
    size = sheet.px(_ANNOTATION_SIZE)
    return _label(
        sheet, slug(text) or "note", "annotation", text, spot, size, Face.SEMIBOLD, style.advance, halo
    )


def _label(
    sheet: Sheet,
    words: str,
    kind: str,
    text: str,
    spot: Spot,
    size: float,
    face: Face,
    colour: str,
    halo: Halo | None,
    spacing: float = 0.0,
) -> Group:
    uid = sheet.ids.take("label", words)
    mark = Text(
        sheet.ids.take(uid, "text"),
        f"label {kind}",
        text,
        spot.x,
        spot.y,
        size,
        face,
        Fill(colour),
        halo,
        spacing,
        spot.letters,
    )
    return Group(uid, f"label {kind}", (mark,), text)


def _dot(sheet: Sheet, named: NamedPlace) -> Path:
    style, how = sheet.style, named.set_in
    inner, edge = (style.halo, style.text) if how.ringed else (style.text, style.halo)
    uid = sheet.ids.take("place", slug(named.name) or slug(named.place.uid))
    return Path(
        uid,
        f"place r{named.rank + 1}",
        (disc(named.x, named.y, how.radius * sheet.k),),
        True,
        Fill(inner),
        Stroke(edge, sheet.px(1.4)),
        named.name,
    )


def _notes(sheet: Sheet) -> list[tuple[Wanted, str, BaseGeometry]]:
    """The words of annotations with the spots where they may stand."""
    found = []
    size = sheet.px(_ANNOTATION_SIZE)
    for note, shape in annotations_in(sheet):
        text = note.text or note.name
        if not text or note.kind is AnnotationKind.ARROW:
            continue
        try:
            width = text_width(text, Face.SEMIBOLD, size)
        except MissingGlyph:
            continue
        x, y = (float(v) for v in shapely.get_coordinates(shape)[0])
        gap = 0.0 if note.kind is AnnotationKind.TEXT else (MARKER + 3) * sheet.k
        starts = [(x + gap, y + 0.36 * size), (x - gap - width, y + 0.36 * size)]
        starts += [(x - width / 2, y - gap - 0.2 * size), (x - width / 2, y + gap + 0.8 * size)]
        if note.kind is AnnotationKind.TEXT:
            starts.insert(0, (x - width / 2, y + 0.36 * size))
        spots = tuple(
            Spot((text_box(sheet, a, b, width, size),), round(a, 2), round(b, 2), 0.2 * n)
            for n, (a, b) in enumerate(starts)
        )
        found.append((Wanted(f"note {note.feature_id}", 120.0, spots), text, shape))
    return found


def _symbols(sheet: Sheet) -> list[Obstacle]:
    found = []
    for note, shape in annotations_in(sheet):
        if note.kind in (AnnotationKind.MARKER, AnnotationKind.SYMBOL):
            x, y = (float(v) for v in shapely.get_coordinates(shape)[0])
            r = (MARKER + 1) * sheet.k
            found.append(Obstacle((x - r, y - r, x + r, y + r), f"note {note.feature_id}"))
    return found
