"""A Scene with one of everything a frame can hold, made by hand; its map is invented."""

from __future__ import annotations

import math

import numpy as np
import shapely

from mapdesk.render.scene import Face, Fill, Group, Halo, Layer, Mark, Path, Scene, Stroke, Text, Vertices
from mapdesk.render.text import letter_advances, text_width

#: land, water, control, recovered, contested, their outlines and hatches, text, halo, panel, front, casing
LIGHT = {
    "land": "#F7F3EC", "water": "#D2EEFB", "control": "#C74A38", "control_edge": "#8E2F22",
    "recovered": "#F1A9CF", "recovered_edge": "#A3276B", "contested": "#F6E094", "contested_hatch": "#6B4E00",
    "claimed": "#F2D6C5", "claimed_hatch": "#A93B2C", "text": "#1A1A1A", "second": "#4A4A4A",
    "water_name": "#1F5673", "halo": "#FFFFFF", "panel": "#FFFFFF", "front": "#111111", "casing": "#FFFFFF",
    "arrow": "#174A7C", "inset": "#D0021B",
}  # fmt: skip
DARK = {
    "land": "#32353A", "water": "#0B1A26", "control": "#EB683B", "control_edge": "#FFB59C",
    "recovered": "#FFBACE", "recovered_edge": "#FFD9E4", "contested": "#5E5232", "contested_hatch": "#FFE08A",
    "claimed": "#4E3C38", "claimed_hatch": "#F0997A", "text": "#F5F5F5", "second": "#C9CCD1",
    "water_name": "#9CC3DC", "halo": "#14161A", "panel": "#1B1D21", "front": "#FFFFFF", "casing": "#101114",
    "arrow": "#A9D4F2", "inset": "#FF8A7A",
}  # fmt: skip
BASES = {"light": LIGHT, "dark": DARK}

WIDTH, HEIGHT = 1200, 675


def _round(vertices: object) -> Vertices:
    return np.round(np.asarray(vertices, dtype=np.float64), 2) + 0.0


def _rings(shape: shapely.Geometry) -> tuple[Vertices, ...]:
    return tuple(
        _round(shapely.get_coordinates(ring)[:-1]) for ring in shapely.get_rings(shapely.get_parts(shape))
    )


def _coast() -> shapely.Polygon:
    x = np.linspace(-20, WIDTH + 20, 240)
    y = 560 + 34 * np.sin(x / 97) + 15 * np.sin(x / 23 + 1) + 5 * np.sin(x / 7)
    return shapely.Polygon([(-20, -20), (WIDTH + 20, -20), *zip(x[::-1], y[::-1], strict=True)])


def _front() -> shapely.LineString:
    x = np.linspace(215, 850, 120)
    return shapely.LineString(np.c_[x, 400 - 0.25 * (x - 215) + 42 * np.sin(x / 61) + 6 * np.sin(x / 13)])


def _hatch(shape: shapely.Geometry, angle: float, spacing: float) -> tuple[Vertices, ...]:
    reach = WIDTH + HEIGHT
    direction = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    across = np.array([-direction[1], direction[0]])
    offsets = np.arange(-reach, reach, spacing)
    lines = shapely.linestrings(
        [[o * across - reach * direction, o * across + reach * direction] for o in offsets]
    )
    pieces = shapely.get_parts(shapely.get_parts(shapely.intersection(lines, shape)))
    return tuple(_round(shapely.get_coordinates(piece)) for piece in pieces if not piece.is_empty)


def _teeth(line: shapely.LineString) -> tuple[Vertices, ...]:
    teeth = []
    for at in np.arange(12, line.length - 12, 22):
        before, here, after = (shapely.get_coordinates(line.interpolate(at + d))[0] for d in (-5, 0, 5))
        ahead = (after - before) / np.hypot(*(after - before))
        teeth.append(_round([before, after, here + 8 * np.array([-ahead[1], ahead[0]])]))
    return tuple(teeth)


def _along(
    line: shapely.LineString, start: float, text: str, face: Face, size: float
) -> tuple[tuple[float, float, float], ...]:
    places, at = [], start
    for advance in letter_advances(text, face, size):
        here = shapely.get_coordinates(line.interpolate(at))[0]
        middle = shapely.get_coordinates(line.interpolate(at + 0.1))[0]
        turn = math.degrees(math.atan2(*(middle - here)[::-1]))
        places.append((round(float(here[0]), 2), round(float(here[1]), 2), round(turn, 2)))
        at += advance
    return tuple(places)


def rich_scene(base: str = "light") -> Scene:
    """The frame, on the light or the dark base."""
    ink = BASES[base]
    land, front = _coast(), _front()
    held = shapely.Polygon([*front.coords, (1000, 60), (1220, 40), (1220, 700), (215, 700)]).intersection(
        land
    )
    recovered = shapely.Polygon([(480, 310), (520, 190), (640, 150), (730, 215), (690, 290), (600, 330)])
    recovered = shapely.segmentize(recovered, 15).buffer(12).difference(held)
    contested = front.buffer(17, cap_style="flat").intersection(shapely.box(230, 0, 450, HEIGHT))
    claimed = shapely.Point(620, 420).buffer(40, quad_segs=24)
    held = held.difference(shapely.union_all([contested, claimed]).buffer(0.0))
    river = shapely.LineString(
        [(x, 300 + 0.18 * x - 90 * math.sin(x / 210) + 4 * math.sin(x / 15)) for x in range(250, 1201, 6)]
    )
    arrow = shapely.Polygon(
        [(902, 130), (908, 131), (925, 215), (940, 212), (918, 248), (896, 222), (911, 218)]
    )
    halo = Halo(ink["halo"], 3.4)

    def area(name: str, shape: shapely.Geometry, title: str, edge: Stroke) -> list[Mark]:
        return [
            Path(
                f"area-{name}-fill", f"area {name}", _rings(shape), True, Fill(ink[name], 0.85), None, title
            ),
            Path(f"area-{name}-edge", f"area {name} edge", _rings(shape), True, None, edge),
        ]

    def place(
        name: str, text: str, x: float, y: float, size: float, face: Face, to_left: bool = False
    ) -> Group:
        at = x - 9 - round(text_width(text, face, size), 2) if to_left else x + 9
        dot = shapely.Point(x, y).buffer(4, quad_segs=8)
        return Group(
            f"label-{name}",
            "place",
            (
                Path(f"dot-{name}", "dot", _rings(dot), True, Fill(ink["halo"]), Stroke(ink["text"], 1.4)),
                Text(
                    f"name-{name}",
                    "label place",
                    text,
                    round(at, 2),
                    y + 5,
                    size,
                    face,
                    Fill(ink["text"]),
                    halo,
                ),
            ),
            text,
        )

    def words(name: str, text: str, x: float, y: float, size: float, face: Face = Face.REGULAR) -> Text:
        return Text(name, "furniture", text, x, y, size, face, Fill(ink["text"]))

    def panel(name: str, x0: float, y0: float, x1: float, y1: float) -> Path:
        box = _round([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        return Path(
            name, "panel", (box,), True, Fill(ink["panel"], 0.92), Stroke(ink["second"], 1.0, join="miter")
        )

    control_edge = Stroke(ink["control_edge"], 1.0)
    region, sea = "ХЕРСОНСЬКА ОБЛАСТЬ", "Sea of Coffee"
    river_name = "Річка Інгулець"
    layers = (
        Layer(
            "land",
            "Land",
            (
                Path(
                    "land", "land", _rings(land), True, Fill(ink["land"]), Stroke(ink["water_name"], 0.7, 0.8)
                ),
            ),
        ),
        Layer(
            "control",
            "Control",
            (
                *area("control", held, "Assessed control", control_edge),
                *area(
                    "recovered", recovered, "Recovered since 1 October", Stroke(ink["recovered_edge"], 1.0)
                ),
                *area("contested", contested, "Contested", Stroke(ink["contested_hatch"], 1.0)),
                Path(
                    "hatch-contested",
                    "hatch",
                    _hatch(contested, 45, 7),
                    False,
                    None,
                    Stroke(ink["contested_hatch"], 1.3, cap="butt"),
                ),
                *area(
                    "claimed",
                    claimed,
                    "Claimed",
                    Stroke(ink["control_edge"], 1.0, dash=(4.0, 3.0), cap="butt"),
                ),
                Path(
                    "hatch-claimed",
                    "hatch",
                    _hatch(claimed, 135, 7),
                    False,
                    None,
                    Stroke(ink["claimed_hatch"], 1.3, cap="butt"),
                ),
            ),
        ),
        Layer(
            "water",
            "Water",
            (
                Path(
                    "river-casing", "river", (_round(river.coords),), False, None, Stroke(ink["water"], 6.0)
                ),
                Path(
                    "river",
                    "river",
                    (_round(river.coords),),
                    False,
                    None,
                    Stroke(ink["water_name"], 1.4),
                    "Інгулець",
                ),
            ),
        ),
        Layer(
            "front",
            "Front line",
            (
                Path(
                    "front-casing",
                    "front casing",
                    (_round(front.coords),),
                    False,
                    None,
                    Stroke(ink["casing"], 6.5),
                ),
                Path(
                    "front-line",
                    "front",
                    (_round(front.coords),),
                    False,
                    None,
                    Stroke(ink["front"], 3.2),
                    "Front line",
                ),
                Path(
                    "front-teeth",
                    "front teeth",
                    _teeth(front),
                    True,
                    Fill(ink["front"]),
                    Stroke(ink["casing"], 0.8),
                ),
                Path(
                    "front-before",
                    "front before",
                    (_round(shapely.offset_curve(front, -70).coords),),
                    False,
                    None,
                    Stroke(ink["front"], 1.8, dash=(6.0, 4.0), cap="butt"),
                ),
                Path(
                    "arrow",
                    "arrow",
                    _rings(arrow),
                    True,
                    Fill(ink["arrow"]),
                    Stroke(ink["halo"], 1.5, join="miter"),
                ),
            ),
        ),
        Layer(
            "labels",
            "Labels",
            (
                place("kherson", "Kherson", 330, 470, 18, Face.BOLD),
                place("mykolaiv", "Миколаїв", 236, 330, 18, Face.BOLD, to_left=True),
                place("brid", "Davydiv Brid — Ærø", 540, 225, 13, Face.REGULAR),
                place("office", "Sofiivka effi", 960, 330, 15, Face.SEMIBOLD),
                place("arabic", "خيرسون", 760, 430, 18, Face.BOLD),
                place("arabic-mixed", "«نوفا كاخوفكا» (2022)", 480, 520, 15, Face.SEMIBOLD),
                place("hebrew", "חרסון, אוקראינה 12%", 940, 480, 15, Face.REGULAR),
                place("mixed", "Одеса / Odessa (أوديسا)", 60, 420, 13, Face.REGULAR),
                Text(
                    "region",
                    "label region",
                    region,
                    388.33,
                    120,
                    13,
                    Face.SEMIBOLD,
                    Fill(ink["second"]),
                    Halo(ink["halo"], 3.0, 0.8),
                    2.5,
                ),
                Text(
                    "sea",
                    "label water",
                    sea,
                    480,
                    648,
                    17,
                    Face.ITALIC,
                    Fill(ink["water_name"]),
                    Halo(ink["water"], 3.0, 0.8),
                    3.0,
                ),
                Text(
                    "river-name",
                    "label water",
                    river_name,
                    0,
                    0,
                    14,
                    Face.ITALIC,
                    Fill(ink["water_name"]),
                    Halo(ink["halo"], 3.0, 0.85),
                    0.0,
                    _along(shapely.offset_curve(river, -8), 380, river_name, Face.ITALIC, 14),
                    "Інгулець",
                ),
            ),
        ),
        Layer(
            "furniture",
            "Furniture",
            (
                panel("panel-title", 14, 14, 430, 85),
                words("title", "The front line approaches Kherson", 26, 45, 22, Face.BOLD),
                words("subtitle", "Situation on 4 October 2022", 26, 71, 15),
                panel("panel-credit", 14, 596, 14 + 330, 661),
                Path(
                    "scale-bar",
                    "scale",
                    (_round([(26, 604), (26, 611), (196, 611), (196, 604)]),),
                    False,
                    None,
                    Stroke(ink["text"], 1.6, join="miter", cap="butt"),
                ),
                words("scale-text", "50 km", 94, 606, 12, Face.SEMIBOLD),
                words("credit", "Source: invented data · Base map: none", 26, 655, 10.5),
                panel("panel-inset", 1000, 14, 1186, 150),
                Path(
                    "inset-land",
                    "land",
                    (_round([(1010, 30), (1110, 24), (1170, 60), (1160, 120), (1060, 140), (1020, 90)]),),
                    True,
                    Fill(ink["land"]),
                    Stroke(ink["second"], 0.7),
                ),
                Path(
                    "inset-frame",
                    "inset",
                    (_round([(1082, 74), (1124, 73), (1126, 99), (1083, 100)]),),
                    True,
                    None,
                    Stroke(ink["inset"], 2.0, join="miter"),
                ),
            ),
        ),
    )
    return Scene(
        WIDTH,
        HEIGHT,
        ink["water"],
        layers,
        "The front line approaches Kherson",
        "A made-up frame, 4 October 2022",
        (
            ("date", "2022-10-04"),
            ("projection", "+proj=laea +lat_0=47.05 +lon_0=33.5"),
            ("sources", "Вигадані дані"),
        ),
    )
