"""The MUC-4 suite: official 25-slot score, GTT template score, CEAF-REE."""
