"""Cases built by hand: the book that places words, and the example case entered in it."""

from tests.render.casebook.book import Casebook, MemoryView, at, day
from tests.render.casebook.kelvane import EXAMPLE, kelvane

__all__ = ["EXAMPLE", "Casebook", "MemoryView", "at", "day", "kelvane"]
