"""The canvas: one picture of the map in a pyqtgraph view, and what the hand does to it.

Importing it takes half a second, which is pyqtgraph's: import it once the window is there.
"""

from mapdesk.ui.canvas.canvas import Canvas

__all__ = ["Canvas"]
