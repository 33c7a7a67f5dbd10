"""All ground of a date at once: one planar map, what prevails first, and nothing that stays is touched."""

from __future__ import annotations

from mapdesk.edit.whole_ground import Held, put_whole, worked_out
from mapdesk.geometry.coverage import faults
from mapdesk.model.features import Evidence, Status
from mapdesk.model.ground import areas_of
from tests.plain_maps import areas, numbered, put, rectangle, same_ground, snapshot, two_sides

WEST, EAST = rectangle(30, 50, 32, 52), rectangle(31, 50, 34, 52)


def test_what_comes_first_prevails_and_claims_lie_over_anything() -> None:
    worked = worked_out([(Status.CONTROLLED, [WEST]), (Status.ADVANCE, [EAST]), (Status.CLAIMED, [EAST])])
    (held,), (ahead,), (claimed,) = worked.grounds
    assert same_ground(held, WEST)
    assert same_ground(ahead, rectangle(32, 50, 34, 52))
    assert same_ground(claimed, EAST)
    assert faults([held, ahead]) == []
    assert sum(part.area for part in worked.overlaid) == 2


def test_a_narrow_gap_between_grounds_is_filled_and_counted() -> None:
    worked = worked_out([(Status.CONTROLLED, [WEST]), (Status.ADVANCE, [rectangle(32.0001, 50, 34, 52)])])
    assert worked.gaps == 1
    assert faults([piece for pieces in worked.grounds for piece in pieces]) == []


def test_other_sides_keep_their_ground_and_give_way_where_it_is_prevailed_over() -> None:
    before = snapshot(put(put(two_sides(), "blue", EAST), "blue", rectangle(40, 50, 41, 51), add=True))
    far = next(area for area in areas_of(before.features) if area.shape.bounds[0] == 40)
    held = Held("red", Status.CONTROLLED, Evidence.REPORTED, (WEST,))
    after, _ = put_whole(before, [held], numbered(50))
    kept = areas_of(after.features)
    assert far in kept
    assert {(area.side, area.evidence) for area in kept} == {("red", "reported"), ("blue", "unconfirmed")}
    assert faults([area.shape for area in kept]) == []


def test_what_ended_is_taken_off_and_what_is_put_again_is_the_same_value() -> None:
    project = put(two_sides(), "red", WEST)
    (area,) = areas(project)
    held = Held("red", Status.CONTROLLED, Evidence.UNCONFIRMED, (area.shape,))
    again, notes = put_whole(snapshot(project), [held], numbered(50))
    assert areas_of(again.features) == [area]
    assert notes == ()
    gone, _ = put_whole(snapshot(project), [], numbered(50), ended={("red", Status.CONTROLLED)})
    assert areas_of(gone.features) == []
