"""The benchmark runs of a folder, read and laid out for a page."""
