"""Base maps and the gazetteer."""
