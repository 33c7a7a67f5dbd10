"""The layers of a picture of the map, one module for each kind of thing that is drawn."""
