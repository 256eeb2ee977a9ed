"""Readers: files in, documents or problems out."""
