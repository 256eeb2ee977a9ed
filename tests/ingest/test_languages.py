"""Languages told apart, offline."""

from __future__ import annotations

import pytest

from rashomon.ingest.languages import detect, language_name, normal_code, understands
from rashomon.settings import ReadSettings
from tests.conftest import document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two people died in the port of Harvane on Monday, the harbour police said.", "en"),
        ("TWO PEOPLE DIED IN THE PORT OF HARVANE ON MONDAY, THE HARBOUR POLICE SAID.", "en"),
        ("Dos personas murieron el lunes en el puerto, según dijo la policía local.", "es"),
        ("Deux personnes sont mortes lundi dans le port, a déclaré la police locale.", "fr"),
        ("قتل شخصان يوم الاثنين في الميناء، بحسب ما قالت الشرطة المحلية للصحفيين", "ar"),
        ("Два человека погибли в понедельник в порту, сообщила местная полиция.", "ru"),
        ("星期一港口爆炸造成两人死亡，当地警方表示调查仍在进行。", "zh"),
        ("Two dead", None),
        ("12 34 56 " * 50, None),
        ("", None),
    ],
)
def test_languages(text: str, expected: str | None) -> None:
    assert detect(text) == expected


@pytest.mark.parametrize(
    ("tag", "expected"), [("en-GB", "en"), ("PT_br", "pt"), ("English", None), ("", None)]
)
def test_language_tags(tag: str, expected: str | None) -> None:
    assert normal_code(tag) == expected


def test_only_a_known_other_language_is_not_understood() -> None:
    settings = ReadSettings(languages=("en",))
    assert understands(document("x"), settings)
    import msgspec

    assert not understands(msgspec.structs.replace(document("x"), language="es"), settings)
    assert understands(msgspec.structs.replace(document("x"), language=None), settings)
    assert language_name("es") == "Spanish (es)"
    assert language_name("xx") == "xx"
