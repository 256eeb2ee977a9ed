"""Events: what happened according to one report, and when and where."""

from rashomon.extract.events.stage import Events

__all__ = ["Events"]
