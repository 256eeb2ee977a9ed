"""Which language a text is in, and whether the extractor reads it.

Detection is lingua's, offline and the same on every machine. Only the opening is looked at.
"""

from __future__ import annotations

import functools
import re

import msgspec
from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from rashomon.lexicon import load
from rashomon.records import Document
from rashomon.settings import ReadSettings

_OPENING = 800
_FEWEST_LETTERS = 40
_FEWEST_LETTERS_NO_SPACE = 12
_CERTAIN = 0.75
_GLANCE = 160
_BEYOND_DOUBT = 0.98
_WIDE = re.compile("[\u3040-\u9fff]")


class LanguageLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/languages.toml`: English names of the languages told apart."""

    names: tuple[str, ...]


@functools.cache
def _detector() -> LanguageDetector:
    names = load("languages", LanguageLexicon).names
    languages = [Language.from_str(name) for name in names]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, or None where the text is too short to tell."""
    opening = text[:_OPENING]
    letters = sum(map(str.isalpha, opening))
    # Chinese and Japanese say in a dozen signs what takes others a line
    wide = _WIDE.search(opening) is not None
    if letters < (_FEWEST_LETTERS_NO_SPACE if wide else _FEWEST_LETTERS):
        return None
    # most texts tell at a glance, which takes a fifth of the time
    best = _detector().compute_language_confidence_values(opening[:_GLANCE])[0]
    if best.value < _BEYOND_DOUBT:
        best = _detector().compute_language_confidence_values(opening)[0]
    if best.value < _CERTAIN:
        return None
    return best.language.iso_code_639_1.name.lower()


def normal_code(tag: str) -> str | None:
    """The ISO 639-1 code in a language tag ("en-GB", "pt_BR"), or None if it holds none."""
    code = tag.strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def understands(document: Document, settings: ReadSettings) -> bool:
    """Whether a document is to be extracted from: its language is a known one, or untold."""
    return document.language is None or document.language in settings.languages


def language_name(code: str) -> str:
    """The English name of a language, with its code; the code alone where it is no known one."""
    for language in Language.all():
        if language.iso_code_639_1.name.lower() == code:
            return f"{language.name.capitalize()} ({code})"
    return code
