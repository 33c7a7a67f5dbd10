"""Projects as hypothesis makes them up: few ids, so that they meet, and any text."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from mapdesk.model.articles import (
    Anchor,
    AnchorState,
    Article,
    Block,
    Link,
    LinkKind,
    LinkRole,
    Motive,
    Passage,
    Revision,
)
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Evidence, FrontLine, Status
from mapdesk.model.layout import DateRule, Frame, Furniture
from mapdesk.model.project import About, Account, HomeGround, Project, Side, Snapshot

TEXTS = st.text(max_size=8)
IDS = st.sampled_from(["a", "b", "c", "Київ/північ", "d e"])
SIDES = st.sampled_from(["ua", "ru"])
ACCOUNTS = st.sampled_from(["desk", "ministry"])
DAYS = st.integers(0, 5).map(lambda n: date(2024, 1, 30) + timedelta(days=n))
_STEPS = st.integers(-170_000_000, 170_000_000).map(lambda n: n / 1_000_000)
_LATITUDES = st.integers(-80_000_000, 80_000_000).map(lambda n: n / 1_000_000)
POINTS = st.tuples(_STEPS, _LATITUDES)


@st.composite
def boxes(draw: st.DrawFn) -> Polygon:
    west, south = draw(POINTS)
    hole = [(west + 0.2, south + 0.2), (west + 0.8, south + 0.2), (west + 0.5, south + 0.8)]
    shell = box(west, south, west + 1, south + 1).exterior.coords
    return Polygon(shell, [hole] if draw(st.booleans()) else [])


GROUNDS = st.one_of(boxes(), st.lists(boxes(), min_size=1, max_size=3).map(MultiPolygon))
LINES = st.lists(POINTS, min_size=2, max_size=5)


def _described(feature_id: str) -> dict[str, st.SearchStrategy]:
    return {
        "feature_id": st.just(feature_id),
        "name": TEXTS,
        "note": TEXTS,
        "evidence": st.sampled_from(Evidence),
        "evidence_by": TEXTS,
        "evidence_since": TEXTS,
        "locked": st.booleans(),
    }


@st.composite
def features(draw: st.DrawFn) -> ControlArea | FrontLine | Annotation:
    described = _described(draw(IDS))
    areas = st.builds(
        ControlArea, **described, side=SIDES, status=st.sampled_from(Status), shape=boxes(), split_from=TEXTS
    )
    fronts = st.builds(
        FrontLine,
        **described,
        shape=st.lists(LINES, min_size=1, max_size=2).map(MultiLineString),
        sides=st.lists(SIDES, max_size=2).map(tuple),
        derived=st.booleans(),
    )
    annotations = st.builds(
        Annotation,
        **described,
        kind=st.sampled_from(AnnotationKind),
        shape=st.one_of(POINTS.map(Point), LINES.map(LineString)),
        text=TEXTS,
        symbol=TEXTS,
        side=st.one_of(st.just(""), SIDES),
        rank=st.integers(-3, 3),
    )
    return draw(st.one_of(areas, fronts, annotations))


@st.composite
def dated(draw: st.DrawFn, account: str) -> tuple[Snapshot, ...]:
    """An Account's Snapshots: most features stay from one date to the next, some change, come or go."""
    shown: dict[str, ControlArea | FrontLine | Annotation] = {}
    snapshots = []
    for day in sorted(draw(st.sets(DAYS, min_size=1, max_size=4))):
        if draw(st.booleans()):
            shown = {uid: feature for uid, feature in shown.items() if draw(st.booleans())}
            shown |= {feature.feature_id: feature for feature in draw(st.lists(features(), max_size=3))}
        snapshots.append(
            Snapshot(
                account=account,
                date=day,
                extent=draw(GROUNDS),
                features=shown,
                as_of=draw(TEXTS),
                source=draw(TEXTS),
                checked=draw(st.booleans()),
                checked_by=draw(TEXTS),
                checked_at=draw(TEXTS),
            )
        )
    return tuple(snapshots)


def _by_uid(make: type, **fields: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.builds(make, uid=IDS, **fields), max_size=2, unique_by=lambda value: value.uid).map(
        lambda values: {value.uid: value for value in values}
    )


_ANCHORS = st.lists(
    st.builds(
        Anchor,
        passage=IDS,
        revision=IDS,
        start=st.integers(0, 9),
        end=st.integers(10, 99),
        exact=TEXTS,
        state=st.sampled_from(AnchorState),
        score=st.floats(0, 1),
    ),
    max_size=2,
    unique_by=lambda anchor: (anchor.passage, anchor.revision),
).map(lambda anchors: {(anchor.passage, anchor.revision): anchor for anchor in anchors})

_BLOCKS = st.lists(st.builds(Block, start=st.integers(0, 9), end=st.integers(10, 99), kind=TEXTS), max_size=2)
_HOMES = st.lists(st.builds(HomeGround, label=TEXTS, shape=GROUNDS, water=GROUNDS), max_size=2).map(tuple)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    return Project(
        about=draw(st.builds(About, uid=st.just("the project"), title=TEXTS, credit=TEXTS)),
        sides=draw(_by_uid(Side, name=TEXTS, colour=st.just("#0057b7"), rank=st.integers(0, 9), home=_HOMES)),
        accounts=draw(_by_uid(Account, name=TEXTS, rank=st.integers(0, 9))),
        snapshots={account: draw(dated(account)) for account in draw(st.sets(ACCOUNTS))},
        articles=draw(_by_uid(Article, title=TEXTS, current_revision=IDS)),
        revisions=draw(
            _by_uid(
                Revision,
                article=IDS,
                number=st.integers(1, 9),
                text=TEXTS,
                blocks=_BLOCKS.map(tuple),
                raw=st.binary(max_size=20),
            )
        ),
        passages=draw(_by_uid(Passage, article=IDS, motive=st.sampled_from(Motive))),
        anchors=draw(_ANCHORS),
        links=draw(
            _by_uid(
                Link,
                passage=IDS,
                kind=st.sampled_from(LinkKind),
                target=IDS,
                role=st.sampled_from(LinkRole),
                note=TEXTS,
            )
        ),
        frames=draw(
            _by_uid(
                Frame,
                name=TEXTS,
                bounds=st.tuples(_STEPS, _LATITUDES, _STEPS, _LATITUDES),
                date_rule=st.sampled_from(DateRule),
                furniture=st.frozensets(st.sampled_from(Furniture)),
            )
        ),
    )
