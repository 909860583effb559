"""Generations on disk: built, published, opened, verified."""
