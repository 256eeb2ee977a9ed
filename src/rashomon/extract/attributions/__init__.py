"""Who says what: cues, their sources and contents, quotations, and how sayings nest."""

from rashomon.extract.attributions.stage import Attributions

__all__ = ["Attributions"]
