"""What is wrong with a Project: ground that breaks the planar law, references to what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from mapdesk.geometry.coverage import faults
from mapdesk.geometry.grid import is_on_grid
from mapdesk.model.articles import LinkKind
from mapdesk.model.features import ControlArea, Feature, FrontLine
from mapdesk.model.fronts import derived_fronts
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project, Snapshot


def problems(project: Project) -> list[str]:
    """One sentence for each problem of ground, dates, articles and links; none where all is well."""
    return [*_of_ground(project), *_of_articles(project), *_of_links(project)]


def _of_ground(project: Project) -> Iterator[str]:
    # A Feature that stays the same is one object on all its dates.
    seen: set[int] = set()
    for account, snapshots in project.snapshots.items():
        if account not in project.accounts:
            yield f"There is a map of an account that is not there: {account}."
        for snapshot in snapshots:
            for feature in snapshot.features.values():
                if id(feature) not in seen:
                    seen.add(id(feature))
                    yield from _of_feature(project, feature, snapshot)
            yield from _of_planar_map(project, snapshot)


def _of_feature(project: Project, feature: Feature, snapshot: Snapshot) -> Iterator[str]:
    name = f"{feature.feature_id} ({snapshot.date})"
    if not feature.shape.is_valid or feature.shape.is_empty:
        yield f"{name} has a shape that crosses itself or is empty."
    if not is_on_grid(feature.shape):
        yield f"{name} has vertices that are not on the grid."
    sides = (feature.side,) if isinstance(feature, ControlArea) else getattr(feature, "sides", ())
    for side in sides:
        if side not in project.sides:
            yield f"{name} belongs to a side that is not there: {side}."


def _of_planar_map(project: Project, snapshot: Snapshot) -> Iterator[str]:
    wrong = faults([area.shape for area in planar_areas(snapshot.features)])
    for fault in wrong[:10]:
        point = fault.representative_point()
        yield (
            f"On {snapshot.date} areas overlap, or leave a sliver between them, "
            f"near {point.y:.4f}, {point.x:.4f} (latitude, longitude)."
        )
    stored = {
        uid: feature.shape
        for uid, feature in snapshot.features.items()
        if isinstance(feature, FrontLine) and feature.derived
    }
    computed = {uid: front.shape for uid, front in derived_fronts(project, snapshot).items()}
    if stored != computed:
        yield f"On {snapshot.date} the front line does not agree with the areas."


def _of_articles(project: Project) -> Iterator[str]:
    for article in project.articles.values():
        if article.current_revision not in project.revisions:
            yield f"The article “{article.title}” has lost its text."
    for anchor in project.anchors.values():
        revision = project.revisions.get(anchor.revision)
        if revision is None or anchor.passage not in project.passages:
            yield f"The place of passage {anchor.passage} belongs to a text or passage that is not there."
        elif revision.text[anchor.start : anchor.end] != anchor.exact:
            yield f"The passage “{anchor.exact[:60]}” does not stand where it should in its article."


def _of_links(project: Project) -> Iterator[str]:
    known = {uid for dated in project.snapshots.values() for snapshot in dated for uid in snapshot.features}
    for link in project.links.values():
        if link.passage not in project.passages:
            yield f"Link {link.uid} begins at a passage that is not there."
        if link.kind is LinkKind.FEATURE and link.target not in known:
            yield f"Link {link.uid} leads to feature {link.target}, which is on no map any more."
