"""Document stages: one file (or folder) makes one layer of annotation."""
