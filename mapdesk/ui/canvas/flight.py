"""Where the view may be, and where it is on the way from one place to another."""

from __future__ import annotations

from dataclasses import replace

from mapdesk.render.view.mercator import HALF_WORLD, MercatorViewport

#: The nearest the map is shown, in Mercator metres to a pixel.
_NEAREST = 0.25


def limited(viewport: MercatorViewport) -> MercatorViewport:
    """The view within the limits of scale and of the world."""
    farthest = 2 * HALF_WORLD * 0.99 / max(viewport.height, 64)
    scale = min(max(viewport.metres_per_pixel, _NEAREST), farthest)
    x, y = viewport.centre
    room = HALF_WORLD * 0.99 - scale * viewport.height / 2
    # Only a centre beyond the limit is touched: any other stays as exact as it came.
    x = min(max(x, -HALF_WORLD), HALF_WORLD)
    y = min(max(y, -room), room)
    return replace(viewport, centre=(x, y), metres_per_pixel=scale)


def between(here: MercatorViewport, there: MercatorViewport, share: float) -> MercatorViewport:
    """The view after a share of the way from one to another."""
    scale = here.metres_per_pixel * (there.metres_per_pixel / here.metres_per_pixel) ** share
    span = there.metres_per_pixel - here.metres_per_pixel
    # Moving as the scale does keeps the way straight on the screen.
    along = share if abs(span) < 1e-9 else (scale - here.metres_per_pixel) / span
    x = here.centre[0] + (there.centre[0] - here.centre[0]) * along
    y = here.centre[1] + (there.centre[1] - here.centre[1]) * along
    return replace(here, centre=(x, y), metres_per_pixel=scale)
