"""Readers of evaluation data, one format a module, all into `rag.benchmark.dataset.Dataset`."""
