"""Edits of Frames."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from mapdesk.edit.edit import EditRefused
from mapdesk.model.layout import Frame
from mapdesk.model.project import Project

_SMALLEST, _LARGEST = 200, 8000


def put_frame(project: Project, frame: Frame) -> Project:
    """The Project with a Frame added, or put in the place of the one of its uid."""
    if not frame.name.strip():
        raise EditRefused("A frame needs a name, by which it is found and its files are called.")
    west, south, east, north = frame.bounds
    if not (-360 <= west < east <= 360 and -90 <= south < north <= 90):
        raise EditRefused("A frame needs some ground: its west must lie west of its east, its south south.")
    if not all(_SMALLEST <= pixels <= _LARGEST for pixels in (frame.width, frame.height)):
        raise EditRefused(f"A frame is {_SMALLEST} to {_LARGEST} pixels wide and high.")
    if any(
        frame.name.casefold() == other.name.casefold() and frame.uid != other.uid
        for other in project.frames.values()
    ):
        raise EditRefused(f"There is a frame called {frame.name} already.")
    return replace(project, frames={**project.frames, frame.uid: frame})


def change_frame(project: Project, uid: str, **changes: Any) -> Project:
    """The Project with some fields of a Frame changed."""
    return put_frame(project, replace(_frame(project, uid), **changes))


def duplicate_frame(project: Project, uid: str, new_uid: str) -> Project:
    """The Project with a second Frame like the one named, under a name of its own."""
    frame = _frame(project, uid)
    return put_frame(project, replace(frame, uid=new_uid, name=free_name(project, frame.name)))


def remove_frame(project: Project, uid: str) -> Project:
    """The Project without a Frame; pictures made of it stay where they are."""
    _frame(project, uid)
    return replace(project, frames={key: frame for key, frame in project.frames.items() if key != uid})


def free_name(project: Project, name: str) -> str:
    """The name itself, or with the first number that makes it one that no Frame has: South 2."""
    taken = {frame.name.casefold() for frame in project.frames.values()}
    numbered = (f"{name} {number}" for number in count(2))
    return name if name.casefold() not in taken else next(n for n in numbered if n.casefold() not in taken)


def _frame(project: Project, uid: str) -> Frame:
    if uid not in project.frames:
        raise EditRefused("This frame is no longer in the project.")
    return project.frames[uid]


def frame_named(project: Project, name: str) -> Frame:
    """The Frame of a uid or name, however it is capitalised."""
    for frame in project.frames.values():
        if name == frame.uid or name.casefold() == frame.name.casefold():
            return frame
    known = ", ".join(frame.name for frame in project.frames.values()) or "none yet"
    raise EditRefused(f"This project has no frame called {name}; its frames are: {known}.")
