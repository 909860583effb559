"""What an outcome is worth: measures by task, per query, with intervals of their means."""
