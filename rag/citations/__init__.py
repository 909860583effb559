"""Quotes with their addresses: made, linked and checked."""
