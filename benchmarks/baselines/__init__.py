"""Public tools behind the same interface as the pipeline: a document in, one layer out."""
