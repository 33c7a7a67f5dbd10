"""The hand: tools as small frozen states that turn what a pointer does into edits, without Qt."""
