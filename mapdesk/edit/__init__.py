"""Edits: pure functions from one Project to the next."""
