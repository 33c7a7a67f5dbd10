"""Give: a whole area changes hands and stays itself."""

from __future__ import annotations

from datetime import date

from mapdesk.edit.claim import give_ground
from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.features import change_feature, delete_features
from mapdesk.model.features import ControlArea, Status
from mapdesk.model.project import Project


def give_area(
    project: Project, *, account: str, day: date, feature_id: str, side: str, status: Status, ids: Ids
) -> Edited:
    """Give an area on the map of a date to a Side with a status, or to nobody where `side` is "".

    The area keeps its id, name and evidence and joins no other one, so that links still lead to it; nobody's
    ground is no area, so that it is gone then. What is CLAIMED is laid over the area and takes nothing from
    it.
    """
    snapshot = snapshot_to_edit(project, account, day)
    area = snapshot.features.get(feature_id)
    if not isinstance(area, ControlArea):
        raise EditRefused(f"There is no area {feature_id} on the map of this date.")
    if not side:
        return delete_features(project, account=account, day=day, feature_ids=[feature_id])
    if (area.side, area.status) == (side, status):
        raise EditRefused("This area is held that way already, so nothing would change.")
    if status is Status.CLAIMED and area.status is not Status.CLAIMED:
        return give_ground(
            project, account=account, day=day, ground=[area.shape], side=side, status=status, ids=ids
        )
    return change_feature(
        project, account=account, day=day, feature_id=feature_id, ids=ids, side=side, status=status
    )
