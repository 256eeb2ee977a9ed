"""Export to MUC-4 response templates."""
