"""Files built from code: what the tests and the fuzzers read."""
