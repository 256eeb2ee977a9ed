"""The served encoder: text in, scores for its words out.

What enters is a text; what leaves are probabilities of every head for every word, and, for words
that report something, how likely each other word is their content or their source. Nothing here
knows a record or what the scores are used for.
"""

from rashomon.neural.encoder import Encoder, encoder
from rashomon.neural.scores import Scores
from rashomon.neural.words import Words, words

__all__ = ["Encoder", "Scores", "Words", "encoder", "words"]
