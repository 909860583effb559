"""Documents, index, retrieval and answers: the engine, without any web framework."""
