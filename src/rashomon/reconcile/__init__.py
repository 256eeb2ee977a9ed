"""Accounts side by side: comparable values, relations, assessments."""
