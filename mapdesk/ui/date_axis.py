"""The axis of a plot over time, whose ticks are dates."""

from __future__ import annotations

import pyqtgraph as pg

from mapdesk.render.date_ticks import ticks_of


class DateAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis along which one unit is a day and a value is a date's ordinal."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._labels: dict[int, str] = {}
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=4, tickTextOffset=2, maxTickLevel=1, hideOverlappingLabels=True)
        self.setHeight(20)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802
        """The ordinals of the ticks: first those with labels, then those between."""
        ticks = ticks_of(low, high, round(size / max(high - low, 1e-9), 6))
        self._labels = ticks.labelled
        return [(1.0, [float(day) for day in ticks.labelled]), (0.5, [float(day) for day in ticks.between])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """The labels of the ticks last asked for; ticks between have none."""
        return [self._labels.get(int(value), "") if spacing == 1.0 else "" for value in values]
