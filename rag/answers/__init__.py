"""Candidates, reading, confidence and composition: passages in, an answer out."""
