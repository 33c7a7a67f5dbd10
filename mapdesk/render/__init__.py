"""Pictures: a Scene composed from a Project without Qt, and the players that paint or write it."""
