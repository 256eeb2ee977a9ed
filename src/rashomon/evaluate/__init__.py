"""Gold in, scores out."""
