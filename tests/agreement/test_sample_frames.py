"""The sample's own frames, as they are published: PNG and SVG agree, and nothing is cut, lost or overlaps."""

from __future__ import annotations

import pytest

from mapdesk.edit.layout import frame_named
from mapdesk.edit.project import DESK
from mapdesk.model.project import Project
from mapdesk.session.picture import picture
from mapdesk.session.sample import make_sample
from tests.agreement.judges import all_faults


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    with make_sample(tmp_path_factory.mktemp("sample") / "sample.mapdesk.gpkg") as session:
        return session.project


@pytest.mark.parametrize("name", ["South", "East", ""])
def test_a_published_frame_of_the_sample_is_without_fault(sample: Project, name: str) -> None:
    frame = frame_named(sample, name) if name else None
    before, day = (snapshot.date for snapshot in sample.snapshots[DESK][-2:])
    assert all_faults(picture(sample, DESK, day, frame=frame, since=before).scene) == []
