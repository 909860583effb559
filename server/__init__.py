"""Every door to the engine: HTTP, pages, command line."""
