"""Where new ids come from."""

from __future__ import annotations

import re
import uuid

from mapdesk.session.ids import NewIds, uuid7


def test_what_people_type_has_a_short_id_without_letters_that_look_alike() -> None:
    ids = NewIds()
    for kind in ("area", "front", "annotation", "frame"):
        assert re.fullmatch(rf"{kind}-[0-9a-hj-km-np-tv-z]{{7}}", ids(kind))


def test_what_is_only_looked_up_has_a_long_one_that_sorts_by_time() -> None:
    made = [uuid7() for _ in range(3)]
    assert all(uuid.UUID(one).version == 7 for one in made)
    assert len(set(made)) == 3
    assert NewIds()("passage").startswith("passage-0")


def test_an_id_is_never_given_twice_nor_one_that_is_taken(monkeypatch) -> None:
    drawn = iter(["0000001", "0000001", "0000002", "0000003"])
    monkeypatch.setattr("mapdesk.session.ids._short", lambda: next(drawn))
    ids = NewIds({"area-0000002"})
    assert [ids("area"), ids("area")] == ["area-0000001", "area-0000003"]
