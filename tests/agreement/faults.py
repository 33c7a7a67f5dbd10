"""Faults to plant in a Scene: each is one that a broken player or composition could make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mapdesk.render.scene import Face, Fill, Group, Mark, Path, Scene, Text

Change = Callable[[Mark], Mark | None]


def changed(scene: Scene, mark_id: str, change: Change) -> Scene:
    """The Scene with one Mark changed, or lost where `change` returns None."""
    done = 0

    def each(mark: Mark) -> tuple[Mark, ...]:
        nonlocal done
        if mark.id != mark_id:
            return (mark,)
        done += 1
        after = change(mark)
        return () if after is None else (after,)

    layers = []
    for layer in scene.layers:
        items: list[Mark | Group] = []
        for item in layer.items:
            if isinstance(item, Group):
                items.append(replace(item, marks=tuple(m for mark in item.marks for m in each(mark))))
            else:
                items += each(item)
        layers.append(replace(layer, items=tuple(items)))
    assert done == 1, f"{mark_id} is not in the Scene"
    return replace(scene, layers=tuple(layers))


def _lost(mark: Mark) -> None:
    return None


def _filled(colour: str | None = None, opacity: float | None = None) -> Change:
    def change(mark: Mark) -> Mark:
        assert mark.fill is not None
        fill = Fill(colour or mark.fill.colour, mark.fill.opacity if opacity is None else opacity)
        return replace(mark, fill=fill)

    return change


def _shade_off(mark: Mark) -> Mark:
    assert mark.fill is not None
    red = int(mark.fill.colour[1:3], 16)
    # Six of 255 after the fill's opacity of 0.85.
    return replace(mark, fill=Fill(f"#{max(0, red - 7):02X}{mark.fill.colour[3:]}", mark.fill.opacity))


def _stroked(**what: object) -> Change:
    def change(mark: Mark) -> Mark:
        assert isinstance(mark, Path)
        assert mark.stroke is not None
        return replace(mark, stroke=replace(mark.stroke, **what))

    return change


def _written(**what: object) -> Change:
    def change(mark: Mark) -> Mark:
        assert isinstance(mark, Text)
        return replace(mark, **what)

    return change


def _moved(dx: float) -> Change:
    def change(mark: Mark) -> Mark:
        assert isinstance(mark, Text)
        return replace(mark, x=mark.x + dx)

    return change


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and whether pixels can show it beyond the renderers' own noise."""

    name: str
    plant: Callable[[Scene], Scene]
    shows: bool = True


def _in(mark_id: str, change: Change) -> Callable[[Scene], Scene]:
    return lambda scene: changed(scene, mark_id, change)


SCENE_FAULTS = (
    Fault("lost label", _in("name-kherson", _lost)),
    Fault("lost halo", _in("name-kherson", _written(halo=None))),
    Fault("lost credit", _in("credit", _lost)),
    Fault("lost hatch", _in("hatch-contested", _lost)),
    Fault("lost teeth", _in("front-teeth", _lost)),
    Fault("fill six of 255 off", _in("area-recovered-fill", _shade_off)),
    Fault("opacity .85 to .75", _in("area-recovered-fill", _filled(opacity=0.75))),
    Fault("dash gone", _in("front-before", _stroked(dash=()))),
    Fault("label two pixels off", _in("name-kherson", _moved(2.0))),
    Fault("label one pixel off", _in("name-kherson", _moved(1.0)), shows=False),
    Fault("wrong weight", _in("name-kherson", _written(face=Face.REGULAR))),
    Fault("typo", _in("name-kherson", _written(text="Khersen"))),
    Fault("lost inset frame", _in("inset-frame", _lost)),
    Fault("lost dot", _in("dot-kherson", _lost)),
    Fault("lost area", _in("area-claimed-fill", _lost)),
    Fault("river half a pixel wider", _in("river-casing", _stroked(width=6.5)), shows=False),
    Fault("letter spacing gone", _in("region", _written(letter_spacing=0.0))),
    Fault("curved name set straight", _in("river-name", _written(letters=(), x=620.0, y=410.0))),
    Fault("Arabic name backwards", _in("name-arabic", _written(text="خيرسون"[::-1]))),
)
