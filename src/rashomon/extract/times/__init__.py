"""Time expressions in TIMEX3 and as half-open UTC intervals, by an own grammar.

Enters: sentences with their tokens, and the document's publication and dateline. Leaves: one
`TimeExpression` for every expression. It must not know events or claims: which event a time belongs
to is decided above.
"""

from rashomon.extract.times.stage import TimeExpressions, context_of

__all__ = ["TimeExpressions", "context_of"]
