"""Edits of Frames."""

from __future__ import annotations

from dataclasses import replace

from mapdesk.edit.edit import EditRefused
from mapdesk.model.layout import Frame
from mapdesk.model.project import Project

_SMALLEST, _LARGEST = 200, 8000


def put_frame(project: Project, frame: Frame) -> Project:
    """The Project with a Frame added, or put in the place of the one of its uid."""
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


def frame_named(project: Project, name: str) -> Frame:
    """The Frame of a uid or name, however it is capitalised."""
    for frame in project.frames.values():
        if name == frame.uid or name.casefold() == frame.name.casefold():
            return frame
    known = ", ".join(frame.name for frame in project.frames.values()) or "none yet"
    raise EditRefused(f"This project has no frame called {name}; its frames are: {known}.")
