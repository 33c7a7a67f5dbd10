"""Planar geometry in degrees on one grid, and measures on the WGS84 ellipsoid."""
