"""Rashomon: from reports of contested violent events to a sourced record of who says what."""

__version__ = "0.1.0"
