"""Examples that a reader is taught with, made from public data sets."""
