"""How QGIS shows the file: a style for each layer, made from the Sides' colours.

The table layer_styles and its QML are QGIS's own; the SLD beside it is OGC SLD 1.0 (OGC 02-070).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from html import escape

from mapdesk.model.features import Status
from mapdesk.model.project import Side
from mapdesk.store.rows import ANNOTATION, CONTROL_AREA, FRONT_LINE, HOME_GROUND, SNAPSHOT

_GREY = (128, 128, 128)
#: What XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
#: Shows of each layer what holds on the date that QGIS's time controller is set to.
_TEMPORAL = (
    '<temporal enabled="1" mode="2" startField="valid_from" endField="valid_until" limitMode="0" '
    'durationField="" durationUnit="d" fixedDuration="0" accumulate="0" startExpression="" endExpression=""/>'
)


def write(connection: sqlite3.Connection, sides: Iterable[Side], now: str) -> None:
    """Writes the default style of each layer anew, in the caller's transaction."""
    import sqlite_utils

    in_order = sorted(sides, key=lambda side: (side.rank, side.uid))
    styles = {
        CONTROL_AREA.name: (_areas_qml(in_order), _areas_sld(in_order)),
        FRONT_LINE.name: (
            _single_qml("line", _line((0, 0, 0), 0.6), temporal=True),
            _line_sld(FRONT_LINE.name),
        ),
        ANNOTATION.name: (_labels_qml(), _labels_sld()),
        SNAPSHOT.name: (_single_qml("fill", _outline(_GREY, "dot")), _line_sld(SNAPSHOT.name)),
        HOME_GROUND.name: (_single_qml("fill", _outline(_GREY, "dash")), _line_sld(HOME_GROUND.name)),
    }
    connection.execute("DELETE FROM layer_styles WHERE owner = 'mapdesk'")
    sqlite_utils.Database(connection, execute_plugins=False).table("layer_styles").insert_all(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": table,
            "f_geometry_column": "geom",
            "styleName": "MapDesk",
            "styleQML": qml,
            "styleSLD": sld,
            "useAsDefault": 1,
            "description": "made from the sides' colours",
            "owner": "mapdesk",
            "update_time": now,
        }
        for table, (qml, sld) in styles.items()
    )


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))


def _quoted(text: str) -> str:
    return f'"{_text(text)}"'


def _rgb(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    try:
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    except ValueError:
        return _GREY


def _areas_qml(sides: list[Side]) -> str:
    categories: list[str] = []
    symbols: list[str] = []
    for side in sides:
        for status in Status:
            name = str(len(symbols))
            value, label = f"{side.uid}/{status}", f"{side.name}: {status}"
            categories.append(
                f'<category render="true" symbol="{name}" value={_quoted(value)} label={_quoted(label)}/>'
            )
            symbols.append(_symbol(name, "fill", _area(_rgb(side.colour), status)))
    attribute = _quoted('"side" || \'/\' || "status"')
    return _qml(
        f'<renderer-v2 type="categorizedSymbol" attr={attribute} symbollevels="0" enableorderby="0">'
        f"<categories>{''.join(categories)}</categories><symbols>{''.join(symbols)}</symbols></renderer-v2>",
        temporal=True,
    )


def _single_qml(kind: str, layer: str, *, temporal: bool = False) -> str:
    return _qml(
        '<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0">'
        f"<symbols>{_symbol('0', kind, layer)}</symbols></renderer-v2>",
        temporal=temporal,
    )


def _labels_qml() -> str:
    """Annotations are points and lines in one layer, so a symbol would fit one kind only; texts fit both."""
    return _qml(
        '<labeling type="simple"><settings><text-style fieldName="text" fontSize="9" textColor="0,0,0,255"/>'
        "</settings></labeling>",
        temporal=True,
        what="Labeling",
    )


def _qml(inside: str, *, temporal: bool, what: str = "Symbology") -> str:
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.22.0" styleCategories="{what}|Temporal" labelsEnabled="{int(what == "Labeling")}">'
        f"{_TEMPORAL if temporal else ''}{inside}</qgis>"
    )


def _symbol(name: str, kind: str, layer: str) -> str:
    return f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">{layer}</symbol>'


def _layer(of: str, **options: str) -> str:
    inside = "".join(
        f'<Option name={_quoted(name)} type="QString" value={_quoted(value)}/>'
        for name, value in options.items()
    )
    return f'<layer class="{of}" enabled="1" locked="0" pass="0"><Option type="Map">{inside}</Option></layer>'


def _colour(rgb: tuple[int, int, int], alpha: int = 255) -> str:
    return ",".join(map(str, (*rgb, alpha)))


def _area(rgb: tuple[int, int, int], status: Status) -> str:
    if status is Status.CLAIMED:
        return _outline(rgb, "dash")
    pattern = {Status.CONTROLLED: "solid", Status.ADVANCE: "f_diagonal", Status.CONTESTED: "diagonal_x"}
    return _layer(
        "SimpleFill",
        color=_colour(rgb, 140),
        style=pattern[status],
        outline_color=_colour(rgb),
        outline_style="solid",
        outline_width="0.2",
        outline_width_unit="MM",
    )


def _outline(rgb: tuple[int, int, int], style: str) -> str:
    return _layer(
        "SimpleFill",
        color=_colour(rgb, 0),
        style="no",
        outline_color=_colour(rgb),
        outline_style=style,
        outline_width="0.4",
        outline_width_unit="MM",
    )


def _line(rgb: tuple[int, int, int], width: float) -> str:
    return _layer("SimpleLine", line_color=_colour(rgb), line_width=str(width), line_width_unit="MM")


def _areas_sld(sides: list[Side]) -> str:
    rules = []
    for side in sides:
        red, green, blue = _rgb(side.colour)
        css = f"#{red:02x}{green:02x}{blue:02x}"
        for status in Status:
            wanted = "".join(
                f"<ogc:PropertyIsEqualTo><ogc:PropertyName>{name}</ogc:PropertyName>"
                f"<ogc:Literal>{_text(value)}</ogc:Literal></ogc:PropertyIsEqualTo>"
                for name, value in (("side", side.uid), ("status", status.value))
            )
            fill = (
                ""
                if status is Status.CLAIMED
                else f'<Fill><CssParameter name="fill">{css}</CssParameter>'
                '<CssParameter name="fill-opacity">0.55</CssParameter></Fill>'
            )
            rules.append(
                f"<Rule><Name>{_text(side.name)}: {status}</Name>"
                f"<ogc:Filter><ogc:And>{wanted}</ogc:And></ogc:Filter>"
                f'<PolygonSymbolizer>{fill}<Stroke><CssParameter name="stroke">{css}</CssParameter></Stroke>'
                "</PolygonSymbolizer></Rule>"
            )
    return _sld(CONTROL_AREA.name, "".join(rules))


def _line_sld(layer: str) -> str:
    return _sld(layer, '<Rule><LineSymbolizer><Stroke><CssParameter name="stroke">#000000</CssParameter>'
                       "</Stroke></LineSymbolizer></Rule>")  # fmt: skip


def _labels_sld() -> str:
    label = "<Label><ogc:PropertyName>text</ogc:PropertyName></Label>"
    return _sld(ANNOTATION.name, f"<Rule><TextSymbolizer>{label}</TextSymbolizer></Rule>")


def _sld(layer: str, rules: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor version="1.0.0" '
        'xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc">'
        f"<NamedLayer><Name>{layer}</Name><UserStyle><FeatureTypeStyle>{rules}</FeatureTypeStyle>"
        "</UserStyle></NamedLayer></StyledLayerDescriptor>"
    )
