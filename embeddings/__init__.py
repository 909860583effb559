"""Neural inference: encoders, the model catalogue, export."""
