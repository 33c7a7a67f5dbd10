"""MapDesk draws front lines and control areas by date, links them to articles and exports map frames."""

__version__ = "0.1.0"
