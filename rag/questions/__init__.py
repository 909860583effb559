"""What a message asks, by its words alone."""
