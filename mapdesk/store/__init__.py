"""The project file: one GeoPackage, written one settled edit at a time."""
