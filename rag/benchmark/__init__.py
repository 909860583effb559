"""Benchmarks on the pipeline that serves: runs that can be made again to the digit."""
