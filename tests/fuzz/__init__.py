"""Fuzzers: seeds from code, mutated; a reader may refuse, never raise anything else."""
