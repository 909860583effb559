"""Measuring and calibrating the pipeline that is served."""
