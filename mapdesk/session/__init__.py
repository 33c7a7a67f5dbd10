"""What ties edits to the file: preview, history, saving."""
