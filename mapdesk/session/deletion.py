"""The step that takes selected Features off the map of a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from mapdesk.edit.edit import Edited
from mapdesk.edit.features import delete_features
from mapdesk.model.features import Feature, FrontLine
from mapdesk.model.project import Project
from mapdesk.session.naming import feature_name


def deletion(
    project: Project, account: str, day: date, features: Sequence[Feature], verb: str = "Delete"
) -> tuple[str, Callable[[Project], Edited]]:
    """What deleting some Features, or cutting them out, is called, and its edit.

    Fronts that follow from the areas are passed over among others: they go with their areas.
    """
    own = [f for f in features if not (isinstance(f, FrontLine) and f.derived)] or list(features)
    feature_ids = tuple(feature.feature_id for feature in own)
    called = feature_name(project, own[0]) if len(own) == 1 else f"{len(own)} features"
    return (
        f"{verb} {called}",
        lambda state: delete_features(state, account=account, day=day, feature_ids=feature_ids),
    )
