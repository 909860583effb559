"""Marks the sentences of any text that answer a question. Needs a reader, and no index."""
