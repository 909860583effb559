"""Training of the shipped models. Needs the extra `models`."""
