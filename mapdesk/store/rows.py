"""How each value of the model stands in the file: the one place that names its table and its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from mapdesk.model.articles import (
    Anchor,
    AnchorState,
    Article,
    Link,
    LinkKind,
    LinkRole,
    Motive,
    Passage,
    Revision,
)
from mapdesk.model.difference import FeatureVersion, Key
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Evidence, FrontLine, Status
from mapdesk.model.layout import DateRule, Frame
from mapdesk.model.project import About, Account, Ground, HomeGround, Side, Snapshot
from mapdesk.store.table import (
    BINARY,
    BLOCKS,
    DAY,
    DAY_OR_NONE,
    FLAG,
    FURNITURE,
    GROUND,
    KEY,
    NUMBER,
    ORDER,
    SHAPES,
    TEXT,
    TEXTS,
    WHOLE,
    YES_NO,
    Cells,
    Column,
    Kind,
    RowNames,
    Table,
    choice,
)

#: A row with the name of its table.
Row: TypeAlias = tuple[str, Cells]


def _columns(*texts: str, **kinds: Kind) -> tuple[Column, ...]:
    return (*(Column(name, TEXT) for name in texts), *(Column(name, kind) for name, kind in kinds.items()))


def _plain(
    name: str, title: str, value_type: type, columns: Iterable[Column], key: tuple[str, ...] = ("uid",)
) -> Table:
    def make(fields: dict[str, Any]) -> Any:
        return value_type(**fields)

    return Table(name, title, tuple(columns), key, vars, make)


def _feature_table(
    name: str, title: str, of: type[ControlArea] | type[FrontLine] | type[Annotation], sql: str,
    shape_types: tuple[str, ...], own: tuple[Column, ...],
) -> Table:  # fmt: skip
    def take(version: FeatureVersion) -> dict[str, Any]:
        return {**vars(version), **vars(version.feature)}

    def make(fields: dict[str, Any]) -> FeatureVersion:
        return FeatureVersion(
            account=fields.pop("account"),
            valid_from=fields.pop("valid_from"),
            valid_until=fields.pop("valid_until"),
            feature=of(**fields),
        )

    columns = (
        Column("geom", SHAPES[sql], "shape"),
        *_columns(account=KEY, feature_id=KEY, valid_from=DAY, valid_until=DAY_OR_NONE),
        *own,
        *_columns("name", "note", evidence=choice(Evidence)),
        *_columns("evidence_by", "evidence_since", locked=FLAG),
    )
    key = ("account", "feature_id", "valid_from")
    return Table(name, title, columns, key, take, make, named=True, is_feature=True, shape_types=shape_types)


@dataclass(frozen=True)
class _HomeGroundOf:
    """A Side's home ground with the Side and its place in the list, which its row has to name."""

    side: str
    position: int
    label: str
    shape: Ground
    water: Ground


def _take_frame(frame: Frame) -> dict[str, Any]:
    west, south, east, north = frame.bounds
    return {**vars(frame), "west": west, "south": south, "east": east, "north": north}


def _make_frame(fields: dict[str, Any]) -> Frame:
    west, south, east, north = (fields.pop(edge) for edge in ("west", "south", "east", "north"))
    return Frame(bounds=(west, south, east, north), **fields)


_GROUND = ("Polygon", "MultiPolygon")

ABOUT = _plain("about", "About the project", About, _columns("title", "credit", "language", uid=KEY), ())
SIDE = _plain("side", "Sides", Side, _columns("name", "colour", uid=KEY, rank=WHOLE))
HOME_GROUND = Table(
    "side_home_ground",
    "Home grounds",
    (Column("geom", SHAPES["GEOMETRY"], "shape"), *_columns("label", side=KEY, position=WHOLE, water=GROUND)),
    ("side", "position"),
    vars,
    lambda fields: _HomeGroundOf(**fields),
    named=True,
    shape_types=_GROUND,
)
ACCOUNT = _plain("account", "Accounts", Account, _columns("name", uid=KEY, rank=WHOLE))
SNAPSHOT = Table(
    "snapshot",
    "Snapshots",
    (
        Column("geom", SHAPES["GEOMETRY"], "extent"),
        *_columns(
            *("as_of", "time_zone", "source", "note", "checked_by", "checked_at"),
            account=KEY,
            date=DAY,
            checked=YES_NO,
        ),
    ),
    ("account", "date"),
    vars,
    lambda fields: Snapshot(**fields),
    named=True,
    shape_types=_GROUND,
)
CONTROL_AREA = _feature_table(
    "control_area", "Control areas", ControlArea, "POLYGON", ("Polygon",),
    _columns("split_from", side=KEY, status=choice(Status)),
)  # fmt: skip
FRONT_LINE = _feature_table(
    "front_line", "Front lines", FrontLine, "MULTILINESTRING", ("MultiLineString",),
    _columns(sides=TEXTS, derived=YES_NO),
)  # fmt: skip
ANNOTATION = _feature_table(
    "annotation", "Annotations", Annotation, "GEOMETRY", ("Point", "LineString"),
    _columns("text", "symbol", "side", kind=choice(AnnotationKind), rank=ORDER),
)  # fmt: skip
ARTICLE = _plain(
    "article",
    "Articles",
    Article,
    _columns(
        "title", "publisher", "author", "url", "published_at", "published_tz", "lang", "rights",
        "retrieved_at", "current_revision", uid=KEY,
    ),
)  # fmt: skip
REVISION = _plain(
    "article_revision",
    "Article revisions",
    Revision,
    _columns(
        "text", "raw_media_type", "importer", "added_at", "note",
        uid=KEY, article=KEY, number=WHOLE, blocks=BLOCKS, canon_version=WHOLE, raw=BINARY,
    ),
)  # fmt: skip
PASSAGE = _plain(
    "passage",
    "Passages",
    Passage,
    _columns("label", "created_at", uid=KEY, article=KEY, motive=choice(Motive)),
)
ANCHOR = _plain(
    "passage_anchor",
    "Where passages stand",
    Anchor,
    (
        Column("span_start", WHOLE, "start"),
        Column("span_end", WHOLE, "end"),
        *_columns(
            "exact", "prefix", "suffix", "method", "decided_by", "decided_at",
            passage=KEY, revision=KEY, state=choice(AnchorState), score=NUMBER,
        ),
    ),
    ("passage", "revision"),
)  # fmt: skip
LINK = _plain(
    "link",
    "Links",
    Link,
    (
        Column("object_kind", choice(LinkKind), "kind"),
        Column("object_id", KEY, "target"),
        *_columns("date_from", "date_to", "note", "created_at", uid=KEY, passage=KEY, role=choice(LinkRole)),
    ),
)
FRAME = Table(
    "frame",
    "Frames",
    _columns(
        "name", "title", "subtitle", "source", "note", "since", "language",
        uid=KEY, west=NUMBER, south=NUMBER, east=NUMBER, north=NUMBER, width=WHOLE, height=WHOLE,
        date_rule=choice(DateRule), furniture=FURNITURE,
    ),
    ("uid",),
    _take_frame,
    _make_frame,
)  # fmt: skip

FEATURE_TABLES = {ControlArea: CONTROL_AREA, FrontLine: FRONT_LINE, Annotation: ANNOTATION}

#: The tables that hold each of a Difference's tables, its main one first.
TABLES_OF: dict[str, tuple[Table, ...]] = {
    "about": (ABOUT,),
    "sides": (SIDE, HOME_GROUND),
    "accounts": (ACCOUNT,),
    "snapshots": (SNAPSHOT,),
    "features": (CONTROL_AREA, FRONT_LINE, ANNOTATION),
    "articles": (ARTICLE,),
    "revisions": (REVISION,),
    "passages": (PASSAGE,),
    "anchors": (ANCHOR,),
    "links": (LINK,),
    "frames": (FRAME,),
}
TABLES: dict[str, Table] = {table.name: table for tables in TABLES_OF.values() for table in tables}


def rows_of(table: str, value: Any, names: RowNames) -> list[Row]:
    """The rows that hold one value of a Difference's table; a Side's home grounds follow it."""
    if table == "features":
        found = FEATURE_TABLES[type(value.feature)]
        return [(found.name, found.cells(value, names))]
    rows = [(TABLES_OF[table][0].name, TABLES_OF[table][0].cells(value, names))]
    if table == "sides":
        rows += [
            (HOME_GROUND.name, HOME_GROUND.cells(_HomeGroundOf(value.uid, n, **vars(home)), names))
            for n, home in enumerate(value.home)
        ]
    return rows


def value_of(table: str, rows: Sequence[Row]) -> Any:
    """The value that such rows hold; `rows_of` is the way there. RowUnreadable if they hold none."""
    value = TABLES[rows[0][0]].value(rows[0][1])
    if table == "sides":
        return with_home(value, [HOME_GROUND.value(cells) for _, cells in rows[1:]])
    return value


def with_home(side: Side, grounds: Iterable[_HomeGroundOf]) -> Side:
    """A Side with its home grounds in their order."""
    in_order = sorted(grounds, key=lambda ground: ground.position)
    return replace(
        side, home=tuple(HomeGround(label=g.label, shape=g.shape, water=g.water) for g in in_order)
    )


def key_cells(table: Table, key: Key) -> Cells:
    """The cells by which a Difference's key finds its rows; a Side's key finds its home grounds too."""
    return dict(zip(table.key, key, strict=False))


def key_of(table: str, value: Any) -> Key:
    """A Difference's key of a value read from the file."""
    if table == "about":
        return ("about",)
    if table == "features":
        found: Key = value.key
        return found
    (main, *_) = TABLES_OF[table]
    fields = main.take(value)
    kinds: Mapping[str, Column] = {column.name: column for column in main.columns}
    return tuple(kinds[name].kind.encode(fields[kinds[name].attribute]) for name in main.key)
