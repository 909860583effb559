"""Pages of documents: what is marked, where it comes from, which sides it takes."""
