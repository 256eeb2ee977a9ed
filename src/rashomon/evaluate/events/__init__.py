"""The events suite: triggers and arguments, coded records, coreference across documents."""

from rashomon.evaluate.events.suite import Events

__all__ = ["Events"]
