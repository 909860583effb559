"""A site of somebody else with the chat widget on it: `python -m server.demo`."""
