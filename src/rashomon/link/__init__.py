"""Across documents: copies, parties, incidents."""
