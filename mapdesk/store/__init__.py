"""The project file: one GeoPackage that holds a whole Project and the way back from each edit."""
