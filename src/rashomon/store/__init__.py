"""The case store: SQL below, View and Writer above."""
