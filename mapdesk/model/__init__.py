"""The words of MapDesk as frozen values; nothing here changes, reads a clock or touches a file."""
