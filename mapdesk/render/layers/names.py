"""The names on the map and the dots of its places, as they were placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.render.annotation_words import word_starts, words_of
from mapdesk.render.area_names import AreaName, country_names, region_names, sea_names, wanted_area_names
from mapdesk.render.labels import Lines, Obstacle, Spot, Wanted, grown, place, priced
from mapdesk.render.layers.annotations import annotations_in, note_symbol_boxes
from mapdesk.render.marks import slug
from mapdesk.render.patch_labels import FRAME_SIZE, figure_place
from mapdesk.render.place_names import NamedPlace, dots, text_box, wanted_names
from mapdesk.render.river_names import RiverName, river_names, size_of, wanted_river_names
from mapdesk.render.scene import Face, Fill, Group, Halo, Layer, Path, Stroke, Text
from mapdesk.render.sheet import Box, Sheet, polygons
from mapdesk.render.symbols import disc
from mapdesk.render.text import MissingGlyph, text_width

_ANNOTATION_SIZE = 14.0
#: What the keys of figures on changed ground begin with.
_FIGURE = "change "
_FIGURE_PRIORITY = 60.0


@dataclass(frozen=True)
class NamesOnMap:
    """The layers of names and dots, and the names that found no room."""

    layers: tuple[Layer, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class _Note:
    """The words of an annotation, or of a change, where they may stand, their colour and size."""

    wanted: Wanted
    text: str
    colour: str
    size: float = _ANNOTATION_SIZE
    kind: str = "annotation"


def names_on_map(
    sheet: Sheet,
    places: Sequence[NamedPlace],
    taken: Sequence[Box],
    lines: Sequence[tuple[BaseGeometry, float]],
) -> NamesOnMap:
    """Places all names together: on the panels none, on the front rarely, over each other never."""
    areas = [*region_names(sheet), *country_names(sheet), *sea_names(sheet)]
    rivers = river_names(sheet)
    notes = [*_notes(sheet), *_figures(sheet)]
    wanted: list[Wanted] = [note.wanted for note in notes]
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
        **{note.wanted.key: note.text for note in notes},
    }
    # A patch without its figure is told by its colour all the same.
    nameless = (said[key] for key in placing.dropped if not key.startswith(_FIGURE))
    dropped = (*unset, *nameless)
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
                *(
                    _note_label(sheet, note, spots[note.wanted.key])
                    for note in notes
                    if note.wanted.key in spots
                ),
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


def _note_label(sheet: Sheet, note: _Note, spot: Spot) -> Group:
    halo = Halo(sheet.style.halo, sheet.px(3.0))
    size = sheet.px(note.size)
    words = slug(note.text) or "note"
    return _label(sheet, words, note.kind, note.text, spot, size, Face.SEMIBOLD, note.colour, halo)


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


def _notes(sheet: Sheet) -> list[_Note]:
    """The words of annotations with the spots where they may stand."""
    found = []
    size = sheet.px(_ANNOTATION_SIZE)
    for note, shape in annotations_in(sheet):
        text = words_of(note)
        try:
            width = text_width(text, Face.SEMIBOLD, size) if text else 0.0
        except MissingGlyph:
            continue
        if not text:
            continue
        side = sheet.content.side(note.side)
        colour = sheet.style.outline_of(side.colour) if side else sheet.style.advance
        for time, starts in enumerate(
            word_starts(note, shapely.get_coordinates(shape), width, size, sheet.k)
        ):
            spots = tuple(
                Spot((text_box(sheet, a, b, width, size),), round(a, 2), round(b, 2), 0.2 * n)
                for n, (a, b) in enumerate(starts)
            )
            # Its symbol is no obstacle to its own words, whose places begin beside it.
            key = f"note {note.feature_id}" if time == 0 else f"note {note.feature_id} {time + 1}"
            found.append(_Note(Wanted(key, 120.0, spots), text, colour))
    return found


def _figures(sheet: Sheet) -> list[_Note]:
    """How large each patch of changed ground is, with the places on it where that may stand."""
    found = []
    size, view = sheet.px(FRAME_SIZE), shapely.box(*sheet.view.box())
    for patch in sheet.content.change:
        drawn = polygons(shapely.intersection(sheet.view.draw(patch.shape), view))
        try:
            figure = figure_place(patch, drawn, size)
        except MissingGlyph:
            continue
        if figure is None:
            continue
        text, x, y, width = figure
        spots = tuple(
            Spot((text_box(sheet, left, base, width, size),), round(left, 2), round(base, 2), 0.3 * n)
            for n, up in enumerate((0.0, -0.6, 0.6))
            for left, base in [(x - width / 2, y + (0.36 + up) * size)]
        )
        wanted = Wanted(f"{_FIGURE}{patch.uid}", _FIGURE_PRIORITY, spots)
        found.append(_Note(wanted, text, sheet.style.text, FRAME_SIZE, "change"))
    return found


def _symbols(sheet: Sheet) -> list[Obstacle]:
    return [
        Obstacle(box, f"note {note.feature_id}")
        for note, shape in annotations_in(sheet)
        for box in note_symbol_boxes(sheet, note, shape)
    ]
