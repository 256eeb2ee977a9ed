"""The pipeline, the registry of stages, executors."""
