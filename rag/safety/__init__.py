"""What happens before a search when a message speaks of danger, and what is not shown at all."""
