"""What is measured: named configurations of the objects that serve, or a running server."""
